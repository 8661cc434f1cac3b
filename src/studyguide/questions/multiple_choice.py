"""Multiple choice: one right answer among several."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studyguide.course.authored import Authored, Flag, Line, Many
from studyguide.questions.question import Question
from studyguide.questions.space import Room


class Choice(Authored):
    """One choice."""

    text: Line = Field(description="What the pupil reads.")
    correct: Flag = Field(False, description="Whether it is the right one.")
    why: Line | None = Field(None, description="Why it is right or wrong, for the teacher.")


class MultipleChoice(Question):
    """A question with one right answer among two to ten choices."""

    choices: Many[Choice] = Field(description="The choices; exactly one is `correct: true`.")

    @model_validator(mode="after")
    def _one_is_right(self) -> "MultipleChoice":
        right = sum(choice.correct for choice in self.choices)
        if not 2 <= len(self.choices) <= 10:
            count = "only one choice" if len(self.choices) == 1 else f"{len(self.choices)} choices"
            raise PydanticCustomError(
                "choices",
                "has {count}; it needs two to ten",
                {"count": count, "at": ("choices",)},
            )
        if right != 1:
            raise PydanticCustomError(
                "choices",
                "has {count}; it needs one",
                {
                    "count": f"{right} right choices" if right else "no right choice",
                    "at": ("choices",),
                    "hint": "write correct: true in one of them",
                },
            )
        return self

    @property
    def has_answer(self) -> bool:
        """Say yes: one choice is right."""
        return True

    def room_unasked(self) -> Room:
        """Give no room: the pupil marks a letter."""
        return Room("none")


def hide_choices(question: MultipleChoice) -> MultipleChoice:
    """Give the question as pupils get it: nothing tells which choice is right."""
    hidden = {"correct": False, "why": None}
    choices = tuple(choice.model_copy(update=hidden) for choice in question.choices)
    return question.model_copy(update={"choices": choices})
