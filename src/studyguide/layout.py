"""Find a layout: its templates and style sheets, its parents, the theme.

A layout is a folder under `layouts/` with a `layout.yaml`. A file is looked for in the
layout, then in the one it extends; in each, the course's own folder comes before the
shipped one, so a course overrides one file by writing one file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

from pydantic import Field

from studyguide.check.binding import bind
from studyguide.course.authored import Authored, Many, Text, Validation
from studyguide.problems import Place, Problems, did_you_mean
from studyguide.read import TEXT_SUFFIXES
from studyguide.resources import layouts_folder
from studyguide.tokens import check_tokens
from studyguide.yamltree.parse import parse_yaml
from studyguide.yamltree.tree import Mapping as MappingTree
from studyguide.yamltree.tree import Scalar

_LAYOUT = re.compile(r"layouts/([^/]+)/layout\.yaml")
_THEME = re.compile(r"layouts/themes/([^/]+)\.css")


class LayoutFile(Authored):
    """`layout.yaml`: what a layout is, the layout it extends, its style sheets in order."""

    description: Text = Field(description="What the layout is for.")
    extends: Text | None = Field(None, description="The layout whose files it falls back on.")
    styles: Many[Text] = Field((), description="Its style sheets, after those it extends.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet: its path, for messages, and its text."""

    path: str
    css: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout that is ready for composing.

    `templates` are (path, text) pairs by the name that templates use for one another.
    """

    name: str
    description: str
    templates: Mapping[str, tuple[str, str]]
    sheets: tuple[Sheet, ...]
    words: Mapping[str, str]


@cache
def shipped_texts() -> Mapping[str, str]:
    """Give the shipped layouts' files, by the path that a course would override them with."""
    folder = layouts_folder()
    return {
        "layouts/" + path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in TEXT_SUFFIXES
    }


def layout_names(texts: Mapping[str, str]) -> list[str]:
    """Give the names of all layouts, the course's own and the shipped ones."""
    paths = {*shipped_texts(), *texts}
    return sorted(found[1] for path in paths if (found := _LAYOUT.fullmatch(path)))


def theme_names(texts: Mapping[str, str]) -> list[str]:
    """Give the names of all themes."""
    paths = {*shipped_texts(), *texts}
    return sorted(found[1] for path in paths if (found := _THEME.fullmatch(path)))


def load_layout(
    name: str, theme: str, texts: Mapping[str, str], place: Place, problems: Problems
) -> Layout | None:
    """Give a layout with its theme, or None and problems.

    `texts` are the course's files; `place` is blamed where there is no such layout.
    """
    files = _Files(texts)
    chain = _chain(name, files, place, problems)
    if not chain:
        return None
    names = [link for link, _ in chain]
    sheets: list[Sheet] = []
    for link, spec in reversed(chain):
        for style in spec.styles:
            path = files.first([f"layouts/{inner}/{style}" for inner in _from(names, link)])
            if path is None:
                known = files.styles(_from(names, link))
                message = f'there is no style sheet "{style}"'
                problems.add(
                    style.place, "layout.missing", message, hint=did_you_mean(style, known)
                )
            else:
                sheets.append(Sheet(path, files.text(path)))
    theme_path = f"layouts/themes/{theme}.css"
    if files.has(theme_path):
        sheets.append(Sheet(theme_path, files.text(theme_path)))
    else:
        problems.add(
            place,
            "layout.unknown",
            f'there is no theme "{theme}"',
            hint=did_you_mean(theme, theme_names(texts)),
        )
    check_tokens({sheet.path: sheet.css for sheet in sheets}, theme_path, problems)
    templates = files.templates(names)
    if "document.html" not in templates:
        message = f'the layout "{name}" has no template "document.html"'
        owner = Place(f"layouts/{name}/layout.yaml")
        problems.add(owner, "layout.missing", message, hint="add extends: base")
        return None
    words = _words(names, files, problems)
    return Layout(name, chain[0][1].description, templates, tuple(sheets), words)


def _from(names: list[str], link: str) -> list[str]:
    """Give the layouts that may override a sheet that `link` names: the leaf first."""
    return names[: names.index(link) + 1]


