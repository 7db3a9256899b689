"""The parts of the screen; each speaks to its screen by messages and knows no other part."""
