"""Other tools' notes into the workspace: which article each is about, which passage, and what is written. Knows no format."""
