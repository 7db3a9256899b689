"""The reader: articles in, a page to read, annotations out."""
