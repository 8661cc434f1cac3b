"""Prose: what authors write in Markdown, from text to a tree to HTML."""
