"""Whose file it is and which schema it has; light, since every question asks for it."""

APPLICATION_ID = 0x44756557  # "DueW", so that no other program's file is taken for ours
SCHEMA = 12  # the number of migrations; a file with a higher one is from a newer program
