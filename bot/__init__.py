"""Who has to hear it, when, and how?"""
