"""Segments of a text: words, clauses, sentences, quotations, sections, links."""
