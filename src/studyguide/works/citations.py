"""Word citations: Chicago notes and bibliography (Manual of Style, 17th edition, chapter 14).

In: a work and where in it. Out: text and emphasis, to stand in a note or in a list of works
cited. Pure: which citation is the first of a handout, and so full, is known elsewhere.
Checked against Pandoc's citeproc; tests/cases/citations says where and why we differ.

Inside this module a citation is a string in which italics stand between two control
characters, which no text from a bibliography holds, and a third marks where American style
wants a comma or a full stop that follows: inside the closing quotation mark.
"""

import re
import unicodedata
from dataclasses import dataclass

from studyguide.prose.nodes import Node
from studyguide.works.dates import american_date, iso_date
from studyguide.works.locators import page_range, worded_locator
from studyguide.works.people import families, in_order, inverted
from studyguide.works.work import KEY, Name, Work

_ITALIC, _ROMAN, _INSIDE = "\x02", "\x03", "\x04"
_QUOTED_KINDS = frozenset({"article", "chapter", "thesis", "speech", "web"})
_NBSP = "\u00a0"
_ARTICLE = re.compile(r"(?:An?|The) (?=\S)")
_ORDINALS = {
    name: number
    for number, name in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"), 1
    )
}

# Pandoc's syntax: a letter before the @ makes it an e-mail address.
_CITED = re.compile(rf"(?<!\w)(-?)@({KEY})")


@dataclass(frozen=True, slots=True)
class Cite:
    """One work cited between `[` and `]`, and where in it.

    `prefix` ("see") and `locator` ("chap. 7") are as written, without the comma. `key` is
    empty where a part of the citation names no work. `offset` counts characters from the
    start of what stands between the brackets to the key, or to the part without one.
    `with_author` is false for `-@key`.
    """

    prefix: str
    key: str
    locator: str
    offset: int
    with_author: bool = True


def parse_citation(inside: str) -> tuple[Cite, ...]:
    """Give the works that are cited in what stands between `[` and `]`.

    >>> [(cite.prefix, cite.key, cite.locator) for cite in parse_citation("see @a; @b, chap. 3")]
    [('see', 'a', ''), ('', 'b', 'chap. 3')]
    """
    cites: list[Cite] = []
    start = 0
    for part in inside.split(";"):
        found = _CITED.search(part)
        if found:
            locator = part[found.end() :].strip().removeprefix(",").lstrip()
            prefix = part[: found.start()].strip()
            cites.append(
                Cite(prefix, found[2], locator, start + found.start(2), with_author=not found[1])
            )
        else:
            cites.append(Cite(part.strip(), "", "", start + len(part) - len(part.lstrip())))
        start += len(part) + 1
    return tuple(cites)


def full_note(work: Work, locator: str = "", *, author: bool = True) -> tuple[Node, ...]:
    """Give a work's first citation in a handout, without a full stop: see `with_full_stop`."""
    people = in_order(work.authors) if author else ""
    if author and not people and work.kind == "book":
        people = _editors_in_front(work, in_order(work.editors))
    where, is_page = worded_locator(locator)
    if work.kind == "article":
        body = _article(work, where, is_page)
    elif work.kind == "chapter":
        where = where or page_range(work.pages)
        body = f"{_title(work)}, in {_italic(work.booktitle)}" + _book_facts(work, where, is_page)
    elif work.kind == "thesis":
        body = _join(", ", f"{_title(work)} ({_thesis(work)})", where)
    elif work.kind == "web":
        body = _join(", ", _title(work), work.publisher, _web_date(work, where))
    elif work.kind in ("speech", "misc", "legal"):
        body = _join(", ", _title(work), _occasion(work), where)
    else:
        body = _title(work) + _book_facts(work, where, is_page)
    return _nodes(_join(", ", people, body, _address(work)), work)


def short_note(work: Work, locator: str = "", *, author: bool = True) -> tuple[Node, ...]:
    """Give a later citation of a work, without a full stop: see `with_full_stop`."""
    where, is_page = worded_locator(locator)
    people = families(_leaders(work)) if author else ""
    volume = f"vol.{_NBSP}{work.volume}" if work.volume and work.kind == "book" else ""
    if volume and is_page:
        volume, where = "", f"{work.volume}:{where}"
    title = _set_title(work, short_title(work))
    return _nodes(_join(", ", people, title, volume, where), work)


