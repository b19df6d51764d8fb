"""Reading a CSV file of partners: bytes to records, cells to values, and what the rows would make."""
