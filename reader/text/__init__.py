"""The text core: clusters, rows, sentences, motions, search. Pure; knows no screen."""
