"""One handout: what goes in, and how it is numbered."""

from dataclasses import replace
from typing import TypeVar

import pytest

from studyguide.problems import Problems
from studyguide.prose.nodes import plain_text, walk
from studyguide.questions.multiple_choice import MultipleChoice
from studyguide.select.select import Variant, select
from studyguide.select.selection import (
    Contents,
    Glossary,
    Key,
    Nodes,
    Notes,
    QuestionSet,
    Reading,
    Selection,
    WorksCited,
)
from tiny import BOOKS, course_of, handout_of, lesson_text, selection_of

FIRE, IRON = "content/lessons/fire.md", "content/lessons/iron.md"
GLOSSARY = "content/glossary.yaml"
QUESTIONS = "content/questions/fire.yaml"
TEACHER = Variant("teacher")
Kind = TypeVar("Kind")


def part(selection: Selection, kind: type[Kind]) -> Kind:
    return next(p.content for p in selection.parts if isinstance(p.content, kind))


def note_texts(selection: Selection) -> list[tuple[int, str]]:
    return [(note.number, plain_text(note.blocks)) for note in part(selection, Notes).notes]


def marks(blocks: Nodes) -> list[tuple[str, str]]:
    """Give the words and the mark of every term in a text."""
    terms = (node for node in walk(blocks) if node.kind == "term")
    return [(plain_text(node.children), node.attr("mark")) for node in terms]


def test_endnotes_start_again_in_each_handout() -> None:
    course = course_of(
        {
            FIRE: lesson_text("Fire.[^a]\n\n[^a]: Hot.\n"),
            IRON: lesson_text("Iron.[^b]\n\n[^b]: Cold.\n"),
        }
    )

    assert note_texts(selection_of(course, "guide")) == [(1, "Hot."), (2, "Cold.")]
    assert note_texts(selection_of(course, "lesson", "iron")) == [(1, "Cold.")]


def test_a_note_marked_twice_has_one_number_and_leads_back_to_its_first_mark() -> None:
    course = course_of(
        {FIRE: lesson_text("Fire[^a] and fire.[^a] Ash.[^b]\n\n[^a]: A.\n[^b]: B.\n")}
    )

    selection = selection_of(course, "lesson", "fire")

    reading = part(selection, Reading)
    numbers = [n.attr("number") for n in walk(reading.blocks) if n.kind == "note"]
    assert numbers == ["1", "1", "2"]
    assert part(selection, Notes).notes[0].back == "mark.1"


def test_notes_of_questions_and_definitions_count_too() -> None:
    course = course_of(
        {
            FIRE: lesson_text("Fire.[^a] An ember.\n\n[^a]: Hot.\n"),
            QUESTIONS: (
                "lesson: fire\nquestions:\n- {id: q, kind: short, answer: x,"
                " prompt: 'Why?^[Asked before.]'}\n"
            ),
            GLOSSARY: "- {term: ember, definition: 'A coal.^[Still hot.]'}\n",
        }
    )

    selection = selection_of(course, "lesson", "fire")

    assert note_texts(selection) == [(1, "Hot."), (2, "Asked before."), (3, "Still hot.")]


def test_the_first_mention_in_a_handout_is_full_and_later_ones_short() -> None:
    course = course_of(
        {
            "content/sources.bib": BOOKS,
            FIRE: lesson_text("Fire.[@nove, chap. 2]\n"),
            IRON: lesson_text("Iron.[@nove] Steel.[see @viola; @nove]\n"),
        }
    )

    whole = note_texts(selection_of(course, "guide"))
    alone = note_texts(selection_of(course, "lesson", "iron"))

    full = "Alec Nove, An Economic History (London: Penguin, 1992)"
    assert whole[0] == (1, f"{full}, chap.\u00a02.")
    assert whole[1] == (2, "Nove, Economic History.")
    assert alone[0] == (1, f"{full}.")
    assert alone[1][1].startswith("See Lynne Viola, Peasant Rebels (New York")
    assert alone[1][1].endswith("; Nove, Economic History.")


def test_works_cited_are_those_of_the_handout_in_order_of_the_alphabet() -> None:
    course = course_of(
        {
            "content/sources.bib": BOOKS,
            FIRE: lesson_text("Fire.[@viola]\n"),
            IRON: lesson_text("Iron.[@viola] Steel.[@nove]\n"),
        }
    )

    works = part(selection_of(course, "lesson", "iron"), WorksCited).works

    assert [plain_text(work).split(",")[0] for work in works] == ["Nove", "Viola"]


