"""Short answer: one to three sentences of the pupil's own."""

from pydantic import Field

from studyguide.course.authored import Many, Text
from studyguide.questions.question import Question


class ShortAnswer(Question):
    """A question answered in one to three sentences."""

    accept: Many[Text] = Field((), description="Other answers to accept.")


def hide_accepted(question: ShortAnswer) -> ShortAnswer:
    """Give the question as pupils get it: without the answers to accept."""
    return question.model_copy(update={"accept": ()})
