"""Plain text and news digests."""
