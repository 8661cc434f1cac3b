"""Run jobs in several processes, with the same results as in one.

Threads would not help: WeasyPrint is Python, and one thread runs Python at a time. Each
worker is handed the course once, then the numbers of jobs; what comes back is in the
order of the jobs, whichever worker was first.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from tempfile import gettempdir

from studyguide.course.course import Course
from studyguide.job import Job, Printed
from studyguide.layout import Layout
from studyguide.printing import print_handout
from studyguide.problems import Problem, Problems
from studyguide.read import Draft

#: A socket's path may have 104 bytes or so, of which the server's own name takes 40.
_LONGEST_PATH = 60


@dataclass(frozen=True, slots=True)
class Task:
    """One file to make, with its layout."""

    job: Job
    layout: Layout


@dataclass(frozen=True, slots=True)
class Batch:
    """What every worker is handed once."""

    draft: Draft
    course: Course
    tasks: tuple[Task, ...]


#: What this process was handed, where it is a worker.
_handed: list[Batch] = []


def print_all(
    batch: Batch, workers: int, problems: Problems, done: Callable[[Job], None]
) -> list[Printed]:
    """Give the printed files in the order of the tasks; `done` is called after each."""
    printed: list[Printed] = []
    results = _in_one(batch) if workers < 2 else _in_several(batch, workers)
    for task, (made, found) in zip(batch.tasks, results, strict=True):
        for problem in found:
            problems.add(problem.place, problem.code, problem.message, hint=problem.hint)
        if made:
            printed.append(made)
        done(task.job)
    return printed


_Result = tuple[Printed | None, Sequence[Problem]]


def _in_one(batch: Batch) -> Iterator[_Result]:
    return (_print(batch, number) for number in range(len(batch.tasks)))


def _in_several(batch: Batch, workers: int) -> Iterator[_Result]:
    # A server that forks workers from a clean process, since forking one that has threads
    # is unsafe; systems without it start each worker afresh.
    # The server listens on a socket in the folder for temporary files, whose path has a limit.
    is_served = "forkserver" in get_all_start_methods() and len(gettempdir()) < _LONGEST_PATH
    method = "forkserver" if is_served else "spawn"
    pool = ProcessPoolExecutor(
        min(workers, len(batch.tasks)),
        mp_context=get_context(method),
        initializer=_hand,
        initargs=(batch,),
    )
    with pool:
        yield from pool.map(_print_handed, range(len(batch.tasks)))


def _hand(batch: Batch) -> None:
    _handed.append(batch)


def _print_handed(number: int) -> _Result:
    return _print(_handed[0], number)


def _print(batch: Batch, number: int) -> _Result:
    task = batch.tasks[number]
    problems = Problems()
    made = print_handout(batch.draft, batch.course, task.job, task.layout, problems)
    return made, tuple(problems)
