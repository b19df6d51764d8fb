"""Reading the figures, most of them from partners' months."""
