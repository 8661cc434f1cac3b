"""The table of question kinds.

To add a kind: one module with its model, one template `questions/KIND.html` in the base
layout, one case in the tests, and one row here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from studyguide.questions.discussion import Discussion
from studyguide.questions.essay import Essay
from studyguide.questions.multiple_choice import MultipleChoice, hide_choices
from studyguide.questions.question import HIDDEN, Question
from studyguide.questions.short_answer import ShortAnswer, hide_accepted
from studyguide.questions.true_false import TrueFalse, hide_truth


def _nothing_more(question: Question) -> Question:
    return question


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question.

    `hide` takes away what only this kind's teacher's copy holds; what is common to all
    kinds is taken away by `for_pupils`.
    """

    name: str
    model: type[Question]
    aliases: tuple[str, ...]
    hide: Callable[..., Question] = _nothing_more


KINDS: tuple[Kind, ...] = (
    Kind("discussion", Discussion, ("talk",)),
    Kind("short_answer", ShortAnswer, ("short",), hide_accepted),
    Kind("essay", Essay, ("long_answer",)),
    Kind("multiple_choice", MultipleChoice, ("mc", "schoice"), hide_choices),
    Kind("true_false", TrueFalse, ("tf",), hide_truth),
)

_BY_NAME = {name: kind for kind in KINDS for name in (kind.name, *kind.aliases)}


def kind_named(name: str) -> Kind | None:
    """Give the kind of that name or alias."""
    return _BY_NAME.get(name.replace("-", "_"))


def kind_names() -> tuple[str, ...]:
    """Give every name that an author may write, aliases too."""
    return tuple(_BY_NAME)


def for_pupils(question: Question) -> Question:
    """Give the question as pupils get it: with nothing that belongs to the key."""
    kind = _BY_NAME[question.kind]
    hidden: Question = kind.hide(question)
    return hidden.model_copy(update=HIDDEN)
