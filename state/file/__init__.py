"""The file itself: who may touch it, how it is kept whole, and what can be wrong with it."""
