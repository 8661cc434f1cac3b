"""Bind a YAML tree to an author's model; what does not fit becomes problems with places."""

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from studyguide.course.authored import Authored, Reading
from studyguide.problems import Place, did_you_mean
from studyguide.yamltree import Scalar, Tree, find, find_key

Model = TypeVar("Model", bound=Authored)
Path = tuple[str | int, ...]

#: What is wrong, by pydantic's own or our custom error type: problem code and the rest of
#: the sentence that begins with the key. Custom errors not named here bring their own words.
_WORDS = {
    "empty": ("value.empty", "must not be empty"),
    "mapping": ("value.type", "must be a mapping of keys to values"),
    "text": ("value.type", "must be a text"),
    "string_type": ("value.type", "must be a text"),
    "flag": ("value.type", "must be true or false"),
    "bool_type": ("value.type", "must be true or false"),
    "int_parsing": ("value.type", "must be a whole number"),
    "int_type": ("value.type", "must be a whole number"),
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


def bind(model: type[Model], tree: Tree, reading: Reading, *, what: str) -> Model | None:
    """Give the model that the tree holds, or None and problems.

    `what` names the thing in messages, such as "question".
    """
    before = reading.problems.errors
    try:
        made = model.model_validate(tree, context=reading)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            _report(model, tree, reading, details, what)
        return None
    return made if reading.problems.errors == before else None


def _report(
    model: type[Authored], tree: Tree, reading: Reading, details: ErrorDetails, what: str
) -> None:
    path = details["loc"]
    kind = details["type"]
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), what)
    context: dict[str, Any] = details.get("ctx") or {}
    add = reading.problems.add
    if kind == "extra_forbidden":
        add(
            find_key(tree, path),
            "key.unknown",
            f'there is no key "{path[-1]}" here',
            hint=did_you_mean(str(path[-1]), _keys(model, path[:-1])),
        )
    elif kind == "missing":
        owner = key if len(path) > 1 else what
        where = f'"{path[-1]}"'
        if len(path) > 1 and isinstance(path[-2], str):
            owner = path[-2]
        add(find(tree, path[:-1]), "key.missing", f"the key {where} is missing from this {owner}")
    elif kind == "literal_error":
        known = [
            word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")
        ]
        value = _as_written(details["input"])
        add(
            find(tree, path),
            "value.choice",
            f'"{key}" cannot be "{value}"',
            hint=did_you_mean(value, known) or "use one of: " + ", ".join(known),
        )
    elif kind in _WORDS:
        code, words = _WORDS[kind]
        add(_place(tree, path), code, f'"{key}" {words}{_but_is(details["input"])}')
    else:
        code = _CODES.get(kind, "value.invalid")
        subject = f'"{key}"' if path else f"this {what}"
        message = details["msg"]
        if kind != "title_field":
            message = f"{subject} {message[:1].lower()}{message[1:]}"
        add(_place(tree, path), code, message, hint=str(context.get("hint", "")))


def _place(tree: Tree, path: Path) -> Place:
    """Give the place of the value, or of the model's own first key where it is a whole."""
    return find(tree, path)


def _as_written(value: object) -> str:
    return value.text if isinstance(value, Scalar) else str(value)


def _but_is(value: object) -> str:
    text = _as_written(value) if isinstance(value, Scalar | str) else ""
    return f', not "{text}"' if text.strip() else ""


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
