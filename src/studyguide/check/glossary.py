"""Glossary, timeline and bibliography: lists of entries, each checked by its model."""

from typing import TypeVar

from studyguide.check.binding import bind
from studyguide.check.losses import Losses
from studyguide.course.authored import Authored, Validation
from studyguide.course.model import CourseFile, Event, Term
from studyguide.problems import Problems, did_you_mean
from studyguide.read import Draft
from studyguide.works.bibliography import read_bibliography
from studyguide.works.work import Work
from studyguide.yamltree.parse import parse_yaml
from studyguide.yamltree.tree import Sequence

Entry = TypeVar("Entry", bound=Authored)


def check_list(
    draft: Draft, path: str, model: type[Entry], validation: Validation, *, what: str
) -> tuple[Entry, ...]:
    """Give the entries of a file that is a list; none where there is no file."""
    if path not in draft.texts:
        return ()
    tree = parse_yaml(draft.texts[path], path, validation.problems)
    if tree is None:
        return ()
    if not isinstance(tree, Sequence):
        message = f'"{path}" must be a list of {what}s'
        hint = 'begin each with a dash and a space: "- "'
        validation.problems.add(tree.place, "value.type", message, hint=hint)
        return ()
    bound = [bind(model, item, validation, what=what) for item in tree.items]
    return tuple(entry for entry in bound if entry is not None)


def check_terms(terms: tuple[Term, ...], problems: Problems, losses: Losses) -> None:
    """Check that terms and forms are unique, and that `see` names terms."""
    owners: dict[str, Term] = {}
    names = [term.term for term in terms]
    for term in terms:
        for form in dict.fromkeys((term.term, *term.forms)):
            key = form if term.case == "exact" else form.casefold()
            owner = owners.setdefault(key, term)
            if owner is term:
                continue
            if owner.term == term.term:
                message = f'the term "{term.term}" stands already at {owner.place}'
                problems.add(form.place, "id.duplicate", message, hint="delete one of the two")
                continue
            message = f'"{form}" belongs already to the term "{owner.term}" at {owner.place}'
            problems.add(form.place, "term.form", message, hint="leave it to one of the two")
        for name in term.see:
            if name not in names and not losses.may_have_term(name):
                problems.add(
                    name.place,
                    "link.term",
                    f'"see" names "{name}", which is no glossary term',
                    hint=did_you_mean(name, names),
                )


def check_events(
    events: tuple[Event, ...], lessons: list[str], works: tuple[Work, ...], losses: Losses
) -> tuple[Event, ...]:
    """Check what events refer to; give them in order of their dates."""
    keys = [work.key for work in works]
    problems = losses.problems
    for event in events:
        if event.end and event.end < event.date:
            problems.add(
                event.end.place,
                "timeline.date",
                f'the event ends in "{event.end}", before it begins',
            )
        if event.lesson and lessons and event.lesson not in lessons:
            problems.add(
                event.lesson.place,
                "link.lesson",
                f'there is no lesson "{event.lesson}"',
                hint=did_you_mean(event.lesson, lessons),
            )
        if event.source and event.source not in keys and not losses.may_have_work(event.source):
            problems.add(
                event.source.place,
                "link.source",
                f'there is no work "{event.source}" in the bibliography',
                hint=did_you_mean(event.source, keys),
            )
    return tuple(sorted(events, key=lambda event: (event.date, event.end or "")))


def check_bibliography(draft: Draft, front: CourseFile, problems: Problems) -> tuple[Work, ...]:
    """Give the works of the bibliography; a course may be without one."""
    path = f"content/{front.bibliography}"
    if ".." in front.bibliography.split("/") or front.bibliography.startswith("/"):
        problems.add(
            front.bibliography.place,
            "file.outside",
            f'"{front.bibliography}" leads outside the course',
            hint="copy the file into content/ and name it from there",
        )
        return ()
    if path in draft.texts:
        return read_bibliography(draft.texts[path], path, problems)
    if "bibliography" in front.model_fields_set:
        known = [p.removeprefix("content/") for p in draft.under("content", ".bib")]
        problems.add(
            front.bibliography.place,
            "file.missing",
            f'there is no bibliography "{front.bibliography}"',
            hint=did_you_mean(front.bibliography, known, "make it, or leave the key out"),
        )
    return ()
