"""Parallel passages and related articles, by fingerprints."""
