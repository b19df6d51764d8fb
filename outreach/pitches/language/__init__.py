"""How Danish and English text is read: words and their forms, sentences, readability, and words to avoid on paper."""
