"""Make the pictures of the manual from built handouts.

    .venv/bin/python tools/pictures.py [FOLDER]

FOLDER holds the PDF files of a build of the sample course; it is output/ if nothing is said.
"""

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

REPOSITORY = Path(__file__).resolve().parent.parent
PICTURES = REPOSITORY / "docs" / "images"

#: Each picture shows pages side by side: (file, page), pages counted from 1.
SHOWN = {
    "handouts.png": [
        ("famine.lesson.student.pdf", 1),
        ("famine.lesson.student.pdf", 2),
        ("famine.questions.student.pdf", 1),
    ],
    "teacher.png": [
        ("famine.questions.student.pdf", 1),
        ("famine.questions.teacher.pdf", 1),
    ],
}
#: As wide as a manual's page on a screen with two pixels for each point.
WIDTH = 1600
GAP = 24
BORDER = 2
GREY = 190
#: Text stays sharp with so many shades of grey, and the files stay under 300 kB.
SHADES = 16
MOST_BYTES = 300_000


def main(arguments: list[str]) -> None:
    """Write every picture; end with a message if a file of the build is missing."""
    folder = Path(arguments[0]) if arguments else REPOSITORY / "output"
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, pages in SHOWN.items():
        missing = sorted({file for file, _ in pages if not (folder / file).is_file()})
        if missing:
            raise SystemExit(f"{folder} has no {', '.join(missing)}; type: ./run build")
        path = PICTURES / name
        side_by_side(folder, pages).save(path, optimize=True)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise SystemExit(f"{path} has {size} bytes; show fewer pages or shades")
        sys.stdout.write(f"{path.relative_to(REPOSITORY)}: {size // 1000} kB\n")


def side_by_side(folder: Path, pages: list[tuple[str, int]]) -> Image.Image:
    """Give the pages in one row on white, each with a thin grey border."""
    width = (WIDTH - GAP * (len(pages) - 1)) // len(pages)
    sheets = [page_picture(folder / file, page, width) for file, page in pages]
    whole = Image.new("L", (WIDTH, max(sheet.height for sheet in sheets)), 255)
    for index, sheet in enumerate(sheets):
        whole.paste(sheet, (index * (width + GAP), 0))
    return whole.quantize(SHADES)


def page_picture(path: Path, page: int, width: int) -> Image.Image:
    """Give one page of a PDF, so many pixels wide with its border."""
    document = pypdfium2.PdfDocument(path)
    sheet = document[page - 1]
    inner = width - 2 * BORDER
    picture = sheet.render(scale=inner / sheet.get_width()).to_pil().convert("L")
    document.close()
    return ImageOps.expand(picture.crop((0, 0, inner, picture.height)), BORDER, GREY)


if __name__ == "__main__":
    main(sys.argv[1:])