def test_a_term_is_marked_once_in_each_section_in_any_of_its_forms() -> None:
    course = course_of(
        {
            FIRE: lesson_text("An ember. Embers.\n\n## Ember {#e}\n\nEMBERS, `ember`, embers.\n"),
            GLOSSARY: "- {term: ember, forms: [embers], definition: A coal.}\n",
        }
    )

    reading = part(selection_of(course, "lesson", "fire"), Reading)

    assert marks(reading.blocks) == [
        ("ember", "first"),
        ("Embers", "use"),
        ("EMBERS", "link"),
        ("embers", "use"),
    ]


def test_a_term_is_not_looked_for_in_headings_links_or_longer_words() -> None:
    course = course_of(
        {
            FIRE: lesson_text("Emberly [ember](https://x.org).\n\n## An ember {#e}\n\nFire.\n"),
            GLOSSARY: "- {term: ember, definition: A coal.}\n",
        }
    )

    assert marks(part(selection_of(course, "lesson", "fire"), Reading).blocks) == []


def test_the_glossary_holds_only_the_terms_that_the_handout_uses() -> None:
    course = course_of(
        {
            FIRE: lesson_text("An ember.\n"),
            IRON: lesson_text("An anvil.\n"),
            GLOSSARY: (
                "- {term: ember, definition: 'Coal, as in [[slag]].', see: [anvil, slag]}\n"
                "- {term: anvil, definition: A block.}\n- {term: slag, definition: Waste.}\n"
            ),
        }
    )

    entries = part(selection_of(course, "lesson", "fire"), Glossary).entries

    assert [entry.term for entry in entries] == ["ember", "slag"]
    assert [link.term for link in entries[0].see] == ["slag"]
    assert len(entries[0].uses) == 1


def test_a_reference_to_what_is_not_in_the_handout_has_no_target() -> None:
    course = course_of(
        {
            FIRE: lesson_text("See [](#rust) and [](#iron).\n"),
            IRON: lesson_text("## Rust {#rust}\n\nRed.\n"),
        }
    )

    def targets(selection: Selection) -> list[str]:
        blocks = part(selection, Reading).blocks
        return [n.attr("to") for n in walk(blocks) if n.kind == "reference"]

    assert targets(selection_of(course, "guide")) == ["rust", "iron"]
    assert targets(selection_of(course, "lesson", "fire")) == ["", ""]


def test_figures_and_tables_are_numbered_apart_in_each_handout() -> None:
    table = "::: figure {{#{0}}}\n| a |\n|---|\n| 1 |\n\nA table.\nsource: Ours.\n:::\n"
    course = course_of(
        {FIRE: lesson_text(table.format("t1")), IRON: lesson_text(table.format("t2"))}
    )

    def numbers(selection: Selection) -> list[tuple[str, str]]:
        readings = [p.content for p in selection.parts if isinstance(p.content, Reading)]
        nodes = [n for reading in readings for n in walk(reading.blocks) if n.kind == "figure"]
        return [(node.attr("thing"), node.attr("number")) for node in nodes]

    assert numbers(selection_of(course, "guide")) == [("table", "1"), ("table", "2")]
    assert numbers(selection_of(course, "lesson", "iron")) == [("table", "1")]


MANY = (
    "lesson: fire\nquestions:\n"
    "- {id: a, kind: short, prompt: 'A?', answer: Secret one., tags: [core], level: recall}\n"
    "- {id: b, kind: discussion, prompt: 'B?', answer: Secret two., tags: [extra]}\n"
    "- {id: c, kind: tf, prompt: C., correct: false, correction: Secret three.}\n"
    "- {id: d, kind: mc, prompt: 'D?', choices: [{text: X, correct: true, why: Secret four.},"
    " {text: Y}]}\n"
    "- {id: e, kind: essay, prompt: 'E?', answer: Secret five., teacher_note: Secret six.}\n"
)


