"""Work shared among processes: few tasks under way at once, results in the order of the tasks, and nobody left waiting.

The processes are started anew (``spawn``) on every system: what this one holds, threads and open files among it, is not
safe to be copied. They hear of nothing but their tasks. When this process ends, however it ends, so do they.
"""

import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Condition, Thread
from typing import Any, Generic, TypeVar

from bot.errors import WorkerError

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST_UNDER_WAY = 3
"""How many tasks a process has at once: the one that it works at, and what it goes on with while another is slow."""

SECONDS_TO_END = 5.0
"""How long a process that is told to end may take."""

_DONE, _FAILED = b"+", b"-"


@dataclass(frozen=True)
class Work(Generic[Task, Result]):
    """What processes are started for.

    Attributes:
        start: called once in each process; gives what does a task. It and every task must be fit for ``pickle``.
        pack: makes bytes of a result, in the process that has it.
        unpack: makes a result of them, in this one.
    """

    start: Callable[[], Callable[[Task], Result]]
    pack: Callable[[Result], bytes] = pickle.dumps
    unpack: Callable[[bytes], Result] = pickle.loads


def in_order(work: Work[Task, Result], tasks: Iterable[Task], jobs: int) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, in their order; with one job, in this process and one after the other.

    With more, ``tasks`` is gone through in a thread, and only a few steps ahead of the results.

    Raises:
        WorkerError: a process ended before its work was done.
        Exception: what a task, the start of a process, or ``tasks`` raises, after the results before it.
    """
    if jobs == 1:
        do = work.start()
        yield from ((task, do(task)) for task in tasks)
        return
    team = _Team(work, jobs)
    try:
        yield from team.results(tasks)
    finally:
        team.end()


@dataclass(eq=False)
class _Member:
    """A process, the pipe to it, and how many tasks it has."""

    process: BaseProcess
    pipe: "Connection[Any, Any]"
    under_way: int = 0


@dataclass(frozen=True)
class _Given(Generic[Task]):
    """A task, and who was given it."""

    task: Task
    member: _Member


@dataclass
class _Team(Generic[Task, Result]):
    """The processes. One thread hands out tasks, and another, the caller's, takes the results."""

    work: Work[Task, Result]
    jobs: int
    members: list[_Member] = field(default_factory=list)
    given: "SimpleQueue[_Given[Task] | BaseException | None]" = field(default_factory=SimpleQueue)
    changed: Condition = field(default_factory=Condition)
    has_ended: bool = False

    def results(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """Start everything, and give each task with its result."""
        with _nothing_interrupts():
            self.members += (_started(self.work) for _ in range(self.jobs))
        for member in self.members:
            self._received(member)
        Thread(target=self._hand_out, args=(tasks,), daemon=True).start()
        while (given := self.given.get()) is not None:
            if isinstance(given, BaseException):
                raise given
            result = self.work.unpack(self._received(given.member))
            with self.changed:
                given.member.under_way -= 1
                self.changed.notify()
            yield given.task, result

    def end(self) -> None:
        """End every process. None of them holds anything that would get lost."""
        with self.changed:
            self.has_ended = True
            self.changed.notify()
        for member in self.members:
            member.process.terminate()
        for member in self.members:
            member.process.join(SECONDS_TO_END)
            member.pipe.close()

    def _hand_out(self, tasks: Iterable[Task]) -> None:
        """Give each task to who has the fewest, as soon as that is not too many."""
        try:
            for task in tasks:
                member = self._free()
                if member is None:
                    return
                self.given.put(_Given(task, member))
                if not _send(member, task):
                    return
        except BaseException as error:
            self.given.put(error)
        else:
            self.given.put(None)

    def _free(self) -> _Member | None:
        """Who gets the next task; ``None`` where there is none any more."""
        with self.changed:
            while not self.has_ended:
                member = min(self.members, key=lambda each: each.under_way)
                if member.under_way < MOST_UNDER_WAY:
                    member.under_way += 1
                    return member
                self.changed.wait()
        return None

    def _received(self, member: _Member) -> bytes:
        """The next thing that a process has to say."""
        try:
            content = member.pipe.recv_bytes()
        except (EOFError, OSError):
            member.process.join(SECONDS_TO_END)
            raise WorkerError(
                f"a process that worked on this ended too early ({_how(member.process.exitcode)}), perhaps for want of "
                "memory. What was written before is whole. Try again with fewer --jobs."
            ) from None
        if content[:1] == _FAILED:
            error: BaseException = pickle.loads(content[1:])
            raise error
        return content[1:]


def _started(work: Work[Any, Any]) -> _Member:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, work.start, work.pack), daemon=True)
    process.start()
    theirs.close()
    return _Member(process, ours)


def _send(member: _Member, task: object) -> bool:
    """Whether a task could be sent; where it could not, the process has ended, and who waits for the result is told."""
    try:
        member.pipe.send_bytes(pickle.dumps(task))
    except OSError:
        return False
    return True


def _how(status: int | None) -> str:
    if status is None or status >= 0:
        return f"status {status}"
    return signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"


@contextmanager
def _nothing_interrupts() -> Iterator[None]:
    """Ctrl-C waits, and never reaches the processes that are started meanwhile: it is this one's to heed."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # which would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(
    pipe: "Connection[Any, Any]", start: Callable[[], Callable[[Any], Any]], pack: Callable[[Any], bytes]
) -> None:
    """What a process does until nobody has a task for it any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _tell(pipe, _answers(pipe, start, pack))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _answers(
    pipe: "Connection[Any, Any]", start: Callable[[], Callable[[Any], Any]], pack: Callable[[Any], bytes]
) -> Iterator[bytes]:
    """That it is ready, and then a result for each task; an error, if there is one, comes last."""
    try:
        do = start()
    except Exception as error:
        yield _FAILED + _carried(error)
        return
    yield _DONE
    while True:
        task = pickle.loads(pipe.recv_bytes())
        try:
            answer = _DONE + pack(do(task))
        except Exception as error:
            yield _FAILED + _carried(error)
            return
        yield answer


def _tell(pipe: "Connection[Any, Any]", answers: Iterable[bytes]) -> None:
    for answer in answers:
        pipe.send_bytes(answer)


def _carried(error: Exception) -> bytes:
    """An error as bytes, with where it came from; one that cannot be carried, in words."""
    where = "".join(traceback.format_exception(error))
    error.add_note(where)
    try:
        content = pickle.dumps(error)
        pickle.loads(content)
    except Exception:
        return pickle.dumps(RuntimeError(where))
    return content
