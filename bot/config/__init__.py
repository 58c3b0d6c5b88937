"""The configuration: `duewatch.toml` and the environment, read into frozen settings."""
