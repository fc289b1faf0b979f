"""Connecting to a server in the open network, and to nothing inside: judged by the address that is then connected to.

A name is looked up once, so that one that means another place a moment later (DNS rebinding) leads nowhere either.
"""

from __future__ import annotations

import socket
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request

__all__ = ["HereOnly", "PublicOnly", "is_here", "is_public"]

# Addresses of IPv4 in the clothes of IPv6, as a network that translates between them reads them.
TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """Whether this is an address of the open network: not private, of this machine, link-local, shared or reserved."""
    one = _plain(address)
    return one.is_global and not one.is_multicast and not any(one in net for net in TRANSLATED)


def is_here(address: str) -> bool:
    return _plain(address).is_loopback


def _plain(address: str) -> IPv4Address | IPv6Address:
    """The address it leads to, where one of IPv6 only carries one of IPv4."""
    one = ip_address(address.partition("%")[0])
    if isinstance(one, IPv6Address):
        return one.ipv4_mapped or one.sixtofour or one
    return one


def _connect(fits: Any) -> Any:
    """Looks a name up, and connects to the first of its addresses, if all of them fit."""

    def connect(there: tuple[str, int], timeout: Any = None, source_address: Any = None) -> socket.socket:
        found = [str(one[4][0]) for one in socket.getaddrinfo(*there, type=socket.SOCK_STREAM)]
        if not found or not all(fits(one) for one in found):
            raise OSError("not an address that is asked")
        return _first_of(found, there[1], timeout, source_address)

    return connect


def _first_of(found: list[str], port: int, timeout: Any, source_address: Any) -> socket.socket:
    for n, one in enumerate(found, start=1):
        try:
            return socket.create_connection((one, port), timeout, source_address)
        except OSError:
            if n == len(found):
                raise
    raise OSError("no address")


class _Public(HTTPSConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _connect(is_public)


class _Here(HTTPConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _connect(is_here)


class PublicOnly(HTTPSHandler):
    """Encrypted, and only to the open network."""

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Public, req, context=self._context)  # type: ignore[attr-defined, no-any-return]


class HereOnly(HTTPHandler):
    """Without encryption, and only to this machine."""

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Here, req)
