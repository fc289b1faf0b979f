"""Where pages are served, as far as passkeys ask: a host, and the origins answers may come from."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Place:
    """Where pages are served: passkeys belong to the host, and answers must come from one of the origins."""

    host: str
    origins: tuple[str, ...]

    @property
    def works(self) -> bool:
        """Browsers know passkeys over https or on this very machine by its name, and nowhere by a bare number."""
        near = self.host == "localhost" or self.host.endswith(".localhost")
        return not _is_number(self.host) and (near or all(urlsplit(one).scheme == "https" for one in self.origins))


def _is_number(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return False
