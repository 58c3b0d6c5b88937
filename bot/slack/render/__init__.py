"""Facts in, Slack messages out. Pure: no clock, no network, no state."""
