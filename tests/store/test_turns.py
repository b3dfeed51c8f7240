"""Writers of one process on SQLite: first come, first served, also when one of them fails."""

import threading

import pytest

from analyser.store.engine import Turns


def queued(turns: Turns, threads: list[threading.Thread], order: list[int], number: int) -> None:
    """Start a writer and wait until it stands in the queue."""

    def write() -> None:
        with turns.take():
            order.append(number)

    threads.append(threading.Thread(target=write))
    before = len(turns)
    threads[-1].start()
    while len(turns) == before:
        threading.Event().wait(0.001)


def test_writers_go_in_the_order_in_which_they_came() -> None:
    turns, threads, order = Turns(), [], []
    with turns.take():
        for number in range(20):
            queued(turns, threads, order, number)
        assert order == []
    for thread in threads:
        thread.join()
    assert order == list(range(20))
    assert len(turns) == 0


def test_a_writer_that_fails_lets_the_next_one_in() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="no"), turns.take():
        raise ValueError("no")
    with turns.take():
        assert len(turns) == 1
