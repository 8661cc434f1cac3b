"""Lessons and their questions: from Markdown and YAML files to the course's own values."""

import re
from dataclasses import dataclass, replace

from studyguide.check.binding import bind
from studyguide.check.settling import Settling
from studyguide.course.authored import Placed, Validation, map_prose
from studyguide.course.course import Lesson
from studyguide.course.model import CourseFile, LessonFront
from studyguide.problems import Place, did_you_mean
from studyguide.prose.parse import Prose, parse_prose
from studyguide.prose.written import Written
from studyguide.questions.kinds import KINDS, kind_named, kind_names
from studyguide.questions.question import Question
from studyguide.read import Draft
from studyguide.yamltree.parse import parse_yaml
from studyguide.yamltree.tree import Mapping, Scalar, Sequence, Tree

_FENCE = re.compile(r"^---[ \t]*$")
_FRONT_HINT = "begin the file with three lines: --- and title: … and ---"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the id of the lesson that it belongs to."""

    lesson: str
    question: Question


def check_lessons(
    draft: Draft, front: CourseFile, validation: Validation, settling: Settling
) -> tuple[Lesson, ...]:
    """Give the lessons that course.yaml lists, in its order, without their questions."""
    lessons: list[Lesson] = []
    used: set[str] = set()
    # Where the list of lessons has mistakes, nothing can be said of what it leaves out.
    is_list_good = not any(
        problem.place.file == "content/course.yaml" and problem.severity == "error"
        for problem in validation.problems
    )
    for number, name in enumerate(front.lessons, start=1):
        path = f"content/lessons/{name}.md"
        used.add(path)
        if path in draft.texts:
            lessons.append(_lesson(draft.texts[path], path, name, number, validation, settling))
            continue
        if not any(problem.place.file == path for problem in validation.problems):
            _missing_lesson(draft, name, validation)
        lessons.append(Lesson(name, number, _stand_in(), (), (), Place(path)))
    for path in draft.under("content/lessons", ".md"):
        if path not in used and is_list_good:
            validation.problems.add(
                Place(path),
                "file.stray",
                f'"{path}" is not in the list of lessons',
                hint="add its id to lessons in course.yaml",
            )
    return tuple(lessons)


def _missing_lesson(draft: Draft, name: Placed, validation: Validation) -> None:
    known = [p.rpartition("/")[2][:-3] for p in draft.under("content/lessons", ".md")]
    validation.problems.add(
        name.place,
        "file.missing",
        f'there is no lesson "{name}"',
        hint=did_you_mean(name, known, f"write it in content/lessons/{name}.md"),
    )


def _lesson(
    text: str, path: str, name: str, number: int, validation: Validation, settling: Settling
) -> Lesson:
    head, body, first_line = split_front_matter(text)
    front = (text.strip() and _front(head, path, validation)) or _stand_in()
    if _is_open(text):
        hint = "put --- on a line of its own below it"
        message = "the front matter that begins here is not closed"
        validation.problems.add(Place(path, 1, 1, 3), "yaml.syntax", message, hint=hint)
    elif not body.strip():
        hint = "write the text below the front matter" if head else _FRONT_HINT
        message = f'the lesson "{name}" has no text'
        validation.problems.add(Place(path), "course.empty", message, hint=hint)
    written = Written.from_lines(path, body, first_line)
    prose = parse_prose(written, validation.problems, language=validation.language, where="lesson")
    prose = settling.settle(prose, name)
    if front.id and front.id != name:
        validation.problems.add(
            front.id.place,
            "value.invalid",
            f'the id "{front.id}" is not the name of the file, "{name}"',
            hint="give both the same name, or leave the id out",
        )
    front = map_prose(front, settling.in_turn(f"{name}/front"))
    return Lesson(name, number, front, prose.blocks, (), Place(path))


def _stand_in() -> LessonFront:
    """Give a front matter that says nothing, for a lesson whose own has mistakes."""
    return LessonFront.model_construct(title=Prose())


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Give front matter, body and the body's first line, which counts from 1.

    Without front matter the first is empty and the body is the whole text. One that is not
    closed ends with the first empty line.
    """
    lines = text.split("\n")
    if not _FENCE.match(lines[0]):
        return "", text, 1
    for index, line in enumerate(lines[1:], start=1):
        if _FENCE.match(line):
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    end = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    return "\n".join(lines[1:end]), "\n".join(lines[end:]), end + 1


def _is_open(text: str) -> bool:
    lines = text.split("\n")
    return bool(_FENCE.match(lines[0])) and not any(_FENCE.match(line) for line in lines[1:])


def _front(head: str, path: str, validation: Validation) -> LessonFront | None:
    before = validation.problems.errors
    tree = parse_yaml(head, path, validation.problems, first_line=2)
    if tree is None:
        if validation.problems.errors == before:
            validation.problems.add(
                Place(path),
                "key.missing",
                "this lesson has no front matter",
                hint=_FRONT_HINT,
            )
        return None
    if not isinstance(tree, Mapping):
        message = "the front matter must be keys with values"
        validation.problems.add(tree.place, "value.type", message, hint="begin it with title:")
        return None
    return bind(LessonFront, tree, validation, what="lesson")


