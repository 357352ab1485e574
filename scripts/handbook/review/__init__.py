"""Compare two states of the handbook in readers' words.

    two Datasets ── compare ──▶ Difference ─┬─ questions, brief ─▶ Markdown for the reviewer
                      │                     └─ (changes) ────────▶ an Edition, for change log and feeds
                      ├─ fields, page_changes, settings: what changed in a record, a page, the labels
                      ├─ comparison: what changed in a text, and in what its words do not show
                      └─ reading, owners, passages: what readers read of a value, an entry, a sentence

`questions` are found by `weight`, `menu` and `impact`; `scope` says which parts of the repository a change
touches; `before_after` takes pictures of the pages.
"""
