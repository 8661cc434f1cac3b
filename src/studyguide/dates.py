"""Dates of history in words, in the course's language."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton


def date_words(start: str, end: str, language: str) -> str:
    """Give a date, or a stretch from `start` to `end`, in words.

    Dates are ISO 8601, of a year, a month or a day; `end` may be empty. What both have in
    common is said once.

    >>> date_words("1929-11-07", "", "en-GB")
    '7 November 1929'
    >>> date_words("1934-01", "1934-02", "en-GB")
    'January\u2013February 1934'
    """
    locale = _locale(language)
    if not end or end == start:
        return _words(start, locale)
    if start[:4] == end[:4] and len(start) == len(end) == 7:
        month = format_skeleton("MMMM", first_day(start), locale=locale)
        return f"{month}\u2013{_words(end, locale)}"
    if start[:7] == end[:7] and len(start) == len(end) == 10:
        return f"{int(start[8:])}\u2013{_words(end, locale)}"
    dash = "\u2013" if len(start) == len(end) == 4 else " \u2013 "
    return f"{_words(start, locale)}{dash}{_words(end, locale)}"


def _words(iso: str, locale: Locale) -> str:
    if len(iso) == 4:
        return iso
    if len(iso) == 7:
        return format_skeleton("yMMMM", first_day(iso), locale=locale)
    return format_date(first_day(iso), format="long", locale=locale)


def first_day(iso: str) -> date:
    """Give the first day of a year, a month or a day. Raises ValueError where it is none."""
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
