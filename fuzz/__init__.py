"""Looking for answers that our decoders do not bear. `make fuzz SECONDS=60`."""
