"""Text algorithms: Unicode, segments, search, layout and movement. Pure functions and values that know no screen."""
