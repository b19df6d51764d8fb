"""Where a listed word is an everyday word after all: "mødet er udsat til fredag", "I bruger rummet", "ofre tid".

The check looks at the words beside it. It is meant to be quiet where it cannot tell a label from everyday Danish,
because a reader who sees false alarms stops reading the true ones.
"""

from outreach.core.lemmas import word_set
from outreach.pitches.language.normalisation import Token
from outreach.pitches.language.voice import is_you

# How words for people begin; "svage familier" is a label, "svage toner" is not.
_PEOPLE = (
    "famil", "børn", "barn", "ung", "borger", "menneske", "person", "gruppe", "kvinde", "mænd", "mand",
    "forældre", "mødre", "fædre", "ældre", "elev", "beboer", "bolig", "område", "kvarter", "miljø",
    "medborger", "læser", "stillede", "people", "child", "famil", "women", "men", "young", "group",
    "resident", "reader", "parent",
)  # fmt: skip
# What is put off: "mødet er udsat", "den udsatte frist".
_EVENTS = (
    "møde", "besøg", "frist", "aftale", "arrangement", "start", "åbning", "beslutning", "levering",
    "tur", "dag", "aften", "dato", "begivenhed", "fest", "koncert", "rejse", "forløb", "projekt",
    "plan", "tid", "ferie", "opgave", "byggeri",
)  # fmt: skip
_WEAK = word_set("svag svagt svage svagere svageste svages weak weaker weakest poor poorer poorest")
_NOUN_BEFORE = word_set("en hver enhver som ny nye denne ingen vores jeres deres hvilken nogen anden")
_WEAK_THINGS = ("side", "led", "punkt", "lys", "lyd", "tone", "link", "spot", "point")
_SUBJECTS = word_set("vi jeg du han hun man i")
_LABELLING = word_set(
    "en et den som særligt særlig meget mest mere lidt socialt psykisk økonomisk kulturelt ekstra så stadig"
)
_AFTER_LABEL = word_set(
    "i på med som der og eller er har kan skal til for af os fra blandt and are is who in can have of from with to"
)
_VERB_BEFORE = word_set("at vil kan skal må ville kunne skulle måtte gerne vi jeg i man")


def is_ordinary(text: str, tokens: tuple[Token, ...], at: int) -> bool:
    """Whether token `at` of the sentence `text` is used in its everyday sense."""
    word = tokens[at].folded
    before = tokens[at - 1].folded if at else ""
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if word == "udsat":
        return not _is_label(before, after)
    if word in ("udsatte", "udsattes"):
        return _was_put_off(text, tokens, at, before)
    if word in _WEAK:
        return not _means_people(word, before, after)
    if word in ("ofre", "ofres", "ofret", "ofrer", "ofrede"):
        return word in ("ofrer", "ofrede") or before in _VERB_BEFORE
    if word == "user":
        return after == "friendly"
    if word in ("bruger", "bruges"):  # most often the verb
        return word == "bruges" or before not in _NOUN_BEFORE
    return False


def _is_label(before: str, after: str) -> bool:
    return after.startswith(_PEOPLE) or (before in _LABELLING and not after.startswith(_EVENTS))


def _was_put_off(text: str, tokens: tuple[Token, ...], at: int, before: str) -> bool:
    """ "Vi udsatte mødet", "det udsatte møde"; but "i udsatte boligområder" has a small i."""
    near = [token.folded for token in tokens[at + 1 : at + 3]]
    if near and near[0].startswith(_PEOPLE):
        return False
    if any(word.startswith(_EVENTS) for word in near[:1]):
        return True
    if before == "i":
        return is_you(text, tokens, at - 1) and bool(near)
    return before in _SUBJECTS


def _means_people(word: str, before: str, after: str) -> bool:
    if after.startswith(_PEOPLE):
        return True
    if word in ("svageste", "weakest"):
        return before in ("de", "the") and not after.startswith(_WEAK_THINGS)
    return before in ("de", "the", "socialt", "økonomisk", "psykisk") and (not after or after in _AFTER_LABEL)
