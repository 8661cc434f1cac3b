"""Characters that no font can print: found before pages are set, where they are written."""

from collections.abc import Iterator, Mapping

from studyguide.check.targets import texts_of
from studyguide.course.course import Course
from studyguide.fonts import missing_characters
from studyguide.problems import Place, Problems
from studyguide.prose.nodes import walk


def check_characters(
    words: str, texts: Mapping[str, str], otherwise: Place, problems: Problems
) -> None:
    """Report the characters of `words` that no face has, at their first place in the files.

    `texts` are the course's files; `otherwise` is blamed where they do not hold the character.
    """
    for character in missing_characters(words):
        problems.add(
            _where(character, texts) or otherwise,
            "glyph.missing",
            f'no font has the character "{character}" (U+{ord(character):04X})',
            hint="use another character",
        )


def words_of(course: Course) -> str:
    """Give all that a course may print, without order."""
    return "".join(_words(course))


def _words(course: Course) -> Iterator[str]:
    for blocks in texts_of(course.lessons, (course.front, course.terms, course.events)):
        yield from (node.text for node in walk(blocks))
    for note in course.notes.values():
        yield from (node.text for node in walk((note,)))
    for term in course.terms:
        yield from (term.term, term.original or "", term.pronunciation or "")
    for work in course.works:
        yield from (work.title, work.journal, work.publisher, work.address)


def _where(character: str, texts: Mapping[str, str]) -> Place | None:
    for path in sorted(texts):
        for number, line in enumerate(texts[path].split("\n"), start=1):
            if character in line:
                return Place(path, number, line.index(character) + 1)
    return None
