"""The braces that authors put after a heading, a block opener or a passage.

In: what stands between the braces. Out: an id and (key, value) pairs, or problems.
Which keys may stand where is for the caller to say.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from studyguide.problems import Place, Problems, did_you_mean

ID = re.compile(r"[a-z][a-z0-9-]*")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: Braces that mean attributes, and not words in braces: {#id}, {key=value}, {.class}.
BRACES = re.compile(r"\{[ \t]*((?:[#.][^\s{}]|[A-Za-z_-]+=)[^{}\n]*)\}")
_ITEM = re.compile(
    r'#(?P<id>[^\s#]*)|(?P<key>[A-Za-z_-]+)=(?:"(?P<words>[^"]*)"|(?P<value>[^\s"]+))'
)
_WORD = re.compile(r"\S+")

Finder = Callable[[int, int], Place]


@dataclass(frozen=True, slots=True)
class Attributes:
    """An id, perhaps empty, and pairs of key and value in the order written."""

    id: str = ""
    pairs: tuple[tuple[str, str], ...] = ()


def parse_attributes(
    inside: str, find: Finder, problems: Problems, *, keys: tuple[str, ...], ids: bool = True
) -> Attributes:
    """Read what stands between braces; `find` gives the place of (offset, width) in it.

    `keys` are those allowed here, `ids` whether an id is. What is not understood is
    reported and left out.
    """
    name = ""
    pairs: dict[str, str] = {}
    position = 0
    while word := _WORD.search(inside, position):
        item = _ITEM.match(inside, word.start())
        position = item.end() if item else word.end()
        place = find(word.start(), position - word.start())
        if item is None or (item["key"] is None and not ids):
            _report_odd(word.group(), place, problems, keys=keys, ids=ids)
        elif item["key"] is None:
            name = _checked_id(item["id"], place, problems)
        elif item["key"] not in keys:
            message = f'"{item["key"]}" is not an attribute that can stand here'
            otherwise = "" if keys else "only an id can stand here: {#name}"
            hint = did_you_mean(item["key"], keys, otherwise)
            problems.add(place, "prose.attributes", message, hint=hint)
        else:
            pairs[item["key"]] = item["value"] if item["words"] is None else item["words"]
    return Attributes(name, tuple(pairs.items()))


def _checked_id(name: str, place: Place, problems: Problems) -> str:
    if ID.fullmatch(name):
        return name
    hint = "use small letters, digits and hyphens, beginning with a letter"
    problems.add(place, "id.form", f'"{name}" cannot be an id', hint=hint)
    return ""


def _report_odd(
    word: str, place: Place, problems: Problems, *, keys: tuple[str, ...], ids: bool
) -> None:
    ways = ["{#name}"] * ids + [f'{{{key}="…"}}' for key in keys]
    message = f'"{word}" in the braces is not understood'
    problems.add(place, "prose.attributes", message, hint="write " + " or ".join(ways))
