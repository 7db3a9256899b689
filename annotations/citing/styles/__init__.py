"""The styles, one file each; `annotations.citing.get_style` loads them."""
