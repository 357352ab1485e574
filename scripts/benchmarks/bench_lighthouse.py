"""How fast five pages open on Lighthouse's mobile profile: the median of five runs each, in per cent.

    PYTHONPATH=scripts .venv/bin/python -m benchmarks.bench_lighthouse SITE

SITE is a built site's directory. Nothing is asserted: times differ from machine to machine.
"""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from statistics import median

from handbook.load import load
from tests.helpers import ROOT
from tests.helpers.lighthouse import pages, scores


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


def main(directory: str) -> None:
    """Print the median performance of each page."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=directory))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for path in pages(load(ROOT)[0]):
        runs = [scores(f"http://127.0.0.1:{server.server_port}/{path}", "performance")[0]["performance"] for _ in range(5)]
        print(f"{median(runs):5.0f}  {path or '/'}  ({', '.join(f'{run:.0f}' for run in runs)})")
    server.shutdown()


if __name__ == "__main__":
    main(sys.argv[1])
