"""What could not be read: of what it may have held nothing can be said to be missing.

A lesson that is not UTF-8 has ids that others refer to, and a term with a misspelt key is
still a term. Without this, one mistake would be followed by a dozen that are none.
"""

import re
from dataclasses import dataclass

from studyguide.problems import Problems
from studyguide.read import Draft

_LESSONS = "content/lessons/"
_IDS = (_LESSONS, "content/questions/")


@dataclass(frozen=True, slots=True)
class Losses:
    """Tells what may stand in files with errors.

    `lessons` are the ids that course.yaml lists, `bibliography` is a path; whether
    course.yaml names it, `has_bibliography` says.
    """

    draft: Draft
    problems: Problems
    lessons: tuple[str, ...]
    bibliography: str
    has_bibliography: bool

    def may_have_id(self, name: str) -> bool:
        """Say whether something of that id may stand in a lesson or a question."""
        if any(f"{_LESSONS}{lesson}.md" not in self.draft.texts for lesson in self.lessons):
            return True
        return self._may_hold(
            rf"""\{{#{re.escape(name)}\b|\bid:\s*["']?{re.escape(name)}\b""", _IDS
        )

    def may_have_term(self, name: str) -> bool:
        """Say whether a term of that name may stand in the glossary."""
        return self._may_hold(re.escape(name), ("content/glossary.yaml",))

    def may_have_work(self, key: str) -> bool:
        """Say whether a work of that key may stand in the bibliography."""
        if self.has_bibliography and self.bibliography not in self.draft.texts:
            return True
        return self._may_hold(rf"\{{\s*{re.escape(key)}\b", (self.bibliography,))

    def _may_hold(self, pattern: str, tops: tuple[str, ...]) -> bool:
        """Say whether a pattern is in a file with errors; one that cannot be read may hold all."""
        files = {
            problem.place.file
            for problem in self.problems
            if problem.severity == "error" and problem.place.file.startswith(tops)
        }
        texts = [self.draft.texts.get(file) for file in files]
        return any(text is None or re.search(pattern, text, re.IGNORECASE) for text in texts)
