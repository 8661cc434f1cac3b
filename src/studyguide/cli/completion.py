"""Names that the shell completes, from the names of the course's files."""

from pathlib import Path

import click

from studyguide.read import find_root


def handout_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Complete the id of a handout."""
    return _names("content/handouts/*.y*ml", incomplete)


def lesson_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Complete the id of a lesson."""
    return _names("content/lessons/*.md", incomplete)


def _names(pattern: str, incomplete: str) -> list[str]:
    root = find_root(Path.cwd())
    names = sorted(path.stem for path in root.glob(pattern)) if root else []
    return [name for name in names if name.startswith(incomplete)]
