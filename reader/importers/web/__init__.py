"""Fetching of web pages and extraction of their article."""
