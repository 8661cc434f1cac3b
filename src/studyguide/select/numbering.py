"""Number and word everything in the texts of one handout, in the order of reading.

Texts are handed over one after the other, as they print. What only the teacher reads
(`aside`) changes no number: its notes print in place, its terms are not counted, so that
every edition has the same note numbers and the same glossary.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from studyguide.course.course import Course, Target
from studyguide.course.model import Term
from studyguide.problems import Place
from studyguide.prose.nodes import Node, rewrite, walk
from studyguide.prose.parse import Prose
from studyguide.select.selection import Nodes, NumberedNote
from studyguide.terms import TermFinder, link_terms
from studyguide.works.citations import full_note, short_note, with_full_stop
from studyguide.works.work import Work

_ASIDE = "teacher"


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the course is in the handout.

    `here` are the ids that a reference can lead to; `figures` the thing (figure or table)
    and number of each figure, by its place; `questions` the numbers of questions by id.
    """

    here: frozenset[str]
    figures: Mapping[Place, tuple[str, int]]
    questions: Mapping[str, int]
    has_glossary: bool
    has_notes: bool


@dataclass(slots=True)
class Numbering:
    """Grows while the texts of one handout go through it; read when all are through.

    `entry_ids` are the ids of the glossary's entries by term. When all are through, `uses`
    are the ids of the places that use each term, and `works` the works cited by key.
    """

    course: Course
    scope: Scope
    finder: TermFinder
    entry_ids: Mapping[str, str]
    notes: list[NumberedNote] = field(default_factory=list)
    works: dict[str, Work] = field(default_factory=dict)
    uses: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _in_section: set[str] = field(default_factory=set)
    _use_count: int = 0
    _mark_count: int = 0
    _reference_count: int = 0

    def new_section(self) -> None:
        """Let terms be linked again at their next use."""
        self._in_section.clear()

    def text(self, text: Prose | Nodes | None, *, aside: bool = False, terms: bool = True) -> Nodes:
        """Give a text numbered. With `terms` false only terms named on purpose are marked."""
        blocks = text.blocks if isinstance(text, Prose) else text or ()
        if terms and not aside:
            blocks = self._linked(blocks)
        return self._number(blocks, aside=aside)

    def prose(self, text: Prose) -> Prose:
        """Give a text with markup numbered, for a model to hold."""
        return replace(text, blocks=self.text(text))

    def prose_aside(self, text: Prose) -> Prose:
        """Give a text for the teacher only, numbered."""
        return replace(text, blocks=self.text(text, aside=True))

    def _linked(self, blocks: Nodes) -> Nodes:
        """Give the text with terms found, but not in what only the teacher reads."""
        made: list[Node] = []
        for node in blocks:
            if node.kind == _ASIDE:
                made.append(node)
            elif any(inner.kind == _ASIDE for inner in node.children):
                made.append(node.with_children(self._linked(node.children)))
            else:
                made.extend(link_terms((node,), self.finder))
        return tuple(made)

    def _number(self, blocks: Nodes, *, aside: bool) -> Nodes:
        def change(node: Node) -> Nodes | None:
            if node.id:
                self.places[node.id] = node.place
            match node.kind:
                case "heading" if not aside:
                    self.new_section()
                case "teacher":
                    return (node.with_children(self._number(node.children, aside=True)),)
                case "note":
                    return self._note(node, aside=aside)
                case "cite":
                    return self._cite(node, aside=aside)
                case "term":
                    return self._term(node, aside=aside)
                case "reference":
                    return (self._reference(node, aside=aside),)
                case "figure":
                    return (self._figure(node, aside=aside),)
            return None

        return _tucked(rewrite(blocks, change))

    def _figure(self, node: Node, *, aside: bool) -> Node:
        thing, number = self.scope.figures.get(node.place, ("", 0))
        attrs = (*node.attrs, ("thing", thing), ("number", str(number or "")))
        children = self._number(node.children, aside=aside)
        return replace(node, children=children, attrs=attrs)

    def _note(self, node: Node, *, aside: bool) -> Nodes:
        key = node.attr("note")
        text = self.course.notes[key]
        if aside:
            return (replace(node, kind="note_in_place", children=self._in_place(text)),)
        if not self.scope.has_notes:
            return ()
        self._mark_count += 1
        mark = f"mark.{self._mark_count}"
        if key not in self._numbers:
            number = self._numbers[key] = len(self._numbers) + 1
            # The note is kept before its text is numbered, so that notes stay in order.
            self.notes.append(NumberedNote(f"note.{number}", number, (), mark))
            blocks = self._note_blocks(text, aside=False)
            self.notes[number - 1] = replace(self.notes[number - 1], blocks=blocks)
            self.places[f"note.{number}"] = text.place
        number = self._numbers[key]
        self.places[mark] = node.place
        attrs = (("number", str(number)), ("id", mark), ("to", f"note.{number}"))
        return (replace(node, attrs=attrs),)

    def _note_blocks(self, text: Node, *, aside: bool) -> Nodes:
        """Give a note's text; one that is a citation alone gets the full stop of a sentence."""
        blocks = self._number(text.children, aside=aside)
        if text.attr("stop"):
            return tuple(block.with_children(with_full_stop(block.children)) for block in blocks)
        return blocks

    def _in_place(self, text: Node) -> Nodes:
        """Give a note's words without its paragraphs and its last full stop, for brackets."""
        inlines: list[Node] = []
        for block in self._note_blocks(text, aside=True):
            if inlines:
                inlines.append(Node("text", block.place, text=" "))
            inlines.extend(block.children)
        if inlines and inlines[-1].kind == "text":
            inlines[-1] = replace(inlines[-1], text=inlines[-1].text.removesuffix("."))
        return tuple(inlines)

    def _cite(self, node: Node, *, aside: bool) -> Nodes:
        """Give the citation in words: the first mention in the handout full, later ones short."""
        works = {work.key: work for work in self.course.works}
        work = works[node.attr("key")]
        known = work.key in self.works
        worded = short_note if known else full_note
        words = worded(work, node.attr("locator"), author=bool(node.attr("author")))
        if not aside:
            self.works[work.key] = work
        prefix = node.attr("prefix")
        before = (Node("text", node.place, text=f"{prefix} "),) if prefix else ()
        return (*before, *words)

    def _term(self, node: Node, *, aside: bool) -> Nodes:
        name = self.finder.term_of(node.attr("term"))
        if aside:
            return node.children
        self._use_count += 1
        use = f"use.{self._use_count}"
        self.places[use] = node.place
        mark = "first" if name not in self.uses else "use" if name in self._in_section else "link"
        self.uses.setdefault(name, []).append(use)
        self._in_section.add(name)
        to = self.entry_ids[name] if self.scope.has_glossary else ""
        attrs = (("term", name), ("use", use), ("mark", mark), ("to", to))
        return (replace(node, attrs=attrs),)

    def _reference(self, node: Node, *, aside: bool) -> Node:
        target = self.course.targets[node.attr("to")]
        here = target.id in self.scope.here
        thing, number = self._thing(target)
        lesson = self.course.lesson(target.lesson)
        self._reference_count += 1
        self.places[f"ref.{self._reference_count}"] = node.place
        attrs = (
            ("mark", str(self._reference_count)),
            ("to", target.id if here else ""),
            ("thing", thing),
            ("number", str(number or "") if here or thing == "lesson" else ""),
            ("title", target.words),
            ("lesson", str(lesson.number)),
        )
        children = self._number(node.children, aside=aside)
        return replace(node, attrs=attrs, children=children)

    def _thing(self, target: Target) -> tuple[str, int]:
        if target.kind == "lesson":
            return "lesson", self.course.lesson(target.lesson).number
        if target.kind == "question":
            return "question", self.scope.questions.get(target.id, 0)
        return target.kind, self.scope.figures.get(target.place, ("", 0))[1]


