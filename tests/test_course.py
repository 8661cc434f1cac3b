"""The built-in course: complete, and right on paper."""

import re
from functools import cache
from pathlib import Path

import pytest

from pdf import Pdf, flat, read_pdf
from studyguide.check.check import Choice
from studyguide.course.authored import proses
from studyguide.course.course import Course, Lesson
from studyguide.pipeline import Order, build, check, jobs_for
from studyguide.problems import Problems
from studyguide.prose.nodes import Node, plain_text, walk
from studyguide.questions.kinds import KINDS
from studyguide.read import Draft, read_course

ROOT = Path(__file__).parent.parent
LESSONS = ["one-man", "first-plan", "famine", "second-plan", "purge", "constitution", "memory"]
#: Blocks that are not part of every pupil's reading.
ASIDE = {"teacher", "support", "stretch"}


@cache
def draft_and_course() -> tuple[Draft, Course]:
    problems = Problems()
    draft = read_course(ROOT, problems)
    course = check(draft, problems, Choice())

    assert not list(problems)
    assert course is not None
    return draft, course


def course() -> Course:
    return draft_and_course()[1]


@cache
def printed(name: str, lesson: str, edition: str) -> Pdf:
    problems = Problems()
    order = Order((name,), (lesson,) if lesson else (), (edition,))  # type: ignore[arg-type]
    draft, whole = draft_and_course()
    (file,) = build(draft, whole, jobs_for(whole, order), problems, lambda _job: None)

    assert not list(problems)
    return read_pdf(file.pdf)


def reading(nodes: tuple[Node, ...]) -> list[Node]:
    """Give the nodes of the reading itself: no teacher's, support or stretch passages."""
    kept = []
    for node in nodes:
        if node.kind not in ASIDE:
            kept.append(node)
            kept.extend(reading(node.children))
    return kept


def words_of(lesson: Lesson) -> int:
    """Count the words of the running text: no tables, notes, captions or sources."""
    left_out = {"table", "figure_source", "figure_credit"}
    tables = [n for n in walk(lesson.blocks) if n.kind in left_out]
    skipped = {id(inner) for table in tables for inner in walk((table,))}
    texts = [n.text for n in reading(lesson.blocks) if n.kind == "text" and id(n) not in skipped]
    return len(" ".join(texts).split())


def test_it_has_seven_lessons_in_order() -> None:
    assert [lesson.id for lesson in course().lessons] == LESSONS


@pytest.mark.parametrize("name", LESSONS)
def test_each_lesson_is_whole(name: str) -> None:
    lesson = course().lesson(name)
    nodes = reading(lesson.blocks)
    figures = [node for node in nodes if node.kind == "figure"]
    cited = {
        inner.attr("key")
        for node in nodes
        if node.kind == "note"
        for inner in walk((course().notes[node.attr("note")],))
        if inner.kind == "cite"
    }

    assert 900 <= words_of(lesson) <= 1400
    assert lesson.front.central_question
    assert len(lesson.front.objectives) >= 3
    assert sum(node.kind == "note" for node in nodes) >= 6
    assert len(cited) >= 4
    assert figures
    assert all(any(c.kind == "figure_source" for c in f.children) for f in figures)
    assert any(node.kind == "teacher" for node in walk(lesson.blocks))


@pytest.mark.parametrize("name", LESSONS)
def test_each_lesson_asks_questions_with_answers(name: str) -> None:
    questions = course().lesson(name).questions

    assert len(questions) >= 8
    assert {question.kind for question in questions} >= {
        "discussion",
        "short_answer",
        "multiple_choice",
        "true_false",
        "essay",
    }
    assert all(question.has_answer and question.teacher_note for question in questions)


def test_it_uses_every_kind_of_question_twice_or_more() -> None:
    kinds = [str(question.kind) for lesson in course().lessons for question in lesson.questions]

    assert all(kinds.count(kind.name) >= 2 for kind in KINDS)


def test_glossary_timeline_and_works_are_complete() -> None:
    terms = {term.term for term in course().terms}
    facts = {
        "kulak", "NKVD", "Stakhanovism", "collectivization", "kolkhoz", "sovkhoz",
        "dekulakization", "Five-Year Plan", "Gosplan", "NEP", "Politburo", "Central Committee",
        "General Secretary", "Left Opposition", "Right Opposition", "socialism in one country",
        "OGPU", "Gulag", "Great Purge", "show trial", "denunciation", "Holodomor", "famine",
        "grain procurement", "quota", "internal passport", "machine-tractor station", "norm",
        "piece-rate", "socialist competition", "rationing", "Supreme Soviet", "soviet",
        "Sovnarkom", "federalism", "suffrage", "autocracy", "personality cult", "Old Bolshevik",
        "proletariat", "bourgeoisie", "nomenklatura", "rehabilitation", "glasnost",
    }  # fmt: skip

    assert facts <= terms
    assert len(terms) >= 45
    assert all(term.original and term.pronunciation and term.detail for term in course().terms)
    assert len(course().events) >= 40
    assert len(course().works) == 24


