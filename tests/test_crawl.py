from __future__ import annotations

from crawl import Crawl, run


def test_a_crawl_takes_little_longer_than_politeness_demands() -> None:
    outcome = run(Crawl(hosts=8, pages=5, delay=0.6, fetch_only=True))

    assert sorted(url for url, _ in outcome.results) == sorted(outcome.urls)
    assert set(outcome.kinds) == {"Page"}
    assert outcome.demanded <= outcome.seconds < 2 * outcome.demanded  # crawl.py measures it at 1.1; machines are busy


def test_faulty_hosts_cost_their_own_pages_and_no_others() -> None:
    outcome = run(Crawl(hosts=10, pages=4, delay=0.1, faulty=5, timeout=0.5, latency=0.01))

    assert sorted(url for url, _ in outcome.results) == sorted(outcome.urls)
    assert outcome.kinds["Article"] == 5 * 4
    assert sum(outcome.kinds.values()) == 40
