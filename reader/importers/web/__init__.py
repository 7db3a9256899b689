"""Web pages: fetching them and extracting the article."""