def test_the_mistakes_of_textbooks_are_claims_to_weigh() -> None:
    claims = [
        plain_text(node.children[:1])
        for lesson in course().lessons
        for node in walk(lesson.blocks)
        if node.kind == "claim"
    ]

    for words in (
        "debate",
        "International",
        "never once admitted",
        "1921",
        "five million",
        "counts for more",
    ):
        assert any(words in claim for claim in claims), words


def test_no_sentence_is_longer_than_a_pupil_can_follow() -> None:
    for lesson in course().lessons:
        for node in reading(lesson.blocks):
            if node.kind == "paragraph":
                for sentence in re.split(r"[.?!:;] ", plain_text((node,))):
                    assert len(sentence.split()) <= 45, sentence


def test_the_guide_holds_the_terms_with_their_definitions() -> None:
    text = printed("guide", "", "student").text

    for name in ("kulak", "NKVD", "Stakhanovism"):
        term = next(term for term in course().terms if term.term == name)
        assert flat(plain_text(term.definition.blocks)) in text


def test_the_guide_has_more_than_sixty_endnotes_with_links_there_and_back() -> None:
    guide = printed("guide", "", "student")
    notes = next(n for n, text in enumerate(guide.texts, 1) if text.lstrip().startswith("Notes"))
    there = [link for link in guide.links if link[0] < notes <= link[1]]
    back = [link for link in guide.links if link[1] < notes <= link[0]]

    numbered = [
        int(n) for text in guide.texts[notes - 1 :] for n in re.findall(r"(?m)^(\d+)\r?$", text)
    ]
    assert max(numbered, default=0) > 60
    assert len(there) > 60
    assert len(back) > 60


def test_each_line_of_the_contents_page_leads_there() -> None:
    """By its title and by its number: WeasyPrint drops the link of an `<a>` that is a flex item."""
    guide = printed("guide", "", "student")
    lines = len(course().lessons) + len(("Timeline", "Glossary", "Notes", "Works cited"))

    targets = [to for page, to in guide.links if page == 2]

    assert len(targets) == 2 * lines
    assert targets == sorted(targets)


def test_the_guide_has_an_outline_of_lessons_sections_and_parts() -> None:
    outline = printed("guide", "", "student").outline

    for lesson in course().lessons:
        title = plain_text(lesson.front.title.blocks)
        assert any(title in flat(entry) for entry in outline)
    assert any(entry.startswith("  ") for entry in outline)
    for part in ("Timeline", "Glossary", "Notes", "Works cited"):
        assert any(part in entry for entry in outline)


def key_texts(lesson: Lesson) -> list[str]:
    """Give what no pupil may read: answers, explanations, notes, reasons, corrections."""
    texts = []
    for question in lesson.questions:
        hidden = [question.answer, question.explanation, question.teacher_note]
        hidden += [getattr(question, "correction", None)]
        hidden += [choice.why for choice in getattr(question, "choices", ())]
        texts += [plain_text(prose.blocks) for prose in proses(tuple(h for h in hidden if h))]
    # One or two words may well stand in the reading too.
    return [flat(text) for text in texts if len(text.split()) > 4]


@pytest.mark.parametrize("name", LESSONS)
def test_no_answer_stands_in_a_students_file(name: str) -> None:
    lesson = course().lesson(name)
    sheet = printed("questions", name, "student").text
    key = printed("questions", name, "teacher").text
    guide = printed("guide", "", "student").text

    answers = key_texts(lesson)
    assert len(answers) > 20
    assert not [answer for answer in answers if answer in sheet or answer in guide]
    assert sum(answer in key for answer in answers) > len(answers) / 2


@pytest.mark.parametrize("name", LESSONS)
def test_both_editions_of_a_question_sheet_have_the_same_pages(name: str) -> None:
    student, teacher = printed("questions", name, "student"), printed("questions", name, "teacher")

    assert len(student.texts) == len(teacher.texts)
    for question, (one, other) in enumerate(zip(student.texts, teacher.texts, strict=True), 1):
        assert one.split()[:3] == other.split()[:3] or question == 1


def test_a_lesson_taken_out_is_whole() -> None:
    """It has its own glossary, notes from 1 and full first citations."""
    lesson = printed("lesson", "memory", "student").text

    assert "(New Haven: Yale University Press, " in lesson or "(New York: " in lesson
    assert "Glossary" in lesson or "Terms in this handout" in lesson
    assert "in Lesson 2" in lesson or "Lesson 3" in lesson
