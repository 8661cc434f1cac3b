"""Lists of people in a citation, as in Chicago style.

The literal name "others" at the end of a list becomes "et al.".
"""

import re

from studyguide.works.work import Name

_NBSP = "\u00a0"


def in_order(names: tuple[Name, ...]) -> str:
    r"""Give names as they are spoken; of four and more the first.

    >>> in_order((Name("Davies", "R. W."), Name("King", "Martin Luther", suffix="Jr.")))
    'R.\xa0W. Davies and Martin Luther King Jr.'
    """
    return _listed([_spoken(name) for name in names], most=3)


def families(names: tuple[Name, ...]) -> str:
    """Give family names, with their particles, for later citations; of four the first."""
    return _listed([name.literal or _words(name.particle, name.family) for name in names], most=3)


def inverted(names: tuple[Name, ...]) -> str:
    """Give names for a list of works cited: the first by its family name, ten at most."""
    if not names:
        return ""
    first = names[0]
    given = _words(_tied(first.given), first.particle)
    parts = (first.family, given, first.suffix)
    turned = first.literal or ", ".join(part for part in parts if part)
    all_names = [turned, *(_spoken(name) for name in names[1:])]
    if len(all_names) > 10:
        all_names = [*all_names[:7], "others"]
    return _listed(all_names, most=10, comma="," in turned)


def _spoken(name: Name) -> str:
    words = (_tied(name.given), name.particle, name.family, name.suffix)
    return name.literal or _words(*words)


def _tied(given: str) -> str:
    """Keep initials on one line: a non-breaking space between "R." and "W."."""
    return re.sub(r"(?<=\b\w\.) (?=\w\.)", _NBSP, given)


def _listed(names: list[str], *, most: int, comma: bool = False) -> str:
    """Join names with commas and "and"; `comma` puts one before "and" between two as well."""
    if len(names) > 1 and names[-1] == "others":
        shown = names[:-1] if most > 3 else names[:1]
        return ", ".join(shown) + (", et al." if comma or len(shown) > 1 else " et al.")
    if len(names) > most:
        return f"{names[0]} et al."
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + (", and " if comma or len(names) > 2 else " and ") + names[-1]


def _words(*words: str) -> str:
    return " ".join(word for word in words if word)
