"""The index of the annotation files inside library.db."""
