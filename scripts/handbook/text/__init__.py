"""How text is read and written: languages, Markdown, wiki links, plain text, differences of words, translations."""
