"""The handbook as PDF, from the same pages as the site.

    pages as HTML ─ tree ─▶ trees ─ chapters, documents ─▶ data of a document ─ typst ─▶ PDF

`build.write_books` returns all of them: the handbook in each language, each theme, each practice,
and the notice-board sheet of each practice. `typst.pdf.describe` returns the facts of a file.
This module imports nothing, because the processes that typeset import it.
"""
