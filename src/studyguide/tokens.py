"""The tokens of a layout: custom properties that its sheets declare and use.

A misspelt token would change nothing, or drop a rule far away without saying where. So
every token that is used must be declared in some sheet, and a theme may only give
other values to tokens that the layout has.
"""

import re
from collections.abc import Mapping

from studyguide.problems import Place, Problems, did_you_mean

#: Tokens that the program declares, in the sheet that tells the size of the paper.
PAPER_TOKENS = frozenset({"--paper-width", "--paper-height"})

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARED = re.compile(r"(?<![\w-])(--[\w-]+)\s*:")
_USED = re.compile(r"var\(\s*(--[\w-]+)")


def check_tokens(sheets: Mapping[str, str], theme: str, problems: Problems) -> None:
    """Report tokens that are used and not declared, and those of a theme that nothing uses.

    `sheets` are the texts of a layout's style sheets by path, `theme` the path of its theme.
    """
    bare = {path: _without_comments(css) for path, css in sheets.items()}
    own = {path: css for path, css in bare.items() if path != theme}
    declared = {name for css in own.values() for name in _DECLARED.findall(css)}
    known = declared | PAPER_TOKENS
    for found in _DECLARED.finditer(bare.get(theme, "")):
        # A layout that declares no tokens has its own way, and themes do nothing to it.
        if declared and found[1] not in known:
            _report(theme, bare[theme], found, known, problems)
    known |= set(_DECLARED.findall(bare.get(theme, "")))
    for path, css in bare.items():
        for found in _USED.finditer(css):
            if found[1] not in known:
                _report(path, css, found, known, problems)


def _without_comments(css: str) -> str:
    """Give a sheet with its comments blanked, so that lines and columns stay true."""
    return _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), css)


def _report(path: str, css: str, found: re.Match[str], known: set[str], problems: Problems) -> None:
    start = found.start(1)
    line = css.count("\n", 0, start) + 1
    column = start - css.rfind("\n", 0, start)
    problems.add(
        Place(path, line, column, len(found[1])),
        "style.token",
        f'there is no token "{found[1]}"',
        hint=did_you_mean(found[1], sorted(known), "declare it in tokens.css"),
    )