def check_questions(
    draft: Draft, lessons: list[str], validation: Validation, settling: Settling
) -> tuple[Asked, ...]:
    """Give the questions of every file in `content/questions/`, in order."""
    asked: list[Asked] = []
    for path in draft.under("content/questions", ".yaml", ".yml"):
        tree = parse_yaml(draft.texts[path], path, validation.problems)
        if tree is None:
            _empty_file(path, validation)
            continue
        asked.extend(_question_file(tree, lessons, validation, settling))
    return tuple(asked)


def _empty_file(path: str, validation: Validation) -> None:
    if not any(problem.place.file == path for problem in validation.problems):
        hint = "write lesson: and questions:, or delete the file"
        validation.problems.add(Place(path), "value.empty", f'"{path}" is empty', hint=hint)


def _question_file(
    tree: Tree, lessons: list[str], validation: Validation, settling: Settling
) -> list[Asked]:
    problems = validation.problems
    lesson, questions = _two_keys(tree, validation)
    named = lesson.text if isinstance(lesson, Scalar) and not _is_blank(lesson) else ""
    if lesson and named and lessons and named not in lessons:
        problems.add(
            lesson.place,
            "link.lesson",
            f'there is no lesson "{named}"',
            hint=did_you_mean(named, lessons),
        )
    made: list[Asked] = []
    for item in questions.items if isinstance(questions, Sequence) else ():
        question = _question(item, validation)
        if question and isinstance(lesson, Scalar):
            settled = map_prose(question, settling.in_turn(f"?{question.id}"))
            made.append(Asked(lesson.text, settled))
            _answered(settled, validation)
    return made


def _two_keys(tree: Tree, validation: Validation) -> tuple[Tree | None, Tree | None]:
    """Give the values of `lesson` and `questions`, and report what else there is."""
    problems = validation.problems
    if not isinstance(tree, Mapping):
        problems.add(
            tree.place,
            "value.type",
            "a file of questions must have the keys lesson and questions",
            hint="write lesson: with an id, then questions: with the list under it",
        )
        return None, None
    for key, _ in tree.entries:
        if key.text not in ("lesson", "questions"):
            problems.add(
                key.place,
                "key.unknown",
                f'there is no key "{key.text}" here',
                hint=did_you_mean(key.text, ["lesson", "questions"]),
            )
    lesson, questions = tree.get("lesson"), tree.get("questions")
    if lesson is None:
        problems.add(tree.place, "key.missing", 'the key "lesson" is missing from this file')
    elif not isinstance(lesson, Scalar):
        problems.add(lesson.place, "value.type", '"lesson" must be the id of one lesson')
    elif _is_blank(lesson):
        problems.add(lesson.place, "value.empty", '"lesson" must not be empty')
    if questions is None:
        problems.add(tree.place, "key.missing", 'the key "questions" is missing from this file')
    elif not isinstance(questions, Sequence) or not questions.items:
        hint = 'begin each question with a dash and a space: "- "'
        message = '"questions" must be a list of questions'
        problems.add(questions.place, "value.type", message, hint=hint)
    return lesson, questions


def _is_blank(scalar: Scalar) -> bool:
    return scalar.is_null or not scalar.text.strip()


def _question(tree: Tree, validation: Validation) -> Question | None:
    kind_tree = tree.get("kind") if isinstance(tree, Mapping) else None
    if not isinstance(tree, Mapping):
        hint = "begin with - id:, then kind: and prompt:"
        validation.problems.add(
            tree.place, "value.type", "a question must be keys with values", hint=hint
        )
        return None
    hint = "use one of: " + ", ".join(kind.name for kind in KINDS)
    if kind_tree is None:
        message = 'the key "kind" is missing from this question'
        validation.problems.add(tree.place, "key.missing", message, hint=hint)
        return None
    if not isinstance(kind_tree, Scalar) or kind_tree.is_null:
        message = '"kind" must be the name of one kind'
        validation.problems.add(kind_tree.place, "value.type", message, hint=hint)
        return None
    kind = kind_named(kind_tree.text)
    if kind is None:
        validation.problems.add(
            kind_tree.place,
            "question.kind",
            f'there is no kind of question "{kind_tree.text}"',
            hint=_kind_hint(kind_tree.text),
        )
        return None
    question = bind(kind.model, tree, validation, what="question")
    return question and question.model_copy(update={"kind": kind.name})


def _kind_hint(name: str) -> str:
    """Name the nearest kind, or all of them by their first names."""
    near = did_you_mean(name, kind_names())
    names = "use one of: " + ", ".join(kind.name for kind in KINDS)
    return near if near.startswith("did you mean") else names


def _answered(question: Question, validation: Validation) -> None:
    if not question.has_answer:
        validation.problems.add(
            question.place,
            "question.answer",
            f'the question "{question.id}" has no answer',
            hint="add answer: with what a good pupil would write",
        )


def with_questions(lessons: tuple[Lesson, ...], asked: tuple[Asked, ...]) -> tuple[Lesson, ...]:
    """Give the lessons with their questions."""
    return tuple(
        replace(
            lesson,
            questions=tuple(item.question for item in asked if item.lesson == lesson.id),
        )
        for lesson in lessons
    )
