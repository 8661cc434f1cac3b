"""Essay: a long answer, marked by a rubric of criteria and levels."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studyguide.course.authored import Authored, Line, Many
from studyguide.questions.question import Question
from studyguide.questions.space import Room, room_for


class Criterion(Authored):
    """One row of a rubric."""

    criterion: Line = Field(description="What is judged.")
    descriptions: Many[Line] = Field(description="What it looks like at each level, best first.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Rubric(Authored):
    """How an essay is judged; pupils see it too."""

    levels: Many[Line] = Field(description="The names of the levels, best first.")
    criteria: Many[Criterion] = Field(description="The criteria, each a row.")

    @model_validator(mode="after")
    def _rows_match(self) -> "Rubric":
        for index, row in enumerate(self.criteria):
            if len(row.descriptions) != len(self.levels):
                raise PydanticCustomError(
                    "rubric",
                    "has a criterion with {found} for {wanted}",
                    {
                        "found": _count(len(row.descriptions), "description"),
                        "wanted": _count(len(self.levels), "level"),
                        "at": ("criteria", index, "descriptions"),
                    },
                )
        return self


class Essay(Question):
    """A question answered at length."""

    rubric: Rubric | None = Field(None, description="Criteria and levels.")

    def room_unasked(self) -> Room:
        """Give most of a side: an essay is longer than the outline of its answer."""
        return room_for(self.answer, self.marking, least=14, spare=4)
