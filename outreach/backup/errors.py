"""Why no backup was made, or nothing was restored."""

from __future__ import annotations


class BackupFailedError(RuntimeError):
    """No backup was made; the message says why."""


class RestoreRefusedError(RuntimeError):
    """Nothing was changed. `why`: "missing", "broken", "foreign", "newer" or "in use"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
