from __future__ import annotations

import pytest
from hostile import Site, reply

from articlekit import network
from articlekit.clients import make_client
from articlekit.errors import BlockedAddressError
from articlekit.fetcher import PageFetcher
from articlekit.policy import Policy

QUICK = {"per_host_delay": 0, "retries": 0, "obey_robots": False}


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_every_pool_of_our_own_client_can_be_guarded(kind: str) -> None:
    client = make_client(Policy(), kind=kind)
    network.guard(client)

    backends = {type(transport._pool._network_backend).__name__ for transport in network._transports(client)}

    assert len(list(network._transports(client))) > 1
    assert backends <= {"_GuardedBackend", "_GuardedAsyncBackend"}


def test_our_own_client_is_guarded() -> None:
    with PageFetcher(**QUICK) as fetcher, pytest.raises(BlockedAddressError):
        fetcher.fetch("http://localhost/")


def test_a_host_keeps_its_connection() -> None:
    ports = set()

    def note(connection) -> None:
        ports.add(connection.sock.getpeername())
        connection.send(reply())

    with Site({"*": note}) as site, PageFetcher(allow_private_addresses=True, **QUICK) as fetcher:
        for number in range(3):
            fetcher.fetch(site.url(f"/{number}"))

        assert len(ports) == 1


def test_a_proxy_makes_the_connections_and_is_itself_no_blocked_address() -> None:
    with (
        Site({"http://news.example/": reply()}, address="127.0.0.1") as proxy,
        PageFetcher(proxy=proxy.url("/"), **QUICK) as fetcher,
    ):
        assert fetcher.fetch("http://news.example/").status == 200
        with pytest.raises(BlockedAddressError):
            fetcher.fetch("http://169.254.169.254/latest/meta-data/")
