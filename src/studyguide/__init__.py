"""Study guides, answer keys and cards, ready to print, from a folder of Markdown and YAML."""

__version__ = "0.1.0"
