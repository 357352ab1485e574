"""How fast nginx sends the site by deploy/nginx.conf, beside the same nginx that sends plain MkDocs output.

    cd scripts && python -m benchmarks.bench_hosting SITE

SITE is a built site's directory, of which a copy is compressed beforehand. The peer is the same handbook with Material's own pages, sent by
nginx as it comes: compressed while readers wait. wrk asks both, in turns, for the same pages over 16 connections, one thread on each side.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.peers import PEERS, SITE
from handbook.load import load
from tests.helpers import ROOT
from tests.helpers.hosting import PROGRAMS, serving_by

ROUNDS, SECONDS = 3, 4
#: What nginx's packages set for a site that nobody has configured.
PLAIN = """
server {
    listen 80;
    root /;
    include /etc/nginx/mime.types;
    gzip on;
}
"""
_ASK = """
local paths, at = {%s}, 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at], {["Accept-Encoding"] = "gzip"})
end
"""


def measure(port: int, script: Path) -> tuple[float, float, float]:
    """Return requests per second, p99 in milliseconds, and kilobytes for each request."""
    command = ["wrk", "--latency", "-t1", "-c16", f"-d{SECONDS}s", "-s", str(script)]
    ran = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True
    )
    assert "Non-2xx" not in ran.stdout, ran.stdout
    units = {"us": 0.001, "ms": 1, "s": 1000, "KB": 1, "MB": 1000, "GB": 1e6}
    late, unit = re.findall(r"99%\s+([\d.]+)(us|ms|s)", ran.stdout)[0]
    count, sent, size = re.findall(r"(\d+) requests in .*?, ([\d.]+)(KB|MB|GB) read", ran.stdout)[0]
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", ran.stdout)[0])
    return rate, float(late) * units[unit], float(sent) * units[size] / int(count)


def main(directory: str) -> None:
    """Print both and how they compare."""
    if missing := [name for name in ("nginx", "wrk") if not shutil.which(name, path=PROGRAMS)]:
        sys.exit(f"Install {' and '.join(missing)} to measure how fast the site is sent.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, plain = folder / "ours", folder / "plain" / SITE
        shutil.copytree(directory, ours)
        subprocess.run(
            ["node", ROOT / "deploy/precompress.mjs", ours], check=True, capture_output=True
        )
        PEERS[0].lay_out(load(ROOT)[0], plain.parent, folder)
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q"], cwd=plain.parent, check=True
        )
        both = [
            f"/{file.parent.relative_to(plain)}/".replace("/./", "/")
            for file in sorted(plain.rglob("index.html"))
            if (ours / file.relative_to(plain)).is_file()
        ]
        script, stock = folder / "pages.lua", folder / "stock"
        script.write_text(_ASK % ", ".join(f'"{path}"' for path in both))
        shutil.copytree(ROOT / "deploy", stock)
        (stock / "nginx.conf").write_text(PLAIN)
        with (
            serving_by("nginx", ours, folder) as (port, _),
            serving_by("nginx", plain, folder, stock) as (peer, _),
        ):
            rounds = [(measure(port, script), measure(peer, script)) for _ in range(ROUNDS)]
        rows = [
            [median(values) for values in zip(*each, strict=True)]
            for each in zip(*rounds, strict=True)
        ]
        print(f"{len(both)} pages       requests/s    p99 ms   KB/page")
        for label, row in zip(("this site", "plain MkDocs"), rows, strict=True):
            print(f"{label:14}{row[0]:12,.0f}{row[1]:10.2f}{row[2]:10.1f}")
        print(
            f"{'ratio':14}{rows[0][0] / rows[1][0]:12.1f}{rows[0][1] / rows[1][1]:10.2f}{rows[0][2] / rows[1][2]:10.2f}"
        )


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
