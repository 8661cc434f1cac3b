"""Which parts, lessons and questions one handout holds, before anything is numbered."""

from collections.abc import Iterator
from dataclasses import dataclass

from studyguide.check.targets import is_table
from studyguide.course.course import Course, EditionName, Handout, Lesson, TierName
from studyguide.course.handout import NotesOptions, Part, QuestionOptions
from studyguide.problems import Place, Problems
from studyguide.prose.nodes import Node, rewrite, walk
from studyguide.questions.kinds import kind_named
from studyguide.questions.question import Question
from studyguide.select.numbering import Scope, figures_in
from studyguide.select.selection import Nodes

_TIERS = ("support", "stretch")


@dataclass(frozen=True, slots=True)
class Step:
    """One part to print, of a lesson or of the whole handout; questions with their numbers."""

    part: Part
    lesson: Lesson | None
    blocks: Nodes = ()
    questions: tuple[tuple[int, Question], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a handout in the order of printing."""

    steps: tuple[Step, ...]
    scope: Scope


def plan(
    course: Course, handout: Handout, edition: EditionName, tier: TierName, problems: Problems
) -> Plan:
    """Give what the handout holds in one edition and tier."""
    steps: list[Step] = []
    asked: dict[str, list[str]] = {}
    for part, lesson in _steps(course, handout):
        if part.kind.name == "key" and edition != "teacher":
            continue
        blocks: Nodes = ()
        questions: tuple[tuple[int, Question], ...] = ()
        if part.kind.name == "reading" and lesson:
            blocks = visible(lesson.blocks, edition, tier)
        if part.kind.name == "questions" and lesson:
            before = asked.setdefault(lesson.id, [])
            questions = _questions(lesson, part, before, problems)
            before.extend(question.id for _, question in questions)
            if not questions:
                continue
        steps.append(Step(part, lesson, blocks, questions))
    steps = _with_keys(steps)
    return Plan(tuple(steps), _scope(course, steps))


def _steps(course: Course, handout: Handout) -> Iterator[tuple[Part, Lesson | None]]:
    """Give the parts in order of printing, those of lessons once for each lesson."""
    lessons = [course.lesson(name) for name in handout.lessons]
    only = lessons[0] if handout.lesson else None
    for part in handout.parts:
        name = part.kind.name
        if name == "each_lesson":
            yield from ((inner, lesson) for lesson in lessons for inner in part.parts)
        elif name == "heading":
            yield part, only
        elif part.kind.lesson:
            yield from ((part, lesson) for lesson in lessons)
        else:
            yield part, None


def visible(blocks: Nodes, edition: EditionName, tier: TierName) -> Nodes:
    """Give the text without the passages that are for another edition or tier."""

    def change(node: Node) -> Nodes | None:
        hidden = node.kind == "teacher" and edition != "teacher"
        return () if hidden or (node.kind in _TIERS and node.kind != tier) else None

    return rewrite(blocks, change)


def _questions(
    lesson: Lesson, part: Part, before: list[str], problems: Problems
) -> tuple[tuple[int, Question], ...]:
    options = part.options
    if not isinstance(options, QuestionOptions) or not lesson.questions:
        return ()
    chosen = [q for q in lesson.questions if is_chosen(q, options) and q.id not in before]
    chosen = _at_most(chosen, options) if options.max else chosen
    if not chosen:
        problems.add(
            part.place,
            "handout.empty",
            f'no question of the lesson "{lesson.id}" fits this selection',
            hint="widen tags, kinds or levels, or name questions in include",
        )
    return tuple(enumerate(chosen, start=len(before) + 1))


def _at_most(chosen: list[Question], options: QuestionOptions) -> list[Question]:
    """Give as many questions as `max` allows; those that `include` names are never left out."""
    named = [question for question in chosen if question.id in options.include]
    others = [question for question in chosen if question not in named]
    room = max(0, (options.max or 0) - len(named))
    kept = [*named, *others[:room]]
    return [question for question in chosen if question in kept]


def is_chosen(question: Question, options: QuestionOptions) -> bool:
    """Say whether a question fits a selection. One without tags fits any tags."""
    if question.id in options.exclude:
        return False
    if question.id in options.include:
        return True
    kinds = {kind.name for name in options.kinds if (kind := kind_named(name))}
    return (
        (not options.tags or not question.tags or bool(set(options.tags) & set(question.tags)))
        and (not kinds or question.kind in kinds)
        and (not options.levels or question.level in options.levels)
    )


def _with_keys(steps: list[Step]) -> list[Step]:
    """Give each key the questions that its lesson's sets ask, with the same numbers.

    A key of a handout without questions is the key to all of the lesson's questions.
    """
    asked: dict[str, tuple[tuple[int, Question], ...]] = {}
    for step in steps:
        if step.lesson and step.questions:
            asked[step.lesson.id] = asked.get(step.lesson.id, ()) + step.questions
    made = []
    for step in steps:
        if step.part.kind.name == "key" and step.lesson:
            every = tuple(enumerate(step.lesson.questions, start=1))
            questions = asked.get(step.lesson.id, ()) if asked else every
            if questions:
                made.append(Step(step.part, step.lesson, (), questions))
        else:
            made.append(step)
    return made


def _scope(course: Course, steps: list[Step]) -> Scope:
    names = [step.part.kind.name for step in steps]
    here = {node.id for step in steps for node in walk(step.blocks) if node.id}
    here |= {s.lesson.id for s in steps if s.lesson and s.part.kind.name == "heading"}
    numbers: dict[str, int] = {
        question.id: number
        for step in steps
        if step.part.kind.name == "questions"
        for number, question in step.questions
    }
    return Scope(
        here=frozenset(here | set(numbers)),
        figures=_figures(steps),
        questions=numbers,
        has_glossary="glossary" in names and glossary_choice(course, steps) != "none",
        has_notes=any(_prints_notes(course, step.part) for step in steps),
    )


def _figures(steps: list[Step]) -> dict[Place, tuple[str, int]]:
    numbers: dict[Place, tuple[str, int]] = {}
    counts = {"figure": 0, "table": 0}
    for step in steps:
        for figure in figures_in(step.blocks):
            thing = "table" if is_table(figure) else "figure"
            counts[thing] += 1
            numbers[figure.place] = (thing, counts[thing])
    return numbers


def glossary_choice(course: Course, steps: list[Step] | tuple[Step, ...]) -> str:
    """Say which terms the handout's glossary prints: used, all or none."""
    for step in steps:
        if step.part.kind.name == "glossary":
            chosen = getattr(step.part.options, "which", None)
            return chosen or course.front.defaults.glossary
    return "none"


def _prints_notes(course: Course, part: Part) -> bool:
    if not isinstance(part.options, NotesOptions):
        return False
    return (part.options.where or course.front.defaults.notes) == "end"
