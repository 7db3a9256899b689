"""Titles, authors and dates as pages state them."""