def works_cited_entry(work: Work) -> tuple[Node, ...]:
    """Give a work's entry in a list of works cited, with its full stop."""
    people = inverted(work.authors)
    if not people and work.kind == "book":
        people = _editors_in_front(work, inverted(work.editors))
    if work.kind == "article":
        sentences = [f"{_title(work)}. {_journal(work, page_range(work.pages))}", work.note]
    elif work.kind == "chapter":
        book = f"In {_italic(work.booktitle)}"
        editors = f"edited by {in_order(work.editors)}" if work.editors else ""
        volume = f"vol.{_NBSP}{work.volume}" if work.volume else ""
        place = _join(", ", book, editors, _edition(work), volume, page_range(work.pages))
        sentences = [_title(work), place, work.series, _imprint(work), work.note]
    elif work.kind == "thesis":
        sentences = [_title(work), _thesis(work), work.note]
    elif work.kind == "web":
        people = people or work.publisher
        site = work.publisher if people != work.publisher else ""
        sentences = [_title(work), _join(", ", site, _web_date(work, "")), work.note]
    elif work.kind in ("speech", "misc", "legal"):
        sentences = [_title(work), _occasion(work)]
    else:
        editors = f"Edited by {in_order(work.editors)}" if work.authors and work.editors else ""
        volume = f"Vol.{_NBSP}{work.volume}" if work.volume else ""
        sentences = [_title(work), editors, _translators(work, "Translated by"), _edition(work)]
        sentences += [volume, _series(work), _imprint(work), work.note]
    text = _join(". ", people, *map(_capitalized, [*sentences, _address(work)]))
    return _nodes(f"{text}.", work)


