"""Titles, authors and dates as pages and texts state them."""
