"""What comes of the work: figures for management, the visit-day log, reports on paper."""
