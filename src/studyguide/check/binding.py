"""Bind a YAML tree to an author's model; what does not fit becomes problems with places."""

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from studyguide.course.authored import Authored, Validation
from studyguide.problems import did_you_mean
from studyguide.yamltree.faults import shown
from studyguide.yamltree.tree import Mapping, Scalar, Sequence, Tree, find, find_key

Model = TypeVar("Model", bound=Authored)
Path = tuple[str | int, ...]

#: What is wrong, by pydantic's own or our custom error type: problem code and the rest of
#: the sentence that begins with the key. Custom errors not named here bring their own words.
_WORDS = {
    "mapping": ("value.type", "must be keys with values"),
    "text": ("value.type", "must be a text"),
    "string_type": ("value.type", "must be a text"),
    "flag": ("value.type", "must be true or false"),
    "bool_type": ("value.type", "must be true or false"),
    "int_parsing": ("value.type", "must be a whole number"),
    "int_type": ("value.type", "must be a whole number"),
    "int_parsing_size": ("value.type", "must be a whole number of a few digits"),
    "greater_than_equal": ("value.invalid", "must be {ge} or more"),
    "less_than_equal": ("value.invalid", "must be {le} or less"),
    "tuple_type": ("value.type", "must be a list"),
    "id_form": ("id.form", "must be an id: small letters, digits and hyphens"),
    "language": ("value.invalid", "must be a language tag such as en or pt-BR"),
    "date": ("timeline.date", "must be a date such as 1928, 1928-10 or 1928-10-01"),
    "length": ("value.invalid", "must be a height that fits on a page, such as 4cm"),
    "space": ("value.choice", "must be one kind of room: lines, dotted, blank, box or none"),
}
_CODES = {
    "rubric": "question.rubric",
    "choices": "question.choices",
    "correction": "question.correction",
    "title_field": "handout.title",
}


@dataclass(frozen=True, slots=True)
class _Fault:
    """What pydantic found: its word for it, the path in the tree, what stands there."""

    kind: str
    path: Path
    value: object
    message: str
    context: dict[str, Any]


def bind(model: type[Model], tree: Tree, validation: Validation, *, what: str) -> Model | None:
    """Give the model that the tree holds, or None and problems.

    `what` names the thing in messages, such as "question".
    """
    before = validation.problems.errors
    try:
        made = model.model_validate(tree, context=validation)
    except ValidationError as error:
        faults = [_fault(tree, details) for details in error.errors(include_url=False)]
        meant = [_unknown(model, tree, fault, validation) for fault in faults]
        for fault in faults:
            # A key that is only misspelt is not missing as well.
            if fault.kind != "missing" or fault.path not in meant:
                _report(tree, fault, validation, what)
        return None
    return made if validation.problems.errors == before else None


def _fault(tree: Tree, details: ErrorDetails) -> _Fault:
    path = _written_path(tree, details["loc"])
    return _Fault(
        details["type"], path, details["input"], details["msg"], dict(details.get("ctx") or {})
    )


def _written_path(tree: Tree, loc: Path) -> Path:
    """Give the path in the tree that pydantic's path in the model stands for.

    A thing alone is a list of one in the model; free keys are a list of pairs.
    """
    path: list[str | int] = []
    here: Tree | None = tree
    steps = list(loc)
    while steps:
        step = steps.pop(0)
        if isinstance(step, int) and isinstance(here, Mapping) and steps[:1] in ([0], [1]):
            key, here = here.entries[step]
            path.append(key.text)
            steps.pop(0)
        elif isinstance(step, int) and isinstance(here, Mapping | Scalar):
            continue
        else:
            path.append(step)
            here = _below(here, step)
    return tuple(path)


def _below(tree: Tree | None, step: str | int) -> Tree | None:
    if isinstance(tree, Mapping):
        return tree.get(str(step))
    if isinstance(tree, Sequence) and isinstance(step, int) and step < len(tree.items):
        return tree.items[step]
    return None


def _unknown(model: type[Authored], tree: Tree, fault: _Fault, validation: Validation) -> Path:
    """Report a key that is none, if the fault is that; give the path of the key meant."""
    if fault.kind != "extra_forbidden":
        return ()
    name, above = str(fault.path[-1]), fault.path[:-1]
    hint = did_you_mean(name, _keys(model, above))
    place = find_key(tree, fault.path)
    validation.problems.add(place, "key.unknown", f'there is no key "{name}" here', hint=hint)
    return (*above, hint.split('"')[1]) if hint.startswith("did you mean") else ()


def _report(tree: Tree, fault: _Fault, validation: Validation, what: str) -> None:
    add, path = validation.problems.add, fault.path
    subject = _subject(path, what)
    place = find(tree, (*path, *fault.context.get("at", ())))
    if fault.kind == "extra_forbidden":
        return
    if fault.kind == "missing":
        owner = _subject(path[:-1], what)
        add(place, "key.missing", f'the key "{path[-1]}" is missing from {owner}')
    elif fault.kind == "empty" or fault.value is None or _is_null(fault.value):
        hint = "write a value; a key that is not needed can be left out"
        add(place, "value.empty", f"{subject} must not be empty", hint=hint)
    elif fault.kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(fault.context["expected"]))
        value = fault.value.text if isinstance(fault.value, Scalar) else str(fault.value)
        add(
            place, "value.choice", f'{subject} cannot be "{value}"', hint=did_you_mean(value, known)
        )
    elif fault.kind in _WORDS:
        code, words = _WORDS[fault.kind]
        words = words.format_map(fault.context)
        add(place, code, f"{subject} {words}{_but_is(fault.value)}", hint=_colon_hint(fault))
    else:
        code = _CODES.get(fault.kind, "value.invalid")
        hint = str(fault.context.get("hint", ""))
        is_whole = fault.kind == "title_field"
        words = fault.message[:1].lower() + fault.message[1:]
        add(place, code, words if is_whole else f"{subject} {words}", hint=hint)


def _is_null(value: object) -> bool:
    return isinstance(value, Scalar) and value.is_null


def _subject(path: Path, what: str) -> str:
    """Name the thing at a path.

    >>> _subject((), "question"), _subject(("choices", 2), "question")
    ('this question', 'item 3 of "choices"')
    """
    if path and isinstance(path[-1], str):
        return f'"{path[-1]}"'
    if path and len(path) > 1:
        return f'item {int(path[-1]) + 1} of "{path[-2]}"'
    return f"this {what}"


def _but_is(value: object) -> str:
    match value:
        case Mapping():
            return ", not keys with values"
        case Sequence():
            return ", not a list"
        case Scalar():
            return f", not {shown(value.text)}" if value.text.strip() else ""
        case str():
            return f", not {shown(value)}"
    return ""


def _colon_hint(fault: _Fault) -> str:
    is_text = fault.kind == "text" and isinstance(fault.value, Mapping)
    return "a text with a colon and a space in it needs quotes" if is_text else ""


def _keys(model: type[Authored], path: Path) -> list[str]:
    """Give the keys of the model that stands at a path; none where it cannot be told."""
    for step in path:
        if isinstance(step, int):
            continue
        field = model.model_fields.get(step)
        inner = _models(field.annotation) if field else []
        if not inner:
            return []
        model = inner[0]
    return [name for name in model.model_fields if name != "place"]


def _models(annotation: object) -> list[type[Authored]]:
    if isinstance(annotation, type) and issubclass(annotation, Authored):
        return [annotation]
    inner = getattr(annotation, "__args__", ())
    return [model for part in inner for model in _models(part)]
