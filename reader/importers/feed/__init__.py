"""Import of RSS, Atom, JSON Feed and OPML."""
