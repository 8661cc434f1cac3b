"""Publish: the only module that writes what the user keeps.

A file is written beside its target under a temporary name, read back, and then renamed,
so that a target is always a whole file: the last good one or the new one.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST = "manifest.json"


class UnpublishedError(Exception):
    """A file could not be written or removed; the message says why. It is as it was."""


class DamagedError(Exception):
    """What stands on the disk is not what was written. What was there is untouched."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the manifest says of one file; `sheets` are pieces of paper, printed on both sides."""

    file: str
    handout: str
    lesson: str | None
    edition: str
    tier: str
    paper: str
    theme: str
    pages: int
    sheets: int
    bytes: int
    sha256: str
    warnings: int


def digest(data: bytes) -> str:
    """Give the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_file(path: Path, data: bytes) -> None:
    """Put a file in place of the one that is there, all at once.

    Raises UnpublishedError where it cannot be written, DamagedError where it reads back otherwise.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_whole(temporary, data)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UnpublishedError(f"{path} cannot be written: {reason}") from None


def _write_whole(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if path.read_bytes() != data:
        raise DamagedError(f"{path} does not read back as it was written")


def write_manifest(
    folder: Path, records: Iterable[Record], inputs: Mapping[str, str] | None = None
) -> None:
    """Write the manifest: the new files, and those of earlier runs that are still there.

    `inputs` are digests, by file, of what the new files were made of.
    """
    new = {record.file: asdict(record) for record in records}
    kept = {
        name: entry
        for name, entry in read_manifest(folder).items()
        if name not in new and (folder / name).is_file()
    }
    known = {name: key for name, key in read_inputs(folder).items() if name in kept}
    content = {
        "files": [entry for _, entry in sorted((kept | new).items())],
        "inputs": dict(sorted((known | dict(inputs or {})).items())),
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    write_file(folder / MANIFEST, text.encode())


def read_inputs(folder: Path) -> dict[str, str]:
    """Give the digests of what the files were made of, by file; none where they are not known."""
    try:
        inputs = json.loads((folder / MANIFEST).read_text("utf-8"))["inputs"]
        return {str(name): str(key) for name, key in inputs.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def read_manifest(folder: Path) -> dict[str, dict[str, object]]:
    """Give the manifest's entries by file name; none where there is no manifest to read."""
    try:
        entries = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
        # A name with a slash would lead out of the folder.
        return {e["file"]: e for e in entries if "/" not in e["file"] and "\\" not in e["file"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def remove_files(folder: Path) -> list[str]:
    """Remove the files that the manifest lists, then the manifest; give their names.

    Raises UnpublishedError where one cannot be removed.
    """
    names = [name for name in read_manifest(folder) if (folder / name).is_file()]
    for name in (*names, MANIFEST):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise UnpublishedError(f"{folder / name} cannot be removed: {reason}") from None
    return names
