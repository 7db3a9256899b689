"""Dialogs over the reading screen."""
