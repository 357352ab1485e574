"""The rules of `handbook check`, one a module.

A rule is found by itself and known by the name of its module. It is a function `check(context)`
that yields diagnostics. It reads the data set only, knows nothing of the other rules and never
prints.
"""
