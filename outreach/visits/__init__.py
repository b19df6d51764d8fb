"""Visit days: planned, held or cancelled, with loans, packing lists and partner staff's observations."""
