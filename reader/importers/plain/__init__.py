"""Import of plain text and news digests."""
