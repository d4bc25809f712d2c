"""Work that is shared among processes, with real processes."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import pytest

from bot.errors import CaseError, UsageError, WorkerError
from bot.workers import MOST_UNDER_WAY, Work, in_order


def squares() -> Callable[[int], int]:
    return lambda number: number * number


def slow_at_first() -> Callable[[int], tuple[int, int]]:
    def do(number: int) -> tuple[int, int]:
        time.sleep(0.2 if number == 0 else 0.0)
        return number, os.getpid()

    return do


def failing_at(place: int) -> Callable[[int], int]:
    def do(number: int) -> int:
        if number == place:
            raise UsageError(f"there is no {number}")
        return number

    return do


def dying_at(place: int) -> Callable[[int], int]:
    def do(number: int) -> int:
        if number == place:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        return number

    return do


def never_starting() -> Callable[[int], int]:
    raise UsageError("no such thing")


def large() -> Callable[[int], bytes]:
    return lambda number: bytes([number]) * 3_000_000


def forgetful() -> Callable[[int], int]:
    known: dict[int, int] = {}
    return lambda number: known[number]


def text_of(number: int) -> bytes:
    return str(number).encode()


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert list(in_order(Work(squares), range(50), jobs)) == [(number, number**2) for number in range(50)]


def test_another_process_goes_on_while_one_is_slow() -> None:
    results = [result for _, result in in_order(Work(slow_at_first), range(20), 2)]
    assert [number for number, _ in results] == list(range(20))
    pids = {pid for _, pid in results}
    assert len(pids) == 2
    assert os.getpid() not in pids


def test_results_that_no_pipe_can_hold_keep_nobody_waiting() -> None:
    results = list(in_order(Work(large), range(12), 2))
    assert [(number, result[:1], len(result)) for number, result in results] == [
        (number, bytes([number]), 3_000_000) for number in range(12)
    ]


def test_results_travel_in_the_form_that_is_asked_for() -> None:
    assert [result for _, result in in_order(Work(squares, text_of, int), range(5), 2)] == [0, 1, 4, 9, 16]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_after_the_results_before_it(jobs: int) -> None:
    results = in_order(Work(partial(failing_at, 5)), count(), jobs)
    assert [next(results)[1] for _ in range(5)] == list(range(5))
    with pytest.raises(UsageError, match="there is no 5"):
        next(results)


@pytest.mark.parametrize("jobs", [1, 2])
def test_so_does_an_error_of_what_gives_the_tasks(jobs: int) -> None:
    def tasks() -> Iterator[int]:
        yield from range(5)
        raise CaseError("line 6")

    results = in_order(Work(squares), tasks(), jobs)
    assert [next(results)[1] for _ in range(5)] == [0, 1, 4, 9, 16]
    with pytest.raises(CaseError, match="line 6"):
        next(results)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_does_not_start_is_told_though_there_is_no_task(jobs: int) -> None:
    with pytest.raises(UsageError, match="no such thing"):
        list(in_order(Work(never_starting), iter(()), jobs))


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
def test_a_process_that_dies_is_an_error_and_keeps_nobody_waiting() -> None:
    results = in_order(Work(partial(dying_at, 4)), count(), 2)
    assert [next(results)[1] for _ in range(4)] == list(range(4))
    with pytest.raises(WorkerError, match=r"ended too early \(SIGTERM\).*fewer --jobs"):
        next(results)


def test_tasks_are_taken_only_a_few_steps_ahead() -> None:
    taken = count()
    results = in_order(Work(squares), taken, 2)
    next(results)
    time.sleep(0.5)
    assert next(taken) <= 2 * MOST_UNDER_WAY + 3
    results.close()  # type: ignore[attr-defined]


def test_an_error_tells_where_it_came_from() -> None:
    with pytest.raises(KeyError) as caught:
        list(in_order(Work(forgetful), range(3), 2))
    assert any("in <lambda>" in note for note in caught.value.__notes__)
