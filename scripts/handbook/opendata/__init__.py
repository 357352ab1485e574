"""The Dataset as open data.

Dataset ──┬─ api ────────▶ api/v1/**/*.json, of which openapi tells programs
          ├─ tables ─────▶ data/*.csv, handbook.xlsx, handbook.sqlite, datapackage.json
          ├─ linked ─────▶ data/handbook.jsonld, handbook.ttl; of all files catalogue: catalog.jsonld, catalog.ttl
          ├─ citations ──▶ cite/**, CITATION.cff
          ├─ bulk ───────▶ handbook.zip with all of these, SHA256SUMS
          ├─ feeds ──────▶ feed.<language>.xml
          └─ (models) ─ json_schema ─▶ data/schema/*.json, for editors' tools
"""
