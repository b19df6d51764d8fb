"""Work that takes longer than an answer may: rows that say how far they are, and a thread of the serving process."""
