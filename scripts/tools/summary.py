"""A Markdown file cut to what a job summary may hold, with where the whole of it is.

    python3 scripts/tools/summary.py FILE ADDRESS >> "$GITHUB_STEP_SUMMARY"

GitHub shows nothing of a summary above 1 MiB. A file above it is cut at the end of a line, and
begins with a note that leads to ADDRESS: at its end the note might stand in a list that is folded.
"""

from __future__ import annotations

import sys
from pathlib import Path

#: The most bytes of a summary, and room for what else the step may write.
LIMIT = 1024 * 1024 - 4096
NOTE = """> [!WARNING]
> 全文太长，这里只有开头；全文在[这次运行保存的文件]({address})里。
> This is only the beginning; the whole is among [the files kept of this run]({address}).

"""


def summary(content: bytes, address: str, limit: int = LIMIT) -> bytes:
    """Return the content, or its first lines after a note if it is above the limit."""
    if len(content) <= limit:
        return content
    note = NOTE.format(address=address).encode()
    kept, line_end, _ = content[: limit - len(note)].rpartition(b"\n")
    return note + kept + line_end


if __name__ == "__main__":
    sys.stdout.buffer.write(summary(Path(sys.argv[1]).read_bytes(), sys.argv[2]))
