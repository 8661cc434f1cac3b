"""Select: what one handout holds, numbered for this handout. No later stage counts."""