def with_full_stop(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """End a citation as a sentence: the stop goes inside a closing quotation mark.

    Nothing is added after another stop, a question mark or an exclamation mark.
    """
    if not nodes:
        return nodes
    *before, last = nodes
    if last.kind != "text":
        inner = last.children[-1].text if last.children else last.text
        if re.search(r"[.?!][’”]*$", inner):
            return nodes
        return (*nodes, Node("text", last.place, text="."))
    return (*before, Node("text", last.place, text=_stopped(last.text)))


def _stopped(text: str) -> str:
    if re.search(r"[.?!][’”]*$", text):
        return text
    # A single mark inside a double one closes a quotation only if one was opened.
    closing = re.search("’?”$" if "‘" in text else "”$", text)
    return f"{text[: closing.start()]}.{closing[0]}" if closing else f"{text}."


def sort_key(work: Work) -> tuple[tuple[str, ...], str, str]:
    """Give what a list of works cited is sorted by: people, then title, then date.

    A work without people stands under its title, and a web page under its site's name.
    Accents and capitals do not count, nor do leading articles.
    """
    people = [name.literal or f"{name.family}, {name.given}" for name in _leaders(work)]
    title = _folded(_ARTICLE.sub("", work.title, count=1))
    return tuple(_folded(name) for name in people) or (title,), title, work.date


def short_title(work: Work) -> str:
    """Give the title for later citations: the author's own, or the part up to the colon.

    A leading article goes, as does the subtitle.
    """
    if work.short_title:
        return work.short_title
    main = re.split(r": |(?<=[?!]) (?=\S)", work.title, maxsplit=1)[0]
    return _ARTICLE.sub("", main, count=1) if not main.endswith(("?", "!")) else main


# --- parts of a citation ---------------------------------------------------------------


def _title(work: Work) -> str:
    return _set_title(work, work.title)


def _set_title(work: Work, title: str) -> str:
    return _quoted(title) if work.kind in _QUOTED_KINDS else _italic(title)


def _italic(text: str) -> str:
    return f"{_ITALIC}{_mark_inside(text)}{_ROMAN}" if text else ""


def _quoted(text: str) -> str:
    """Put a title into quotation marks, and the marks inside it into single ones."""
    return f"“{_mark_inside(text.replace('“', '‘').replace('”', '’') + '”')}" if text else ""


def _mark_inside(text: str) -> str:
    """Mark the point inside the closing quotation marks at the end, if there are any."""
    closing = re.search("’?”$" if "‘" in text else "”$", text)
    if not closing:
        return text
    return text[: closing.start()] + _INSIDE + closing[0]


def _book_facts(work: Work, where: str, is_page: bool) -> str:
    """Give what follows the title of a book in a note, from the comma before it."""
    editors = f"ed. {in_order(work.editors)}" if work.editors else ""
    if work.kind != "chapter" and not work.authors:
        editors = ""
    volume = f"vol.{_NBSP}{work.volume}" if work.volume else ""
    if work.volume and is_page and where and work.kind == "book":
        volume, where = "", f"{work.volume}:{where}"
    facts = _join(
        ", ", editors, _translators(work, "trans."), _edition(work), volume, _series(work)
    )
    imprint = f" ({_imprint(work)})" if _imprint(work) else ""
    return _join(", ", f", {facts}{imprint}" if facts else imprint, where)


def _imprint(work: Work) -> str:
    place = _join(": ", work.address, work.publisher)
    return _join(", ", place, american_date(work.date))


def _series(work: Work) -> str:
    if work.kind == "report":
        return _join(" ", work.genre, f"no.{_NBSP}{work.number}" if work.number else "")
    return _join(" ", work.series, work.number) if work.series else ""


def _edition(work: Work) -> str:
    """Give the edition as "3rd ed.", from 3, "3rd", "third" or "3rd ed."; a first has none."""
    written = re.sub(r"[\s.]*\b(?:edition|ed|edn)\b\.?$", "", work.edition, flags=re.IGNORECASE)
    word = written.strip().lower()
    number = _ORDINALS.get(word, 0)
    digits = re.fullmatch(r"([0-9]{1,4})(?:st|nd|rd|th)?", word)
    number = int(digits[1]) if digits else number
    if number == 1 or not word:
        return ""
    if number:
        tail = (
            "th"
            if number % 100 in (11, 12, 13)
            else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        )
        return f"{number}{tail}{_NBSP}ed."
    return f"{re.sub(r'^revised', 'rev.', word)}{_NBSP}ed."


def _translators(work: Work, by: str) -> str:
    return f"{by} {in_order(work.translators)}" if work.translators else ""


def _article(work: Work, where: str, is_page: bool) -> str:
    if is_page or not where:
        return f"{_title(work)}, {_journal(work, where or page_range(work.pages))}"
    return f"{_title(work)}, {_journal(work, '')}, {where}"


def _journal(work: Work, pages: str) -> str:
    """Give a journal with volume and pages, or a newspaper with its date."""
    date = american_date(work.date)
    if not work.volume and not work.number:
        return _join(", ", _italic(work.journal), date, pages)
    number = f"no.{_NBSP}{work.number}" if work.number else ""
    comma = "" if work.volume else ","
    issue = _join(", ", work.volume, number)
    dated = f"{_italic(work.journal)}{comma} {issue}" + (f" ({date})" if date else "")
    return _join(": ", dated, pages)


def _occasion(work: Work) -> str:
    """Give where and when a speech was held or a law adopted; the note may say when."""
    date = american_date(work.date)
    if date and date in work.note:
        date = ""
    # A law with the day is a law with the day on which it was adopted.
    if work.kind == "legal" and date and not work.note and not work.howpublished:
        date = f"adopted {date}" if len(iso_date(work.date)) == 10 else date
    genre = "" if work.kind == "speech" and work.howpublished else work.genre
    place = _join(": ", work.address, work.publisher)
    return _join(", ", genre, work.howpublished, work.event, place, date, work.note)


def _thesis(work: Work) -> str:
    return _join(", ", work.genre, work.publisher, american_date(work.date))


def _web_date(work: Work, where: str) -> str:
    """Give the date of a page, or else when it was seen, with the locator between them."""
    seen = f"accessed {american_date(work.accessed)}" if work.accessed and not work.date else ""
    return _join(", ", american_date(work.date), where, seen)


def _address(work: Work) -> str:
    return f"https://doi.org/{work.doi}" if work.doi else work.url


# --- people ----------------------------------------------------------------------------


def _leaders(work: Work) -> tuple[Name, ...]:
    """Give the people a work is known by."""
    editors = work.editors if work.kind == "book" else ()
    site = (Name(literal=work.publisher),) if work.kind == "web" and work.publisher else ()
    return work.authors or editors or site


def _editors_in_front(work: Work, names: str) -> str:
    if not names:
        return ""
    plural = len(work.editors) > 1
    return f"{names}, {'eds.' if plural else 'ed.'}"


# --- strings and nodes -----------------------------------------------------------------


def _join(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def _capitalized(text: str) -> str:
    return text if text.startswith("http") else text[:1].upper() + text[1:]


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^\w\s,]", "", plain.translate(_PLAIN))


_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def _nodes(text: str, work: Work) -> tuple[Node, ...]:
    """Give the nodes of a citation, with its punctuation put right.

    A comma or stop moves inside a closing quotation mark. A stop goes where another stop, a
    question mark or an exclamation mark stands already; a comma stays.
    """
    text = re.sub(rf"{_INSIDE}([’”]+{_ROMAN}?)([.,])", r"\2\1", text).replace(_INSIDE, "")
    text = re.sub(rf"([.?!][’”]*{_ROMAN}?)\.", r"\1", text)
    nodes: list[Node] = []
    for index, run in enumerate(re.split(f"[{_ITALIC}{_ROMAN}]", text)):
        if not run:
            continue
        words = Node("text", work.place, text=run)
        nodes.append(Node("emphasis", work.place, (words,)) if index % 2 else words)
    return tuple(nodes)
