"""A search carried out: where it reads, what it comes to, and one page of it."""
