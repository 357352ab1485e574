"""The handbook as PDF, from the same pages as the site.

    pages as HTML ─ tree ─▶ trees ─ chapters, documents ─▶ a document's data ─ typst ─▶ pdf/<name>.<lang>.pdf

`build.write_books` hands on the whole set: the handbook in each language, each theme, each practice, and
each practice's notice-board sheet; `typst.pdf.describe` the facts of a file. This module imports nothing,
because the processes that typeset import it.
"""
