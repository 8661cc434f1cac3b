"""The course: the author's models, and the true course that `check` makes of them."""
