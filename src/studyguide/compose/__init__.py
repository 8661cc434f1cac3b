"""Compose: a selection and a layout become a galley, HTML that is not yet cut into pages."""
