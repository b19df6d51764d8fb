"""A copy of the database that can be trusted."""
