"""The query language: parser, syntax tree, evaluation, SQL and completion."""
