"""Run by Python at the start of programs that tests start: moves their clock as the test's is (tests/instant.py)."""

import os
import sys
import time

if offset := os.environ.get("TESTS_CLOCK_OFFSET"):
    sys.modules["pytest"] = None  # type: ignore[assignment] # time-machine would load it, which takes long
    import time_machine

    del sys.modules["pytest"]
    time_machine.travel(time.time() + float(offset)).start()
