"""Articles, their locators and their bookmarks."""
