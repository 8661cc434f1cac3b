"""Check a whole course: everything that is wrong in it is found in one run."""

from dataclasses import dataclass

from studyguide.check.binding import bind
from studyguide.check.glossary import check_bibliography, check_events, check_list, check_terms
from studyguide.check.handouts import NO_LOOKS, Context, Looks, check_handouts
from studyguide.check.lessons import check_lessons, check_questions, with_questions
from studyguide.check.losses import Losses
from studyguide.check.overrides import Setting
from studyguide.check.pictures import check_pictures
from studyguide.check.settling import Settling
from studyguide.check.standards import check_standards
from studyguide.check.stray import check_stray
from studyguide.check.targets import check_links, find_targets, texts_of
from studyguide.course.authored import Placed, Validation, map_prose
from studyguide.course.course import Course, Lesson
from studyguide.course.model import CourseFile, Event, Term
from studyguide.problems import Place, Problems
from studyguide.prose.parse import Prose
from studyguide.read import Draft
from studyguide.terms import used_terms
from studyguide.works.work import Work
from studyguide.yamltree.parse import parse_yaml
from studyguide.yamltree.tree import Mapping, Scalar, Sequence

COURSE = "content/course.yaml"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run asks for: settings from the command line, and the handouts they are for.

    `looks` are the layouts and themes that there are.
    """

    settings: tuple[Setting, ...] = ()
    handouts: tuple[str, ...] = ()
    looks: Looks = NO_LOOKS


def check_course(draft: Draft, problems: Problems, choice: Choice | None = None) -> Course | None:
    """Give the true course, or None where there are errors."""
    choice = choice or Choice()
    # Without course.yaml neither language nor lessons are known; the rest is still looked at.
    tree = _course_tree(draft, problems)
    front = _course_file(tree, draft, problems) or _stand_in(tree, draft)
    validation = Validation(problems, front.language)
    losses = Losses(
        draft,
        problems,
        tuple(front.lessons),
        f"content/{front.bibliography}",
        tree is None or tree.get("bibliography") is not None,
    )
    works = check_bibliography(draft, front, problems)
    settling = Settling(works, losses)
    front = map_prose(front, settling.in_turn("course"))
    terms = check_list(draft, "content/glossary.yaml", Term, validation, what="term")
    terms = map_prose(terms, settling.in_turn("glossary"))
    events = check_list(draft, "content/timeline.yaml", Event, validation, what="event")
    events = map_prose(events, settling.in_turn("timeline"))
    lessons = check_lessons(draft, front, validation, settling)
    names: list[str] = list(front.lessons)
    asked = check_questions(draft, names, validation, settling)
    lessons = with_questions(lessons, asked)
    check_terms(terms, problems, losses)
    events = check_events(events, names, works, losses)
    if tree and isinstance(tree.get("standards") or tree, Mapping):
        check_standards(front, lessons, problems)
    handouts = check_handouts(
        draft,
        Context(front, lessons, validation, losses, choice.looks),
        choice.settings,
        choice.handouts,
    )
    targets = find_targets(lessons, problems)
    texts = [*texts_of(lessons, (front, terms, events)), *((n,) for n in settling.notes.values())]
    named = check_links(iter(texts), targets, terms, losses)
    pictures = check_pictures(texts, dict(draft.pictures), problems)
    check_stray(draft, front, problems)
    if problems.errors:
        # What is unused can be told only of a course that has been read as a whole.
        return None
    _unused(lessons, terms, events, named, works, settling, problems)
    return Course(front, lessons, terms, works, events, handouts, settling.notes, targets, pictures)


def _course_tree(draft: Draft, problems: Problems) -> Mapping | None:
    """Give what stands in course.yaml, or None and problems."""
    before = problems.errors
    tree = parse_yaml(draft.texts[COURSE], COURSE, problems) if COURSE in draft.texts else None
    if isinstance(tree, Mapping):
        return tree
    hint = "begin with title: and lessons:"
    if tree is not None:
        problems.add(tree.place, "value.type", "the course must be keys with values", hint=hint)
    elif COURSE in draft.texts and problems.errors == before:
        problems.add(Place(COURSE), "course.empty", f'"{COURSE}" is empty', hint=hint)
    elif not any(problem.place.file in ("content", COURSE) for problem in problems):
        problems.add(Place(COURSE), "file.missing", f'there is no "{COURSE}"', hint=hint)
    return None


def _course_file(tree: Mapping | None, draft: Draft, problems: Problems) -> CourseFile | None:
    if tree is None:
        return None
    front = bind(CourseFile, tree, Validation(problems, _language(tree)), what="course")
    if front and not front.lessons:
        names = ", ".join(_lesson_names(draft)) or "first, second"
        hint = f"list them: lessons: [{names}]"
        problems.add(tree.place, "course.empty", "the course has no lessons", hint=hint)
    for index, name in enumerate(front.lessons if front else ()):
        if front and name in front.lessons[:index]:
            message = f'the lesson "{name}" is listed twice'
            problems.add(name.place, "id.duplicate", message, hint="delete one of the two")
    if front and len(set(front.lessons)) < len(front.lessons):
        return front.model_copy(update={"lessons": tuple(dict.fromkeys(front.lessons))})
    return front


def _language(tree: Mapping) -> str:
    """Give the language before the file is checked: its texts are typeset by it."""
    value = tree.get("language")
    return value.text if isinstance(value, Scalar) else "en"


def _lesson_names(draft: Draft) -> list[str]:
    return [path.rpartition("/")[2][:-3] for path in draft.under("content/lessons", ".md")]


def _stand_in(tree: Mapping | None, draft: Draft) -> CourseFile:
    """Give a course of what can be told of it, so that the rest's mistakes are found too."""
    lessons = tree.get("lessons") if tree else None
    names = [
        Placed.at(item.text, item.place)
        for item in (lessons.items if isinstance(lessons, Sequence) else ())
        if isinstance(item, Scalar)
    ] or [Placed.at(name, Place(f"content/lessons/{name}.md")) for name in _lesson_names(draft)]
    bibliography = tree.get("bibliography") if tree else None
    works = "sources.bib"
    if isinstance(bibliography, Scalar) and not bibliography.is_null:
        works = bibliography.text
    standards = tree.get("standards") if tree else None
    known = standards.entries if isinstance(standards, Mapping) else ()
    return CourseFile.model_construct(
        # Without these in its set of fields, nothing is said of a file that is missing.
        {"lessons"},
        title=Prose(),
        lessons=tuple(names),
        bibliography=Placed.at(works, Place(COURSE)),
        standards=tuple((Placed.at(key.text, key.place), Prose()) for key, _ in known),
    )


def _unused(
    lessons: tuple[Lesson, ...],
    terms: tuple[Term, ...],
    events: tuple[Event, ...],
    named: set[str],
    works: tuple[Work, ...],
    settling: Settling,
    problems: Problems,
) -> None:
    """Warn of terms and works that the course never uses."""
    bodies = list(texts_of(lessons, (events,)))
    used = named | used_terms(bodies, terms)
    for term in terms:
        if term.term not in used:
            problems.add(
                term.place,
                "term.unused",
                f'the term "{term.term}" is used nowhere in the course',
                hint="add the form that the text uses to forms, or delete the term",
            )
    cited = settling.cited | {event.source for event in events}
    # A book is cited with each of its chapters that takes its facts from it.
    cited |= {work.parent for work in works if work.key in cited}
    for work in works:
        if work.key not in cited:
            problems.add(work.place, "source.unused", f'the work "{work.key}" is cited nowhere')
