"""What we and our partners have promised each other, until it is kept, broken or released."""
