"""When something is due to be said: the ladder in working time, and when services stop. Pure."""
