"""Read a bibliography: BibTeX, with the common fields of BibLaTeX, to works.

In: the text of a .bib file. Out: the works in the order of the file. Whatever BibTeX would
stumble over, or pass over in silence, becomes a problem; a work with a fault is still given
where it has a key, so that citations of it are not reported as well. Which fields a work
needs for its citation is checked here; how it is worded is left to `citations`.

The parser is trusted with one thing: where entries and fields begin and end. It does not
join values with `#`, and a missing comma makes it swallow the next field without a word.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    InvalidNameError,
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    Block,
    Entry,
    Field,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)

from studyguide.problems import Place, Problems, did_you_mean
from studyguide.works.dates import MONTHS, iso_date, iso_date_of_parts
from studyguide.works.latex import plain_text
from studyguide.works.values import closing_mark, joined_value
from studyguide.works.work import ENTRY_KINDS, KEY, Kind, Name, Work, missing_fields

# It logs what becomes a problem here; nothing of it should reach the screen twice.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)

#: 1 MB of real entries holds 4,000; 1 MB of "@a{" holds 333,333 and takes the parser 6 s.
MOST_ENTRIES = 10_000
# Columns are not looked for in longer lines: with a whole file on one line that would take
# the square of its length.
_LONGEST_LINE = 1_000

_ENTRY_START = re.compile(r"@\w*[ \t]*[{(]")
_ENTRY_HEAD = re.compile(r"@\w*[ \t]*[{(]?\s*[^,\s{}()\"=]*")
# What looks like an entry to a person but is a comment to BibTeX.
_TYPES = "|".join(ENTRY_KINDS)
_ALMOST_ENTRY = re.compile(rf"\s*(?:@\s*({_TYPES})\b|({_TYPES})\s*\{{)")
_ABBREVIATIONS = {month[:3].lower(): month for month in MONTHS}


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry before it is understood: its fields as written, by lower-case name.

    `whole` is false where something of it may have been lost to a fault of syntax.
    """

    type: str
    key: str
    place: Place
    fields: dict[str, tuple[str, Place]]
    whole: bool


def read_bibliography(text: str, file: str, problems: Problems) -> tuple[Work, ...]:
    """Give the works of a bibliography, in its order.

    `file` is its path from the project's root, for the places. Of two entries with the
    same key the first is given.
    """
    if sum(1 for _ in _ENTRY_START.finditer(text)) > MOST_ENTRIES:
        problems.add(
            Place(file),
            "file.size",
            f"the bibliography has more than {MOST_ENTRIES:,} entries",
            hint="keep only the works that the course cites",
        )
        return ()
    return _Reading(text, file, problems).works()


