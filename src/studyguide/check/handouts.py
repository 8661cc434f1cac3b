"""Handouts: from YAML files to one `Handout` for each thing to print."""

import re
from dataclasses import dataclass

from studyguide.check.binding import bind
from studyguide.check.losses import Losses
from studyguide.check.overrides import Setting, has_part, overridden, with_key
from studyguide.course.authored import Authored, Placed, Validation
from studyguide.course.course import Handout, Lesson
from studyguide.course.handout import (
    PARTS,
    HandoutFile,
    NoOptions,
    Part,
    QuestionOptions,
    part_kind,
)
from studyguide.course.model import CourseFile
from studyguide.problems import Place, did_you_mean
from studyguide.prose.nodes import plain_text
from studyguide.questions.kinds import kind_named, kind_names
from studyguide.read import Draft
from studyguide.yamltree.parse import parse_yaml
from studyguide.yamltree.tree import Mapping, Scalar, Sequence, Tree, find_key


@dataclass(frozen=True, slots=True)
class Looks:
    """The names of the layouts and themes that there are; where there is none, all will do."""

    layouts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


NO_LOOKS = Looks()


#: The titles of handouts that have none of their own: of the whole course, of one lesson.
_USUAL_TITLES = ("{course.title}", "{lesson.title}")


@dataclass(frozen=True, slots=True)
class Context:
    """What handouts are checked against."""

    front: CourseFile
    lessons: tuple[Lesson, ...]
    validation: Validation
    losses: Losses
    looks: Looks


def check_handouts(
    draft: Draft, context: Context, settings: tuple[Setting, ...], only: tuple[str, ...]
) -> tuple[Handout, ...]:
    """Give every handout; `settings` go into those that `only` names, or into all."""
    problems = context.validation.problems
    defaults = context.front.defaults
    _check_looks(defaults.layout, defaults.theme, context)
    trees = [
        _tree(draft, path, context) for path in draft.under("content/handouts", ".yaml", ".yml")
    ]
    known = [tree for tree in trees if isinstance(tree, Mapping)]
    handouts: list[Handout] = []
    names: dict[str, Place] = {}
    for tree in known:
        identity = _id(tree)
        if identity in names:
            problems.add(
                tree.place,
                "id.duplicate",
                f'the handout "{identity}" stands already at {names[identity]}',
                hint="give one of the two another id",
            )
        names.setdefault(identity, tree.place)
        chosen = not only or identity in only
        handouts.extend(_handouts(tree, settings if chosen else (), context))
    if settings:
        _settings_used(settings, [t for t in known if not only or _id(t) in only], context)
    return tuple(handouts)


def _tree(draft: Draft, path: str, context: Context) -> Tree | None:
    problems = context.validation.problems
    before = problems.errors
    tree = parse_yaml(draft.texts[path], path, problems)
    if tree is None and problems.errors == before:
        hint = "write id:, title: and parts:, or delete the file"
        problems.add(Place(path), "value.empty", f'"{path}" is empty', hint=hint)
    elif tree is not None and not isinstance(tree, Mapping):
        hint = "begin with id:, title: and parts:"
        problems.add(tree.place, "value.type", "a handout must be keys with values", hint=hint)
    return tree


def _id(tree: Mapping) -> str:
    name = tree.get("id")
    return name.text if isinstance(name, Scalar) else ""


def _settled(tree: Mapping, settings: tuple[Setting, ...], context: Context) -> Mapping:
    """Give the tree with the command line's settings put in, where it has what they name."""
    for setting in settings:
        name = setting.tree.entries[0][0].text
        if not part_kind(name) or has_part(tree, name):
            tree = overridden(tree, setting.tree, context.validation.problems)
    return tree


def _settings_used(settings: tuple[Setting, ...], trees: list[Mapping], context: Context) -> None:
    for setting in settings:
        name = setting.tree.entries[0][0].text
        if part_kind(name) and not any(has_part(tree, name) for tree in trees):
            context.validation.problems.add(
                setting.tree.place, "handout.part", f'no handout of this run has a part "{name}"'
            )


