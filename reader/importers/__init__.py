"""From bytes to drafts of articles: a registry and one file a format."""
