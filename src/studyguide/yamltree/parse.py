"""Parse YAML text safely.

In: the text of a file, or the front matter of one. Out: a tree of texts, lists and
mappings, or problems. Aliases, tags and directives are refused. Why a text is not YAML
is worded in `faults`.
"""

import re
from contextlib import suppress
from typing import Literal

import yaml
from yaml.scanner import ScannerError

from studyguide.problems import Place, Problem, Problems
from studyguide.yamltree.faults import Fault, explain, shown
from studyguide.yamltree.text import FORBIDDEN, FileText, joined_halves
from studyguide.yamltree.tree import Mapping, Scalar, Sequence, Tree

MAX_DEPTH = 20
MAX_CHARACTERS = 2_000_000
MAX_LINES = 100_000
#: Keys count too. Questions take 40 characters for each value or more, so the limit on
#: characters comes first. The parser needs 20 microseconds for a value: 1 s in all.
MAX_VALUES = 50_000
#: After so many problems the file is given up: the rest is more of the same.
MAX_PROBLEMS = 20

_PROPERTY = re.compile(r"([&!][^\s,\[\]{}]*)(?:\s|#[^\r\n]*)*")
_TEXT_HINT = "if it is text, put the whole value in quotes"


def parse_yaml(text: str, file: str, problems: Problems, *, first_line: int = 1) -> Tree | None:
    """Give the tree of a YAML text, or None if it is empty or cannot be read.

    An empty text is no problem here. What cannot be read is; a double key, an alias or a
    tag is a problem too, but the tree comes back so that the rest can be checked: the
    first of two keys counts, an alias becomes a text, a tag is dropped.

    `file` and `first_line` (the number of the text's first line in the file) go into the
    places. Any text is answered in about two seconds or less: limits stand above.
    """
    draft = FileText(text.removeprefix("\ufeff"), file, first_line)
    tree, found = _unfit(draft) or _Builder(draft).document()
    for problem in found:
        problems.add(problem.place, problem.code, problem.message, hint=problem.hint)
    return tree


def _is_empty(tree: Tree) -> bool:
    return isinstance(tree, Scalar) and not tree.text and not tree.quoted


def _unfit(draft: FileText) -> tuple[None, list[Problem]] | None:
    """Find what need not be parsed at all: too long, or with forbidden characters."""
    if len(draft.text) > MAX_CHARACTERS or draft.rows > MAX_LINES:
        message = f"the text has {len(draft.text):,} characters in {draft.rows:,} lines"
        return None, [Problem(draft.place(0), "file.size", message, "split the file into several")]
    if bad := FORBIDDEN.search(draft.text):
        message = f"the invisible character U+{ord(bad[0]):04X} cannot stand in a YAML file"
        hint = "delete it; if there are many, save the file again as UTF-8 text"
        return None, [Problem(draft.place(bad.start()), "yaml.syntax", message, hint)]
    return None


