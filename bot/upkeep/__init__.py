"""The bot looks after itself: its file, its heart, its own alarm."""
