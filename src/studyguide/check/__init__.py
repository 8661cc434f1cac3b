"""Check: what was read becomes a true course, or problems; all of them in one run."""
