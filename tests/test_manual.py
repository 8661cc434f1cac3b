"""The manual says what the program does: its generated parts, its names, examples and links."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import click
import pytest

from studyguide.check.check import Choice, check_course
from studyguide.cli.main import main
from studyguide.codes import CODES
from studyguide.course.authored import Authored
from studyguide.course.handout import PARTS
from studyguide.layout import load_layout, shipped_texts, theme_names
from studyguide.manual import filled, sections
from studyguide.manual_examples import MISTAKES, example_messages
from studyguide.problems import Place, Problems
from studyguide.prose.tree import BLOCKS
from studyguide.publish import Record
from studyguide.questions.kinds import KINDS
from studyguide.questions.space import Space
from studyguide.read import Draft

ROOT = Path(__file__).parent.parent
DOCS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
TOP = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
PAGES = {f"docs/{name}": text for name, text in DOCS.items()} | {
    name: (ROOT / name).read_text("utf-8") for name in TOP
}
MANUAL = "\n".join(DOCS.values())
_FENCE = re.compile(r"^(```+)([^\n]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block of a page: what its opening line says, and its text."""

    page: str
    line: int
    info: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def fenced(page: str, text: str) -> Iterator[Example]:
    for block in _FENCE.finditer(text):
        yield Example(page, text[: block.start()].count("\n") + 1, block[2].strip(), block[3])


EXAMPLES = [example for page, text in PAGES.items() for example in fenced(page, text)]


# ---- What is generated -----------------------------------------------------------------------


def test_the_generated_parts_are_those_that_the_program_makes() -> None:
    assert filled(DOCS) == DOCS, "type: .venv/bin/python tools/manual.py"


def test_a_changed_generated_part_is_noticed() -> None:
    page = DOCS["commands.md"].replace("Find everything", "Find something")

    assert filled({"commands.md": page}) != {"commands.md": page}


def test_every_section_that_can_be_generated_stands_in_the_manual() -> None:
    asked = set(re.findall(r"<!-- generated: (.+?) -->", MANUAL))

    assert asked == set(sections())


def test_a_page_cannot_ask_for_a_section_that_there_is_not() -> None:
    with pytest.raises(LookupError, match="weather"):
        filled({"page.md": "<!-- generated: weather -->\n<!-- end -->"})


def test_every_example_of_a_problem_is_that_problem() -> None:
    messages = example_messages()

    assert all(f"[{code}]" in message for code, message in messages.items())
    assert set(MISTAKES) <= set(CODES)


# ---- What is named ---------------------------------------------------------------------------


def models(base: type[Authored] = Authored) -> Iterator[type[Authored]]:
    for model in base.__subclasses__():
        if model.__module__.startswith("studyguide."):
            yield model
            yield from models(model)


def names_in_code() -> dict[str, str]:
    """Give what the manual must name in code, each with the page that must name it."""
    owners = {"HandoutFile": "handouts.md", "LayoutFile": "layouts.md"}
    named = {
        key: owners.get(model.__name__, "course-format.md")
        for model in models()
        if not model.__name__.endswith("Options")
        for key in model.model_fields
        if key != "place"
    }
    options = {
        key: "handouts.md" for p in PARTS for key in p.options.model_fields if key != "place"
    }
    kinds = {name: "course-format.md" for k in KINDS for name in (k.name, *k.aliases)}
    parts = {part.name: "handouts.md" for part in PARTS}
    layouts = {
        path.split("/")[1]: "layouts.md" for path in shipped_texts() if path.endswith("layout.yaml")
    }
    blocks = dict.fromkeys(BLOCKS, "course-format.md")
    records = {field.name: "handouts.md" for field in fields(Record)}
    codes = dict.fromkeys(CODES, "problems.md")
    return named | options | kinds | parts | layouts | blocks | records | codes


@pytest.mark.parametrize(("name", "page"), sorted(names_in_code().items()))
def test_the_manual_names(name: str, page: str) -> None:
    assert f"`{name}`" in DOCS[page]


def test_the_manual_would_not_name_what_is_new() -> None:
    class Weather(Authored):
        """A model of a test."""

        sunshine: int = 0

    assert not any("`sunshine`" in page for page in DOCS.values())
    assert Weather not in models(), "models of tests are none of the program's"


