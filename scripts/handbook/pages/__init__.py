"""The pages in each language: Markdown made by templates, then HTML.

    Dataset ─ queries, writer, diagrams ─▶ templates/ ─ build ─▶ Page
    Page ─ render ─▶ RenderedPage ─▶ Handbook

`build` makes every page. It uses `queries` to look up data, a `Writer` for each page's texts and
links, and `changelog` for its history.

Other folders use `render.render`, whose `Handbook` is the input of site, search and book;
`build.build_pages` for the review; and `template_anchors` and `diagrams.describe` for the checks.
"""
