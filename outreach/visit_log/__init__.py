"""The visit-day log: every visit a colleague may see, filtered, sorted, added up, and taken out as a file."""