def _handouts(tree: Mapping, settings: tuple[Setting, ...], context: Context) -> list[Handout]:
    """Give the handouts of one file: one, or one for each lesson."""
    validation = context.validation
    tree = _settled(tree, settings, context)
    spec = bind(HandoutFile, tree, validation, what="handout")
    overrides = tree.get("overrides")
    changes = overrides if isinstance(overrides, Mapping) else Mapping((), tree.place)
    _check_changes(changes, overrides, spec, context)
    if spec is None:
        return []
    chosen = _lessons(spec, context)
    if spec.for_each is None:
        _title_fits(spec, context)
        made = _handout(spec, tree, "", chosen, context)
        return [made] if made else []
    handouts = []
    for lesson in chosen:
        change = changes.get(lesson)
        changed, changed_spec = tree, spec
        if isinstance(change, Mapping):
            # The command line has the last word, so its settings are put in once more.
            changed = _settled(overridden(tree, change, validation.problems), settings, context)
            bound = bind(HandoutFile, changed, validation, what="handout")
            changed_spec = bound or spec
        handouts.append(_handout(changed_spec, changed, lesson, (lesson,), context))
    return [handout for handout in handouts if handout]


def _check_changes(
    changes: Mapping, written: Tree | None, spec: HandoutFile | None, context: Context
) -> None:
    problems = context.validation.problems
    ids = [lesson.id for lesson in context.lessons]
    if written is not None and not isinstance(written, Mapping):
        hint = "write under it the ids of lessons, each with its own keys: famine: {paper: a4}"
        problems.add(written.place, "value.type", '"overrides" must be keys with values', hint=hint)
    if changes.entries and spec and spec.for_each is None:
        problems.add(
            changes.place,
            "value.invalid",
            'only a handout with "for_each: lesson" has overrides',
            hint="add for_each: lesson, or write the keys at the top",
        )
    for key, value in changes.entries:
        if key.text not in ids:
            problems.add(
                key.place,
                "link.lesson",
                f'there is no lesson "{key.text}"',
                hint=did_you_mean(key.text, ids),
            )
        if not isinstance(value, Mapping):
            message = f'"{key.text}" must be keys with values'
            problems.add(value.place, "value.type", message, hint=f"{key.text}: {{paper: a4}}")


def _lessons(spec: HandoutFile, context: Context) -> tuple[str, ...]:
    """Give the ids of the handout's lessons in the order of the course."""
    ids = [lesson.id for lesson in context.lessons]
    if spec.lessons == ("all",):
        return tuple(ids)
    for name in spec.lessons:
        if name == "all":
            context.validation.problems.add(
                name.place,
                "value.invalid",
                '"all" stands in a list with other lessons',
                hint="write lessons: all, or name each",
            )
        elif name not in ids:
            context.validation.problems.add(
                name.place,
                "link.lesson",
                f'there is no lesson "{name}"',
                hint=did_you_mean(name, ids),
            )
    return tuple(name for name in ids if name in spec.lessons)


def _handout(
    spec: HandoutFile, tree: Mapping, lesson: str, lessons: tuple[str, ...], context: Context
) -> Handout | None:
    defaults = context.front.defaults
    _check_looks(spec.layout, spec.theme, context)
    entries = _entries(tree.get("parts"), tree, context)
    parts = tuple(part for entry in entries if (part := _part(entry, context)))
    if not parts:
        return None
    return Handout(
        id=spec.id,
        lesson=lesson,
        title=_title(spec.title or _USUAL_TITLES[bool(lesson)], lesson, context),
        label=spec.label.blocks if spec.label else (),
        layout=spec.layout or defaults.layout,
        theme=spec.theme or defaults.theme,
        paper=spec.paper or defaults.paper,
        lessons=lessons,
        parts=parts,
        editions=spec.editions,
        tiers=spec.tiers,
        place=tree.place,
    )


def _check_looks(layout: str | None, theme: str | None, context: Context) -> None:
    """Check that a layout and a theme that an author names are there."""
    looks = context.looks
    for name, known, what in ((layout, looks.layouts, "layout"), (theme, looks.themes, "theme")):
        if isinstance(name, Placed) and known and name not in known:
            context.validation.problems.add(
                name.place,
                "layout.unknown",
                f'there is no {what} "{name}"',
                hint=did_you_mean(name, known),
            )


