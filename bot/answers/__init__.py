"""What somebody asks for: facts looked up and put into words. Nothing here writes, but choices."""