def test_a_students_questions_hold_nothing_of_the_key() -> None:
    course = course_of({QUESTIONS: MANY})

    student = part(selection_of(course, "lesson", "fire"), QuestionSet)
    teacher = part(selection_of(course, "lesson", "fire", TEACHER), QuestionSet)

    assert "Secret" not in repr(student)
    assert "correct=True" not in repr(student)
    assert all(f"Secret {n}" in repr(teacher) for n in ("one", "two", "three", "four", "five"))
    assert [i.room for i in student.items] == [i.room for i in teacher.items]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("questions.tags=core", ["a", "c", "d", "e"]),  # what has no tags stays in
        ("questions.kinds=[tf, multiple_choice]", ["c", "d"]),
        ("questions.levels=recall", ["a"]),
        ("questions.max=2", ["a", "b"]),
        ("questions.exclude=[a, e]", ["b", "c", "d"]),
        ("questions={tags: core, include: [b], exclude: [a]}", ["b", "c", "d", "e"]),
        ("questions={max: 2, include: [d, e]}", ["d", "e"]),
        ("questions={max: 2, include: [e]}", ["a", "e"]),
    ],
)
def test_questions_are_chosen_by_the_options_of_the_part(setting: str, expected: list[str]) -> None:
    course = course_of({QUESTIONS: MANY, "content/handouts/guide.yaml": None}, setting)

    items = part(selection_of(course, "lesson", "fire"), QuestionSet).items

    assert [item.id for item in items] == expected
    assert [item.number for item in items] == list(range(1, len(expected) + 1))


def test_a_choice_that_fits_no_question_is_a_problem() -> None:
    course = course_of({QUESTIONS: MANY}, "questions.levels=create")
    problems = Problems()

    select(course, handout_of(course, "lesson", "fire"), Variant(), problems)

    assert [problem.code for problem in problems] == ["handout.empty"]


def test_an_override_changes_one_lesson_only() -> None:
    handout = (
        "id: lesson\nfor_each: lesson\ntitle: '{lesson.title}'\nparts: [reading, questions]\n"
        "overrides:\n  fire: {title: Burning, questions: {max: 1}}\n"
    )
    course = course_of({QUESTIONS: MANY, "content/handouts/lesson.yaml": handout})

    fire = selection_of(course, "lesson", "fire")

    assert fire.running_title == "Burning"
    assert len(part(fire, QuestionSet).items) == 1
    assert selection_of(course, "lesson", "iron").running_title == "Iron"


def test_passages_are_for_their_edition_and_tier() -> None:
    body = "All.\n\n::: teacher\nT.\n:::\n\n::: support\nS.\n:::\n\n::: stretch\nX.\n:::\n"
    course = course_of({FIRE: lesson_text(body)})

    def words(variant: Variant) -> str:
        return plain_text(part(selection_of(course, "lesson", "fire", variant), Reading).blocks)

    assert words(Variant()) == "All."
    assert words(TEACHER) == "All.T."
    assert words(Variant(tier="support")) == "All.S."
    assert words(Variant("teacher", "stretch")) == "All.T.X."


def test_what_only_the_teacher_reads_changes_no_number() -> None:
    course = course_of(
        {
            "content/sources.bib": BOOKS,
            FIRE: lesson_text(
                "::: teacher\nEmber.[@nove] Note.[^t]\n:::\n\nFire.[@nove] Ember.\n\n[^t]: T.\n"
            ),
            GLOSSARY: "- {term: ember, definition: A coal.}\n",
        }
    )

    student = selection_of(course, "lesson", "fire")
    teacher = selection_of(course, "lesson", "fire", TEACHER)

    assert note_texts(student) == note_texts(teacher)
    assert part(student, Glossary) == replace(
        part(teacher, Glossary), entries=part(student, Glossary).entries
    )
    in_place = [n for n in walk(part(teacher, Reading).blocks) if n.kind == "note_in_place"]
    assert plain_text(in_place[1].children) == "T"


def test_the_key_is_for_the_teacher_and_has_the_numbers_of_the_questions() -> None:
    handout = (
        "id: lesson\nfor_each: lesson\nparts: [reading, questions: {room: false, max: 2}, key]\n"
    )
    course = course_of({QUESTIONS: MANY, "content/handouts/lesson.yaml": handout})

    student = selection_of(course, "lesson", "fire")
    teacher = selection_of(course, "lesson", "fire", TEACHER)

    assert not any(isinstance(p.content, Key) for p in student.parts)
    assert [(i.number, i.id) for i in part(teacher, Key).items] == [(1, "key.a"), (2, "key.b")]
    assert "Secret" not in repr(part(teacher, QuestionSet))


def test_the_contents_name_every_lesson_and_what_follows() -> None:
    course = course_of({FIRE: lesson_text("Fire.[^a]\n\n[^a]: Hot.\n")})

    contents = part(selection_of(course, "guide"), Contents)

    assert [entry.to for entry in contents.lessons] == ["fire", "iron"]
    assert [entry.name for entry in contents.others] == ["notes"]


