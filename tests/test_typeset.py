"""Pages: what lands where, and what the engine is allowed to do."""

from collections.abc import Mapping

import pytest

from pdf import read_pdf
from studyguide.compose.galley import Galley
from studyguide.compose.html import element
from studyguide.layout import Sheet
from studyguide.problems import Place, Problems
from studyguide.typeset import lay_out, paint

A4 = Sheet(
    "paper",
    "@page { size: 210mm 297mm; margin: 20mm } body { margin: 0; font-family: 'Source Serif 4' }",
)
HANDOUT = Place("content/handouts/lesson.yaml", 1)


def galley_of(body: str, css: str = "", files: Mapping[str, bytes] | None = None) -> Galley:
    html = f'<!doctype html><html lang="en"><title>Trial</title><body>{body}</body></html>'
    sheets = (A4, Sheet("layouts/base/text.css", css))
    return Galley(html, sheets, files or {}, {"here": Place("a.md", 7)}, HANDOUT, frozenset())


def printed(galley: Galley) -> tuple[bytes, list[tuple[str, str]]]:
    """Give the PDF, and the problems as (place, code)."""
    problems = Problems()
    pages = lay_out(galley, problems)
    pdf = paint(pages, galley, problems) if pages else None
    assert pdf is not None
    return pdf, [(str(problem.place), problem.code) for problem in problems]


def test_each_id_lands_on_a_page_at_a_place_in_millimetres() -> None:
    pages = lay_out(
        galley_of('<p id="one">1</p><p id="two">2</p>', "p { break-after: page; margin: 5mm 0 }"),
        Problems(),
    )

    assert pages is not None
    assert pages.count == 2
    assert (pages.width_mm, pages.height_mm) == (210, 297)
    assert pages.page_of() == {"one": 1, "two": 2}
    assert pages.boxes["one"].x_mm == pytest.approx(20, abs=0.1)
    assert pages.boxes["one"].width_mm == pytest.approx(170, abs=0.1)


def test_the_same_galley_gives_the_same_bytes() -> None:
    galley = galley_of("<h1>Fire</h1><p>Кулак, kulak.</p>")

    first, second = printed(galley)[0], printed(galley)[0]

    assert first == second
    assert b"/CreationDate" not in first


def test_only_our_fonts_are_used_whatever_is_asked_for() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="9">T</text></svg>'
    body = '<p style="font-family: DejaVu Sans, monospace">Fire жар</p><img src="t.svg" alt="T">'

    pdf = read_pdf(printed(galley_of(body, files={"t.svg": svg}))[0])

    assert pdf.fonts
    assert all(font.startswith(("Source-Serif-4", "Source-Sans-3")) for font in pdf.fonts)


def test_title_language_and_outline_are_set() -> None:
    pdf = read_pdf(printed(galley_of("<h1>Fire</h1><h2>Ash</h2>"))[0])

    assert (pdf.title, pdf.language) == ("Trial", "en")
    assert pdf.outline == ["Fire", "  Ash"]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://x.org/x.png",
        "other.png",
        "../x.svg",
    ],
)
def test_nothing_is_opened_but_the_files_of_the_galley(address: str) -> None:
    _, problems = printed(galley_of(f'<img src="{address}" alt="x">'))

    assert problems == [(str(HANDOUT), "page.blocked")]


def test_an_attachment_is_refused() -> None:
    html = galley_of("x").html.replace(
        "<title>", '<link rel=attachment href="file:///etc/passwd"><title>'
    )

    pdf, problems = printed(Galley(html, (A4,), {}, {}, HANDOUT, frozenset()))

    assert b"root:" not in pdf
    assert (str(HANDOUT), "page.blocked") in problems


def test_a_rule_that_the_engine_drops_is_a_problem_at_its_own_line() -> None:
    _, problems = printed(galley_of("x", "p { color: red }\n\nh1 { colour: red }\n"))

    assert problems == [("layouts/base/text.css:3:6", "style.invalid")]


def test_a_style_sheet_cannot_fetch_anything() -> None:
    _, problems = printed(galley_of("<p>x", "p { background: url(file:///etc/passwd) }"))

    assert problems == [("layouts/base/text.css:1:21", "page.blocked")]


def test_what_the_engine_logs_is_a_problem_where_the_author_wrote_it() -> None:
    _, problems = printed(galley_of('<p id="here"><a href="#nowhere">x</a></p>'))

    assert problems == [(str(HANDOUT), "page.engine")]


def test_escaping_is_not_left_to_the_caller() -> None:
    assert element("a", "x", href='"><script>') == '<a href="&#34;&gt;&lt;script&gt;">x</a>'


@pytest.mark.parametrize("name", ["a map.svg", "карта.svg", "a%20map.svg"])
def test_a_picture_may_have_any_name(name: str) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h5"/></svg>'

    _, problems = printed(galley_of(f'<img src="{name}" alt="x">', files={name: svg}))

    assert problems == []