class _Reading:
    """One bibliography while it is being read: its lines, its abbreviations, its problems."""

    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.lines = text.split("\n")
        self.blocks = list(_blocks(parse_string(text, parse_stack=[]).blocks))
        self.abbreviations = dict(_ABBREVIATIONS)

    def works(self) -> tuple[Work, ...]:
        for block in self.blocks:
            if isinstance(block, String):
                # As in BibTeX, a later definition wins.
                self.abbreviations[block.key.lower()] = self._value(
                    block.value, self._place_of(block), f'the abbreviation "{block.key}"'
                )
        items: dict[str, _Item] = {}
        for block in self.blocks:
            # BibTeX reads an entry behind % too, but no author who wrote % means that.
            if self._line(block).lstrip().startswith("%"):
                continue
            if isinstance(block, Entry):
                self._add_item(block, items)
            elif isinstance(block, ParsingFailedBlock):
                self._report_failed(block)
            elif isinstance(block, ImplicitComment):
                self._report_almost_entries(block)
        return tuple(self._work(self._with_parent(item, items)) for item in items.values())

    def _line(self, block: Block) -> str:
        number = block.start_line or 0
        return self.lines[number] if number < len(self.lines) else ""

    def _place_of(self, block: Block) -> Place:
        line = self._line(block)
        number = (block.start_line or 0) + 1
        if len(line) > _LONGEST_LINE:
            return Place(self.file, number)
        column = max(line.find((block.raw or "@").split("\n", 1)[0]), 0)
        head = _ENTRY_HEAD.match(line, column)
        return Place(self.file, number, column + 1, len(head[0].rstrip()) if head else 1)

    def _place_of_field(self, field: Field) -> Place:
        line = self.lines[field.start_line] if field.start_line < len(self.lines) else ""
        if len(line) <= _LONGEST_LINE and field.key:
            found = re.search(rf"(?<![\w-]){re.escape(field.key)}\s*=", line)
            if found:
                return Place(self.file, field.start_line + 1, found.start() + 1, len(field.key))
        return Place(self.file, field.start_line + 1)

    def _report_syntax(self, place: Place, message: str, hint: str) -> None:
        self.problems.add(place, "source.syntax", message, hint=hint)

    def _report_failed(self, block: ParsingFailedBlock) -> None:
        reason = str(getattr(block.error, "abort_reason", block.error))
        found = _ENTRY_HEAD.match(block.raw or "")
        head = re.sub(r"\s+", "", found[0] if found else "@")[:60]
        message, hint = f'the entry "{head}" cannot be read', "look for a missing brace or comma"
        if "block start" in reason or "end of file" in reason or "found `@" in reason:
            message = f'the entry "{head}" is not closed'
            hint = "each { needs its }, and the entry its own } before the next one begins"
        elif "`=`" in reason:
            message = f'a field of the entry "{head}" has no "="'
            hint = "write name = {value}, with a comma after each field"
        elif "after entry key" in reason:
            message = f'the entry "{head}" has no key, or no comma after it'
            hint = "write @book{key, and then the fields"
        self._report_syntax(self._place_of(block), message, hint)

    def _report_almost_entries(self, block: ImplicitComment) -> None:
        for number, line in enumerate((block.raw or "").split("\n"), (block.start_line or 0) + 1):
            found = _ALMOST_ENTRY.match(line[:_LONGEST_LINE])
            if found:
                written = found[0].strip()
                self._report_syntax(
                    Place(self.file, number, found.end() - len(written) + 1, len(written)),
                    f'the entry "{written}" is not read',
                    f"write @{found[1] or found[2]}{{key, and then the fields",
                )

    def _add_item(self, entry: Entry, items: dict[str, _Item]) -> None:
        place = self._place_of(entry)
        key = re.sub(r"\s+", " ", entry.key)
        if not key:
            self._report_syntax(place, "an entry has no key", "write @book{key, and the fields")
            return
        if not re.fullmatch(KEY, key):
            self.problems.add(
                place,
                "id.form",
                f'the key "{key[:60]}" cannot be cited',
                hint="use letters and digits, and between them : . - / + or _",
            )
        if key in items:
            first = items[key].place
            self.problems.add(
                place,
                "id.duplicate",
                f'the bibliography has the key "{key[:60]}" twice',
                hint=f"the other is on line {first.line}",
            )
            return
        known = len(self.problems)
        fields = self._fields(entry, key)
        whole = len(self.problems) == known
        items[key] = _Item(entry.entry_type.lower(), key, place, fields, whole)

    def _fields(self, entry: Entry, key: str) -> dict[str, tuple[str, Place]]:
        fields: dict[str, tuple[str, Place]] = {}
        for field in entry.fields:
            name = field.key.lower()
            place = self._place_of_field(field)
            value = self._value(str(field.value), place, f'the field "{name[:60]}" of "{key}"')
            if name in fields:
                message = f'the work "{key}" has the field "{name[:60]}" twice'
                self._report_syntax(place, message, "delete one of the two")
            elif value:
                fields[name] = (value, place)
        return fields

    def _value(self, written: str, place: Place, whose: str) -> str:
        value = joined_value(written, self.abbreviations)
        for name in dict.fromkeys(value.unknown):
            otherwise = f"for plain text write {{{name[:60]}}}"
            self._report_syntax(
                place,
                f'there is no abbreviation "{name[:60]}"',
                did_you_mean(name[:60], list(self.abbreviations)[:100], otherwise),
            )
        if not value.ends:
            self._report_syntax(
                place,
                f"{whose} goes on after its value ends",
                'a comma is missing after the value, or it has a bare " inside',
            )
        return value.text

    def _with_parent(self, item: _Item, items: Mapping[str, _Item]) -> _Item:
        """Give the item with what it inherits from the entry that its crossref names."""
        key, place = item.fields.get("crossref", ("", item.place))
        if not key:
            return item
        if key not in items:
            self.problems.add(
                place,
                "link.source",
                f'"{item.key}" refers to "{key[:60]}", which is not in the bibliography',
                hint=did_you_mean(key[:60], list(items)),
            )
            return replace(item, whole=False)
        inherited = dict(items[key].fields)
        for name in ("title", "subtitle"):
            if name in inherited and ENTRY_KINDS.get(item.type) == "chapter":
                inherited["book" + name] = inherited.pop(name)
        inherited.pop("shorttitle", None)
        whole = item.whole and items[key].whole
        return replace(item, fields=inherited | item.fields, whole=whole)

    def _kind(self, item: _Item) -> Kind:
        kind = ENTRY_KINDS.get(item.type)
        if kind is None:
            self.problems.add(
                item.place,
                "value.choice",
                f'"@{item.type}" is not a type of work',
                hint=_type_hint(item.type),
            )
            return "misc"
        if kind == "report" and not {"institution", "publisher"} & item.fields.keys():
            return "speech"
        return kind

    def _work(self, item: _Item) -> Work:
        def text(*names: str) -> str:
            """Give the first of the fields that is there."""
            return next((plain_text(item.fields[n][0]) for n in names if n in item.fields), "")

        work = Work(
            key=item.key,
            kind=self._kind(item),
            place=item.place,
            authors=self._names(item, "author"),
            editors=self._names(item, "editor"),
            translators=self._names(item, "translator"),
            title=_whole_title(text("title"), text("subtitle")),
            short_title=text("shorttitle"),
            journal=_whole_title(text("journaltitle", "journal"), text("journalsubtitle")),
            booktitle=_whole_title(text("booktitle"), text("booksubtitle")),
            series=text("series"),
            volume=text("volume"),
            number=text("number", "issue"),
            edition=text("edition"),
            publisher=text("publisher", "institution", "school", "organization"),
            address=text("location", "address", "venue"),
            date=self._date(item),
            accessed=iso_date(text("urldate")),
            pages=re.sub(r"(?<=\d)-(?=\d)", "–", text("pages")),
            doi=re.sub(r"^https?://(dx\.)?doi\.org/", "", _address(item, "doi")),
            url=_address(item, "url"),
            genre=_GENRES.get(text("type"), text("type")) or _GENRES.get(item.type, ""),
            event=_whole_title(text("eventtitle"), text("eventtitleaddon")),
            howpublished=text("howpublished"),
            note=text("note"),
            parent=item.fields.get("crossref", ("", item.place))[0],
            places=tuple((name, place) for name, (_, place) in item.fields.items()),
        )
        for field, hint in missing_fields(work) if item.whole else ():
            message = f'the work "{work.key}" has no {field}'
            self.problems.add(work.place, "source.field", message, hint=hint)
        return work

    def _names(self, item: _Item, field: str) -> tuple[Name, ...]:
        written, place = item.fields.get(field, ("", item.place))
        names: list[Name] = []
        for name in split_multiple_persons_names(written):
            try:
                names.append(_name(name))
            except InvalidNameError:
                self.problems.add(
                    place,
                    "value.invalid",
                    f'the name "{plain_text(name)[:60]}" has too many commas',
                    hint='write "Family, Given", and "and" between two people',
                )
                names.append(Name(literal=plain_text(name)))
        return tuple(name for name in names if name != Name())

    def _date(self, item: _Item) -> str:
        """Give the date as ISO text, from `date` or from `year`, `month` and `day`."""
        written, month, year, day = (
            plain_text(item.fields[name][0]) if name in item.fields else ""
            for name in ("date", "month", "year", "day")
        )
        if not written and (not month or not re.fullmatch(r"[0-9]{4}", year)):
            return year
        date = iso_date(written) if written else iso_date_of_parts(year, month, day)
        if date or not re.match(r"\d|$", written):
            return date or written
        self.problems.add(
            item.fields["date" if written else "month"][1],
            "value.invalid",
            f'"{(written or f"{month} {day}".strip())[:60]}" is not a date',
            hint="write 1930, 1930-03 or 1930-03-02"
            if written
            else 'write the month in English, such as "mar" or 3, and a day that it has',
        )
        return written or year