def test_every_kind_of_question_has_an_example() -> None:
    shown = re.findall(r"^kind: (\w+)$", MANUAL, re.MULTILINE)

    assert {kind.name for kind in KINDS} == set(shown)


@pytest.mark.parametrize("space", [key for key in Space.model_fields if key != "place"])
def test_the_tokens_and_rooms_that_the_manual_names_exist(space: str) -> None:
    tokens = set(re.findall(r"`(--[a-z][\w-]*)`", DOCS["layouts.md"]))
    defined = re.findall(r"(--[\w-]+):", shipped_texts()["layouts/base/tokens.css"])
    options = {name for command in main.commands.values() for name in options_of(command)}

    assert tokens - options <= set(defined)
    assert f"layouts/base/spaces/{space}.html" in shipped_texts()


# ---- Commands --------------------------------------------------------------------------------


def options_of(command: click.Command) -> set[str]:
    options = [option for option in command.params if isinstance(option, click.Option)]
    return {name for option in options for name in option.opts} | {"--help", "-h"}


def test_every_command_and_option_is_named() -> None:
    page = DOCS["commands.md"]

    for name, command in main.commands.items():
        section = page.partition(f"## `studyguide {name}`")[2].partition("\n## ")[0]
        for option in options_of(command):
            assert option in section, f"{name} {option}"


def typed_commands(text: str) -> Iterator[list[str]]:
    """Give the words after `studyguide` wherever a page shows it being typed."""
    shown = [line for block in _FENCE.finditer(text) for line in block[3].split("\n")]
    shown += re.findall(r"(?<!`)`([^`\n]+)`(?!`)", _FENCE.sub("", text))
    for line in shown:
        typed = re.match(r"(?:\$ )?(?:(?:[\w./]*/)?run|studyguide)((?: .*)?)$", line.strip())
        if typed:
            yield shlex.split(typed[1], comments=True)


def test_commands_are_found_where_they_are_typed() -> None:
    text = (
        "Type `studyguide build x --lesson y`, or\n\n```sh\n$ ../studyguide/run check  # all\n```\n"
    )

    assert list(typed_commands(text)) == [["check"], ["build", "x", "--lesson", "y"]]


@pytest.mark.parametrize("page", PAGES)
def test_pages_type_only_commands_that_exist(page: str) -> None:
    for words in typed_commands(PAGES[page]):
        assert_exists(words)


def assert_exists(words: list[str]) -> None:
    if not words or words[0] in ("VERB", "test", "lock"):
        return
    if words[0].startswith("-"):
        assert words[0] in ("--help", "--version", "-h")
        return
    assert words[0] in main.commands, words
    for word in words[1:]:
        if word.startswith("-"):
            assert word.partition("=")[0] in options_of(main.commands[words[0]]), words


@pytest.mark.parametrize("words", [["export"], ["build", "--watch"], ["--loud"]])
def test_a_command_that_does_not_exist_is_noticed(words: list[str]) -> None:
    with pytest.raises(AssertionError):
        assert_exists(words)


