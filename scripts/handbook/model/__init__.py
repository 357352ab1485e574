"""The model of a handbook: frozen values, built without reading the handbook's files.

    types ─▶ vocabulary ─┬─▶ records ─▶ kinds ─┐
                         └─▶ labels ───────────┴─▶ dataset ─▶ urls
    fields.yml: each field's description
    locale/: the engine's words, one file per language

`kinds` declares every kind of record once and `urls` makes every address. `introspect` lists the
fields of a model; `references` lists the records and sources that a record refers to.
"""
