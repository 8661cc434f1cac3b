"""The works that a course cites: read from BibTeX, worded in Chicago style."""
