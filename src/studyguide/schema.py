"""JSON Schemas of the course's YAML files, made from the same models that check them.

Editors that know the YAML language server complete keys and mark mistakes by them.
Source: JSON Schema, draft 2020-12.
"""

import json
from typing import Any

from pydantic import BaseModel

from studyguide.course.authored import Authored
from studyguide.course.handout import PARTS, HandoutFile
from studyguide.course.model import CourseFile, Event, LessonFront, Term
from studyguide.layout import LayoutFile
from studyguide.questions.kinds import KINDS, Kind

#: A schema is a tree of plain JSON values.
Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_files() -> dict[str, str]:
    """Give the text of each schema by its file's name."""
    schemas = {
        "course": model_schema(CourseFile),
        "lesson": model_schema(LessonFront),
        "questions": _questions(),
        "glossary": _list_of(Term),
        "timeline": _list_of(Event),
        "handout": _handout(),
        "layout": model_schema(LayoutFile),
    }
    return {f"{name}.schema.json": _text(schema) for name, schema in schemas.items()}


def _text(schema: Schema) -> str:
    return json.dumps({"$schema": _DRAFT, **schema}, indent=2, ensure_ascii=False) + "\n"


def model_schema(model: type[BaseModel]) -> Schema:
    """Give the schema of one model as authors write it: a list of one may stand alone."""
    schema = model.model_json_schema(mode="validation", ref_template="#/$defs/{model}")
    for inner in (schema, *schema.get("$defs", {}).values()):
        for name, field in list(inner.get("properties", {}).items()):
            made = _without_null(_one_or_many(field))
            # What is written with hyphens is accepted too.
            inner["properties"] |= {name: made, name.replace("_", "-"): made}
    return schema


def _one_or_many(field: Schema) -> Schema:
    """Let an item stand alone where a list is wanted."""
    if field.get("type") != "array" or "items" not in field:
        return field
    kept: Schema = {k: field[k] for k in ("description", "default", "title") if k in field}
    bare = {key: value for key, value in field.items() if key not in kept}
    return {**kept, "anyOf": [bare, field["items"]]}


def _without_null(field: Schema) -> Schema:
    """Leave out `null`: authors leave the key out instead."""
    options = [option for option in field.get("anyOf", []) if option != {"type": "null"}]
    kept = {key: value for key, value in field.items() if key != "anyOf"}
    if kept.get("default", 0) is None:
        del kept["default"]
    if len(options) == 1:
        return {**options[0], **kept}
    return {**kept, "anyOf": options} if options else kept


def _list_of(model: type[Authored]) -> Schema:
    schema = model_schema(model)
    definitions = schema.pop("$defs", {})
    whole: Schema = {"title": f"{model.__name__}s", "type": "array", "items": schema}
    return {**whole, "$defs": definitions} if definitions else whole


def _questions() -> Schema:
    definitions: Schema = {}
    kinds = [_kind(kind, definitions) for kind in KINDS]
    return {
        "title": "Questions",
        "description": "`content/questions/*.yaml`: the questions of one lesson.",
        "type": "object",
        "additionalProperties": False,
        "required": ["lesson", "questions"],
        "properties": {
            "lesson": {"type": "string", "description": "The id of the lesson."},
            "questions": {"type": "array", "minItems": 1, "items": {"oneOf": kinds}},
        },
        "$defs": definitions,
    }


def _kind(kind: Kind, definitions: Schema) -> Schema:
    """Give one kind's schema; it is chosen by its `kind`, which may be an alias."""
    schema = model_schema(kind.model)
    definitions |= schema.pop("$defs", {})
    schema["properties"]["kind"] = {
        "enum": [kind.name, *kind.aliases],
        "description": "The kind of question.",
    }
    return schema


def _handout() -> Schema:
    schema = model_schema(HandoutFile)
    definitions = schema.setdefault("$defs", {})
    alone = [part.name for part in PARTS if part.name != "each_lesson"]
    with_options: Schema = {}
    for part in PARTS:
        options = model_schema(part.options)
        definitions |= options.pop("$defs", {})
        choices = [options, {"type": "null"}]
        if part.short:
            choices.append(options["properties"][part.short])
        with_options[part.name] = {"anyOf": choices, "description": part.meaning}
    lessons = [part.name for part in PARTS if part.lesson]
    definitions["lesson_part"] = _part(lessons, {name: with_options[name] for name in lessons})
    with_options["each_lesson"] = {"type": "array", "items": {"$ref": "#/$defs/lesson_part"}}
    definitions["part"] = _part(alone, with_options)
    parts: Schema = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/part"}}
    schema["properties"]["parts"] = {**schema["properties"]["parts"], **parts}
    return schema


def _part(names: list[str], with_options: Schema) -> Schema:
    one: Schema = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": with_options,
    }
    return {"anyOf": [{"enum": names}, one]}
