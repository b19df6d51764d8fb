"""What the partner said, clause by clause, and the one clause that could stand as a title.

Everything here is cut from their words and nothing is put in: a clause is a stretch of the quote, word for word.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.core.lemmas import word_set
from outreach.pitches.language.check import labels_people
from outreach.pitches.language.normalisation import tokens
from outreach.pitches.language.sentences import count_words, sentences, word_starts
from outreach.pitches.language.voice import is_you

_FEWEST_IN_CLAUSE = 3
_TITLE_WORDS = range(3, 10)

# Strong breaks: semicolon, colon, a dash with space around it.
_STRONG = re.compile(r"(?<!\s)\s*;\s+|:\s+|(?<!\s)\s+[–—-]+\s+")
# A comma and a joining word, with what follows it: a new main clause, where it has a subject of its own.
_JOINED = re.compile(
    r",\s+(?:og|men|and|but|yet|(?:så|for|so)(?=\s+(?:vi|de|jeg|han|hun|det|der|man|we|they|he|she|it|there)\b))\s+",
    re.IGNORECASE,
)
# Without a comma only before a subject pronoun: "… og de vil gerne" but not "mad og kaffe".
_JOINED_BARE = re.compile(
    r"(?<!\s)\s+(?:og|men|and|but)\s+(?=(?:vi|jeg|han|hun|man|we|they|he|she)\b|de\s+(?:vil|kan|skal|har|er|får|må|ved|tør)\b)",
    re.IGNORECASE,
)
_REASON = re.compile(r"(?:,|(?<!\s))\s+(?=(?:fordi|because)\b)", re.IGNORECASE)
_LONG_CLAUSE = 12
_CONDITION = re.compile(r"(?:når|hvis|da|selv om|hvor|when|if|where)\b", re.IGNORECASE)
_JOINING = re.compile(r"(?:og|men|for|and|but|yet)\s+", re.IGNORECASE)
_EDGES = " \t\r\n,;:–—-\"'»«›‹“”„’‘([{)]}•*"


@dataclass(frozen=True)
class Clause:
    """A clause fit as a title: `text` with a capital and no stop, `quote` the index of the quote it stands in."""

    text: str
    quote: int
    score: int


def clauses(quote: str) -> tuple[str, ...]:
    """The quote in pieces that can be said alone, in order, each word for word from the quote.

    Cuts at the end of a sentence, at semicolon, colon and dash, and at og/men/så/for (and/but/so) where a new
    main clause of at least three words begins; before fordi/because only where the clause would be long. A comma
    alone does not cut: in Danish it most often opens a clause that cannot stand without the first.
    """
    pieces = []
    for sentence in sentences(quote):
        for stretch in _cut(_STRONG, sentence.text):
            for clause in _main_clauses(stretch):
                pieces += _cut(_REASON, clause) if count_words(clause) > _LONG_CLAUSE else [clause]
    trimmed = (_trim(piece) for piece in pieces)
    return tuple(piece for piece in trimmed if count_words(piece))


def striking_clause(quotes: Sequence[str], language: str = "da") -> Clause | None:
    """The clause of the quotes that best stands as a title; None where no clause is good enough.

    Candidates are clauses, what comes before "når/mens/hvis …", and the wish inside a clause ("… noget rart at
    være fælles om"), of three to nine words. Out go: negations and complaints, "we" and "you" (a title on our page
    would turn them round), questions, digits, words that label people, names.
    Points: 4-7 words 3, else 1 · opens like a wish 3 · each everyday thing in it 2, at most 4 · a whole clause 1 ·
    opens with a word that hangs in the air ("de", "så", "kom") -3 · a demand (skal, må, must) -1.
    At least 4 points; a tie goes to the earlier.
    """
    best: Clause | None = None
    for index, quote in enumerate(quotes):
        for candidate, whole in _candidates(quote, language):
            points = _points(candidate, whole, language)
            if points is not None and points >= 4 and (best is None or points > best.score):
                best = Clause(as_title(candidate), index, points)
    return best


def as_title(text: str) -> str:
    """The text as a title: single spaces, a capital first, no stop at the end, no quotation marks round it."""
    plain = " ".join(text.split()).strip(_EDGES)
    plain = plain.rstrip(".…").rstrip(_EDGES)
    return plain[:1].upper() + plain[1:]


def fits_as_title(text: str, language: str) -> bool:
    """Whether a sentence of ours about what counts for them can stand as a title: 2-10 words, nothing unfit."""
    folded_words = [token.folded for token in tokens(text)]
    short = 2 <= count_words(text) <= 10
    return short and bool(folded_words) and folded_words[0] not in _HANGING and not _unfit(text, folded_words, language)


def _cut(breaks: re.Pattern[str], text: str) -> list[str]:
    """Cut where both sides keep at least three words."""
    words = word_starts(text)
    pieces, begin = [], 0
    for match in breaks.finditer(text):
        before = bisect_left(words, match.start()) - bisect_left(words, begin)
        if before >= _FEWEST_IN_CLAUSE and len(words) - bisect_left(words, match.end()) >= _FEWEST_IN_CLAUSE:
            pieces.append(text[begin : match.start()])
            begin = match.end()
    return [*pieces, text[begin:]]


def _main_clauses(text: str) -> list[str]:
    """A sentence that opens with når/hvis/when/if is one thought up to its main clause, so "så" does not cut it."""
    if _CONDITION.match(text.lstrip(_EDGES)):
        return [text]
    return [piece for part in _cut(_JOINED, text) for piece in _cut(_JOINED_BARE, part)]


def _trim(piece: str) -> str:
    plain = " ".join(piece.split()).strip(_EDGES)
    plain = plain.rstrip(".…").strip(_EDGES)
    return _JOINING.sub("", plain, count=1) if _JOINING.match(plain) and count_words(plain) > 3 else plain


_WISHES = {
    "da": word_set("noget nogen et en ro tid plads mad lyst hjælp luft at"),
    "en": word_set("something someone somewhere a an time room peace space to"),
}
_AFTER_WISH = {
    "da": re.compile(r"\b(?:noget|nogen|et sted|ro til|tid til|plads til|lyst til)\s+\w", re.IGNORECASE),
    "en": re.compile(r"\b(?:something|someone|somewhere|a place|time (?:to|for)|room for)\s+\w", re.IGNORECASE),
}
_HEAD = re.compile(r",\s+(?:når|mens|hvis|when|while|if)\b", re.IGNORECASE)
_NEVER = {
    "da": word_set(
        "ikke aldrig ingen intet ingenting hverken uden heller nej imod undgå slippe trætte træt nok hader "
        "gider dårlig dårligt dårlige problem problemer svært svære umuligt mangler desværre presset "
        "presser skuffet fejl klager ked vi os vores vor vort jeg mig min mit mine jer jeres du dig "
        "bibliotek biblioteket bibliotekets bibliotekaren"
    ),
    "en": word_set(
        "not never no none nothing neither without nor against avoid tired enough hate bad problem problems "
        "hard difficult impossible lack unfortunately pressed disappointed mistake complaint t don doesn "
        "can cannot won isn we us our i me my mine you your yours library librarian"
    ),
}
_CONCRETE = {
    "da": (
        "barn", "børn", "famil", "forældre", "bog", "bøg", "læs", "sang", "syng", "histori", "mad",
        "måltid", "kaffe", "bord", "aften", "eftermiddag", "onsdag", "hjem", "derhjemme", "hverdag",
        "leg", "spil", "hånd", "hænder", "ro", "sted", "rum", "dør", "sammen", "fælles", "hus", "bus",
        "godnat", "seng", "nabo", "sal", "skole", "rart",
    ),
    "en": (
        "child", "famil", "parent", "book", "read", "song", "sing", "stor", "food", "meal", "coffee",
        "table", "evening", "afternoon", "home", "everyday", "play", "game", "hand", "quiet", "place",
        "room", "door", "together", "share", "bedtime", "neighbour", "school", "map", "street",
    ),
}  # fmt: skip
# Openings that hang in the air as a title: they point to something said before, or ask us to do something.
_HANGING = word_set(
    "de det den der han hun man så mere derfor fordi og men they it this that he she there then so because and but"
)
_ASKING = word_set("kom giv ring skriv vis hjælp husk come give call write show help remember please")
_DEMANDS = word_set("skal må bør must should")


def _candidates(quote: str, language: str) -> Iterator[tuple[str, bool]]:
    """(stretch of the quote, whether it is a whole clause)."""
    for clause in clauses(quote):
        yield clause, True
        head = _HEAD.search(clause)
        if head:
            yield clause[: head.start()], True
        if _NEVER_AT_ALL.search(clause):
            continue
        for wish in _AFTER_WISH.get(language, _AFTER_WISH["da"]).finditer(clause):
            if wish.start():
                yield clause[wish.start() :], False


# A wish is not cut out of a clause that says no to it or has had enough of it.
_NEVER_AT_ALL = re.compile(
    r"\b(?:ikke|aldrig|ingen|intet|hverken|uden|heller|imod|undgå|slippe|trætte?|nok af|hellere|end|not|never|"
    r"no|none|without|avoid|tired|enough|hate|rather|than)\b|n['’]t\b",
    re.IGNORECASE,
)


def _points(candidate: str, whole: bool, language: str) -> int | None:
    folded_words = [token.folded for token in tokens(candidate)]
    count = count_words(candidate)
    if (count not in _TITLE_WORDS or len(candidate.split()) not in _TITLE_WORDS
            or _unfit(candidate, folded_words, language)):
        return None
    points = 3 if 4 <= count <= 7 else 1
    points += 3 if folded_words[0] in _WISHES.get(language, _WISHES["da"]) else 0
    concrete = _CONCRETE.get(language, _CONCRETE["da"])
    points += min(4, 2 * sum(word.startswith(concrete) for word in folded_words))
    points += 1 if whole else 0
    points -= 3 if folded_words[0] in _HANGING | _ASKING else 0
    points -= 1 if _DEMANDS.intersection(folded_words) else 0
    return points


def _unfit(candidate: str, folded_words: list[str], language: str) -> bool:
    never = _NEVER.get(language, _NEVER["da"])
    own = tokens(candidate)
    if never.intersection(folded_words) or any(is_you(candidate, own, at) for at in range(len(own))):
        return True
    if re.search(r"\d|[?{}<>@]|[»«“”\"]", candidate):
        return True
    if labels_people(candidate, language):
        return True
    # A capital inside is a name, and a name is no title; "I" is the partner.
    return any(word[0].isupper() for word in candidate.split()[1:] if word[0].isalpha())
