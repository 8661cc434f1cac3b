"""What cross references can lead to, and whether every reference leads somewhere."""

from collections.abc import Iterator

from studyguide.check.losses import Losses
from studyguide.course.authored import proses
from studyguide.course.course import Lesson, Target, TargetKind
from studyguide.course.model import Term
from studyguide.problems import Problems, did_you_mean
from studyguide.prose.nodes import Node, plain_text, walk
from studyguide.terms import TermFinder

_KINDS: dict[str, TargetKind] = {
    "heading": "section",
    "sidebar": "sidebar",
    "claim": "claim",
}


def find_targets(lessons: tuple[Lesson, ...], problems: Problems) -> dict[str, Target]:
    """Give everything that has an id, by id; an id that stands twice is a problem."""
    targets: dict[str, Target] = {}
    for target in _targets(lessons):
        first = targets.setdefault(target.id, target)
        if first is not target:
            problems.add(
                target.place,
                "id.duplicate",
                f'the id "{target.id}" stands already at {first.place}',
                hint="rename one of the two",
            )
    return targets


def _targets(lessons: tuple[Lesson, ...]) -> Iterator[Target]:
    for lesson in lessons:
        title = plain_text(lesson.front.title.blocks)
        yield Target(lesson.id, "lesson", lesson.id, title, lesson.place)
    for lesson in lessons:
        for node in walk(lesson.blocks):
            if node.id:
                yield Target(node.id, _kind(node), lesson.id, _words(node), node.place)
        for question in lesson.questions:
            words = plain_text(question.prompt.blocks)
            yield Target(question.id, "question", lesson.id, words, question.place)


def _kind(node: Node) -> TargetKind:
    if node.kind == "figure":
        return "table" if is_table(node) else "figure"
    return _KINDS.get(node.kind, "passage")


def is_table(figure: Node) -> bool:
    """Say whether a figure holds a table, and so is called one."""
    return any(node.kind == "table" for node in figure.children)


def _words(node: Node) -> str:
    if node.kind == "figure":
        captions = [child for child in node.children if child.kind == "caption"]
        return first_sentence(plain_text(tuple(captions)))
    if node.kind == "sidebar":
        return node.attr("title")
    return plain_text(node.children) if node.kind == "heading" else ""


def first_sentence(text: str) -> str:
    """Give a text up to its first full stop that ends a sentence.

    >>> first_sentence("The animals. Million head.")
    'The animals'
    """
    return text.split(". ", maxsplit=1)[0].removesuffix(".")


def check_links(
    texts: Iterator[tuple[Node, ...]],
    targets: dict[str, Target],
    terms: tuple[Term, ...],
    losses: Losses,
) -> set[str]:
    """Check the references and named terms of all texts; give the terms named on purpose."""
    finder = TermFinder(terms)
    problems = losses.problems
    named: set[str] = set()
    for blocks in texts:
        for node in walk(blocks):
            if node.kind == "reference" and node.attr("to") not in targets:
                name = node.attr("to")
                if losses.may_have_id(name):
                    continue
                problems.add(
                    node.place,
                    "link.id",
                    f'there is nothing with the id "{name}"',
                    hint=did_you_mean(name, list(targets)),
                )
            elif node.kind == "term":
                name = node.attr("term")
                if term := finder.term_of(name):
                    named.add(term)
                elif not losses.may_have_term(name):
                    problems.add(
                        node.place,
                        "link.term",
                        f'there is no glossary term "{name}"',
                        hint=did_you_mean(
                            name, [known.term for known in terms], "add it to glossary.yaml"
                        ),
                    )
    return named


def texts_of(lessons: tuple[Lesson, ...], others: tuple[object, ...]) -> Iterator[tuple[Node, ...]]:
    """Give every text of the course: lessons, their front matter and questions, and others."""
    for lesson in lessons:
        yield lesson.blocks
        for prose in proses((lesson.front, *lesson.questions)):
            yield prose.blocks
    for prose in proses(others):
        yield prose.blocks
