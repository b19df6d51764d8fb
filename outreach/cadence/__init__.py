"""How long ago we last had real contact with a partner, and when that is too long."""
