"""What several tests need: reports written for them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from typing import Callable

import pytest

MINISTER = "Lima. El ministro Juan Pérez dijo el lunes que viajará a Chile. “No habrá acuerdo”, negó la vocera 🙂 Ana Ruiz."
STRIKE = "The union said on Monday that dock workers will strike next week. Minister Ann Hart denied it."
HARBOUR = "O ministro João Costa afirmou que o porto poderá fechar em março."


@pytest.fixture(scope="session")
def reports() -> list[dict[str, object]]:
    """Reports in three languages, and one in a language that is not served."""
    return [
        {"id": "a", "text": MINISTER, "published": "2026-03-02", "publisher": "El Puerto", "language": "es"},
        {"id": "b", "text": STRIKE, "published": "2026-03-03", "publisher": "The Quay", "language": "en"},
        {"id": "c", "text": HARBOUR, "published": "2026-03-04", "publisher": "O Cais", "language": "pt"},
        {"id": "d", "text": "Hola.", "published": "2026-03-05", "publisher": "El Puerto", "language": "xx"},
    ]


def ended_by_ctrl_c(script: str, ready: Callable[[], bool] = lambda: True) -> bool:
    """Whether Ctrl-C ends ``script`` at its own ``except``. It prints ``begun`` before its work, and ``ended`` where
    ``KeyboardInterrupt`` comes out of it, which is sent two seconds after the work is ``ready`` for it."""
    if os.name != "posix":
        pytest.skip("signals of POSIX")
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    while not ready():
        assert process.poll() is None, "it is over already"
        time.sleep(0.1)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    return out == "ended\n"
