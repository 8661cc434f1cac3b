"""PDF files as plain values, so that tests read like sentences."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2


@dataclass(frozen=True)
class Pdf:
    """What a test asks of a PDF; pages count from 1."""

    texts: list[str]
    sizes_pt: list[tuple[int, int]]
    fonts: set[str]
    outline: list[str]
    links: list[tuple[int, int]]
    title: str
    language: str
    raw: bytes

    @property
    def text(self) -> str:
        """All words, with single spaces."""
        return flat(" ".join(self.texts))


def flat(text: str) -> str:
    """Give a text with single plain spaces and without soft hyphens at line ends."""
    joined = re.sub(r"[\ufffe\u00ad\x02]\s*", "", text)
    return re.sub(r"\s+", " ", joined.replace("\u00a0", " ").replace("\u202f", " ")).strip()


def read_pdf(data: bytes) -> Pdf:
    """Read a PDF's words, fonts, outline, and links as (from page, to page)."""
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = {
            str(font.BaseFont).split("+")[-1]
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        }
        with pdf.open_metadata() as metadata:
            title = str(metadata.get("dc:title", pdf.docinfo.get("/Title", "")))
        return Pdf(
            texts=texts,
            sizes_pt=[(round(p.mediabox[2]), round(p.mediabox[3])) for p in pdf.pages],
            fonts=fonts,
            outline=list(_outline(document)),
            links=list(_links(pdf)),
            title=title,
            language=str(pdf.Root.get("/Lang", "")),
            raw=data,
        )


def _outline(document: pypdfium2.PdfDocument) -> Iterator[str]:
    for entry in document.get_toc():
        yield "  " * entry.level + entry.get_title()


def _links(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    named: dict[str, pikepdf.Object] = {}
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        tree = pikepdf.NameTree(pdf.Root.Names.Dests)
        named = {str(name): target for name, target in tree.items()}
    numbers = {str(page.objgen): number for number, page in enumerate(pdf.pages, start=1)}
    for number, page in enumerate(pdf.pages, start=1):
        annotations = page.obj.get("/Annots")
        for annotation in annotations if annotations is not None else ():
            action = annotation.get("/A")
            target = annotation.get("/Dest") or (action.get("/D") if action is not None else None)
            if target is None:
                continue
            if str(target) in named:
                target = named[str(target)]
            yield number, numbers[str(target[0].objgen)]
