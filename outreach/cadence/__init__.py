"""How long ago the last contact with a partner was, and when that is too long."""
