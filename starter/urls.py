"""Addresses of databases, as libpq writes them."""

from pathlib import Path
from urllib.parse import quote


def libpq_uri(role: str, database: str, socket: Path) -> str:
    """`postgresql://kith_app@/kith?host=%2Ftmp%2Fkith-pg-1f`: a database behind a Unix socket in folder `socket`."""
    return f"postgresql://{quote(role, safe='')}@/{quote(database, safe='')}?host={quote(str(socket), safe='')}"
