"""The tables of plug points: every row has what it needs to be printed."""

import pytest

from studyguide.course.handout import PARTS
from studyguide.layout import shipped_texts
from studyguide.questions.kinds import KINDS
from studyguide.questions.space import Space
from studyguide.select.parts import PART_MAKERS

#: Parts that are made from what the others hold, and the one that is a frame for others.
GATHERED = {"contents", "glossary", "notes", "works_cited"}
FRAME = {"each_lesson"}


def template(name: str) -> bool:
    return f"layouts/base/{name}.html" in shipped_texts()


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_each_kind_of_question_has_a_template(kind: str) -> None:
    assert template(f"questions/{kind}")


@pytest.mark.parametrize("part", [part.name for part in PARTS if part.name not in FRAME])
def test_each_part_has_a_template_and_a_maker(part: str) -> None:
    assert template(f"parts/{part}")
    assert (part in PART_MAKERS) != (part in GATHERED)


@pytest.mark.parametrize("space", [*sorted(set(Space.model_fields) - {"place"}), "none"])
def test_each_kind_of_room_has_a_template(space: str) -> None:
    assert template(f"spaces/{space}")


def test_a_row_without_its_template_is_found_out() -> None:
    assert not template("questions/riddle")
    assert not template("parts/riddle")