def test_what_pupils_read_of_a_choice_has_the_same_numbers_in_every_edition() -> None:
    choice = "{text: 'An ember.^[Hot.]', correct: true, why: Secret.}"
    course = course_of(
        {
            QUESTIONS: "lesson: fire\nquestions:\n  - id: a\n    kind: mc\n    prompt: What?\n"
            f"    choices: [{choice}, {{text: Ash.}}]\n",
            GLOSSARY: "- {term: ember, definition: A coal.}\n",
        }
    )

    student = part(selection_of(course, "lesson", "fire"), QuestionSet).items[0].question
    teacher = part(selection_of(course, "lesson", "fire", TEACHER), QuestionSet).items[0].question

    assert isinstance(student, MultipleChoice)
    assert isinstance(teacher, MultipleChoice)
    assert [choice.text for choice in student.choices] == [
        choice.text for choice in teacher.choices
    ]
    assert [choice.correct for choice in teacher.choices] == [True, False]
    assert "Secret" in repr(teacher.choices[0].why)


def test_a_heading_in_the_teachers_own_text_begins_no_section() -> None:
    body = "Ember.\n\n::: teacher\n## Advice\n:::\n\nEmber.\n"
    course = course_of(
        {FIRE: lesson_text(body), GLOSSARY: "- {term: ember, definition: A coal.}\n"}
    )

    student = part(selection_of(course, "lesson", "fire"), Reading).blocks
    teacher = part(selection_of(course, "lesson", "fire", TEACHER), Reading).blocks

    assert marks(student) == marks(teacher) == [("Ember", "first"), ("Ember", "use")]


def test_terms_that_differ_in_capitals_alone_have_entries_of_their_own() -> None:
    terms = "- {term: Party, case: exact, definition: One.}\n- {term: party, definition: Any.}\n"
    course = course_of({FIRE: lesson_text("The Party and a party.\n"), GLOSSARY: terms})

    selection = selection_of(course, "lesson", "fire")

    entries = {entry.term: entry.id for entry in part(selection, Glossary).entries}
    assert entries == {"Party": "term.party", "party": "term.party.2"}
    links = [n for n in walk(part(selection, Reading).blocks) if n.kind == "term"]
    assert [entries[node.attr("term")] for node in links] == [node.attr("to") for node in links]


def test_a_shorter_term_is_found_where_a_longer_one_needs_capitals() -> None:
    terms = (
        "- {term: Party Congress, case: exact, definition: One.}\n- {term: party, definition: A.}\n"
    )
    course = course_of(
        {FIRE: lesson_text("A party congress; a Party Congress.\n"), GLOSSARY: terms}
    )

    found = marks(part(selection_of(course, "lesson", "fire"), Reading).blocks)

    assert [words for words, _ in found] == ["party", "Party Congress"]


def test_a_central_question_with_a_reference_prints_in_the_contents() -> None:
    front = "---\ntitle: Fire\ncentral_question: What of [](#iron)?^[A note.]\n---\n\nFire.\n"
    course = course_of({FIRE: front})

    entry = part(selection_of(course, "guide"), Contents).lessons[0]

    assert entry.lesson is not None
    kinds = {node.kind for node in walk(entry.lesson.central_question)}
    assert kinds == {"paragraph", "text", "reference"}
    reference = next(n for n in walk(entry.lesson.central_question) if n.kind == "reference")
    assert reference.attr("thing") == "lesson"


def test_a_setting_keeps_what_a_part_says_in_short() -> None:
    handout = "id: lesson\nfor_each: lesson\nparts: [reading, glossary: all]\n"
    files = {"content/handouts/lesson.yaml": handout, GLOSSARY: "- {term: ash, definition: A.}\n"}
    course = course_of(files, "glossary.pages=false")

    glossary = part(selection_of(course, "lesson", "fire"), Glossary)

    assert [(entry.term, entry.uses) for entry in glossary.entries] == [("ash", ())]


def test_a_setting_finds_a_part_that_stands_alone() -> None:
    handout = "id: lesson\nfor_each: lesson\nparts: questions\n"
    files = {"content/handouts/lesson.yaml": handout, QUESTIONS: MANY}
    course = course_of(files, "questions.max=1")

    assert len(part(selection_of(course, "lesson", "fire"), QuestionSet).items) == 1
