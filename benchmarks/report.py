"""Figures and visit days of ten years: 2,000 partners, 1,000,000 visits, each page beside the bare SQL it needs.

    .venv/bin/python benchmarks/report.py [--database sqlite|postgresql] [--folder FOLDER] [--visits N] [--only-fill]

The filled database is kept in the folder, so that a second run begins to measure at once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.filling import Kept  # noqa: E402


def main() -> None:
    """Fill where nothing is kept."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "outreach-benchmark")
    asked.add_argument("--partners", type=int, default=2_000)
    asked.add_argument("--visits", type=int, default=1_000_000)
    asked.add_argument("--only-fill", action="store_true")
    wanted = asked.parse_args()
    with Kept(wanted.folder, wanted.database, partners=wanted.partners, visits=wanted.visits).portal():
        print(f"{wanted.database}: {wanted.partners:,} partners, {wanted.visits:,} visits")


if __name__ == "__main__":
    main()
