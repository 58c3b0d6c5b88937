"""The demo: a local Slack and simulated providers, all on this machine."""
