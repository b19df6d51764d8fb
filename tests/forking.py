"""Starting servers and workers again and again without starting Python anew: a parent process that has everything
loaded forks a child for each line it is sent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SECONDS_TO_END = 25


def fork_for_each_line(serve: Callable[[str], None]) -> None:
    """In the parent: fork a child that says its process id and runs `serve(line)`, and say "ended" when it is gone."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            print(os.getpid(), flush=True)
            serve(line.rstrip("\n"))
            os._exit(0)
        os.waitpid(child, 0)
        print("ended", flush=True)


class ForkingParent:
    """Runs `python -m module arguments`, which calls `fork_for_each_line`, and its one child at a time."""

    def __init__(self, module: str, *arguments: str, log: Path, environment: Mapping[str, str]) -> None:
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments], cwd=ROOT, env={**environment, "PYTHONUTF8": "1"},
                text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output)
        self.child = 0

    def start(self, line: str = "") -> int:
        """Fork a child; its process id."""
        self.send(line)
        self.child = int(self.receive())
        return self.child

    def end(self, number: int = signal.SIGKILL) -> None:
        """Send the child this signal and wait until it is gone."""
        os.kill(self.child, number)
        assert self.receive() == "ended"
        self.child = 0

    def send(self, line: str) -> None:
        """Write a line to the parent."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")

    def receive(self) -> str:
        """The next line that the parent or its child says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def close(self) -> None:
        """End the parent, and the child if there is one."""
        if self.child:
            os.kill(self.child, signal.SIGKILL)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(_SECONDS_TO_END)
        self.process.stdout.close()
