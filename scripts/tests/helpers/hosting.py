"""Servers of a built site, started by deploy/serve.sh on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers import ROOT

DEPLOY = ROOT / "deploy"
#: Where servers are installed, which is not on the path of everyone.
PROGRAMS = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"])


def answers(port: int) -> bool:
    """Say whether somebody listens at a port of loopback."""
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving_by(
    server: str, site: Path, temporary: Path, deploy: Path = DEPLOY
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve a folder; give the port and the script that serves, in a group of its own.

    Args:
        server: `nginx` or `caddy`.
        site: The folder.
        temporary: Where the server's own files lie while it runs.
        deploy: The folder of the script and the configurations.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environ = {"SITE": site, "PORT": str(port), "TMPDIR": temporary, "PATH": PROGRAMS}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [deploy / "serve.sh", server],
            env=environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            for _ in range(400):
                if answers(port) or process.poll() is not None:
                    break
                time.sleep(0.05)
            if process.poll() is not None or not answers(port):
                log.seek(0)
                raise RuntimeError(log.read().decode())
            yield port, process
        finally:
            process.terminate()
            process.wait(20)