class _Files:
    """The files of the course and the shipped ones, the course's before."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {**shipped_texts(), **texts}

    def has(self, path: str) -> bool:
        return path in self._texts

    def text(self, path: str) -> str:
        return self._texts[path]

    def layouts(self) -> list[str]:
        return layout_names(self._texts)

    def styles(self, names: list[str]) -> list[str]:
        """Give the names of the style sheets of some layouts."""
        tops = tuple(f"layouts/{name}/" for name in names)
        found = [path for path in self._texts if path.startswith(tops) and path.endswith(".css")]
        return [path.split("/", 2)[2] for path in found]

    def first(self, paths: list[str]) -> str | None:
        return next((path for path in paths if path in self._texts), None)

    def templates(self, names: list[str]) -> dict[str, tuple[str, str]]:
        """Give the templates of a chain of layouts; the leaf's come before its parents'."""
        found: dict[str, tuple[str, str]] = {}
        for name in reversed(names):
            top = f"layouts/{name}/"
            for path, text in self._texts.items():
                if path.startswith(top) and path.endswith(".html"):
                    found[path.removeprefix(top)] = (path, text)
        return found


def _chain(
    name: str, files: _Files, place: Place, problems: Problems
) -> list[tuple[str, LayoutFile]]:
    """Give a layout and all that it extends, the leaf first; nothing where one is missing."""
    chain: list[tuple[str, LayoutFile]] = []
    while True:
        path = f"layouts/{name}/layout.yaml"
        if not files.has(path):
            problems.add(
                place,
                "layout.unknown",
                f'there is no layout "{name}"',
                hint=did_you_mean(name, files.layouts()),
            )
            return []
        before = problems.errors
        tree = parse_yaml(files.text(path), path, problems)
        if tree is None and problems.errors == before:
            hint = "write description: and extends:, or delete the folder"
            problems.add(Place(path), "value.empty", f'"{path}" is empty', hint=hint)
        spec = tree and bind(LayoutFile, tree, Validation(problems, "en"), what="layout")
        if not spec:
            return []
        chain.append((name, spec))
        if spec.extends is None:
            return chain
        if spec.extends in [link for link, _ in chain]:
            message = f'the layout "{name}" extends itself, by way of "{spec.extends}"'
            problems.add(spec.extends.place, "layout.unknown", message, hint="extend base")
            return []
        name, place = spec.extends, spec.extends.place


def _words(names: list[str], files: _Files, problems: Problems) -> dict[str, str]:
    """Give the words of a chain of layouts. A course's own file may leave out what it keeps."""
    words: dict[str, str] = {}
    for name in reversed(names):
        path = f"layouts/{name}/words.yaml"
        words |= _shipped_words(path)
        if files.has(path) and files.text(path) != shipped_texts().get(path):
            is_own = path not in shipped_texts()
            words |= _read_words(files.text(path), path, words, problems, may_add=is_own)
    return words


@cache
def _shipped_words(path: str) -> Mapping[str, str]:
    return _read_words(shipped_texts().get(path, ""), path, {}, Problems(), may_add=True)


def _read_words(
    text: str, path: str, known: Mapping[str, str], problems: Problems, *, may_add: bool
) -> dict[str, str]:
    """Give the words of one file, which may say the known ones otherwise.

    With `may_add` there may be others: a layout of the course's own has words of its own.
    """
    tree = parse_yaml(text, path, problems)
    if tree is not None and not isinstance(tree, MappingTree):
        problems.add(tree.place, "value.type", "words must be keys with texts")
    words: dict[str, str] = {}
    for key, value in tree.entries if isinstance(tree, MappingTree) else ():
        if key.text not in known and not may_add:
            hint = did_you_mean(key.text, list(known))
            problems.add(key.place, "key.unknown", f'there is no word "{key.text}"', hint=hint)
        elif not isinstance(value, Scalar):
            problems.add(value.place, "value.type", f'"{key.text}" must be a text')
        elif key.text in known and (wrong := _fields(value.text) - _fields(known[key.text])):
            message = f'"{key.text}" cannot hold "{{{min(wrong)}}}"'
            fields = ", ".join(f"{{{field}}}" for field in sorted(_fields(known[key.text])))
            hint = f"it can hold {fields}" if fields else "it can hold no fields in braces"
            problems.add(value.place, "value.invalid", message, hint=hint)
        else:
            words[key.text] = value.text
    return words


def _fields(text: str) -> set[str]:
    """Give the fields in braces; a brace that is not closed is one, and so is a field's format.

    >>> sorted(_fields("{thing} on {page}"))
    ['page', 'thing']
    """
    try:
        found = list(Formatter().parse(text))
    except ValueError:
        return {"…"}
    return {
        f"{name}{spec and ':'}{spec}{conversion or ''}"
        for _, name, spec, conversion in found
        if name is not None
    }
