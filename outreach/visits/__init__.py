"""Visit days: planned, held or cancelled; what was brought, shown and left; what partner staff observed."""
