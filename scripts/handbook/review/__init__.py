"""Compare two states of the handbook in readers' words.

    two Datasets ── compare ──▶ Difference ─┬─ weight, impact, menu, brief ─▶ Markdown for the reviewer
                      └─ fields             └─ (changes) ──────────────────▶ an Edition, for change log and feeds

`scope` says which parts of the repository a change touches.
"""
