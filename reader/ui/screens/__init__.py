"""Whole screens and dialogs; a screen owns its state and hands it to the widgets that it composed."""
