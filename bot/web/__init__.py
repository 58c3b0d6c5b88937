"""The web endpoints: health, figures, a calendar, and events for Slack's HTTP mode."""
