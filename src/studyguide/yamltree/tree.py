"""A YAML text as a tree with a place on every value.

Nothing is given a type: `yes`, `012` and `12:30` stay as written, and the model decides.
Which keys a file may have is left to the model too.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from studyguide.problems import Place

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it was written, after YAML's quotes, folding and escapes.

    `place` is the value's first line, with quotes; in block style (`|`, `>`) the first
    line of the text itself. `quoted` is true for quoted and block style too: such a
    scalar is always a text.

    `source` is what stands in the file between the quotes, or below the `>`, line by
    line without indentation, joined by newlines; `lines` are the places of these lines,
    one for each, at least one. A problem in a prompt is found by looking for the words
    in `source`. Blank lines before and after a block's text are left out.
    """

    text: str
    place: Place
    quoted: bool
    source: str
    lines: tuple[Place, ...] = field(repr=False)

    @property
    def is_null(self) -> bool:
        """Say whether nothing is written, or null as in the core schema of YAML 1.2."""
        return not self.quoted and self.text in _NULLS


def scalar_at(text: str, place: Place) -> Scalar:
    """Give a scalar that no file holds as such, with the place that it is blamed on."""
    return Scalar(text, place, quoted=False, source=text, lines=(place,))


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list. `place` is its first dash or its bracket."""

    items: tuple["Tree", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the order of writing; no key stands twice.

    `place` is the first key, or the bracket of an empty `{}`.
    """

    entries: tuple[tuple[Scalar, "Tree"], ...]
    place: Place

    def get(self, name: str) -> "Tree | None":
        """Give the value of a key, or None; for `short_title` also that of `short-title`."""
        entry = self._entry(name)
        return entry[1] if entry else None

    def key_place(self, name: str) -> Place | None:
        """Give the place of a key itself, or None; names as in `get`."""
        entry = self._entry(name)
        return entry[0].place if entry else None

    def _entry(self, name: str) -> "tuple[Scalar, Tree] | None":
        for spelling in (name, name.replace("_", "-")):
            for entry in self.entries:
                if entry[0].text == spelling:
                    return entry
        return None


Tree: TypeAlias = Scalar | Sequence | Mapping


def find(tree: Tree, path: tuple[str | int, ...]) -> Place:
    """Give the place of the value at a path of keys and indexes from 0.

    Where the path leads nowhere, gives the nearest parent that exists.
    """
    for step in path:
        below = _below(tree, step)
        if below is None:
            break
        tree = below
    return tree.place


def find_key(tree: Tree, path: tuple[str | int, ...]) -> Place:
    """Give the place of the key at the end of a path.

    An index has no key: then, and where the path leads nowhere, as `find`.
    """
    parent: Tree | None = tree
    for step in path[:-1]:
        parent = _below(parent, step) if parent else None
    key = parent.key_place(str(path[-1])) if path and isinstance(parent, Mapping) else None
    return key or find(tree, path)


def _below(tree: Tree, step: str | int) -> Tree | None:
    if isinstance(tree, Mapping):
        return tree.get(str(step))
    if isinstance(tree, Sequence) and isinstance(step, int) and 0 <= step < len(tree.items):
        return tree.items[step]
    return None
