"""A schedule that does not end is ended: what works for ever, and what waits for ever."""

from itertools import count
from threading import Event, Lock

import pytest

from tests.simulation.schedule import hurried
from tests.simulation.world import Broken


def test_one_that_spins_is_ended_by_the_time_of_the_processor():
    with hurried(work=0.05), pytest.raises(Broken, match=r"within 0\.05 s of work"):
        all(True for _ in count())


def test_one_that_waits_for_ever_is_ended_by_the_wall():
    taken = Lock()
    with taken, hurried(wall=0.05), pytest.raises(Broken, match=r"within 0\.05 s$"):
        taken.acquire()


def test_one_that_has_to_wait_for_a_busy_machine_is_not_ended():
    with hurried(work=0.1, wall=60):
        assert not Event().wait(0.3)
