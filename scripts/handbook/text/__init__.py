"""How text is read and written.

Languages, Markdown, wiki links, plain text, differences of words, and translations.
"""
