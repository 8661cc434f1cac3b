"""The rules of ARCHITECTURE.md, read from its table; each is also shown a tree that breaks it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "studyguide"
Modules = dict[str, ast.Module]

#: The only homes of each library, as rows of the table name them.
HOMES = {
    "weasyprint": {"typeset.py"},
    "jinja2": {"compose/templates.py"},
    "yaml": {"yamltree"},
    "markdown_it": {"prose"},
    "bibtexparser": {"works/bibliography.py"},
    "babel": {"dates.py"},
    "fontTools": {"fonts.py"},
    "PIL": {"check/pictures.py"},
    "click": {"cli", "manual.py"},
    "pydantic": {"course", "questions", "check/binding.py", "layout.py", "schema.py", "manual.py"},
    "pydantic_core": {"course", "questions", "check/binding.py"},
    "markupsafe": {"compose"},
}
#: What a module would need to write files, ask the clock, the network or the environment.
WRITING = {"write_text", "write_bytes", "unlink", "rename", "replace_file", "mkdir", "rmtree"}
ASKING = {"datetime", "time", "random", "socket", "urllib", "http", "subprocess", "os"}
#: Who may, and why.
MAY_WRITE = {
    "publish.py",  # its job
    "fonts.py",  # fontconfig reads its configuration from a file
}
MAY_ASK = {
    "cli/build.py": {"time", "os"},  # the seconds in the closing line, the processors
    "cli/project.py": {"os"},  # how ./run was called
    "read.py": {"os"},  # os.walk
    "publish.py": {"os"},  # os.fsync
    "fonts.py": {"os"},  # FONTCONFIG_FILE
    "dates.py": {"datetime"},
    "works/dates.py": {"datetime"},  # the type of a date, never today's
    "typeset.py": {"os"},  # SOURCE_DATE_EPOCH
}


def rows_of(architecture: Path) -> list[str]:
    """Give the modules of the table, in its order, as paths under src/studyguide."""
    lines = architecture.read_text("utf-8").split("\n")
    start = lines.index("| Module | One job | Its library |") + 2
    rows = []
    for line in lines[start:]:
        cell = re.match(r"\| `([^`]+)` \|", line)
        if not cell:
            break
        rows.append(cell[1].rstrip("/"))
    return rows


@cache
def modules() -> dict[str, ast.Module]:
    """Give the parsed modules by their path under the package."""
    return {
        path.relative_to(SOURCES).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(SOURCES.rglob("*.py"))
    }


def broken(path: str, line: str) -> Modules:
    """Give the modules with a line added to one of them."""
    source = SOURCES / path
    text = source.read_text("utf-8") if source.exists() else ""
    return modules() | {path: ast.parse(f"{text}\n{line}\n")}


def imports_of(tree: ast.Module) -> Iterator[str]:
    """Give the dotted names that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, "import by whole name"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: str, tree: ast.Module, tree_of: Modules) -> set[str]:
    """Give the modules of the package that a module imports, as paths."""
    found = set()
    for name in imports_of(tree):
        parts = name.split(".")
        if parts[0] == "studyguide" and len(parts) > 1:
            stem = "/".join(parts[1:])
            found |= {p for p in (f"{stem}.py", f"{stem}/__init__.py") if p in tree_of}
    return found - {path}


def row_of(path: str, rows: list[str]) -> int:
    """Give the number of the row that a module belongs to: its own before its package's."""
    for candidate in (path, *(parent.as_posix() for parent in Path(path).parents)):
        if candidate in rows:
            return rows.index(candidate)
    raise AssertionError(f"{path} stands in no row of the table")


