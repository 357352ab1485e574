"""Lighthouse on pages of the served site, for the tests and the benchmark."""

from __future__ import annotations

import json
import os
import subprocess

from handbook.model.dataset import Dataset
from handbook.model.records import Practice
from handbook.model.urls import address_of
from handbook.review.browser import ARGUMENTS, program
from tests.helpers import ROOT


def pages(dataset: Dataset) -> list[str]:
    """Return the paths of home, a theme, a practice, the figures and the glossary."""
    practice = dataset.of(Practice)[0]
    records = (dataset.records[practice.theme], practice)
    return ["", *(address_of(record, dataset).path for record in records), "figures/", "glossary/"]


def scores(address: str, *categories: str) -> tuple[dict[str, float], list[str]]:
    """Return (the score of each category in per cent, what failed) for a page on Lighthouse's mobile profile."""
    command = [
        "node_modules/.bin/lighthouse", address, "--quiet", "--output=json", f"--only-categories={','.join(categories)}",
        f"--chrome-flags={' '.join(('--headless=new', *ARGUMENTS))}", "--no-enable-error-reporting",
    ]  # fmt: skip
    run = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "CHROME_PATH": program()},
        capture_output=True,
        text=True,
    )
    assert 0 == run.returncode, run.stderr
    report = json.loads(run.stdout)
    weighed = {
        ref["id"]
        for category in report["categories"].values()
        for ref in category["auditRefs"]
        if ref["weight"]
    }
    failed = [
        f"{audit['title']} {json.dumps(audit.get('details', {}).get('items', []))[:400]}"
        for name, audit in report["audits"].items()
        if name in weighed and audit["score"] is not None and audit["score"] < 1
    ]
    return {
        name: category["score"] * 100 for name, category in report["categories"].items()
    }, failed
