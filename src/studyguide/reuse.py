"""Which files of the last build are still true, so that they need not be made again.

A file is still true if nothing that any file can depend on has changed: the course's files,
the shipped layouts, the program, the page engine, and what was asked for. This is coarse on
purpose: a changed word makes everything new, and nothing that is kept can be wrong.
"""

import hashlib
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path

from studyguide import __version__
from studyguide.job import Job
from studyguide.layout import shipped_texts
from studyguide.publish import Record, digest, read_inputs, read_manifest
from studyguide.read import Draft

#: The packages that decide how a page looks, besides our own.
_ENGINE = ("weasyprint", "jinja2", "fonttools", "fontpkg-source-serif-4", "fontpkg-source-sans-3")


def inputs_of(draft: Draft, jobs: list[Job]) -> dict[str, str]:
    """Give for each file to be made a digest of all that it depends on."""
    common = hashlib.sha256(repr([__version__, *map(version, _ENGINE)]).encode())
    for texts in (draft.texts, shipped_texts(), draft.pictures):
        for path in sorted(texts):
            data = texts[path]
            held = data if isinstance(data, bytes) else data.encode()
            common.update(f"{path}\0{len(held)}\0".encode() + held)
    for module in sorted(Path(__file__).parent.rglob("*.py")):
        common.update(module.read_bytes())
    return {job.file: digest(common.digest() + repr(job).encode()) for job in jobs}


def still_true(folder: Path, inputs: dict[str, str]) -> dict[str, Record]:
    """Give the records of the files in a folder that are as these inputs would make them.

    A file that was made with warnings is made again, so that they are told again.
    """
    entries, before = read_manifest(folder), read_inputs(folder)
    names = {field.name for field in fields(Record)}
    return {
        name: Record(**entries[name])  # type: ignore[arg-type]  # written by ourselves
        for name, key in inputs.items()
        if before.get(name) == key
        if set(entries.get(name, ())) == names
        if entries[name]["warnings"] == 0 and _is_whole(folder / name, entries[name]["sha256"])
    }


def _is_whole(path: Path, sha256: object) -> bool:
    try:
        return digest(path.read_bytes()) == sha256
    except OSError:
        return False
