"""Dates of works: from what a bibliography says to ISO texts, and from them to words.

An ISO text is a year, a month or a day (1930, 1930-03, 1930-03-02), or two of them with a
slash between. Words are American, as in the Chicago Manual of Style: March 2, 1930. The
dates of a course are worded in its own language, elsewhere.
"""

import datetime
import re

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
# How BibLaTeX marks a date that is about right, or in doubt.
_DOUBT = re.compile(r"[~?%](?=/|$)")


def iso_date(written: str) -> str:
    """Give a date as ISO text, or nothing where it is not one.

    >>> iso_date("1930-03-02"), iso_date("1928/1932"), iso_date("1930~"), iso_date("1930-13")
    ('1930-03-02', '1928/1932', '1930', '')
    """
    text = _DOUBT.sub("", written.strip())
    ends = text.split("/", 2)
    return text if len(ends) <= 2 and all(_is_iso(end) for end in ends) else ""


def _is_iso(text: str) -> bool:
    found = _ISO.fullmatch(text)
    if not found:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def iso_date_of_parts(year: str, month: str, day: str) -> str:
    """Give the date of BibTeX's `year`, `month` and `day`, or nothing where it is not one.

    A month is a number or an English name, of which three letters will do; a day may stand
    beside the name.

    >>> iso_date_of_parts("1930", "March 2", ""), iso_date_of_parts("1930", "3", "")
    ('1930-03-02', '1930-03')
    """
    name, digits = re.search(r"[^\W\d_]+", month), re.search(r"[0-9]{1,2}", month)
    if name:
        prefixes = [known[:3].lower() for known in MONTHS]
        prefix = name[0][:3].lower()
        number = prefixes.index(prefix) + 1 if prefix in prefixes else 0
        day = day or (digits[0] if digits else "")
    else:
        number = int(digits[0]) if digits else 0
    return iso_date(f"{year}-{number:02}" + (f"-{day.zfill(2)}" if day else ""))


def american_date(date: str) -> str:
    """Give an ISO text in words, and any other text as it is.

    >>> american_date("1930-03-02"), american_date("1930-03"), american_date("1928/1932")
    ('March 2, 1930', 'March 1930', '1928–1932')
    """
    if not iso_date(date):
        return date
    return "–".join(_in_words(end) for end in date.split("/"))


def _in_words(date: str) -> str:
    year, month, day = [*date.split("-"), "", ""][:3]
    if not month:
        return year
    name = MONTHS[int(month) - 1]
    return f"{name} {int(day)}, {year}" if day else f"{name} {year}"
