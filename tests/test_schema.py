"""The schemas for editors: made by the program, true of the course, and of use to authors."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from studyguide.check.lessons import split_front_matter
from studyguide.course.handout import PARTS
from studyguide.questions.kinds import KINDS, Kind
from studyguide.schema import schema_files
from studyguide.starter import course_files

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
SCHEMAS = schema_files()
_LINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)$", re.MULTILINE)


class EditorLoader(yaml.SafeLoader):
    """Loads values as editors do, by YAML 1.2: no dates, and only true and false are flags."""


EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if not tag.endswith((":timestamp", ":bool", ":int"))
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), "tf")
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile("^-?(0|[1-9][0-9]*)$"), "-0123456789"
)


def load(text: str) -> object:
    # The loader is PyYAML's safe one with fewer types.
    return yaml.load(text, EditorLoader)


def faults(schema: str, text: str) -> list[str]:
    validator = Draft202012Validator(json.loads(SCHEMAS[f"{schema}.schema.json"]))
    return [error.message for error in validator.iter_errors(load(text))]


def schema_of(path: Path) -> str:
    """Give the name of the schema that a file of `content/` follows."""
    folders = {"questions": "questions", "handouts": "handout", "lessons": "lesson"}
    return folders.get(path.parent.name, path.stem)


COURSE_FILES = sorted(path for path in CONTENT.rglob("*") if path.suffix in (".yaml", ".md"))


def test_the_schemas_in_the_repository_are_those_that_the_program_makes() -> None:
    stored = {p.name: p.read_text("utf-8") for p in (ROOT / "schemas").glob("*.schema.json")}

    assert stored == SCHEMAS, "type: .venv/bin/python tools/manual.py"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMAS[name]))


@pytest.mark.parametrize("path", COURSE_FILES, ids=lambda path: path.name)
def test_the_schemas_accept_the_sample_course(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        text, _, _ = split_front_matter(text)

    assert faults(schema_of(path), text) == []


def test_the_schemas_accept_a_new_course() -> None:
    files = {name: data.decode() for name, data in course_files(example=False).items()}
    texts = {name: text for name, text in files.items() if name.endswith(".yaml")}

    assert len(texts) > 5
    assert not [n for n, text in texts.items() if faults(schema_of(Path(n)), text)]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("course", "titel: A\n"),
        ("course", "title: A\ndefaults: {paper: legal}\n"),
        ("lesson", "title: A\nminutes: long\n"),
        ("lesson", "title: A\nid: Not An Id\n"),
        ("questions", "lesson: a\nquestions: []\n"),
        ("questions", "lesson: a\nquestions: [{id: a, kind: talk}]\n"),
        ("questions", "lesson: a\nquestions: [{id: a, kind: riddle, prompt: Why}]\n"),
        ("questions", "lesson: a\nquestions: [{id: a, kind: essay, prompt: Why, correct: true}]\n"),
        ("questions", "lesson: a\nquestions: [{id: a, kind: tf, prompt: So, correct: maybe}]\n"),
        ("glossary", "- {term: A}\n"),
        ("glossary", "term: A\n"),
        ("timeline", "- {date: 1928, event: A, lesson: Not An Id}\n"),
        ("handout", "id: a\nparts: [reeding]\n"),
        ("handout", "id: a\nparts: [{questions: {mx: 3}}]\n"),
        ("handout", "id: a\nparts: [{each_lesson: [title_page]}]\n"),
        ("handout", "id: a\nparts: [reading]\neditions: [students]\n"),
        ("layout", "extends: base\n"),
    ],
)
def test_the_schemas_refuse(schema: str, text: str) -> None:
    assert faults(schema, text)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_schema_of_questions_knows_every_name_of_a_kind(kind: Kind) -> None:
    known = json.loads(SCHEMAS["questions.schema.json"])["properties"]["questions"]["items"]
    names = {name for one in known["oneOf"] for name in one["properties"]["kind"]["enum"]}

    assert {kind.name, *kind.aliases} <= names


@pytest.mark.parametrize("part", [part.name for part in PARTS if part.name != "each_lesson"])
def test_the_schema_of_handouts_knows_every_part(part: str) -> None:
    assert faults("handout", f"id: a\nparts: [{part}]\n") == []


@pytest.mark.parametrize("key", ["authors", "objectives", "tags"])
def test_one_alone_needs_no_list(key: str) -> None:
    text = {
        "authors": ("course", "title: A\nauthors: B\n"),
        "objectives": ("lesson", "title: A\nobjectives: read\n"),
        "tags": ("questions", "lesson: a\nquestions: [{id: a, kind: talk, prompt: B, tags: c}]\n"),
    }

    assert faults(*text[key]) == []


def commented() -> dict[str, str]:
    """Give the text of each YAML file by its path in the course that it is in."""
    sample = {f"content/{p.relative_to(CONTENT)}": p for p in COURSE_FILES if p.suffix == ".yaml"}
    texts = {name: path.read_text("utf-8") for name, path in sample.items()}
    new = course_files(example=False).items()
    return texts | {f"new/{n}": data.decode() for n, data in new if n.endswith(".yaml")}


@pytest.mark.parametrize(("name", "text"), sorted(commented().items()), ids=lambda text: text[:40])
def test_every_yaml_file_names_a_schema_that_is_there(name: str, text: str) -> None:
    schema = _LINE.search(text)

    assert schema
    # A new course has its own `schemas/`, with the same files as the repository's.
    path = (ROOT / name.removeprefix("new/")).parent / schema[1]
    assert path.resolve().parent == ROOT / "schemas"
    assert path.resolve().name == f"{schema_of(Path(name))}.schema.json"
    assert path.resolve().name in SCHEMAS
