"""Finding an annotation's passage again in a changed text."""