_GENRES = {
    "phdthesis": "PhD diss.",
    "mastersthesis": "master’s thesis",
    "mathesis": "master’s thesis",
    "thesis": "thesis",
    "techreport": "Technical Report",
}


@cache
def _type_hint(written: str) -> str:
    return did_you_mean(written, list(ENTRY_KINDS), "use @misc where no type fits")


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks, with entries in place of the parser's complaints of doubles."""
    for block in blocks:
        inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else None
        yield inner if inner is not None else block


def _name(written: str) -> Name:
    """Give one name; raises InvalidNameError where it has too many commas."""
    written = written.strip()
    if written.startswith("{") and closing_mark(written, 0) == len(written) - 1:
        return Name(literal=plain_text(written))
    if written == "others":
        return Name(literal=written)
    parts: NameParts = parse_single_name_into_parts(written)
    given, particle = parts.first, parts.von
    # The parser takes "van Gogh" for a given and a family name.
    if not particle and "," not in written and given and given[0][0].islower():
        given, particle = [], given
    family, given_, particle_, suffix = (
        plain_text(" ".join(words)) for words in (parts.last, given, particle, parts.jr)
    )
    return Name(family, re.sub(r"\.(?=\w)", ". ", given_), particle_, suffix)


def _whole_title(title: str, subtitle: str) -> str:
    if not title or not subtitle:
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in "?!:" else f"{title}: {subtitle}"


def _address(item: _Item, field: str) -> str:
    """Give an address as it is, but for LaTeX's backslashes."""
    written = item.fields.get(field, ("", item.place))[0]
    return re.sub(r"\\url|\\(?=[_%&#~{}])|[{}\s]", "", written)