def faults_of_imports(tree_of: Modules) -> list[str]:
    """Give the imports that point down or around."""
    rows = rows_of(ROOT / "ARCHITECTURE.md")
    graph = {path: own_imports(path, tree, tree_of) for path, tree in tree_of.items()}
    faults = [
        f"{path} imports {other}"
        for path, others in graph.items()
        for other in sorted(others)
        if row_of(other, rows) > row_of(path, rows)
    ]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        faults.append("a circle: " + " < ".join(error.args[1]))
    gone = [row for row in rows if not (SOURCES / row).exists()]
    return faults + [f"the table names {row}, which does not exist" for row in gone]


def faults_of_homes(tree_of: Modules) -> list[str]:
    """Give the modules that import a library away from its home."""
    return [
        f"{path} imports {name}"
        for path, tree in tree_of.items()
        for name in sorted({name.split(".")[0] for name in imports_of(tree)} & set(HOMES))
        if not any(path == home or path.startswith(home + "/") for home in HOMES[name])
    ]


def faults_of_habits(tree_of: Modules) -> list[str]:
    """Give the modules that print, write, ask or catch what they may not."""
    faults = []
    for path, tree in tree_of.items():
        called = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        if path not in MAY_WRITE and (called & WRITING or "open" in names):
            faults.append(f"{path} writes files")
        if "print" in names or ("echo" in called and not path.startswith("cli/")):
            faults.append(f"{path} prints")
        asked = {name.split(".")[0] for name in imports_of(tree)} & ASKING
        if asked - MAY_ASK.get(path, set()):
            faults.append(f"{path} asks {', '.join(sorted(asked))}")
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                caught = getattr(node.type, "id", "everything")
                if caught in ("everything", "Exception", "BaseException") and not isinstance(
                    node.type, ast.Tuple | ast.Attribute
                ):
                    faults.append(f"{path} catches every exception")
    return faults


def test_imports_point_one_way() -> None:
    assert faults_of_imports(modules()) == []


def test_each_library_has_one_home() -> None:
    assert faults_of_homes(modules()) == []


def test_only_publish_writes_and_only_the_command_prints() -> None:
    assert faults_of_habits(modules()) == []


@pytest.mark.parametrize("kind", ["files", "functions"])
def test_nothing_is_long(kind: str) -> None:
    """Files stay under 400 lines, functions under 60."""
    for path in SOURCES.rglob("*.py"):
        text = path.read_text("utf-8")
        if kind == "files":
            assert text.count("\n") < 400, path
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 60, f"{path}:{node.lineno}"


@pytest.mark.parametrize(
    ("path", "line", "fault"),
    [
        ("problems.py", "from studyguide.cli import run", "problems.py imports cli/__init__.py"),
        ("problems.py", "import studyguide.select.plan", "problems.py imports select/plan.py"),
        ("codes.py", "from studyguide.problems import Place", "a circle: "),
        ("prose/nodes.py", "from studyguide.prose.parse import Prose", "a circle: "),
        ("read.py", "import yaml", "read.py imports yaml"),
        ("select/plan.py", "def f():\n    import weasyprint", "select/plan.py imports weasyprint"),
        ("select/plan.py", "print(1)", "select/plan.py prints"),
        ("layout.py", "import click\nclick.echo(1)", "layout.py prints"),
        ("layout.py", "open('x')", "layout.py writes files"),
        ("report.py", "p.write_text('x')", "report.py writes files"),
        ("terms.py", "import datetime", "terms.py asks datetime"),
        ("report.py", "try:\n    pass\nexcept Exception:\n    pass", "catches every exception"),
        ("report.py", "try:\n    pass\nexcept:\n    pass", "catches every exception"),
    ],
)
def test_a_broken_tree_is_found_out(path: str, line: str, fault: str) -> None:
    tree = broken(path, line)

    faults = [*faults_of_imports(tree), *faults_of_homes(tree), *faults_of_habits(tree)]

    assert any(fault in found for found in faults), faults


def test_a_module_without_a_row_is_found_out() -> None:
    tree = broken("helpers.py", "from studyguide.problems import Place")

    with pytest.raises(AssertionError, match=r"helpers\.py stands in no row"):
        faults_of_imports(tree)
