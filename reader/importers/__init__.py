"""Import of texts: a registry of formats and one package per format, which turns bytes into drafts of articles."""
