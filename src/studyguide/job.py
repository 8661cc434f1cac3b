"""One file to make, and one file made: what the line takes in and gives out."""

from dataclasses import dataclass

from studyguide.course.course import Handout
from studyguide.publish import Record
from studyguide.select.select import Variant


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make."""

    handout: Handout
    variant: Variant
    file: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One finished file, not yet written."""

    record: Record
    pdf: bytes
