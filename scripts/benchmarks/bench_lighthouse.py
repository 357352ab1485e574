"""How fast five pages open on Lighthouse's mobile profile: the median of five runs each, in per cent.

    PYTHONPATH=scripts .venv/bin/python -m benchmarks.bench_lighthouse SITE

SITE is a built site's directory. Nothing is asserted: times differ from machine to machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from handbook.load import load
from handbook.review.browser import serving
from tests.helpers import ROOT
from tests.helpers.lighthouse import pages, scores


def main(directory: str) -> None:
    """Print the median performance of each page."""
    with serving(Path(directory)) as address:
        for path in pages(load(ROOT)[0]):
            runs = [scores(address + path, "performance")[0]["performance"] for _ in range(5)]
            print(
                f"{median(runs):5.0f}  {path or '/'}  ({', '.join(f'{run:.0f}' for run in runs)})"
            )


if __name__ == "__main__":
    main(sys.argv[1])
