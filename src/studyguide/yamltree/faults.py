"""Say in an author's words why a text is not YAML.

In: the text, and where and how the YAML parser stopped, in the parser's own words.
Out: the stretch of text to mark, a message and a hint.
A parser sees a stray colon; the author forgot quotes. So each explanation looks at the
line again and names the commonest cause. Finding the fault is left to `yamltree`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from studyguide.yamltree.text import FileText

_BELOW = 'write ">-" in place of the value and the text on the next line, indented'
_AS_TEXT = f"put the whole value in quotes, or {_BELOW}"
_IF_TEXT = f"if it is text, {_AS_TEXT}"
_INDENT = "line it up with the lines that it belongs with; indent with spaces only"


@dataclass(frozen=True, slots=True)
class Fault:
    """Where and how the parser stopped.

    `words` are the parser's own: what it was doing, a colon, what is wrong. `at` is the
    offset where it stopped, `opened` where it began the thing that it could not finish,
    else `at`. `after` tells what the last value before the fault was, and `after_at`
    where that began.
    """

    words: str
    at: int
    opened: int
    after: Literal["quoted", "bracket", "alias", "other"]
    after_at: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The stretch to mark, as offsets, and what to say of it."""

    start: int
    end: int
    message: str
    hint: str
    code: str = "yaml.syntax"


def shown(text: str) -> str:
    r"""Give a text as messages quote it: on one line, cut after 50 characters, in double quotes.

    >>> shown("two\n  lines")
    '"two lines"'
    """
    flat = " ".join(text[:200].split())
    return f'"{flat[:50].rstrip()}…"' if len(flat) > 50 else f'"{flat}"'


def explain(draft: FileText, fault: Fault) -> Explanation:
    """Say what is wrong at a fault; every fault gets an answer."""
    found = _indentation(draft, fault)
    if found is not None:
        return found
    for pattern, answer in _ANSWERS:
        if re.search(pattern, fault.words):
            return answer(draft, fault)
    return _rest(draft, fault.at, f"this cannot be read as YAML ({fault.words})", _AS_TEXT)


def _rest(
    draft: FileText, start: int, message: str, hint: str, code: str = "yaml.syntax"
) -> Explanation:
    """Mark all from `start` to the end of its line."""
    end = draft.bounds(draft.row(start))[1]
    return Explanation(start, max(end, start + 1), message, hint, code)


def _tail(draft: FileText, start: int) -> str:
    return shown(draft.text[start : draft.bounds(draft.row(start))[1]])


def _indentation(draft: FileText, fault: Fault) -> Explanation | None:
    """Find a tab, or a blank that only looks like a space, before the text of a line."""
    for offset in (fault.opened, fault.at):
        found = re.match(r" *([\t\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff])", draft.line(offset))
        if found:
            start = draft.bounds(draft.row(offset))[0] + found.start(1)
            mark = found[1]
            name = "a tab" if mark == "\t" else f"the invisible character U+{ord(mark):04X}"
            return Explanation(
                start, start + 1, f"the line is indented with {name}", "indent with spaces only"
            )
    return None


def _missing_space(draft: FileText, offset: int) -> Explanation | None:
    """Find `key:value` or `-item` at the beginning of a line."""
    row_start = draft.bounds(draft.row(offset))[0]
    line = draft.line(offset)
    key = re.match(r"\s*(?:- +)*(([A-Za-z_][\w-]*):(?!//)(\S.*))", line)
    if key:
        message = f"there is no space after the colon in {shown(key[1])}"
        hint = f"write {shown(f'{key[2]}: {key[3]}')}"
        return Explanation(row_start + key.start(1), row_start + key.end(1), message, hint)
    item = re.match(r"\s*(-([^\s-].*))", line)
    if item:
        message = f"there is no space after the dash in {shown(item[1])}"
        return Explanation(
            row_start + item.start(1),
            row_start + item.end(1),
            message,
            f"write {shown('- ' + item[2])}",
        )
    return None


