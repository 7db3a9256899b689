"""The built-in citation styles, one module each."""