def _title_fits(spec: HandoutFile, context: Context) -> None:
    """Refuse a lesson's fields in the title of a handout that is not one lesson's."""
    field = re.search(r"\{lesson\.\w+\}", spec.title or "")
    if field and spec.title:
        context.validation.problems.add(
            spec.title.place,
            "handout.title",
            f'"{field[0]}" stands for a lesson, but this handout is not made for each lesson',
            hint="add for_each: lesson, or use {course.title}",
        )


def _entries(written: Tree | None, tree: Mapping, context: Context) -> tuple[Tree, ...]:
    """Give what stands under `parts`; one part alone needs no list."""
    add = context.validation.problems.add
    if isinstance(written, Scalar) and not written.is_null:
        return (written,)
    if isinstance(written, Mapping):
        hint = 'begin each part with a dash and a space: "- "'
        add(written.place, "value.type", '"parts" must be a list', hint=hint)
        return ()
    entries = written.items if isinstance(written, Sequence) else ()
    if not entries:
        hint = "list what prints: parts: [heading, reading]"
        add(find_key(tree, ("parts",)), "handout.empty", "this handout has no parts", hint=hint)
    return entries


def _title(pattern: str, lesson: str, context: Context) -> str:
    """Fill in the fields of a title; a handout of many lessons has no fields of a lesson."""
    values = {"course.title": plain_text(context.front.title.blocks)}
    for item in context.lessons:
        if item.id == lesson:
            front = item.front
            values["lesson.title"] = plain_text(front.title.blocks)
            values["lesson.short_title"] = plain_text((front.short_title or front.title).blocks)
            values["lesson.number"] = str(item.number)
    return re.sub(r"\{([^}]*)\}", lambda field: values.get(field[1], ""), pattern).strip()


def _part(tree: Tree, context: Context, *, inside: bool = False) -> Part | None:
    """Give one part, from `name` or from `name: options`."""
    problems = context.validation.problems
    options: Tree | None = None
    if isinstance(tree, Mapping) and len(tree.entries) == 1:
        name, options = tree.entries[0]
    elif isinstance(tree, Scalar):
        name = tree
    else:
        problems.add(
            tree.place,
            "handout.part",
            "a part must be one name, alone or with its options",
            hint='begin each part with a dash and a space: "- "',
        )
        return None
    kind = part_kind(name.text)
    if kind is None or (inside and not kind.lesson):
        known = [part.name for part in PARTS if part.lesson or not inside]
        problems.add(
            name.place,
            "handout.part",
            f'there is no part "{name.text}"' + (" of a lesson" if inside else ""),
            hint=did_you_mean(name.text, known),
        )
        return None
    if kind.name == "each_lesson":
        entries = options.items if isinstance(options, Sequence) else ()
        parts = tuple(p for entry in entries if (p := _part(entry, context, inside=True)))
        if not entries:
            hint = "list under it what prints for each: each_lesson: [heading, reading]"
            problems.add(name.place, "handout.empty", '"each_lesson" lists no parts', hint=hint)
        return Part(kind, NoOptions(), name.place, parts)
    if options is None or (isinstance(options, Scalar) and options.is_null):
        return Part(kind, kind.options(), name.place)
    options = with_key(options, kind.name)
    bound: Authored | None = bind(kind.options, options, context.validation, what=name.text)
    if isinstance(bound, QuestionOptions):
        _check_filter(bound, context)
    return Part(kind, bound, name.place) if bound else None


def _check_filter(options: QuestionOptions, context: Context) -> None:
    """Check that a selection of questions names kinds and questions that there are."""
    problems = context.validation.problems
    for kind in options.kinds:
        if kind_named(kind) is None:
            problems.add(
                kind.place,
                "question.kind",
                f'there is no kind of question "{kind}"',
                hint=did_you_mean(kind, kind_names()),
            )
    ids = [question.id for lesson in context.lessons for question in lesson.questions]
    for name in (*options.include, *options.exclude):
        if name not in ids and not context.losses.may_have_id(name):
            problems.add(
                name.place,
                "link.question",
                f'there is no question "{name}"',
                hint=did_you_mean(name, ids),
            )
