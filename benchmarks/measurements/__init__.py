"""One measurement in each module: `measure(effort)` gives its rows."""
