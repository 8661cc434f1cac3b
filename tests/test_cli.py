"""The command: verbs, options, exit codes, and what is printed."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import studyguide
from studyguide import __version__
from studyguide.cli.main import main
from tiny import FILES

#: For a command of its own process: the sources stand in the repository.
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(studyguide.__file__).parent.parent)}


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), prog_name="studyguide")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the tiny course, to stand in."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_build_writes_files_and_a_closing_line(project: Path) -> None:
    result = run("build", "lesson", "--lesson", "iron", "--edition", "teacher", "--paper", "a4")

    assert result.exit_code == 0
    assert result.stdout.startswith("1 file in output/, 1 page, 1 sheet printed on both sides, no")
    names = sorted(path.name for path in (project / "output").iterdir())
    assert names == ["iron.lesson.teacher.a4.pdf", "manifest.json"]


def test_a_project_is_found_from_any_folder_in_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "content" / "lessons")

    assert run("check").stdout == "2 lessons, no problems\n"


def test_a_second_build_makes_only_what_is_no_longer_true(project: Path) -> None:
    order = ("build", "lesson", "--lesson", "iron")
    output = project / "output"
    run(*order)
    first = (output / "iron.lesson.student.pdf").read_bytes()

    assert "(2 unchanged)" in run(*order).stdout
    (output / "iron.lesson.student.pdf").write_bytes(b"damaged")
    assert "(1 unchanged)" in run(*order).stdout
    assert (output / "iron.lesson.student.pdf").read_bytes() == first
    assert "unchanged" not in run(*order, "--set", "title=Steel").stdout
    (project / "content/lessons/fire.md").write_text("---\ntitle: Fire\n---\n\nWarm.\n")
    assert "unchanged" not in run(*order).stdout
    assert "unchanged" not in run("build", "lesson", "--lesson", "fire").stdout


def test_a_file_made_with_warnings_is_made_again(project: Path) -> None:
    question = "lesson: iron\nquestions:\n- {id: q, kind: short, prompt: Why, space: {lines: 1},\n"
    answer = f"   answer: {'Because it burns. ' * 20}}}\n"
    (project / "content/questions").mkdir()
    (project / "content/questions/iron.yaml").write_text(question + answer)
    order = ("build", "lesson", "--lesson", "iron", "--edition", "teacher")

    assert "question.room" in run(*order).stderr
    assert "question.room" in run(*order).stderr


def test_outside_a_project_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = run("build")

    assert result.exit_code == 2
    assert "there is no course here" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bild",), 'there is no verb "bild"\nhint: did you mean "build"?'),
        (("build", "leson"), 'there is no handout "leson"\nhint: did you mean "lesson"?'),
        (("build", "--lesson", "irn"), 'there is no lesson "irn"\nhint: did you mean "iron"?'),
        (("build", "--theme", "plane"), 'there is no theme "plane"\nhint: did you mean "plain"?'),
        (("build", "guide", "--lesson", "iron"), "no handout fits this choice"),
        (("build", "--paper", "a5"), "'a5' is not one of"),
        (("build", "--tier", "stretch"), "no handout fits this choice"),
    ],
)
def test_wrong_use_is_exit_code_2(project: Path, words: tuple[str, ...], said: str) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert not (project / "output").exists()


def test_errors_are_exit_code_1_and_the_last_good_files_stay(project: Path) -> None:
    run("build", "lesson", "--lesson", "iron")
    before = {path.name: path.read_bytes() for path in (project / "output").iterdir()}
    (project / "content/lessons/fire.md").write_text("---\ntitle: Fire\n---\n\n[[smok]]\n")

    result = run("build")

    assert result.exit_code == 1
    assert "content/lessons/fire.md:5:1: error[link.term]" in result.stderr
    assert result.stdout == "1 error; nothing was written\n"
    assert {path.name: path.read_bytes() for path in (project / "output").iterdir()} == before


def test_warnings_are_exit_code_3_only_if_they_are_to_count(project: Path) -> None:
    (project / "content/glossary.yaml").write_text("- {term: anvil, definition: A block.}\n")

    assert run("check").exit_code == 0
    assert run("check", "--strict").exit_code == 3
    assert run("build", "guide", "--strict").exit_code == 3
    assert not (project / "output").exists()


def test_a_folder_that_cannot_be_written_is_exit_code_2(project: Path) -> None:
    (project / "output").write_text("a file in the way")

    result = run("build", "guide")

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert (project / "output").read_text() == "a file in the way"


def test_problems_can_be_read_by_machines(project: Path) -> None:
    (project / "content/lessons/fire.md").write_text("---\ntitle: Fire\n---\n\nA <b>b</b>.\n")

    short, github = run("check", "--format", "short"), run("check", "--format", "github")
    as_json = run("check", "--format", "json")

    assert short.stdout.startswith("content/lessons/fire.md:5:3: error[prose.html]: ")
    assert github.stdout.startswith("::error file=content/lessons/fire.md,line=5,col=3,title=")
    first = json.loads(as_json.stdout)[0]
    assert (first["file"], first["line"], first["column"]) == ("content/lessons/fire.md", 5, 3)
    assert as_json.exit_code == 1


@pytest.mark.usefixtures("project")
def test_lists_are_for_people_and_for_programs() -> None:
    people = run("list", "lessons").stdout.split("\n")
    programs = json.loads(run("list", "handouts", "--json").stdout)

    assert people[0].split() == ["number", "id", "title", "minutes", "questions"]
    assert people[2].split() == ["2", "iron", "Iron", "-", "0"]
    assert [(row["id"], row["lesson"]) for row in programs] == [
        ("guide", None),
        ("lesson", "fire"),
        ("lesson", "iron"),
    ]


def test_clean_removes_what_a_build_has_made(project: Path) -> None:
    run("build", "guide")
    (project / "output" / "mine.txt").write_text("mine")

    assert run("clean").stdout == "1 file removed\n"
    assert [path.name for path in (project / "output").iterdir()] == ["mine.txt"]


def test_a_new_course_builds_without_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    made = run("new", "my-course")
    monkeypatch.chdir(tmp_path / "my-course")
    checked, built = run("check", "--strict"), run("build", "lesson", "--strict")

    assert made.exit_code == checked.exit_code == built.exit_code == 0
    assert (tmp_path / "my-course/output/first.lesson.teacher.pdf").exists()
    assert (tmp_path / "my-course/schemas/course.schema.json").exists()


def test_new_refuses_a_folder_that_is_not_empty(project: Path) -> None:
    result = run("new", str(project))

    assert result.exit_code == 2
    assert "is there already" in result.stderr


def test_doctor_finds_everything_well() -> None:
    result = run("doctor")

    assert result.exit_code == 0, result.stdout
    assert "MISSING" not in result.stdout
    assert "Cyrillic" in result.stdout


def test_help_shows_examples() -> None:
    for verb in main.commands:
        assert f"studyguide {verb}" in run(verb, "--help").stdout.split("Examples:")[1]


def test_version_is_the_packages() -> None:
    assert run("--version").stdout == f"studyguide {__version__}\n"


def test_the_shell_completes_handouts_and_lessons(project: Path) -> None:
    def completed(words: str) -> str:
        environment = ENVIRONMENT | {
            "_STUDYGUIDE_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        command = [sys.executable, "-m", "studyguide"]
        done = subprocess.run(
            command, env=environment, cwd=project, capture_output=True, text=True, check=False
        )
        return done.stdout

    assert completed("studyguide build le") == "plain,lesson\n"
    assert completed("studyguide build --lesson i") == "plain,iron\n"


def test_check_imports_nothing_heavy(project: Path) -> None:
    code = (
        "import sys; from studyguide.cli.main import main\n"
        "try: main(['check'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('weasyprint', 'jinja2') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.endswith("[]\n")


def test_clean_says_where_a_file_cannot_be_removed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "output").mkdir(exist_ok=True)

    def refuse(_path: Path, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)

    result = run("clean")

    assert result.exit_code == 2
    assert "cannot be removed: permission denied" in result.stderr


def test_what_a_course_is_named_cannot_work_upon_a_terminal(project: Path) -> None:
    (project / "content" / "lessons" / "a\x1b[2J.md").write_text("---\ntitle: A\n---\n\nA.\n")

    result = run("check")

    assert "\x1b" not in result.stderr + result.stdout


def test_several_processes_leave_nothing_behind(project: Path) -> None:
    # The folder's path must be short: the workers' socket stands in it.
    with tempfile.TemporaryDirectory() as scratch:
        environment = ENVIRONMENT | {"TMPDIR": scratch, "FONTCONFIG_FILE": ""}
        command = [sys.executable, "-m", "studyguide", "build", "--jobs", "2"]

        subprocess.run(command, cwd=project, env=environment, capture_output=True, check=True)

        assert list(Path(scratch).iterdir()) == []
