"""The parts of the manual that the program itself knows: keys, commands, problems, tables.

In: the manual's pages as they stand. Out: the same pages, with all that stands between
`<!-- generated: NAME -->` and `<!-- end -->` made anew. What is outside is written by hand.
"""

import dataclasses
import inspect
import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

import click
from pydantic.fields import FieldInfo

from studyguide.cli.main import main
from studyguide.cli.outcome import DAMAGED, DONE, ERRORS, MISUSE, WARNINGS
from studyguide.codes import CODES
from studyguide.course.authored import Authored, Count, Flag, Line, Name, Passage, Text, Title
from studyguide.course.handout import PARTS, HandoutFile, PartKind
from studyguide.course.model import CourseFile, Date, Defaults, Event, Language, LessonFront, Term
from studyguide.layout import LayoutFile, shipped_texts
from studyguide.manual_examples import example_messages
from studyguide.prose.nodes import Node
from studyguide.questions.essay import Criterion, Rubric
from studyguide.questions.kinds import KINDS, Kind
from studyguide.questions.multiple_choice import Choice
from studyguide.questions.question import Question
from studyguide.questions.space import Length, Space
from studyguide.select import selection

Model = type[Authored]
Rows = list[tuple[str, ...]]

_SECTION = re.compile(r"(<!-- generated: (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)

#: Models whose keys have a table, by the names of their sections.
MODELS: dict[str, Model] = {
    "course.yaml": CourseFile,
    "defaults": Defaults,
    "lesson": LessonFront,
    "term": Term,
    "event": Event,
    "question": Question,
    "choice": Choice,
    "rubric": Rubric,
    "criterion": Criterion,
    "space": Space,
    "handout": HandoutFile,
    "layout.yaml": LayoutFile,
}

#: The types of authored values in plain words, one of it and several.
_TYPES: tuple[tuple[object, str, str], ...] = (
    (Text, "text", "texts"),
    (Name, "id", "ids"),
    (Count, "whole number", "whole numbers"),
    (Flag, "true or false", ""),
    (Line, "line of Markdown", "lines of Markdown"),
    (Title, "line of Markdown without notes and references", ""),
    (Passage, "Markdown", ""),
    (Language, "language tag", ""),
    (Date, "date", ""),
    (Length, "height such as 4cm", ""),
)
#: Values of a shape of their own, by key.
_SHAPES = {
    "standards": "mapping of keys to lines of Markdown",
    "parts": "list of parts",
    "overrides": "mapping of lesson ids to keys and parts",
    "title": "text with fields",
}


def filled(pages: Mapping[str, str]) -> dict[str, str]:
    """Give the pages, by path, with their generated sections made anew.

    Raises LookupError, our own mistake, if a page asks for a section that there is not.
    """
    made = sections()

    def section(found: re.Match[str]) -> str:
        if found[2] not in made:
            raise LookupError(f'there is no generated section "{found[2]}"')
        return f"{found[1]}\n{made[found[2]].strip()}\n\n{found[3]}"

    return {path: _SECTION.sub(section, text) for path, text in pages.items()}


def sections() -> dict[str, str]:
    """Give every generated section by its name."""
    return {
        **{f"keys of {name}": keys_table(model) for name, model in MODELS.items()},
        **{f"kind {kind.name}": _kind(kind) for kind in KINDS},
        "kinds": _kinds(),
        "parts": _parts(),
        "commands": _commands(),
        "exit codes": _exit_codes(),
        "problems": _problems(),
        "layouts": _layouts(),
        "values": _values(),
    }


def _table(heads: tuple[str, ...], rows: Rows) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    cells = ([cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


# ---- Keys ----------------------------------------------------------------------------------


def keys_table(model: Model, without: frozenset[str] = frozenset({"place"})) -> str:
    """Give the table of the keys of a model, leaving out those of `without`."""
    types = get_type_hints(model, include_extras=True)
    rows: Rows = [
        (f"`{key}`", field.description or "", _value(key, types[key]), _if_left_out(field))
        for key, field in model.model_fields.items()
        if key not in without
    ]
    return _table(("Key", "What it is", "Value", "If left out"), rows) if rows else ""


def _value(key: str, annotation: object) -> str:
    return type_words(annotation) or _SHAPES[key]


def type_words(annotation: object, *, many: bool = False) -> str:
    """Give an annotation in plain words; an empty text where it has a shape of its own."""
    for known, one, several in _TYPES:
        if annotation == known:
            return several if many and several else one
    if get_origin(annotation) in (Union, UnionType):
        return type_words(next(one for one in get_args(annotation) if one is not type(None)))
    if isinstance(annotation, type) and issubclass(annotation, Authored):
        name = annotation.__name__.lower()
        return f"several of *{name}*" if many else f"mapping: *{name}*"
    shape = get_args(annotation)[0] if get_origin(annotation) is Annotated else None
    if get_origin(shape) is Literal:
        words = [f"`{value}`" for value in get_args(shape)]
        return (
            words[0] if len(words) == 1 else ("some of " if many else "one of ") + ", ".join(words)
        )
    if get_origin(shape) is tuple:
        inner = type_words(get_args(shape)[0], many=True)
        return inner if inner.startswith(("some", "several")) else inner and f"list of {inner}"
    return ""


def _if_left_out(field: FieldInfo) -> str:
    if field.is_required():
        return "must be there"
    if field.default in (None, ()) or field.default_factory:
        return ""
    default = field.default[0] if isinstance(field.default, tuple) else field.default
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


# ---- Questions and parts ---------------------------------------------------------------------


def _kinds() -> str:
    rows: Rows = [
        (f"[`{kind.name}`](#{kind.name})", _first_line(kind.model), _names(kind.aliases))
        for kind in KINDS
    ]
    return _table(("Kind", "What it is", "You may also write"), rows)


def _kind(kind: Kind) -> str:
    """Give the keys that only this kind has."""
    common = frozenset(Question.model_fields)
    own = keys_table(kind.model, common)
    return own or f"`{kind.name}` has no keys of its own."


def _parts() -> str:
    rows: Rows = [(f"`{part.name}`", part.meaning, _where(part), _options(part)) for part in PARTS]
    details = [_part(part) for part in PARTS if _options(part)]
    heads = ("Part", "What prints", "How often", "Options")
    return "\n\n".join([_table(heads, rows), *details])


def _part(part: PartKind) -> str:
    about = f"{_first_line(part.options)}{_short(part)}"
    return f"### `{part.name}`\n\n{about}\n\n{keys_table(part.options)}"


def _where(part: PartKind) -> str:
    if part.name == "heading":
        return "once; in `each_lesson` for each lesson"
    return "for each lesson" if part.lesson else "once"


def _options(part: PartKind) -> str:
    return _names(tuple(key for key in part.options.model_fields if key != "place"))


def _short(part: PartKind) -> str:
    if not part.short:
        return ""
    return f" `{part.name}: value` is short for `{part.name}: {{{part.short}: value}}`."


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _first_line(owner: type) -> str:
    return " ".join((inspect.getdoc(owner) or "").partition("\n\n")[0].split())


# ---- Commands and problems -------------------------------------------------------------------


def _commands() -> str:
    pages = [("studyguide", main), *((f"studyguide {n}", c) for n, c in main.commands.items())]
    return "\n\n".join(
        f"## `{name}`\n\n```text\n{_help(name, command)}\n```" for name, command in pages
    )


def _help(name: str, command: click.Command) -> str:
    context = click.Context(
        command, info_name=name, terminal_width=88, help_option_names=["-h", "--help"]
    )
    return command.get_help(context).rstrip()


def _exit_codes() -> str:
    misuse = (
        "The command was used wrongly, or something that it needs is missing: "
        "an unknown option, no course here, a folder that cannot be written."
    )
    rows: Rows = [
        (str(DONE), "All is done. There may be warnings."),
        (str(ERRORS), "The course has errors. Nothing was written."),
        (str(MISUSE), misuse),
        (str(WARNINGS), "There are warnings, and `--strict` was asked for. Nothing was written."),
        (str(DAMAGED), "A file does not read back from the disk as it was written."),
    ]
    return _table(("Code", "Meaning"), rows)


def _problems() -> str:
    examples = example_messages()
    made: list[str] = []
    for code, meaning in CODES.items():
        lines = [f"### `{code}`", f"*{meaning.severity.capitalize()}.* {meaning.meaning}"]
        lines.append(f"What to do: {meaning.remedy}")
        if code in examples:
            lines.append(f"```text\n{examples[code]}\n```")
        made.append("\n\n".join(lines))
    return "\n\n".join(made)


# ---- Layouts ---------------------------------------------------------------------------------


def _layouts() -> str:
    rows: Rows = []
    for path, text in shipped_texts().items():
        if path.endswith("/layout.yaml"):
            facts = dict(re.findall(r"^(\w+): *(.+)$", text, re.MULTILINE))
            extends = f"`{facts['extends']}`" if "extends" in facts else ""
            rows.append((f"`{path.split('/')[1]}`", facts["description"], extends))
    return _table(("Layout", "What it is for", "Extends"), rows)


def _values() -> str:
    rows: Rows = [
        (f"`{value.__name__}`", _first_line(value), ", ".join(_fields(value)))
        for value in vars(selection).values()
        if inspect.isclass(value) and value.__module__ == selection.__name__
    ]
    return _table(("Value", "What it is", "What it holds"), rows)


def _fields(value: type) -> Iterator[str]:
    types = get_type_hints(value)
    for field in dataclasses.fields(value):
        words = _value_words(types[field.name])
        yield f"`{field.name}`" + (f" ({words})" if words else "")


def _value_words(annotation: object) -> str:
    """Say what a template does with a value: print it through a filter, or go through it."""
    if annotation == tuple[Node, ...]:
        return "nodes"
    if get_origin(annotation) is tuple:
        inner = _value_words(get_args(annotation)[0])
        return f"list of {inner}" if inner else "list"
    if isinstance(annotation, type) and annotation.__module__ == selection.__name__:
        return annotation.__name__
    return {int: "number", bool: "yes or no"}[annotation] if annotation in (int, bool) else ""
