"""Closing a meeting: quotes, decisions, promises, and the page that sums them up for the partner."""
