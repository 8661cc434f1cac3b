"""The words that layouts print of their own, from `words.yaml`, and how references are worded.

A course in another language puts its own `layouts/base/words.yaml` in place of the
shipped one.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The layout's words by key."""

    words: Mapping[str, str]

    def text(self, key: str, otherwise: str | None = None) -> str:
        """Give a word; without `otherwise` a missing one is its own key."""
        return self.words.get(key, key if otherwise is None else otherwise)

    def thing(self, thing: str, number: str) -> str:
        """Give a numbered thing in words, such as "Table 2"."""
        name = self.text(thing)
        return f"{name}\u00a0{number}" if number else name

    def reference(self, attrs: Mapping[str, str], page: str) -> str:
        """Give a cross reference in words, from the attributes of a `reference` node.

        Without a page the thing is on the same page, or if it has no `to` not in this
        handout: then its lesson is named.
        """
        values = {
            "thing": self._named(attrs),
            "title": attrs["title"],
            "lesson": self.thing("lesson", attrs["lesson"]),
            "page": page,
        }
        if page:
            key = "reference_here"
        elif attrs["to"]:
            key = "reference_same_page"
        elif attrs["thing"] == "lesson":
            key = "reference_lesson_elsewhere"
        else:
            key = "reference_elsewhere"
        return self.text(key).format_map(values)

    def _named(self, attrs: Mapping[str, str]) -> str:
        """Give the thing by its number where it has one, else by its title."""
        thing, number, title = attrs["thing"], attrs["number"], attrs["title"]
        if number:
            return self.thing(thing, number)
        if thing == "section":
            return self.text("section").format(title=title)
        if title and thing in ("figure", "table", "sidebar"):
            return self.text("titled").format(thing=self.text(f"the_{thing}"), title=title)
        return self.text(f"the_{thing}")
