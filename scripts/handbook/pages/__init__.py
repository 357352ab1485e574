"""The data set as pages: Markdown by templates, then HTML by the one parser, in each language.

    Dataset ─ queries, writer, diagrams ─▶ templates/ ─ build ─▶ Page ─ render ─▶ RenderedPage ─▶ Handbook

`build` makes every page, with `queries` for what several pages ask of the data, a `Writer` for each
page's texts, links and footnotes, and `changelog` for its history. What others use is
`render.render`, whose `Handbook` the site, the search and the book are made from;
`build.build_pages` for the review; and `template_anchors` and `diagrams.describe` for the checks.
"""