def _colon(draft: FileText, fault: Fault) -> Explanation:
    """A colon where none can be: a value without quotes, or a key at a wrong indentation."""
    row = draft.row(fault.at)
    row_start = draft.bounds(row)[0]
    before = draft.text[row_start : fault.at]
    key = re.search(r":\s+", before)
    if key:
        value = _tail(draft, row_start + key.end())
        message = f"a colon stands inside a value without quotes: {value}"
        is_curly = before[key.end() :].startswith(("\u201c", "\u201e", "\u2018", "\u00ab"))
        hint = "write straight quotes, \" or ', around the value" if is_curly else _AS_TEXT
        return Explanation(fault.at, fault.at + 1, message, hint)
    above = draft.bounds(row - 1)[0] if row else 0
    missing = _missing_space(draft, above) if row else None
    if missing is not None:
        return missing
    name = re.sub(r"^\s*(?:- +)*", "", before)
    return Explanation(
        fault.at - len(name),
        fault.at + 1,
        f"{shown(name + ':')} is read as part of the value above it",
        "if it is a key, line it up with the keys above; if it is text, put the whole value in "
        "quotes",
    )


def _no_colon(draft: FileText, fault: Fault) -> Explanation:
    missing = _missing_space(draft, fault.opened)
    if missing is not None:
        return missing
    return _rest(
        draft,
        fault.opened,
        f"{_tail(draft, fault.opened)} is neither a key nor part of the value above it",
        "after a key write a colon and a space; indent text that goes on from the line above "
        "more than its key",
    )


def _open_quote(draft: FileText, fault: Fault) -> Explanation:
    return _rest(
        draft,
        fault.opened,
        "the quotation mark that opens here is never closed",
        f"add the missing {draft.text[fault.opened]} at the end of the value",
    )


def _beginning(draft: FileText, fault: Fault) -> Explanation:
    """A value that begins with a character that means something to YAML."""
    mark = draft.text[fault.opened : fault.opened + 1]
    if mark == "\t":
        message = "a tab stands where only spaces can"
        return Explanation(fault.at, fault.at + 1, message, "write spaces instead")
    message = f'a value cannot begin with "{mark}" unless it is in quotes'
    return _rest(draft, fault.opened, message, _AS_TEXT)


def _tag(draft: FileText, fault: Fault) -> Explanation:
    message = 'a value that begins with "!" is a tag, which course files do not use'
    return _rest(draft, fault.opened, message, f"delete the tag; {_IF_TEXT}", "yaml.tag")


def _bracket(draft: FileText, fault: Fault) -> Explanation:
    """A list or mapping in brackets that does not go on as it must."""
    written = draft.text[fault.at : fault.at + 1]
    after = _after_value(draft, fault)
    if after is not None and written not in ("'", '"'):
        return after
    opening = draft.text[fault.opened]
    closing = "]" if opening == "[" else "}"
    if written and draft.row(fault.at) == draft.row(fault.opened):
        if written == ":":
            message = "a second colon stands inside a value without quotes"
            return Explanation(fault.at, fault.at + 1, message, "put the value in quotes")
        if written not in "]}":
            message = f"a comma is missing before {_tail(draft, fault.at)}"
            return _rest(
                draft, fault.at, message, "add the comma, or put the whole value in quotes"
            )
    return _rest(
        draft,
        fault.opened,
        f'the bracket "{opening}" that opens here is not closed',
        f'add the missing "{closing}"; {_IF_TEXT}',
    )


