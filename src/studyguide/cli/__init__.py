"""The command line: options in, exit code out. The only package that prints."""

from studyguide.cli.main import run

__all__ = ["run"]
