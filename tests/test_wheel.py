"""The wheel: one copy of layouts and course serves it, and it works by itself."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder by itself, as an installer would lay it out."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    subprocess.run([*command, str(folder), str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(site: Path, where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the wheel's own command: the repository is not on the path."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(site)!r})\n{RUN}"]
    return subprocess.run(
        [*command, *words], cwd=where, env=environment, capture_output=True, text=True, check=False
    )


RUN = """
import studyguide, studyguide.cli
assert studyguide.__file__.startswith(sys.path[0]), studyguide.__file__
studyguide.cli.run()
"""


def test_the_wheel_holds_every_layout_and_the_course(unpacked: Path) -> None:
    data = unpacked / "studyguide" / "_data"
    for name, folder in (("layouts", ROOT / "layouts"), ("course", ROOT / "content")):
        shipped = {path.relative_to(data / name) for path in (data / name).rglob("*.*")}
        assert shipped == {path.relative_to(folder) for path in folder.rglob("*.*")}


def test_a_copy_of_the_sample_course_builds(unpacked: Path, tmp_path: Path) -> None:
    made = run(unpacked, tmp_path, "new", "x", "--example")
    checked = run(unpacked, tmp_path / "x", "check")
    built = run(unpacked, tmp_path / "x", "build", "lesson", "--lesson", "famine")

    assert (made.returncode, checked.returncode, built.returncode) == (0, 0, 0), built.stderr
    assert (tmp_path / "x/output/famine.lesson.student.pdf").stat().st_size > 20_000


def test_a_blank_course_builds(unpacked: Path, tmp_path: Path) -> None:
    run(unpacked, tmp_path, "new", "y")
    built = run(unpacked, tmp_path / "y", "build", "questions", "--strict")

    assert built.returncode == 0, built.stderr
