"""True or false: a statement to judge, and to put right where it is false."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studyguide.course.authored import Flag, Passage
from studyguide.questions.question import Question
from studyguide.questions.space import Room, room_for


class TrueFalse(Question):
    """A statement that is true or false."""

    correct: Flag | None = Field(description="Whether the statement is true.")
    correction: Passage | None = Field(
        None, description="The statement put right, where it is false."
    )

    @model_validator(mode="after")
    def _correction_fits(self) -> "TrueFalse":
        if self.correct and self.correction:
            raise PydanticCustomError(
                "correction", "is true and has a correction all the same", {"at": ("correction",)}
            )
        return self

    @property
    def has_answer(self) -> bool:
        """Say yes: the statement is true or false."""
        return True

    def room_unasked(self) -> Room:
        """Give two lines to put the statement right; a true one gets them as well,
        since its absence would tell.
        """
        return room_for(self.correction, self.marking, least=2, spare=0)


def hide_truth(question: TrueFalse) -> TrueFalse:
    """Give the question as pupils get it: without the verdict and the correction."""
    return question.model_copy(update={"correct": None, "correction": None})
