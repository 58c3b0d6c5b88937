"""The contract kit, see `__main__`: no provider, but what each of them is judged by."""
