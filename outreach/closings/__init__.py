"""What a meeting ended with: what we heard, what is decided, who promised what, and the page that tells the partner."""
