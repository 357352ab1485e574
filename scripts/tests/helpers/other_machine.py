"""Another machine, as far as environment variables make one."""

from __future__ import annotations

import os

#: Another time zone, locale, number of processors and order of sets.
OTHER_MACHINE = {
    **os.environ,
    "TZ": "Asia/Shanghai",
    "LC_ALL": "C",
    "RAYON_NUM_THREADS": "3",
    "PYTHONHASHSEED": "7",
}
