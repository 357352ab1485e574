"""What a handbook consists of, as frozen values; nothing here reads a file of a handbook.

    types ─▶ records ─▶ kinds ─────┐
      └────▶ vocabulary ─▶ labels ─┼─▶ dataset ─▶ urls
    fields.yml: what each field is ┘
    locale/: the engine's words, a file a language

`kinds` declares every kind of record once, `urls` makes every address, `introspect` and `references`
tell other folders what fields there are and what they refer to.
"""
