"""Check a whole course: everything that is wrong in it is found in one run."""

from dataclasses import dataclass

from studyguide.check.binding import bind
from studyguide.check.glossary import check_bibliography, check_events, check_list, check_terms
from studyguide.check.handouts import Context, check_handouts
from studyguide.check.lessons import check_lessons, check_questions, with_questions
from studyguide.check.overrides import Setting
from studyguide.check.pictures import check_pictures
from studyguide.check.settling import Settling
from studyguide.check.standards import check_standards
from studyguide.check.targets import check_links, find_targets, texts_of
from studyguide.course.authored import Placed, Reading, map_prose
from studyguide.course.course import Course, Lesson
from studyguide.course.model import CourseFile, Event, Term
from studyguide.problems import Place, Problems
from studyguide.prose.parse import Prose
from studyguide.read import Draft
from studyguide.terms import used_terms
from studyguide.work import Work
from studyguide.yamltree import Mapping, Scalar, Tree, parse_yaml

COURSE = "content/course.yaml"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run asks for: settings from the command line, and the handouts they are for."""

    settings: tuple[Setting, ...] = ()
    handouts: tuple[str, ...] = ()


def check_course(draft: Draft, problems: Problems, choice: Choice | None = None) -> Course | None:
    """Give the true course, or None where there are errors."""
    choice = choice or Choice()
    # Without course.yaml neither language nor lessons are known; the rest is still looked at.
    front = _course_file(draft, problems) or _stand_in(draft)
    reading = Reading(problems, front.language)
    works = check_bibliography(draft, front, problems)
    settling = Settling(works, problems)
    front = map_prose(front, settling.in_turn("course"))
    terms = check_list(draft, "content/glossary.yaml", Term, reading, what="term")
    terms = map_prose(terms, settling.in_turn("glossary"))
    events = check_list(draft, "content/timeline.yaml", Event, reading, what="event")
    events = map_prose(events, settling.in_turn("timeline"))
    lessons = check_lessons(draft, front, reading, settling)
    names: list[str] = list(front.lessons)
    asked = check_questions(draft, names, reading, settling)
    lessons = with_questions(lessons, asked)
    check_terms(terms, problems)
    events = check_events(events, names, works, problems)
    check_standards(front, lessons, problems)
    handouts = check_handouts(
        draft, Context(front, lessons, reading), choice.settings, choice.handouts
    )
    targets = find_targets(lessons, problems)
    texts = [*texts_of(lessons, (front, terms, events)), *((n,) for n in settling.notes.values())]
    named = check_links(iter(texts), targets, terms, problems)
    pictures = check_pictures(texts, dict(draft.pictures), problems)
    _unused(lessons, terms, events, named, works, settling, problems)
    if problems.errors:
        return None
    return Course(front, lessons, terms, works, events, handouts, settling.notes, targets, pictures)


def _course_file(draft: Draft, problems: Problems) -> CourseFile | None:
    if COURSE not in draft.texts:
        if not problems.errors:
            problems.add(Place(COURSE), "file.missing", f'there is no "{COURSE}"')
        return None
    tree = parse_yaml(draft.texts[COURSE], COURSE, problems)
    if tree is None:
        if not problems.errors:
            problems.add(Place(COURSE), "course.empty", "the course is empty: it has no title")
        return None
    front = bind(CourseFile, tree, Reading(problems, _language(tree)), what="course")
    if front and not front.lessons:
        problems.add(
            tree.place,
            "course.empty",
            "the course has no lessons",
            hint="list them: lessons: [first, second]",
        )
    for index, name in enumerate(front.lessons if front else ()):
        if front and name in front.lessons[:index]:
            problems.add(name.place, "id.duplicate", f'the lesson "{name}" is listed twice')
    return front


def _language(tree: Tree) -> str:
    """Give the language before the file is checked: its texts are typeset by it."""
    value = tree.get("language") if isinstance(tree, Mapping) else None
    return value.text if isinstance(value, Scalar) else "en"


def _stand_in(draft: Draft) -> CourseFile:
    """Give a course of all the lessons there are, so that their mistakes are found too."""
    paths = draft.under("content/lessons", ".md")
    names = tuple(Placed.at(path.rpartition("/")[2][:-3], Place(path)) for path in paths)
    return CourseFile.model_construct(title=Prose(), lessons=names)


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
    for work in works:
        if work.key not in cited:
            problems.add(work.place, "source.unused", f'the work "{work.key}" is cited nowhere')
