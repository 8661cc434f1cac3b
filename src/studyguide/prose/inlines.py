"""The tokens of one block of inlines to nodes with places.

Text stays in pieces, one for each token; a piece that its author escaped has the attribute
`literal`, so that typography leaves it alone. `typography` joins the pieces.
"""

import re
from dataclasses import dataclass, field

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from studyguide.problems import Place
from studyguide.prose.attributes import LANGUAGE, parse_attributes
from studyguide.prose.nodes import Node, plain_text
from studyguide.prose.reading import Ground, Reading

#: Emphasis and links inside one another; markdown-it itself sets emphasis no limit.
DEPTH = 20

LITERAL = (("literal", "yes"),)
_LINK = re.compile(r"(https?://|mailto:)\S", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_SPACES = re.compile(r"\s+")
_HTML_HINT = "use Markdown; for a literal < write \\<"


@dataclass(slots=True)
class _Open:
    """An inline that is open: its first token, and what has been read in it so far.

    `is_nested` says whether it is a note inside a note.
    """

    token: Token | None
    made: list[Node] = field(default_factory=list)
    is_nested: bool = False


class _Inlines:
    """Turns the tokens of one block into nodes."""

    def __init__(self, reading: Reading, ground: Ground) -> None:
        self._reading = reading
        self._ground = ground
        self._open = [_Open(None)]

    def nodes(self, tokens: list[Token]) -> tuple[Node, ...]:
        for token in tokens:
            if token.nesting > 0:
                self._begin(token)
            elif token.nesting < 0:
                ended = self._open.pop()
                self._open[-1].made.extend(self._end(ended, token))
            else:
                self._open[-1].made.extend(self._leaf(token))
        return tuple(self._open[0].made)

    def _begin(self, token: Token) -> None:
        if len(self._open) == DEPTH:
            message = f"this is nested more than {DEPTH} levels deep"
            self._report(self._place(token), "prose.depth", message)
        is_nested = False
        if token.type == "inline_note_open":
            is_nested = self._reading.is_in_note
            if is_nested:
                self._report_nested_note(self._place(token))
            self._reading.is_in_note = True
        self._open.append(_Open(token, is_nested=is_nested))

    def _end(self, ended: _Open, closing: Token) -> tuple[Node, ...]:
        token, children = ended.token, tuple(ended.made)
        assert token is not None  # the first entry is never popped: tokens come in pairs
        place = self._place(token, closing)
        if token.type == "inline_note_open":
            return () if ended.is_nested else self._inline_note(place, children)
        if len(self._open) >= DEPTH:
            return children
        match token.type:
            case "em_open":
                return (Node("emphasis", place, children),)
            case "strong_open":
                return (Node("strong", place, children),)
            case "link_open":
                return self._link(token, place, children)
            case "term_open":
                term = _SPACES.sub(" ", token.content).strip()
                return (Node("term", place, children, attrs=(("term", term), ("forced", "yes"))),)
            case _:
                return self._passage(token, place, children)

    def _leaf(self, token: Token) -> tuple[Node, ...]:
        place = self._place(token)
        match token.type:
            case "text":
                return (Node("text", place, text=token.content),) if token.content else ()
            case "text_special":
                return (Node("text", place, text=token.content, attrs=LITERAL),)
            case "softbreak":
                return (Node("text", place, text=" "),)
            case "hardbreak":
                return (Node("line_break", place),)
            case "code_inline":
                return (Node("code", place, text=token.content),)
            case "image":
                return self._picture(token, place)
            case "note_mark":
                return self._note_mark(token, place)
            case "citation":
                place = self._ground.at(token.meta["at"], len(token.content))
                return (Node("cite", place, attrs=(("raw", token.content),)),)
            case "html_inline":
                message = f'"{shortened(token.content)}" is raw HTML'
                self._report(place, "prose.html", message, _HTML_HINT)
                return ()
            case _:
                meta = token.meta
                self._report(place, meta["code"], meta["message"], meta["hint"])
                return ()

    def _link(self, token: Token, place: Place, children: tuple[Node, ...]) -> tuple[Node, ...]:
        address = str(token.attrs["href"])
        if address.startswith("#") and len(address) > 1:
            return (Node("reference", place, children, attrs=(("to", address[1:]),)),)
        if not _LINK.match(address):
            hint = "use https:// or mailto:, or #id for a place in the course"
            message = f'"{shortened(address)}" is not an address that can be opened'
            message = message if address else "this link has no address"
            self._report(place, "link.address", message, hint)
            return children
        if token.info == "auto" or not children:
            words = plain_text(children) or address
            children = (Node("text", place, text=words, attrs=LITERAL),)
        return (Node("link", place, children, attrs=(("href", normalizeLink(address)),)),)

    def _passage(self, token: Token, place: Place, children: tuple[Node, ...]) -> tuple[Node, ...]:
        start: int = token.meta["content_at"]

        def find(offset: int, width: int) -> Place:
            return self._ground.at(start + offset, width)

        found = parse_attributes(
            token.content, find, self._reading.problems, keys=("lang",), ids=False
        )
        language = dict(found.pairs).get("lang", "")
        if language and not LANGUAGE.fullmatch(language):
            message = f'"{language}" is not a language code'
            self._report(place, "prose.attributes", message, "write a code such as ru, de or uk")
            return children
        if not language:
            return children
        return (Node("passage", place, children, attrs=(("lang", language),)),)

    def _picture(self, token: Token, place: Place) -> tuple[Node, ...]:
        source = str(token.attrs["src"])
        if not source or _SCHEME.match(source):
            message = f'"{shortened(source)}" is not a file of the course'
            message = message if source else "this picture names no file"
            hint = "copy the picture into the course and name it from there: ![](images/name.svg)"
            self._report(place, "link.address", message, hint)
            return ()
        alt = _SPACES.sub(" ", _words(token.children or [])).strip()
        return (Node("picture", place, attrs=(("src", source), ("alt", alt))),)

    def _note_mark(self, token: Token, place: Place) -> tuple[Node, ...]:
        if self._reading.is_in_note:
            self._report_nested_note(place)
            return ()
        self._reading.marks.setdefault(token.content, place)
        return (Node("note", place, attrs=(("note", token.content),)),)

    def _inline_note(self, place: Place, children: tuple[Node, ...]) -> tuple[Node, ...]:
        self._reading.is_in_note = False
        name = self._reading.next_inline_name()
        self._reading.marks[name] = place
        inside = children[0].place if children else place
        paragraph = Node("paragraph", inside, children)
        self._reading.add_note(name, Node("note_text", place, (paragraph,)))
        return (Node("note", place, attrs=(("note", name),)),)

    def _report_nested_note(self, place: Place) -> None:
        hint = "write one note, or put the mark into the text"
        self._report(place, "prose.place", "a note stands inside a note", hint)

    def _place(self, token: Token, closing: Token | None = None) -> Place:
        at: int = token.meta["at"]
        end = token.meta.get("end", at + max(1, len(token.content)))
        if closing is not None and "end" not in token.meta:
            # Of ** the inner stars are the tokens, those that stand next to the words.
            at, end = at + 1 - len(closing.markup), closing.meta["at"] + len(closing.markup)
        return self._ground.at(at, end - at)

    def _report(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self._reading.problems.add(place, code, message, hint=hint)


def inline_nodes(token: Token, reading: Reading) -> tuple[Node, ...]:
    """Give the nodes of one token of type `inline`."""
    ground = Ground(reading.places, token.meta["anchors"])
    return _Inlines(reading, ground).nodes(token.children or [])


def shortened(text: str) -> str:
    """Give a text in one line, cut off where it is too long for a message."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _words(tokens: list[Token]) -> str:
    """Give the words of tokens without their marks, as for a picture's alt text."""
    words: list[str] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.type in ("text", "text_special", "code_inline"):
            words.append(token.content)
        elif token.children:
            words.append(_words(token.children))
    return "".join(words)