# ---- Links -----------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Give the anchors that hosts make of headings: small letters, hyphens, no other marks."""
    heads = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def dead_links(page: str, text: str) -> list[str]:
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))):
        if target.startswith(("https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        if not path.exists() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            dead.append(target)
    return dead


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    assert dead_links(page, PAGES[page]) == []


@pytest.mark.parametrize("target", ["weather.md", "index.md#weather", "#weather"])
def test_a_dead_link_is_noticed(target: str) -> None:
    assert dead_links("docs/index.md", f"See [this]({target}).") == [target]


@pytest.mark.parametrize("page", DOCS)
def test_every_page_is_reached_from_the_first(page: str) -> None:
    assert page == "index.md" or f"({page})" in DOCS["index.md"]


# ---- Examples --------------------------------------------------------------------------------

_BASE = {
    "content/course.yaml": (
        "title: Example\nlessons: [first-plan, famine]\nstandards: {RH.9-10.1: Cite.}\n"
    ),
    "content/lessons/first-plan.md": "---\ntitle: The First Plan\n---\n\nText.\n",
    "content/lessons/famine.md": "---\ntitle: Famine\n---\n\nText.\n",
    "content/questions/famine.yaml": (
        "lesson: famine\nquestions:\n"
        "  - {id: famine-towns, kind: discussion, prompt: Why, answer: So.}\n"
    ),
    "content/glossary.yaml": "- {term: kulak, definition: A peasant.}\n",
    "content/sources.bib": (
        "@book{nove1992, author={Alec Nove}, title={An Economic History}, year={1992},\n"
        "  address={London}, publisher={Penguin}}\n"
        "@book{davies2004, author={R. W. Davies}, title={The Years of Hunger}, year={2004},\n"
        "  address={Basingstoke}, publisher={Palgrave Macmillan}}\n"
    ),
    "content/handouts/a.yaml": "id: a\nparts: [reading]\n",
}
_PICTURES = {
    "images/grain-exports.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
}
#: Where an example stands in a course, by what follows the language in its opening line; the
#: rest of the file is put around it.
_PLACES = {
    "course": ("content/course.yaml", "{}"),
    "lesson": ("content/lessons/famine.md", "{}"),
    "text": ("content/lessons/famine.md", "---\ntitle: Famine\n---\n\n{}"),
    "questions": ("content/questions/famine.yaml", "{}"),
    "question": ("content/questions/famine.yaml", "lesson: famine\nquestions:\n{}"),
    "glossary": ("content/glossary.yaml", "{}"),
    "sources": ("content/sources.bib", "{}"),
    "timeline": ("content/timeline.yaml", "{}"),
    "handout": ("content/handouts/b.yaml", "{}"),
    "parts": ("content/handouts/b.yaml", "id: b\nparts:\n{}"),
    "layout": ("layouts/ruled/layout.yaml", "{}"),
    "theme": ("layouts/themes/large.css", "{}"),
}
COURSE_EXAMPLES = [
    example
    for example in EXAMPLES
    if example.page in ("docs/course-format.md", "docs/handouts.md", "docs/layouts.md")
    and example.info.split()[0] in ("yaml", "markdown", "bibtex", "css")
]


def faults(example: Example) -> list[str]:
    """Give the errors that the checker finds in a course with this example in it."""
    kind = example.info.partition(" ")[2]
    path, around = _PLACES[kind]
    text = example.text
    if kind == "question":
        text = "".join(f"    {line}\n" for line in text.split("\n")).replace("    ", "  - ", 1)
    texts = _BASE | {path: around.replace("{}", text)}
    if kind == "layout":
        texts["layouts/ruled/ruled.css"] = "h2 { color: var(--ink) }\n"
        texts["content/handouts/a.yaml"] += "layout: ruled\n"
    problems = Problems()
    course = check_course(Draft(texts, _PICTURES), problems, Choice())
    for handout in course.handouts if course else ():
        load_layout(handout.layout, handout.theme, texts, Place(path), problems)
    return [f"{p.place}: {p.code}: {p.message}" for p in problems if p.severity == "error"]


@pytest.mark.parametrize("example", COURSE_EXAMPLES, ids=str)
def test_the_checker_accepts_every_example(example: Example) -> None:
    if " " not in example.info:
        # Parts of a file that show its form and no more.
        assert example.info in ("yaml", "css")
        return

    assert faults(example) == []


def test_a_wrong_example_is_noticed() -> None:
    wrong = Example("page", 1, "yaml question", "id: x\nkind: essay\npromt: Why?\nanswer: So.\n")

    assert "key.unknown" in [fault.split(": ")[1] for fault in faults(wrong)]


def test_a_theme_of_the_manual_changes_only_tokens_that_exist() -> None:
    themes = [example for example in COURSE_EXAMPLES if example.info == "css theme"]
    tokens = shipped_texts()["layouts/base/tokens.css"]

    assert themes
    assert "plain" in theme_names({})
    for theme in themes:
        for token in re.findall(r"^  (--[\w-]+):", theme.text, re.MULTILINE):
            assert f"{token}:" in tokens
