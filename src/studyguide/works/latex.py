r"""Turn the LaTeX of a BibTeX value into plain Unicode text.

In: what stands between the outer braces or quotation marks. Out: text with accents,
dashes and curly quotes, without braces and commands. One pass, no recursion, so that
deep nesting costs nothing.

pylatexenc, which comes with bibtexparser, was tried first: it drops a bare ampersand
("Allen & Unwin") and everything after a per cent sign, and takes 7 s for 1 MB.
"""

import re
import unicodedata

#: LaTeX accents, as the Unicode mark that follows its letter.
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308",
    "=": "\u0304", ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b",
    "c": "\u0327", "k": "\u0328", "d": "\u0323", "b": "\u0331", "r": "\u030a",
}  # fmt: skip

#: Commands that stand for a character. All others vanish and leave their argument.
_SYMBOLS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ",
    "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ",
    "S": "§", "P": "¶", "pounds": "£", "textsterling": "£", "copyright": "©",
    "dots": "…", "ldots": "…", "textellipsis": "…", "textdegree": "°",
    "textendash": "–", "textemdash": "—", "textquotesingle": "’",
    "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”",
    "textbackslash": "\\", "textasciitilde": "~", "textunderscore": "_",
}  # fmt: skip

# A letter under an accent: {e}, {\i}, e or \i. The bare letter after \v needs a space
# before it, or \vs would be a command.
_TOKEN = re.compile(
    r"""
      \\ (?P<sign>[`'^"~=.]) \s* (?: \{ \s* (?P<a>\\[ij]|\w?) \s* \} | (?P<b>\\[ij]\b|\w) )
    | \\ (?P<letter>[uvHckdbr]) (?: \s* \{ \s* (?P<c>\\[ij]|\w?) \s* \} | \s+ (?P<d>\\[ij]\b|\w) )
    | \\ (?P<command>[A-Za-z]+) \s* (?:\{\})?
    | \\ (?P<escaped>[&%$#_{}])
    | \\ (?P<space>[\s\\])
    | (?P<dropped>\\. | \\\Z | [{}]+)
    | (?P<dashes>-{2,3})
    | (?P<dots>\.{3})
    | (?P<open>``) | (?P<close>'') | (?P<tick>`)
    | (?P<tie>~)
    """,
    re.VERBOSE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\r\n]+")


def plain_text(value: str) -> str:
    r"""Give the text that LaTeX would print, with curly quotes.

    >>> plain_text(r'{\L}ukasz M{\"u}ller, "The {Soviet} Story," 1928--1932')
    'Łukasz Müller, “The Soviet Story,” 1928–1932'
    """
    # Spaces go first: runs of them would make the pattern's optional spaces slow.
    text = _TOKEN.sub(_replaced, _SPACES.sub(" ", _CONTROL.sub("", value)))
    return unicodedata.normalize("NFC", curly_quotes(_SPACES.sub(" ", text).strip(" ")))


def _replaced(token: re.Match[str]) -> str:
    kind = token.lastgroup
    if token["sign"] or token["letter"]:
        return _accented(token)
    if token["command"]:
        return _SYMBOLS.get(token["command"], "")
    if kind == "escaped":
        return token["escaped"]
    if kind == "dashes":
        return "–" if len(token["dashes"]) == 2 else "—"
    return {"space": " ", "dots": "…", "open": "“", "close": "”", "tick": "‘", "tie": "\u00a0"}.get(
        str(kind), ""
    )


def _accented(token: re.Match[str]) -> str:
    base = token["a"] or token["b"] or token["c"] or token["d"] or ""
    if not base:
        return ""
    # An accent sits on i, not on the dotless i that \i prints.
    return base.removeprefix("\\") + _ACCENTS[token["sign"] or token["letter"]]


def curly_quotes(text: str) -> str:
    """Turn straight quotation marks and apostrophes into curly ones.

    A mark opens at the start, and after a space, a bracket, a dash or another opening mark;
    before a digit a single one is an apostrophe ('30s).

    >>> curly_quotes('''Stalin's "Great 'Break'"''')
    'Stalin’s “Great ‘Break’”'
    """
    if '"' not in text and "'" not in text:
        return text
    text = re.sub(r'(^|[\s(\[–—‘])"', r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[–—“])'(?!\d)", r"\1‘", text).replace("'", "’")
