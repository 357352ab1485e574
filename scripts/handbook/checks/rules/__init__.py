"""The rules of `handbook check`: one a module, which is found here by itself and known by its name.

A rule is a function `check(context)` that yields diagnostics. It looks at the data set only, knows
nothing of the other rules and never prints.
"""
