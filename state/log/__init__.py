"""The history, which is the audit log: written once, linked line by line, and proved."""
