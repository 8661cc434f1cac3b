"""Whether the teacher's answers fit the room that pupils get to write in."""

import math

from studyguide.problems import Problems
from studyguide.questions.space import LINE_MM
from studyguide.select.selection import NumberedQuestion, QuestionSet, Selection
from studyguide.typeset import Box, Pages

#: An answer may hang over the last rule by the descenders of its letters.
_SLACK_MM = 1.5


def check_rooms(selection: Selection, pages: Pages, problems: Problems) -> None:
    """Warn of every answer that needs more room than its question has."""
    for part in selection.parts:
        if isinstance(part.content, QuestionSet) and part.content.answers:
            for item in part.content.items:
                _check(item, pages, problems)


def _check(item: NumberedQuestion, pages: Pages, problems: Problems) -> None:
    answer = pages.boxes.get(f"{item.id}.answer")
    room = pages.boxes.get(f"{item.id}.room")
    if answer is None or room is None or item.room.kind == "none":
        return
    over_mm = answer.height_mm - _height_mm(item, room)
    if over_mm > _SLACK_MM:
        lines = math.ceil(over_mm / LINE_MM)
        problems.add(
            item.question.place,
            "question.room",
            f'the answer to "{item.id}" needs {lines} more line{"s" * (lines > 1)} than its room',
            hint=f"write space: {{lines: {item.room.lines + lines}}}, or shorten the answer",
        )


def _height_mm(item: NumberedQuestion, room: Box) -> float:
    """Give the height of the whole room: a long one is marked by its first lines only."""
    return max(room.height_mm, item.room.lines * LINE_MM, item.room.height_mm)
