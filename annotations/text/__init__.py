"""Text primitives shared by alignment, anchoring and the quotation check."""
