"""Where styles, scripts and pictures lie: below an address that changes when one of them does.

So a browser may keep each for good, and the day after an upgrade nobody has yesterday's script on today's page.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def address(folder: Path) -> str:
    """`/static/` and ten signs for the names and bytes of all files below `folder`, read once for each process."""
    told = hashlib.sha256()
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        told.update(f"{file.relative_to(folder).as_posix()}\0{file.stat().st_size}\0".encode())
        told.update(file.read_bytes())
    return f"/static/{told.hexdigest()[:10]}"
