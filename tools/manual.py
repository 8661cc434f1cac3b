"""Make the generated sections of docs/ and the files of schemas/ anew.

.venv/bin/python tools/manual.py
"""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "src"))

from studyguide.manual import filled  # noqa: E402
from studyguide.schema import schema_files  # noqa: E402


def main() -> None:
    """Write the pages and schemas that have changed, and name them."""
    docs = REPOSITORY / "docs"
    before = {path.name: path.read_text("utf-8") for path in sorted(docs.glob("*.md"))}
    _write(docs, filled(before))
    _write(REPOSITORY / "schemas", schema_files())


def _write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(REPOSITORY)}\n")


if __name__ == "__main__":
    main()
