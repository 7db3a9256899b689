"""Drafts turned into articles and versions."""
