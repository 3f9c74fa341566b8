from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articlekit.errors import BlockedAddressError, FetchTimeoutError
from articlekit.network import check_deadline, check_host, check_peer, deadline, is_public, literal_address


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.169.254",
     "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
     "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
     "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
     "100::1", "2001::1", "2001:db8::1", "2002:a00:1::", "2002:c0a8:101::1", "3fff::1", "4000::1", "5f00::1",
     "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_internet_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "9.255.255.255", "100.63.255.255", "126.255.255.255", "168.63.129.15", "172.15.0.1", "172.32.0.1",
     "192.0.1.1", "192.169.0.1", "223.255.255.255", "2606:4700::1", "2a00:1450::1", "64:ff9b::101:101",
     "::ffff:1.1.1.1", "2002:101:101::1"],
)  # fmt: skip
def test_addresses_of_the_public_internet_are_known(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_embedded_address_counts_as_what_it_embeds(address) -> None:
    number = int(address)
    forms = (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1")

    assert {is_public(form) for form in forms} == {is_public(str(address))}


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("[::1]", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("127%2e0%2e0%2e1", "127.0.0.1"),
        ("１２７.０.０.１", "127.0.0.1"),
        ("127。0。0｡1", "127.0.0.1"),
        ("example.org", None),
        ("1.2.3.4.example.org", None),
        ("ünder.example", None),
        ("", None),
    ],
)
def test_a_literal_address_is_read_in_every_spelling_that_resolvers_take(host: str, address: str | None) -> None:
    assert literal_address(host) == address


def test_a_host_that_is_a_blocked_address_is_refused_without_a_connection() -> None:
    with pytest.raises(BlockedAddressError, match="0x7f000001"):
        check_host("0x7f000001", url="http://0x7f000001/")

    check_host("example.org")


def test_a_peer_that_is_unknown_is_let_pass() -> None:
    check_peer(None)
    with pytest.raises(BlockedAddressError):
        check_peer("10.0.0.1")


def test_a_deadline_holds_inside_its_block_only() -> None:
    with deadline(0.01):
        time.sleep(0.02)
        with pytest.raises(FetchTimeoutError):
            check_deadline()

    check_deadline()
