"""Slack: what people type and click, how it is answered, how it is sent."""
