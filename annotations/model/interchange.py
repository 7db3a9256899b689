"""Names by which exported files and annotations are recognised when they are imported again."""

JSON_FORMAT = "glossator-excerpts"
"""The `format` of the complete JSON."""
URN = "urn:glossator:"
"""The namespace of ids and terms in W3C annotations."""
HYPOTHESIS_USER = "acct:glossator@localhost"
"""The user of annotations exported for Hypothesis."""