def _after_value(draft: FileText, fault: Fault) -> Explanation | None:
    """Text that goes on after a value was complete, on the same line or in a later quotation."""
    if fault.after == "alias":
        message = 'a value cannot begin with "*" unless it is in quotes'
        return _rest(draft, fault.after_at, message, _AS_TEXT)
    if fault.after == "other":
        return None
    if fault.after == "quoted" and "<scalar>" not in fault.words:
        return None
    begins_above = draft.row(fault.after_at) != draft.row(fault.at)
    if fault.after == "quoted" and begins_above:
        # `"` was forgotten further up, so what opens a quotation there closes one here.
        if not draft.line(fault.at)[: fault.at - draft.bounds(draft.row(fault.at))[0]].strip():
            return None
        return _open_quote(draft, Fault("", fault.at, fault.after_at, "other", 0))
    if begins_above:
        return None
    tail = _tail(draft, fault.at)
    if fault.after == "quoted":
        inside = '\\"' if draft.text[fault.after_at] == '"' else "''"
        message = f"text follows the closing quotation mark: {tail}"
        hint = f"{_BELOW}; or put all of it in quotes, with {inside} for each mark inside"
        return _rest(draft, fault.at, message, hint)
    opening = draft.text[fault.after_at]
    kind = "list" if opening == "[" else "mapping"
    message = f'a value that begins with "{opening}" is a {kind}, but text follows its end: {tail}'
    return _rest(draft, fault.at, message, _IF_TEXT)


def _block_end(draft: FileText, fault: Fault) -> Explanation:
    """Something at an indentation where something else is wanted."""
    after = _after_value(draft, fault)
    if after is not None:
        return after
    tail = _tail(draft, fault.at)
    if fault.words.endswith("'-'"):
        message = f"a list item stands where a key is wanted: {tail}"
    elif fault.words.endswith("'?'"):
        message = f"a key stands where a list item is wanted: {tail}"
    elif fault.words.endswith("start>'"):
        message = f"the line is not indented as the lines above it: {tail}"
    else:
        message = f"this does not belong to what stands above it: {tail}"
    return _rest(draft, fault.at, message, _INDENT)


def _list_item(draft: FileText, fault: Fault) -> Explanation:
    return _rest(
        draft,
        fault.at,
        f"a list item cannot stand here: {_tail(draft, fault.at)}",
        "begin the list on the next line, each item with a dash and a space",
    )


def _block_header(draft: FileText, fault: Fault) -> Explanation:
    mark = draft.text[fault.opened]
    return _rest(
        draft,
        fault.opened,
        f'after "{mark}" the text must begin on the next line: {_tail(draft, fault.opened)}',
        'write ">-" alone and the text on the next line, indented; or put the value in quotes',
    )


def _escape(draft: FileText, fault: Fault) -> Explanation:
    start = draft.text.rfind("\\", 0, fault.at + 1)
    found = re.compile(r"\\(?:[xuU][0-9A-Fa-f]*|.?)").match(draft.text, start)
    end = found.end() if found else fault.at + 1
    message = f"{shown(draft.text[start:end])} stands for no character inside double quotes"
    hint = "for a backslash write two, or use single quotes around the value"
    return Explanation(start, end, message, hint)


def _directive(draft: FileText, fault: Fault) -> Explanation:
    message = 'a line that begins with "%" is a directive, which course files do not use'
    return _rest(draft, fault.at, message, "delete the line")


def _stray(draft: FileText, fault: Fault) -> Explanation:
    message = f"this does not belong to what stands above it: {_tail(draft, fault.at)}"
    return _rest(draft, fault.at, message, _INDENT)


#: The parser's words, as a pattern, and who explains them; the first that fits is asked.
_ANSWERS: tuple[tuple[str, Callable[[FileText, Fault], Explanation]], ...] = (
    (r"directive", _directive),
    (r"an? (alias|anchor)", _beginning),
    (r"a tag|tag handle", _tag),
    (r"mapping values are not allowed", _colon),
    (r"could not find expected ':'", _no_colon),
    (r"unexpected (end of stream|document separator)", _open_quote),
    (r"cannot start any token|expected the node content|mapping keys are not", _beginning),
    (r"expected ',' or", _bracket),
    (r"expected <block end>", _block_end),
    (r"sequence entries are not allowed", _list_item),
    (r"a block scalar: expected (chomping|a comment)", _block_header),
    (r"escape", _escape),
    (r"expected '<document start>'", _stray),
)
