"""One run of Pagefind's service: from pages in memory to files in memory.

Messages are JSON in Base64 with a comma at the end; each request has one answer. The service ends
with its input, and so with this process, however that ends.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from typing import Any

from handbook.diagnostics import HandbookError
from handbook.load.npm import command, failure


def run_pagefind(root: Path, pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Return the files of an index, by their path in its folder.

    Args:
        root: The handbook's root.
        pages: The address and HTML of each page. Pagefind numbers pages in this order.

    Raises:
        HandbookError: Pagefind is missing, or failed.
    """
    line = command(root, "pagefind", "--service")
    with TemporaryFile() as printed:
        try:
            with Popen(line, stdin=PIPE, stdout=PIPE, stderr=printed) as service:
                number = _ask(service, "NewIndex", config={})["index_id"]
                for url, page in pages:
                    _ask(service, "AddFile", index_id=number, url=url, file_contents=page)
                files = _ask(service, "GetFiles", index_id=number)["files"]
        except (BrokenPipeError, EOFError):
            printed.seek(0)
            raise failure(line, service.returncode, printed.read()) from None
    return {file["path"]: b64decode(file["content"]) for file in files}


def _ask(service: Popen[bytes], request: str, **values: object) -> Any:
    """Send a request and return its answer."""
    assert service.stdin
    assert service.stdout
    message = json.dumps({"message_id": 1, "payload": {"type": request, **values}})
    service.stdin.write(b64encode(message.encode()) + b",")
    service.stdin.flush()
    answer = bytearray()
    while not answer.endswith(b","):
        if not (part := os.read(service.stdout.fileno(), 1 << 20)):
            raise EOFError
        answer += part
    payload = json.loads(b64decode(answer[:-1]))["payload"]
    if payload["type"] == "Error":
        raise HandbookError.of("program-failed", "pagefind", found=[payload["message"]])
    return payload
