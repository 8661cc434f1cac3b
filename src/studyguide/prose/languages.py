"""How each language sets quotation marks, dashes and spaces: a table, and no more.

To add a language, add its row to `LANGUAGES`; quotation marks that a row does not name
are English. The rows follow the common usage of books in each language; where usage is
divided, as in Dutch and Portuguese, one is taken.
"""

import re
from dataclasses import dataclass

NO_BREAK = "\u00a0"
NARROW = "\u202f"


@dataclass(frozen=True, slots=True)
class Language:
    """The habits of one language.

    `quotes` are outer opening and closing, inner opening and closing. `spaced_dash` is
    what a hyphen or two between spaces become. `little` are words of one letter that
    may not end a line. `units`, `labels` and `months` are patterns: words that belong to
    the number before them, to the number after them, and to the day beside them.
    `spaced_marks` are marks that have a narrow space before them.
    """

    quotes: tuple[str, str, str, str] = ("“", "”", "‘", "’")
    spaced_dash: str = "–"
    little: str = ""
    units: str = ""
    labels: str = ""
    months: str = ""
    titles: str = ""
    spaced_marks: str = ""


# Signs that are the same everywhere, so every language has them.
_SIGNS = "mm|cm|dm|km|m|ha|mg|g|kg|t|ml|l|kW|MW|GW|kWh|°C|%|km²|m²|m³"

_ENGLISH = Language(
    units="million|billion|trillion|thousand|hundred|dozen|per cent|percent|tonnes?|tons?"
    "|kilogrammes?|kilograms?|grammes?|grams?|kilometres?|kilometers?|metres?|meters?"
    "|hectares?|acres?|miles?|roubles?|rubles?|kopecks?|poods?|years?|months?|weeks?|days?"
    "|hours?|minutes?|points?",
    labels="Articles?|Lessons?|Chapters?|Parts?|Sections?|Tables?|Figures?|Questions?|Orders?"
    "|Volumes?|Notes?|Pages?|Grades?|Numbers?|articles?|lessons?|chapters?|pages?|pp?\\."
    "|chaps?\\.|[Nn]os?\\.|[Vv]ols?\\.|figs?\\.|[Aa]rts?\\.|ch\\.|nn?\\.|[Nn]o",
    months="January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan\\.|Feb\\.|Mar\\.|Apr\\.|Jun\\.|Jul\\.|Aug\\.|Sept?\\.|Oct\\.|Nov\\.|Dec\\.",
    titles="Mr|Mrs|Ms|Dr|St|Prof",
)
_RUSSIAN = Language(
    quotes=("«", "»", "„", "“"),
    spaced_dash="—",
    little="авикосуя",
    units="млн|млрд|тыс|тонн[аы]?|рубл[а-я]+|год[а-я]*|гг?\\.|лет|км|кг|га|человек",
    labels="[Сс]тать[а-я]+|[Гг]лав[а-я]+|[Уу]рок[а-я]*|[Сс]тр\\.|[Сс]\\.|[Гг]л\\.|[Тт]\\.|[Рр]ис\\.",
    months="января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
)
_UKRAINIAN = Language(
    quotes=("«", "»", "„", "“"),
    spaced_dash="—",
    little="абвєзійоуя",
    units="млн|млрд|тис|тонн?[аи]?|рок[а-яії]+|рр?\\.|км|кг|га|осіб",
    labels="[Сс]татт[а-яії]+|[Рр]озділ[а-яії]*|[Уу]рок[а-яії]*|[Сс]тор\\.|[Сс]\\.|[Тт]\\.|[Рр]ис\\.",
    months="січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
)
_POLISH = Language(
    quotes=("„", "”", "«", "»"),
    little="aiouwz",
    units="mln|mld|tys\\.?|ton[ay]?|rubl[a-z]+|lata?|rok[ua]?|proc\\.",
    labels="[Aa]rt\\.|[Rr]ozdział[a-z]*|[Ss]tr\\.|[Ss]\\.|[Tt]\\.|[Nn]r|[Rr]ys\\.",
    months="stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października"
    "|listopada|grudnia",
)
_GERMAN = Language(
    quotes=("„", "“", "‚", "‘"),
    units="Millionen|Million|Milliarden?|Tausend|Prozent|Tonnen?|Rubel|Mio\\.|Mrd\\.|Jahren?",
    labels="Artikel|Lektion|Kapitel|Teil|Tabelle|Abbildung|Seiten?|Band|Nr\\.|S\\.|Kap\\.|Bd\\.|Abb\\.",
    months="Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
)
_FRENCH = Language(
    quotes=(f"«{NARROW}", f"{NARROW}»", "“", "”"),
    units="millions?|milliards?|mille|pour cent|tonnes?|roubles?|ans|années",
    labels="[Aa]rticles?|[Ll]eçons?|[Cc]hapitres?|[Tt]ableaux?|[Ff]igures?|pages?|p\\.|chap\\.|t\\.|n°",
    months="janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    spaced_marks=";!?",
)
_SPANISH = Language(
    quotes=("«", "»", "“", "”"),
    units="millones|millón|mil|por ciento|toneladas?|rublos?|años?",
    labels="[Aa]rtículos?|[Ll]ección|[Cc]apítulos?|[Tt]ablas?|[Ff]iguras?|pp?\\.|págs?\\.|cap\\.|núm\\.",
    months="de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    "|diciembre)",
)
_ITALIAN = Language(
    quotes=("«", "»", "“", "”"),
    units="milioni|milione|miliardi|mila|per cento|tonnellate|rubli|anni",
    labels="[Aa]rticol[oi]|[Ll]ezion[ei]|[Cc]apitol[oi]|[Tt]abell[ae]|[Ff]igur[ae]|pp?\\.|cap\\.|n\\.",
    months="gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre"
    "|dicembre",
)

