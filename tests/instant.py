"""The instant at which the tests run: `pytest --on "2028-02-29 09:00"`, otherwise always the same ordinary Tuesday.

time-machine moves every clock that Python reads in this process, and each test begins at the instant; from there time
passes as usual. Programs that tests start inherit two environment variables: PYTHONPATH leads Python to
tests/process_clock/sitecustomize.py, which moves their clock by the seconds in OFFSET. Pages in the browser get
`browser_clock`. The portal itself knows none of this: off the tests, no variable moves its clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine

#: A Tuesday in an ordinary week, with no holiday near.
DEFAULT = "2026-11-24 10:00"
#: The environment variable with what tests/process_clock adds to the real time, in seconds.
OFFSET = "TESTS_CLOCK_OFFSET"
_SITE = str(Path(__file__).parent / "process_clock")
_ZONE = ZoneInfo("Europe/Copenhagen")


def parse(text: str) -> datetime:
    """The instant that clocks in Denmark show as `text` (YYYY-MM-DD HH:MM); the first one where they show it twice."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=_ZONE)
    except ValueError:
        raise ValueError(f"not a time such as {DEFAULT!r}: {text!r}") from None


class TestClock:
    """Moves this process's clock to `instant`, and the clocks of processes that are started from now on."""

    def __init__(self, instant: datetime) -> None:
        # A plain number, because a datetime with a zone would change the process's zone too.
        self._timestamp = instant.timestamp()
        folders = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys([_SITE, *filter(None, folders)]))
        self._traveller = time_machine.travel(self._timestamp)
        self._clock = self._traveller.start()
        self.reset()

    def reset(self) -> None:
        """Back to the instant."""
        self._move_to(self._timestamp)

    def move_to_default(self) -> None:
        """To the ordinary Tuesday, until the next reset."""
        self._move_to(parse(DEFAULT).timestamp())

    def _move_to(self, timestamp: float) -> None:
        self._clock.move_to(timestamp)
        os.environ[OFFSET] = str(timestamp - _real_time())

    def stop(self) -> None:
        """The real clock again."""
        self._traveller.stop()
        del os.environ[OFFSET]


@contextmanager
def standing() -> Iterator[None]:
    """The clock stands still until the block ends: what is made in it carries one time, however long it takes."""
    with time_machine.travel(time.time(), tick=False):
        yield


def browser_clock() -> str:
    """A script that moves the clock of a browser's page to that of this process."""
    return f"""
        const now = Date.now, shifted = () => now() + {round((time.time() - _real_time()) * 1000)};
        Date.now = shifted;
        Date = new Proxy(Date, {{construct: (date, values, target) =>
            Reflect.construct(date, values.length ? values : [shifted()], target)}});"""


def environment() -> dict[str, str]:
    """What a program's environment needs for its clock to agree, where it inherits nothing else."""
    return {name: os.environ[name] for name in ("PYTHONPATH", OFFSET)}


def _real_time() -> float:
    """Seconds since 1970 on the machine's own clock."""
    return time_machine.escape_hatch.time.time()
