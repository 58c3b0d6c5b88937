"""Who is on call: from a user group, a list of people or a calendar.

This file stays empty: reading a calendar starts a process that needs nothing else of it.
"""
