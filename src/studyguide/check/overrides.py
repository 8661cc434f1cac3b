"""What is otherwise for one lesson, or for one run: a handout's YAML tree, changed.

The change is a mapping of the handout's own keys (`title: …`) and of the names of its
parts (`questions: {max: 4}`). The changed tree keeps the place of every value, so that a
mistake in an override is reported where the override is written.
"""

from dataclasses import dataclass

from studyguide.course.handout import PARTS, HandoutFile, part_kind
from studyguide.problems import Place, Problems, did_you_mean
from studyguide.yamltree.parse import parse_yaml
from studyguide.yamltree.tree import Mapping, Scalar, Sequence, Tree, scalar_at

#: Keys that tell which handout it is: the same for every lesson.
_FIXED = frozenset({"id", "for_each", "overrides", "parts", "place"})
_KEYS = tuple(name for name in HandoutFile.model_fields if name not in _FIXED)


@dataclass(frozen=True, slots=True)
class Setting:
    """One `--set a.b=value` of the command line, as a tree."""

    tree: Mapping


def read_setting(words: str, problems: Problems) -> Setting | None:
    """Give the setting that stands on the command line, such as `questions.max=4`."""
    path, equals, text = words.partition("=")
    place = Place("--set " + words)
    names = path.strip().split(".")
    before = problems.errors
    value = parse_yaml(text, place.file, problems) if equals else None
    if problems.errors > before:
        return None
    if value is None or not all(names):
        problems.add(place, "value.invalid", f'"{words}" is not a setting', hint="write KEY=VALUE")
        return None
    tree: Tree = value
    for name in reversed(names):
        tree = Mapping(((scalar_at(name.replace("-", "_"), place), tree),), place)
    return Setting(tree) if isinstance(tree, Mapping) else None


def overridden(handout: Mapping, change: Mapping, problems: Problems) -> Mapping:
    """Give the handout's tree with a change put in; unknown names become problems."""
    for key, value in change.entries:
        name = key.text.replace("-", "_")
        if name in _KEYS:
            handout = _put(handout, key, value)
        elif part_kind(name):
            changed = _put_part(handout, name, value)
            if changed is None:
                problems.add(key.place, "handout.part", f'this handout has no part "{key.text}"')
            else:
                handout = changed
        elif name in _FIXED:
            message = f'"{key.text}" cannot be changed for one lesson or one run'
            problems.add(key.place, "value.invalid", message, hint="change it in the handout")
        else:
            known = [*_KEYS, *(part.name for part in PARTS)]
            problems.add(
                key.place,
                "key.unknown",
                f'"{key.text}" is no key and no part of a handout',
                hint=did_you_mean(key.text, known),
            )
    return handout


def has_part(handout: Mapping, name: str) -> bool:
    """Say whether a handout prints a part of that name."""
    return _put_part(handout, name.replace("-", "_"), Mapping((), handout.place)) is not None


def with_key(options: Tree, name: str) -> Tree:
    """Give a part's options with their key where they are short: `which: used` for `used`."""
    kind = part_kind(name)
    if kind and kind.short and isinstance(options, Scalar) and not options.is_null:
        return Mapping(((scalar_at(kind.short, options.place), options),), options.place)
    return options


def _put(owner: Mapping, key: Scalar, value: Tree) -> Mapping:
    """Give the mapping with one key set; a mapping is put into the mapping that is there."""
    old = owner.get(key.text)
    if isinstance(old, Mapping) and isinstance(value, Mapping):
        merged = old
        for inner_key, inner in value.entries:
            merged = _put(merged, inner_key, inner)
        value = merged
    kept = tuple(entry for entry in owner.entries if _snake(entry[0]) != _snake(key))
    return Mapping((*kept, (key, value)), owner.place)


def _snake(key: Scalar) -> str:
    return key.text.replace("-", "_")


def _put_part(handout: Mapping, name: str, value: Tree) -> Mapping | None:
    """Give the handout with the options of a part changed, None where it has no such part."""
    parts = handout.get("parts")
    if isinstance(parts, Scalar) and not parts.is_null:
        parts = Sequence((parts,), parts.place)  # one part alone needs no list
    changed = _in_parts(parts, name, value) if isinstance(parts, Sequence) else None
    if changed is None:
        return None
    return Mapping(
        tuple((key, changed if key.text == "parts" else old) for key, old in handout.entries),
        handout.place,
    )


def _in_parts(parts: Sequence, name: str, value: Tree) -> Sequence | None:
    made: list[Tree] = []
    found = False
    for part in parts.items:
        changed = _in_part(part, name, value)
        found = found or changed is not None
        made.append(changed or part)
    return Sequence(tuple(made), parts.place) if found else None


def _in_part(part: Tree, name: str, value: Tree) -> Tree | None:
    """Give one entry of `parts` changed, None where it is another part."""
    if isinstance(part, Scalar):
        same = part.text.replace("-", "_") == name
        return Mapping(((part, value),), part.place) if same else None
    if not isinstance(part, Mapping) or len(part.entries) != 1:
        return None
    key, options = part.entries[0]
    if key.text.replace("-", "_") == name:
        spelt_out = Mapping(((key, with_key(options, name)),), part.place)
        return _put(spelt_out, key, with_key(value, name))
    if isinstance(options, Sequence):
        inner = _in_parts(options, name, value)
        return Mapping(((key, inner),), part.place) if inner else None
    return None
