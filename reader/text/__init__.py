"""Pure text: graphemes and cells, layout, sentences, motions, selection, search. No Textual, no files, no articles."""
