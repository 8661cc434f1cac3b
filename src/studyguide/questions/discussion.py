"""Discussion: a question to talk about, with room for a few notes."""

from studyguide.questions.question import Question
from studyguide.questions.space import Room, room_for


class Discussion(Question):
    """A question to talk about, in pairs or with the class."""

    def room_unasked(self) -> Room:
        """Give room for notes, not for a whole answer."""
        return room_for(self.answer, self.marking, least=3, spare=0)
