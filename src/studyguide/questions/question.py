"""What every question has, of whatever kind."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from studyguide.course.authored import Authored, Count, Many, Name, Passage, Text, written
from studyguide.questions.space import Room, Space, room_asked, room_for

Level = Annotated[
    Literal["recall", "explain", "apply", "analyse", "evaluate", "create"],
    BeforeValidator(written),
]


class Question(Authored):
    """The keys that every kind of question has."""

    id: Name = Field(description="The id, unique in the course.")
    kind: Text = Field(description="The kind of question.")
    prompt: Passage = Field(description="What is asked.")
    answer: Passage | None = Field(None, description="A short answer, as a pupil would write it.")
    explanation: Passage | None = Field(None, description="The worked answer and how to mark it.")
    teacher_note: Passage | None = Field(
        None, description="Advice for the classroom; never shown to pupils."
    )
    points: Count | None = Field(None, description="What it is worth.")
    space: Space | None = Field(None, description="Room to write in; else sized from the answer.")
    level: Level | None = Field(None, description="What kind of thinking it asks for.")
    tags: Many[Text] = Field((), description="Words to select questions by.")
    standards: Many[Text] = Field((), description="Keys of standards in course.yaml.")

    @property
    def has_answer(self) -> bool:
        """Say whether the teacher's edition has something to print."""
        return self.answer is not None

    @property
    def marking(self) -> tuple[Passage | None, ...]:
        """Give what the teacher's copy prints under the answer."""
        return self.explanation, self.teacher_note

    def room(self) -> Room:
        """Give the room that this question gets; the same in every edition."""
        return room_asked(self.space) if self.space else self.room_unasked()

    def room_unasked(self) -> Room:
        """Give the room where the author said nothing."""
        return room_for(self.answer, self.marking, least=2, spare=1)


#: What no pupil's copy holds, of every kind.
HIDDEN = {"answer": None, "explanation": None, "teacher_note": None}
