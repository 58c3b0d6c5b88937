"""What people decided, who is on call, which accounts are muted, and what each Home tab shows."""
