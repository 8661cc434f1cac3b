"""`./run` on a machine of straw.

Its Python is a script that claims what a test wants, pretends to make virtual environments and to
call pip, and passes everything else on to the real one. So the set-up is played through in
milliseconds, without a network, and nothing of this machine is touched.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
APT_INSTALL = "apt-get update && apt-get install --no-install-recommends"
WAITING = "studyguide: waiting for another set-up\n"
LIBRARIES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]

# Everything that ./run calls besides Python, id, apt-get and sudo.
TOOLS = ["sh", "cat", "cksum", "dirname", "env", "mv", "readlink", "rm", "sed", "tail", "uname"]
TOOLS += ["cp", "mkdir", "sleep"]  # these only by the straw

PYTHON = """\
#!/bin/sh
call() {{ echo "$*" >>{machine}/calls; }}
case "$*" in
*_base_executable*) echo "$0" ;;
*CDLL*) cat {machine}/version {machine}/missing ;;
*ensurepip*) [ ! -e {machine}/no-venv ] ;;
*'-m venv '*)
    call venv
    mkdir -p "{root}/.venv/bin"
    cp "$0" "{root}/.venv/bin/python" ;;
*'-m pip '*)
    call pip "$*"
    while [ -e {machine}/slow ]; do sleep 0.02; done
    [ ! -e {machine}/offline ] || {{ echo 'pip: there is no network'; exit 1; }} ;;
*'-m ruff '*) call "$*" ;;
*'-m mypy'*) call "$*"; exit {mypy} ;;
*'-m pytest'*) call "$*"; echo '== 3 passed in 0.1s =='; exit {pytest} ;;
*) exec {python} "$@" ;;
esac
"""

# It knows no package before its lists are fetched.
APT_GET = """\
#!/bin/sh
echo apt-get "$*" >>{machine}/calls
case "$*" in
*update*) : >{machine}/lists ;;
*) [ -e {machine}/lists ] || {{ echo 'E: Unable to locate package'; exit 100; }}
   : >{machine}/missing; rm -f {machine}/no-venv ;;
