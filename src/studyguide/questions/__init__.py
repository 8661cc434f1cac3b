"""Questions: one module for each kind, and the table of kinds."""