def _tucked(nodes: Nodes) -> Nodes:
    """Move a stop or a comma that follows a citation's closing quotation mark inside it.

    Source: The Chicago Manual of Style on punctuation with quotation marks.
    """
    made: list[Node] = []
    for node in nodes:
        inner = node.with_children(_tucked(node.children)) if node.children else node
        if made and made[-1].kind == inner.kind == "text" and made[-1].text.endswith("”"):
            mark, rest = inner.text[:1], inner.text[1:]
            if mark in (".", ","):
                made[-1] = replace(made[-1], text=f"{made[-1].text[:-1]}{mark}”")
                inner = replace(inner, text=rest)
        made.append(inner)
    return tuple(made)


def unnoted(blocks: Nodes) -> Nodes:
    """Give a text that was numbered aside without its notes."""
    return rewrite(blocks, lambda node: () if node.kind == "note_in_place" else None)


def entry_ids(terms: tuple[Term, ...]) -> dict[str, str]:
    """Give the id of each term's entry in the glossary.

    Terms that differ in capitals or marks alone, as "Party" and "party", get numbers.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for term in terms:
        letters = "".join(c if c.isalnum() else " " for c in term.term.lower())
        name = first = "term." + "-".join(letters.split())
        for number in count(2):
            if name not in taken:
                break
            name = f"{first}.{number}"
        taken.add(name)
        ids[term.term] = name
    return ids


def figures_in(blocks: Nodes) -> list[Node]:
    """Give the figures that are numbered: all but the teacher's own."""
    aside = {inner.place for node in walk(blocks) if node.kind == _ASIDE for inner in walk((node,))}
    return [n for n in walk(blocks) if n.kind == "figure" and n.place not in aside]
