"""Standards: every key that a lesson or a question names stands in course.yaml."""

from collections.abc import Sequence

from studyguide.course.authored import Placed
from studyguide.course.course import Lesson
from studyguide.course.model import CourseFile
from studyguide.problems import Problems, did_you_mean


def check_standards(front: CourseFile, lessons: tuple[Lesson, ...], problems: Problems) -> None:
    """Report the standards that course.yaml does not list."""
    known = [key for key, _ in front.standards]
    for lesson in lessons:
        _check(lesson.front.standards, known, problems)
        for question in lesson.questions:
            _check(question.standards, known, problems)


def _check(keys: tuple[Placed, ...], known: Sequence[str], problems: Problems) -> None:
    for key in keys:
        if key not in known:
            problems.add(
                key.place,
                "link.standard",
                f'there is no standard "{key}" in course.yaml',
                hint=did_you_mean(key, known, "add it to standards"),
            )
