"""The styles, one file each; `annotations.citations.get_style` loads them."""
