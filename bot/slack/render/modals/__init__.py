"""The forms in which people decide: each says what follows before it is submitted. Pure."""