#: Habits by language code, without region.
LANGUAGES: dict[str, Language] = {
    "en": _ENGLISH,
    "ru": _RUSSIAN,
    "be": Language(quotes=("«", "»", "„", "“"), spaced_dash="—", little="аіузя"),
    "uk": _UKRAINIAN,
    "pl": _POLISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "es": _SPANISH,
    "it": _ITALIAN,
    "pt": Language(quotes=("“", "”", "‘", "’")),
    "nl": Language(quotes=("“", "”", "‘", "’")),
    "sv": Language(quotes=("”", "”", "’", "’")),
    "fi": Language(quotes=("”", "”", "’", "’")),
    "da": Language(quotes=("»", "«", "›", "‹")),
    "nb": Language(quotes=("«", "»", "‘", "’")),
    "no": Language(quotes=("«", "»", "‘", "’")),
    "nn": Language(quotes=("«", "»", "‘", "’")),
    "cs": Language(quotes=("„", "“", "‚", "‘"), little="aikosuvz"),
    "sk": Language(quotes=("„", "“", "‚", "‘"), little="aikosuvz"),
    "sl": Language(quotes=("„", "“", "‚", "‘")),
    "hr": Language(quotes=("„", "”", "‚", "’")),
    "sr": Language(quotes=("„", "”", "‚", "’")),
    "bg": Language(quotes=("„", "“", "’", "’")),
    "ro": Language(quotes=("„", "”", "«", "»")),
    "hu": Language(quotes=("„", "”", "»", "«")),
    "lt": Language(quotes=("„", "“", "‚", "‘")),
    "lv": Language(quotes=("“", "”", "‘", "’")),
    "et": Language(quotes=("„", "“", "‚", "‘")),
    "el": Language(quotes=("«", "»", "“", "”")),
    "tr": Language(quotes=("“", "”", "‘", "’")),
    "ka": Language(quotes=("„", "“", "‘", "’")),
}
_REGIONS = {"de-ch": Language(quotes=("«", "»", "‹", "›"))}


def language_of(code: str) -> Language:
    """Give the habits of a language by its BCP 47 code; English where it is not known."""
    folded = code.casefold()
    return _REGIONS.get(folded) or LANGUAGES.get(folded.split("-")[0], _ENGLISH)


def tied(language: Language) -> tuple[re.Pattern[str], ...]:
    """Give patterns of a language whose group `space` is a space that may not break a line."""
    units = f"{language.units}|{_SIGNS}" if language.units else _SIGNS
    patterns = [
        # A number and its unit. Not after letters, as in the name of a tank or a form.
        rf"(?<![\w.,])\d[\d.,]*(?P<space> )(?=(?:{units})(?!\w))",
        # Initials: J. V. Stalin.
        r"(?<!\w)[^\W\d_a-zа-яё]\.(?P<space> )(?=[^\W\d_a-zа-яё])",
        r"[№§](?P<space> )(?=\d)",
    ]
    if language.labels:
        patterns.append(rf"(?<!\w)(?:{language.labels})(?P<space> )(?=\d|[IVX]+\b)")
    if language.months:
        patterns.append(rf"(?<![\w.,])\d\d?\.?(?P<space> )(?=(?:{language.months})(?!\w))")
        patterns.append(rf"(?<!\w)(?:{language.months})(?P<space> )(?=\d\d?(?!\d))")
    if language.titles:
        patterns.append(rf"(?<!\w)(?:{language.titles})\.?(?P<space> )(?=[A-Z])")
    if language.little:
        patterns.append(rf"(?<!\w)[{language.little}{language.little.upper()}](?P<space> )(?=\w)")
    return tuple(re.compile(pattern) for pattern in patterns)
