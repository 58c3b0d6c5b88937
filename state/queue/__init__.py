"""What has to be said: queued, put together, claimed, settled, and what stands in Slack already."""
