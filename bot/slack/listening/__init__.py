"""What arrives from Slack, handed on: one file for each kind of thing that people do there."""
