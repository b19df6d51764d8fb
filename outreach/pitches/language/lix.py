"""LIX, the Danish and Swedish readability number (C. H. Björnsson, 1968).

Words per sentence plus the per cent of words longer than six letters. Up to 24 very easy, 25-34 easy, 35-44
medium, 45-54 hard, 55 and more very hard. A pointer, never a gate.
"""

from collections.abc import Iterable

from outreach.pitches.language.sentences import sentences, words

# Under this many words the number says nothing: one long word would move it by ten.
FEWEST_WORDS = 10
_LONG = 6


def lix(texts: Iterable[str]) -> int | None:
    """LIX of the texts taken together, rounded half up; each text's end ends a sentence. None for too little."""
    texts = list(texts)
    all_words = [word for text in texts for word in words(text)]
    count = sum(len(sentences(text)) for text in texts)
    if len(all_words) < FEWEST_WORDS or not count:
        return None
    long_words = sum(1 for word in all_words if sum(map(str.isalpha, word)) > _LONG)
    return int(len(all_words) / count + 100 * long_words / len(all_words) + 0.5)
