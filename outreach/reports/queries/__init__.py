"""Every figure, read from partners' months."""