def _begin(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.index


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.index


class _Events(yaml.SafeLoader):
    """PyYAML's parser in pure Python: the C one crashes on 50,000 nested brackets.

    Only its events are used, never its constructors.
    """

    def scan_plain(self) -> yaml.ScalarToken:
        # YAML 1.2 allows `{prompt: Why?}`. PyYAML follows 1.1 and would stop at the mark, so it
        # is shown another character; what it then takes comes from its buffer.
        if not self.flow_level:
            return super().scan_plain()
        peek = self.peek
        self.peek = lambda index=0: peek(index).replace("?", "x")  # type: ignore[method-assign]
        try:
            return super().scan_plain()
        finally:
            del self.peek

    def fetch_directive(self) -> None:
        # Refused before it is read: version numbers and tag handles have faults of their own.
        raise ScannerError("while scanning a directive", None, "found one", self.get_mark())


class _StopError(Exception):
    """The rest is not read; why is noted already."""


class _Builder:
    """Builds the tree of one text from parse events, and finds problems."""

    def __init__(self, draft: FileText) -> None:
        self._problems: list[Problem] = []
        self._draft = draft
        self._events = _Events(draft.text)
        self._values = 0
        self._brackets: list[int] = []
        self._after: Literal["quoted", "bracket", "alias", "other"] = "other"
        self._after_at = 0

    def document(self) -> tuple[Tree | None, list[Problem]]:
        """Give the tree, or None if there is none or it cannot be read; and the problems."""
        tree = None
        with suppress(_StopError):
            tree = self._only_document()
        return tree, self._problems

    def _only_document(self) -> Tree | None:
        self._next()  # the start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        tree = self._tree(self._next(), 1)
        self._next()  # the end of the document
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            place = self._draft.place(_begin(event), _end(event))
            message = 'a second document begins here: "---"'
            hint = "delete the line; a course file holds one document"
            self._note(place, "yaml.syntax", message, hint)
        return None if _is_empty(tree) else tree

    def _next(self) -> yaml.Event:
        try:
            event: yaml.Event = self._events.get_event()  # type: ignore[no-untyped-call]
        except yaml.MarkedYAMLError as error:
            raise self._unreadable(error) from None
        except (OverflowError, ValueError):
            # chr() of an escape such as "\UFFFFFFFF"
            at = self._events.index - 1
            raise self._fatal(Fault("escape", at, at, "other", at)) from None
        if isinstance(event, yaml.CollectionStartEvent) and event.flow_style:
            self._brackets.append(_begin(event))
        return event

    def _remember(self, event: yaml.Event) -> None:
        """Keep what the last value was: faults behind it are explained by it."""
        self._after, self._after_at = "other", _begin(event)
        if isinstance(event, yaml.AliasEvent):
            self._after = "alias"
        elif isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'):
            self._after = "quoted"

    def _unreadable(self, error: yaml.MarkedYAMLError) -> _StopError:
        at = error.problem_mark.index if error.problem_mark else 0
        opened = error.context_mark.index if error.context_mark else at
        words = f"{error.context}: {error.problem}"
        return self._fatal(Fault(words, at, opened, self._after, self._after_at))

    def _fatal(self, fault: Fault) -> _StopError:
        """Note a fault. What was found on its line before is a consequence, so forget that."""
        said = explain(self._draft, fault)
        place = self._draft.place(said.start, said.end)
        self._problems = [known for known in self._problems if known.place.line != place.line]
        self._problems.append(Problem(place, said.code, said.message, said.hint))
        return _StopError()

    def _note(self, place: Place, code: str, message: str, hint: str) -> None:
        self._problems.append(Problem(place, code, message, hint))
        if len(self._problems) >= MAX_PROBLEMS:
            raise _StopError

    def _tree(self, event: yaml.Event, depth: int) -> Tree:
        self._values += 1
        if self._values > MAX_VALUES:
            message = f"the text has more than {MAX_VALUES:,} values"
            place = self._draft.place(_begin(event), _end(event))
            self._note(place, "file.size", message, "split the file into several")
            raise _StopError
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        start = self._skip_properties(event)
        if isinstance(event, yaml.ScalarEvent):
            self._remember(event)
            return self._scalar(event, min(start, _end(event)))
        if depth > MAX_DEPTH:
            message = f"more than {MAX_DEPTH} lists and mappings stand inside one another"
            hint = "look for brackets that are not closed, or for wrong indentation"
            self._note(self._draft.place(start), "yaml.depth", message, hint)
            raise _StopError
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        assert isinstance(event, yaml.MappingStartEvent)
        return self._mapping(event, depth)

    def _alias(self, event: yaml.AliasEvent) -> Scalar:
        self._remember(event)
        place = self._draft.place(_begin(event), _end(event))
        written = self._draft.text[_begin(event) : _end(event)]
        message = f'"{written}" is an alias, which course files do not use'
        self._note(place, "yaml.alias", message, f"write the value out; {_TEXT_HINT}")
        return Scalar(written, place, True, written, (place,))

    def _skip_properties(self, event: yaml.Event) -> int:
        """Refuse the anchor and the tag before a value; give the offset where it begins."""
        start = _begin(event)
        for name in (getattr(event, "anchor", None), getattr(event, "tag", None)):
            found = _PROPERTY.match(self._draft.text, start) if name is not None else None
            if found:
                start = found.end()
                place = self._draft.place(found.start(1), found.end(1))
                is_anchor = found[1][0] == "&"
                kind, code = ("an anchor", "yaml.alias") if is_anchor else ("a tag", "yaml.tag")
                message = f'"{found[1]}" is {kind}, which course files do not use'
                self._note(place, code, message, f"delete it; {_TEXT_HINT}")
        return start

    def _scalar(self, event: yaml.ScalarEvent, start: int) -> Scalar:
        end = _end(event)
        if event.style in ("|", ">"):
            lines, source = self._draft.block(start, end, event.value)
            return Scalar(event.value, lines[0], True, source, lines)
        if not event.style:
            lines, source = self._draft.flow(start, end)
            return Scalar(event.value, lines[0], False, source, lines)
        lines, source = self._draft.flow(start + 1, end - 1)
        place = self._draft.place(start, end)
        return Scalar(self._unescaped(event.value, place), place, True, source, lines)

    def _unescaped(self, value: str, place: Place) -> str:
        """Refuse escapes of what cannot be printed."""
        value = joined_halves(value)
        bad = FORBIDDEN.search(value)
        if bad is None:
            return value
        message = f"an escape stands for U+{ord(bad[0]):04X}, which cannot be printed"
        self._note(place, "yaml.syntax", message, "delete the backslash and what belongs to it")
        return FORBIDDEN.sub("\ufffd", value)

    def _sequence(self, start: yaml.SequenceStartEvent, depth: int) -> Sequence:
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._tree(event, depth + 1))
        self._close(start)
        return Sequence(tuple(items), self._draft.place(_begin(start)))

    def _close(self, start: yaml.CollectionStartEvent) -> None:
        if not start.flow_style:
            return
        self._after_at = self._brackets.pop()
        # `[a: b]` has a mapping without brackets of its own.
        is_bracket = self._draft.text[self._after_at] in "[{"
        self._after = "bracket" if is_bracket else "other"

    def _mapping(self, start: yaml.MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Tree]] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            known = len(self._problems)
            key = self._tree(event, depth + 1)
            following = self._next()
            between = self._draft.text[_end(event) : _begin(following)]
            value = self._tree(following, depth + 1)
            if not isinstance(key, Scalar):
                del self._problems[known:]  # its own faults come of its being no text
                self._note(
                    key.place, "yaml.syntax", "a list or a mapping cannot be a key", _TEXT_HINT
                )
            elif start.flow_style and ":" not in between and _is_empty(value):
                self._refuse_lone(key)
            elif _is_empty(key):
                self._note(key.place, "yaml.syntax", "no key stands before this colon", "add one")
            elif key.text in entries:
                self._refuse_second(key, entries[key.text][0].place.line)
            else:
                entries[key.text] = (key, value)
        self._close(start)
        first = next(iter(entries.values()), None)
        place = first[0].place if first else self._draft.place(_begin(start))
        return Mapping(tuple(entries.values()), place)

    def _refuse_lone(self, key: Scalar) -> None:
        message = f"{shown(key.text)} stands between commas or brackets without a colon"
        hint = "inside { } a comma ends a value: put a text with commas in quotes"
        self._note(key.place, "yaml.syntax", message, hint)

    def _refuse_second(self, key: Scalar, line: int) -> None:
        message = f"the key {shown(key.text)} stands on line {line} already"
        hint = 'delete or rename one of the two; a new item of a list begins with "- "'
        self._note(key.place, "yaml.duplicate", message, hint)