esac
"""

STUDYGUIDE = """\
import os, sys
print(sys.argv[1:], os.getcwd(), __file__)
sys.exit(int(sys.argv[2]) if sys.argv[1] == "exit" else 0)
"""


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "machine"
        self.root = folder / "a repository"
        self.bin = self.folder / "bin"
        self.bin.mkdir(parents=True)
        for tool in TOOLS:
            path = shutil.which(tool)
            assert path, tool
            (self.bin / tool).symlink_to(path)
        self.has("id", "#!/bin/sh\necho 1000\n")
        self.has_python()
        self.has_version("3.11")
        self.lacks([])
        (self.root / "requirements").mkdir(parents=True)
        for name in ["run", "requirements/run.txt", "requirements/test.txt"]:
            shutil.copy(REPOSITORY / name, self.root / name)
        package = self.root / "src" / "studyguide"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(STUDYGUIDE)

    def has(self, command: str, script: str) -> None:
        path = self.bin / command
        path.unlink(missing_ok=True)
        path.write_text(script)
        path.chmod(0o755)

    def has_python(self, *, mypy: int = 0, pytest: int = 0) -> None:
        script = PYTHON.format(
            machine=self.folder, root=self.root, python=sys.executable, mypy=mypy, pytest=pytest
        )
        self.has("python3", script)

    def has_apt(self) -> None:
        self.has("apt-get", APT_GET.format(machine=self.folder))

    def has_version(self, version: str) -> None:
        (self.folder / "version").write_text(version + "\n")

    def lacks(self, packages: list[str]) -> None:
        (self.folder / "missing").write_text("".join(f"{package}\n" for package in packages))

    def is_root(self) -> None:
        self.has("id", "#!/bin/sh\necho 0\n")

    def mark(self, name: str) -> Path:
        (self.folder / name).touch()
        return self.folder / name

    def wait_for(self, call: str) -> None:
        path = self.folder / "calls"
        deadline = time.monotonic() + 30
        while not (path.exists() and f"\n{call} " in path.read_text()):
            assert time.monotonic() < deadline, f"{call} was never called"
            time.sleep(0.01)

    def calls(self) -> list[str]:
        """What was called since it was last asked."""
        path = self.folder / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines

    def start(
        self, *args: str, folder: Path | None = None, way: Path | None = None
    ) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [way or self.root / "run", *args],
            cwd=folder or self.root,
            env={"PATH": str(self.bin)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(
        self, *args: str, folder: Path | None = None, way: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        process = self.start(*args, folder=folder, way=way)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(args, process.returncode, out, err)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def ready(machine: Machine) -> Machine:
    assert machine.run("build").returncode == 0
    machine.calls()
    return machine


def kinds(calls: list[str]) -> list[str]:
    return [call.split()[0] for call in calls]


# ---- Setting up ----------------------------------------------------------------------------------


def test_the_first_call_sets_up_and_says_so_in_short_lines(machine: Machine) -> None:
    done = machine.run("build")
    assert done.returncode == 0
    assert done.stdout.startswith("['build']")
    assert done.stderr.splitlines() == [
        "studyguide: making .venv",
        "studyguide: installing requirements/run.txt",
    ]
    venv, pip = machine.calls()
    assert venv == "venv"
    assert "--require-hashes --no-deps --only-binary :all:" in pip


def test_the_second_call_sets_up_nothing_and_says_nothing(ready: Machine) -> None:
    assert ready.run("build").stderr == ""
    assert ready.calls() == []


def test_the_second_call_costs_next_to_nothing(ready: Machine) -> None:
    def best_of_five(*command: str | Path) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env={"PATH": str(ready.bin)})
            times.append(time.perf_counter() - start)
        return min(times)

    bare = best_of_five(ready.root / ".venv/bin/python", "-c", "pass")
    assert best_of_five(ready.root / "run", "build") - bare < 0.2


def test_what_was_set_up_for_the_tests_will_do_for_the_rest(machine: Machine) -> None:
    machine.run("test", "--version")
    assert "requirements/test.txt" in machine.calls()[1]
    assert machine.run("build").stderr == ""
    assert machine.calls() == []


def test_what_was_set_up_for_the_rest_will_not_do_for_the_tests(ready: Machine) -> None:
    ready.run("test", "--version")
    assert kinds(ready.calls()) == ["pip", "-P"]


def test_changed_requirements_are_installed_into_what_is_there(ready: Machine) -> None:
    with (ready.root / "requirements/run.txt").open("a") as file:
        file.write("# changed\n")
    assert ready.run("build").returncode == 0
    assert kinds(ready.calls()) == ["pip"]
    ready.run("build")
    assert ready.calls() == []


def test_another_python_begins_anew(ready: Machine) -> None:
    ready.has_version("3.12")
    assert ready.run("build").returncode == 0
    assert kinds(ready.calls()) == ["venv", "pip"]


def test_a_venv_whose_python_is_gone_is_made_anew(ready: Machine) -> None:
    (ready.root / ".venv/bin/python").unlink()
    assert ready.run("build").returncode == 0
    assert kinds(ready.calls()) == ["venv", "pip"]


def test_a_venv_that_was_never_finished_is_made_anew(machine: Machine) -> None:
    offline = machine.mark("offline")
    assert machine.run("build").returncode == 2
    (machine.root / ".venv/half-made").touch()
    offline.unlink()
    machine.calls()
    assert machine.run("build").returncode == 0
    assert kinds(machine.calls()) == ["venv", "pip"]
    assert not (machine.root / ".venv/half-made").exists()


def test_a_set_up_that_is_killed_is_repaired(machine: Machine) -> None:
    slow = machine.mark("slow")
    killed = machine.start("build")
    machine.wait_for("pip")
    killed.kill()
    killed.communicate()
    again = machine.start("build")
    assert again.stderr
    assert again.stderr.readline() == WAITING, "pip outlives its ./run"
    slow.unlink()
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert kinds(machine.calls()) == ["venv", "pip"] * 2


def test_two_first_calls_at_once_set_up_once(machine: Machine) -> None:
    slow = machine.mark("slow")
    first = machine.start("build")
    machine.wait_for("pip")
    second = machine.start("build")
    assert second.stderr
    assert second.stderr.readline() == WAITING
    slow.unlink()
    for process in [first, second]:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert kinds(machine.calls()) == ["venv", "pip"]


# ---- Libraries of the system ---------------------------------------------------------------------


def test_root_installs_just_what_is_missing_and_fetches_the_lists_if_need_be(
    machine: Machine,
) -> None:
    machine.is_root()
    machine.has_apt()
    machine.mark("no-venv")
    machine.lacks(LIBRARIES[1:])
    done = machine.run("build")
    assert done.returncode == 0
    wanted = "libpangoft2-1.0-0 libharfbuzz-subset0 python3.11-venv"
    assert f"studyguide: installing {wanted}\n" in done.stderr
    first, update, second, *rest = machine.calls()
    assert first == second
    assert first.endswith(f"install --yes --no-install-recommends {wanted}")
    assert update.endswith("update")
    assert kinds(rest) == ["venv", "pip"]


def test_who_is_not_root_installs_by_sudo(machine: Machine) -> None:
    machine.has_apt()
    machine.has("sudo", f'#!/bin/sh\necho sudo >>{machine.folder}/calls\nexec "$@"\n')
    machine.lacks(LIBRARIES)
    assert machine.run("build").returncode == 0
    assert kinds(machine.calls()) == [*["sudo", "apt-get"] * 3, "venv", "pip"]


def test_libraries_that_went_away_are_installed_again(ready: Machine) -> None:
    ready.is_root()
    ready.has_apt()
    ready.lacks(LIBRARIES[:1])
    assert ready.run("build").returncode == 0
    assert "venv" not in kinds(ready.calls())


def test_without_root_and_sudo_it_says_what_to_type(machine: Machine) -> None:
    machine.has_apt()
    machine.lacks(LIBRARIES)
    done = machine.run("build")
    assert done.returncode == 2
    packages = " ".join(LIBRARIES)
    assert done.stderr.splitlines() == [
        f"studyguide: missing: {packages}",
        f"studyguide: type:    su -c '{APT_INSTALL} {packages}'",
    ]
    assert machine.calls() == []


def test_an_apt_that_fails_is_quoted(machine: Machine) -> None:
    machine.is_root()
    machine.has("apt-get", "#!/bin/sh\necho 'E: no such disk'\nexit 100\n")
    machine.lacks(LIBRARIES[:1])
    done = machine.run("build")
    assert done.returncode == 2
    assert "  | E: no such disk" in done.stderr
    assert done.stderr.endswith(f"studyguide: type:    {APT_INSTALL} libpango-1.0-0\n")


@pytest.mark.parametrize(
    ("commands", "system", "line"),
    [
        (["dnf"], "Linux", "su -c 'dnf install pango python3'"),
        (["pacman", "sudo"], "Linux", "sudo sh -c 'pacman -S pango python'"),
        ([], "Darwin", "brew install pango python3"),
        ([], "MINGW64_NT-10.0", "wsl --install -d Debian"),
        ([], "Linux", "the command by which your system installs what Debian calls libpango-1.0-0"),
    ],
)
def test_elsewhere_it_says_what_to_type_there(
    machine: Machine, commands: list[str], system: str, line: str
) -> None:
    for command in commands:
        machine.has(command, "#!/bin/sh\nexit 1\n")
    machine.has("uname", f"#!/bin/sh\necho {system}\n")
    machine.lacks(LIBRARIES[:1])
    done = machine.run("build")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"studyguide: type:    {line}"


def test_without_a_python_that_is_new_enough_it_says_so(machine: Machine) -> None:
    machine.has("python3", "#!/bin/sh\nexit 1\n")
    machine.has_apt()
    done = machine.run("build")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "studyguide: missing: Python 3.11 or newer",
        f"studyguide: type:    su -c '{APT_INSTALL} python3'",
    ]


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    (machine.bin / "python3").rename(machine.bin / "python3.12")
    machine.has("python3", "#!/bin/sh\nexit 1\n")
    assert machine.run("build").returncode == 0


def test_without_a_network_it_quotes_pip(machine: Machine) -> None:
    machine.mark("offline")
    done = machine.run("build")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-3:] == [
        "  | pip: there is no network",
        "studyguide: missing: Python packages of requirements/run.txt; is there a network?",
        f"studyguide: type:    {machine.root}/run build",
    ]


# ---- Passing on ----------------------------------------------------------------------------------


def test_exit_codes_pass_through(ready: Machine) -> None:
    assert ready.run("exit", "7").returncode == 7


def test_arguments_pass_through_as_they_are(ready: Machine) -> None:
    assert ready.run("build", "two words", "*", "").stdout.startswith(
        "['build', 'two words', '*', '']"
    )


def test_without_arguments_it_shows_the_help(ready: Machine) -> None:
    assert ready.run().stdout.startswith("['--help']")


def test_it_stays_in_the_folder_one_stands_in(ready: Machine, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(ready.root / "run")
    for way in [ready.root / "run", link]:
        done = ready.run("build", folder=tmp_path, way=way)
        assert done.stderr == ""
        assert f" {tmp_path} {ready.root}/src/" in done.stdout


def test_nothing_is_imported_from_the_folder_one_stands_in(ready: Machine, tmp_path: Path) -> None:
    for name in ["studyguide.py", "os.py", "runpy.py"]:
        (tmp_path / name).write_text("raise SystemExit(9)")
    assert ready.run("build", folder=tmp_path).returncode == 0


# ---- Testing -------------------------------------------------------------------------------------


def test_test_checks_style_and_types_and_then_runs_pytest(ready: Machine) -> None:
    done = ready.run("test")
    assert done.returncode == 0
    assert [re.sub("-P -m ", "", call) for call in ready.calls()[1:]] == [
        "ruff check",
        "ruff format --check",
        "mypy",
        "pytest -n 2",
    ]
    assert done.stdout.splitlines()[-1] == "== 3 passed in 0.1s =="


def test_a_failed_check_does_not_keep_the_tests_from_running(machine: Machine) -> None:
    machine.has_python(mypy=1)
    done = machine.run("test")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "studyguide: failed: mypy; the tests come all the same"
    assert done.stdout.splitlines()[-1] == "== 3 passed in 0.1s =="


def test_failed_tests_fail(machine: Machine) -> None:
    machine.has_python(pytest=5)
    assert machine.run("test").returncode == 5


def test_with_arguments_test_is_pytest_alone(ready: Machine, tmp_path: Path) -> None:
    ready.run("test", "tests/test_run.py", "-k", "two words", folder=tmp_path)
    assert ready.calls()[1:] == ["-P -m pytest tests/test_run.py -k two words"]


# ---- What is pinned ------------------------------------------------------------------------------


def pins(name: str) -> set[str]:
    text = (REPOSITORY / "requirements" / f"{name}.txt").read_text()
    return set(re.findall(r"^\S+==\S+", text, re.MULTILINE))


def test_both_lists_pin_the_same_versions() -> None:
    assert pins("run") < pins("test")


def test_the_lists_name_no_place_to_fetch_from() -> None:
    for path in (REPOSITORY / "requirements").iterdir():
        text = path.read_text()
        assert "://" not in text
        assert "index" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_the_way_in_may_be_called() -> None:
    for name in ["run", ".ci/run"]:
        assert os.access(REPOSITORY / name, os.X_OK), name
