"""Who may open a page that a library brings, by the name of its address.

None of them runs under a tenant. `off` answers "not found". A library's page that is not listed stops start-up.
Kith mounts no page of allauth: its stores and arithmetic serve the pages of `kith.web.signin`.
"""

from typing import Literal

LIBRARY_VIEWS: dict[str, Literal["public", "signed_in", "off"]] = {}
