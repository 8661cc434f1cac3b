"""YAML: from text to a tree with a place on every value, safely. The only home of PyYAML."""
