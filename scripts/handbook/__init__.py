"""Records and prose become a bilingual handbook: a searchable site, a PDF book, open data, and a brief for reviewers.

    data/*.yml ──load──▶ Dataset ──pages──▶ Markdown pages ──▶ MkDocs + Material ──▶ site/
    docs/*.md  ─────────────▲                     │                                  ├─▶ Pagefind index
                            │                     └──same parser──▶ tree ──▶ Typst ──▶ PDF
                            └──api──▶ JSON · CSV · data package ───────────────────────┘

One way, no way back: the Dataset is loaded once, validated, frozen and handed on; no output loads data or imports another.
"""
