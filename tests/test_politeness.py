from __future__ import annotations

import threading
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articlekit import politeness
from articlekit.politeness import Agenda, Turnstile, host_of


def turnstile(delay: float) -> Turnstile[threading.Semaphore]:
    return Turnstile(delay=delay, make_slots=lambda: threading.Semaphore(2))


def test_turns_of_one_host_are_spaced_and_other_hosts_do_not_wait() -> None:
    turns = turnstile(2.0)

    assert [turns.reserve("a.test", 10.0) for _ in range(3)] == [0.0, 2.0, 4.0]
    assert turns.reserve("b.test", 10.0) == 0.0
    assert turns.reserve("a.test", 100.0) == 0.0


def test_a_host_can_be_slowed_down_but_not_hurried() -> None:
    turns = turnstile(2.0)
    turns.slow_down("a.test", 5.0)
    turns.slow_down("b.test", 1.0)

    assert (turns.delay("a.test"), turns.delay("b.test")) == (5.0, 2.0)


def test_a_postponed_host_waits() -> None:
    turns = turnstile(0.0)
    turns.postpone("a.test", 30.0)

    assert turns.due("a.test", 10.0) == 30.0
    assert turns.reserve("a.test", 10.0) == 20.0


def test_hosts_whose_time_has_passed_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(politeness, "_MAX_HOSTS", 100)
    turns = turnstile(1.0)
    for number in range(1_000):
        turns.reserve(f"{number}.test", float(number))

    assert len(turns._next) <= 101


def test_slots_are_shared_while_in_use_and_forgotten_afterwards() -> None:
    turns = turnstile(0.0)
    with turns.slots("a.test") as _:
        assert turns.slots("a.test") is turns.slots("a.test")

    assert not turns._slots


def always_due(_: str, now: float) -> float:
    return now


@given(st.lists(st.sampled_from([f"http://{host}.test/{path}" for host in "abc" for path in range(5)] + ["nonsense"])))
def test_every_url_is_taken_once(urls: list[str]) -> None:
    agenda = Agenda(urls, per_host=1, due=always_due)
    taken = []
    while (url := agenda.take(0.0)) is not None:
        taken.append(url)
        agenda.done(url, 0.0)

    assert sorted(taken) == sorted(urls)
    assert agenda.empty


def test_hosts_take_turns_and_none_gets_more_than_its_slots() -> None:
    urls = [f"http://a.test/{n}" for n in range(5)] + ["http://b.test/"]
    agenda = Agenda(urls, per_host=2, due=always_due)

    assert [agenda.take(0.0) for _ in range(4)] == ["http://a.test/0", "http://a.test/1", "http://b.test/", None]
    agenda.done("http://a.test/0", 0.0)
    assert agenda.take(0.0) == "http://a.test/2"


def test_a_host_that_is_not_due_is_waited_for() -> None:
    agenda = Agenda(["http://a.test/"], per_host=1, due=lambda _host, _now: 5.0)

    assert agenda.take(0.0) is None
    assert agenda.wait(1.0) == 4.0
    assert agenda.take(5.0) == "http://a.test/"
    assert agenda.wait(5.0) is None


def test_reading_ahead_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(politeness, "_LOOKAHEAD", 50)
    numbers = count()
    agenda = Agenda((f"http://a.test/{n}" for n in numbers), per_host=1, due=always_due)
    agenda.take(0.0)

    assert agenda.take(0.0) is None
    assert next(numbers) <= 52


@pytest.mark.parametrize(("url", "host"), [("http://A.test:80/", "a.test"), ("http://[", ""), ("nonsense", "")])
def test_the_host_of_a_url(url: str, host: str) -> None:
    assert host_of(url) == host
