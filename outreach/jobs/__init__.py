"""Background jobs as rows that pages can show, and periodic tasks; huey runs both."""
