"""The `handbook` command. The current directory is the handbook's root.

Exit codes: 0 without errors, 1 with problems, 2 for wrong usage. What a command alone needs and is slow to
load it imports itself, so that `handbook check` answers at once.
"""

import gc
import sys
from importlib import import_module
from pkgutil import iter_modules

__all__ = ["main"]

gc.set_threshold(20_000)  # records and trees are many objects, and are there to stay

try:
    from handbook.cli.console import main

    for _module in iter_modules(__path__):  # each adds its commands
        import_module(f"{__name__}.{_module.name}")
except KeyboardInterrupt:  # while this loads, no command can say so
    sys.exit(130)
