"""What do we know, what changed, and what must still be said?"""
