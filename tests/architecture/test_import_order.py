"""Who may import whom, as pyproject.toml says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_import_contracts_hold() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT, env={**os.environ, "COLUMNS": "120"}, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[result.stdout.find("Contracts"):] + result.stderr
