"""Danish and English words in all their forms, by rule.

A word list holds one form ("materiale", "udsatte", "implementere"); a text holds any. The rules build the forms
that may be written, and some that never are, which does no harm. What must not happen is that a form of another
everyday word is built ("udsættes", "sagt" from "sag", "lån" from "låner"), so adjective and verb endings are given only
to words that look like adjectives and verbs. All words here are folded (see `folding`) and single.
"""

from functools import lru_cache

_VOWELS = "aeiouyæøå"

# Endings that make a word an adjective or participle: it takes -t, -e, -est and never -er, -erne.
_ADJECTIVE = (
    "bar", "lig", "ig", "som", "løs", "fuld", "isk", "svag", "stærk", "fattig", "rig", "syg", "tung", "svær",
    "ramt", "bragt", "sat", "trængt", "hæmmet", "stillet", "født", "eret", "astet", "ødt", "ende", "sund",
)  # fmt: skip
_ADJECTIVE_NOT = ("bolig", "krig", "konflikt", "motiv", "arkiv", "indsats", "sats", "plads", "forsøg", "strig")

# Plural endings of nouns that say for sure that -er is a plural: taken off, a word of its own is left.
_PLURAL_ER = (
    "aler", "enter", "anter", "ister", "inger", "ioner", "iteter", "heder", "skaber", "elser", "encer", "ancer",
    "ier", "atser", "upper", "ikker", "asser", "onger", "ammer", "emmer", "aver", "ader", "egner", "iker", "ater",
    "esser", "ekter", "ønstre", "urer", "iver", "oder",
)  # fmt: skip

_NOUN = ("e", "en", "et", "er", "erne", "ene", "ens", "ets", "ers", "ernes", "enes", "es", "s")
_NOUN_AFTER_E = ("n", "t", "r", "rne", "ns", "ts", "rs", "rnes", "s")
_VERB = ("e", "er", "ede", "et", "es", "edes", "ende", "te", "t", "tes")
_VOWEL_CHANGE = (
    ("barn", "børn"), ("bog", "bøger"), ("mand", "mænd"), ("far", "fædre"), ("mor", "mødre"), ("bror", "brødre"),
    ("datter", "døtre"), ("hånd", "hænder"), ("fod", "fødder"), ("nat", "nætter"), ("kraft", "kræfter"),
)  # fmt: skip


def forms(word: str, language: str) -> frozenset[str]:
    """Every form the word may take, itself included."""
    return english_forms(word) if language == "en" else danish_forms(word)


def stems(word: str, language: str) -> frozenset[str]:
    """What the word looks like as the first part of a Danish compound, linking letter included."""
    return frozenset() if language == "en" else danish_stems(word)


@lru_cache(maxsize=2048)
def danish_forms(word: str) -> frozenset[str]:
    """Forms of a Danish noun, verb or adjective: ending, definite, plural, genitive, degrees, tenses."""
    forms = {word, word + "s"}
    for base in danish_bases(word):
        if is_adjective(base):
            forms |= _adjective_forms(base) | _noun_forms(base)
        elif base.endswith("e"):
            forms |= _forms_after_e(base)
        else:
            forms |= _noun_forms(base)
    for found_form in tuple(forms):
        forms |= _changed_vowels(found_form)
    return frozenset(forms)


@lru_cache(maxsize=2048)
def danish_bases(word: str) -> frozenset[str]:
    """The word as a dictionary would list it; the word itself where it is no sure plural or definite form."""
    bases = {word}
    if word.endswith("erne") and len(word) > 7:
        bases |= danish_bases(word[:-2])
    if word.endswith("en") and len(word) >= 8 and not word.endswith(("eren", "ssen")):
        bases |= {word[:-2], word[:-1]}
    if len(word) >= 7 and word.endswith(_PLURAL_ER):
        bases |= {word[:-1], word[:-2]}
    if word.endswith("ere") and len(word) >= 6:  # brugere -> bruger; implementere stays as well
        bases.add(word[:-1])
    for singular, plural in _VOWEL_CHANGE:
        if word.endswith(plural):
            bases.add(word.removesuffix(plural) + singular)
    adjectives = {base for base in map(_adjective_base, bases) if base}
    return frozenset(bases | adjectives)


def is_adjective(word: str) -> bool:
    """Whether the word, in its short form, looks like an adjective or participle."""
    return word.endswith(_ADJECTIVE) and not word.endswith(_ADJECTIVE_NOT) and len(word) >= 4


def _adjective_base(word: str) -> str | None:
    """udsatte -> udsat, sårbare -> sårbar, marginaliserede -> marginaliseret, tværfagligt -> tværfaglig."""
    candidates = []
    if word.endswith("ede"):
        candidates.append(word[:-2] + "t")
    if word.endswith(("tte", "mme")):
        candidates.append(word[:-2])
    if word.endswith(("e", "t")):
        candidates.append(word[:-1])
    return next((base for base in candidates if is_adjective(base)), None)


def _adjective_forms(base: str) -> set[str]:
    forms = {base, base + "t"}
    long = base + base[-1] if base.endswith(("sat", "som", "øn")) else base
    if base.endswith("et"):
        long = base[:-1] + "d"  # marginaliseret -> marginaliserede
    forms |= {long + ending for ending in ("e", "es", "ere", "est", "este", "estes")}
    if base.endswith(("bar", "lig", "ig", "som", "løs")):
        forms |= {base + "hed" + ending for ending in ("", "en", "er", "erne", "s", "ens", "ers", "ernes")}
    if base.endswith("ende"):
        forms |= {base, base + "s"}
    return forms


def _forms_after_e(base: str) -> set[str]:
    stem = base[:-1]
    forms = {base, *(base + ending for ending in _NOUN_AFTER_E)}
    if len(base) >= 5:
        forms |= {stem + ending for ending in _VERB}
    if base.endswith("ere"):  # implementere; the bare stem is the imperative
        forms |= {stem, *(stem + "ing" + ending for ending in ("", *_NOUN))}
    return forms


def _noun_forms(base: str) -> set[str]:
    forms = {base, *(base + ending for ending in _NOUN)}
    if base[-1] not in _VOWELS and len(base) > 2 and base[-2] in _VOWELS:
        forms |= {base + base[-1] + ending for ending in _NOUN if ending != "s"}  # bus -> bussen
    if len(base) > 3 and base[-2] == "e" and base[-1] in "lrn":
        forms |= _elided_forms(base)
    if base.endswith("um") and len(base) > 4:
        forms |= {base[:-2] + ending for ending in ("et", "er", "erne", "ets", "ers", "ernes")}
    if base.endswith("er"):  # låner: låneren, lånere, lånerne
        forms |= {base + ending for ending in ("ne", "nes")}
    if base.endswith("dling") and len(base) >= 9:  # formidling: formidle, formidler, formidleren
        verb = base[:-3] + "e"
        forms |= _forms_after_e(verb) | _noun_forms(verb + "r")
    return forms


def _elided_forms(base: str) -> set[str]:
    """offer -> ofre, ofret; artikel -> artikler; middel -> midler."""
    head = base[:-2]
    if len(head) > 1 and head[-1] == head[-2]:
        head = head[:-1]
    endings = ("e", "en", "et", "er", "erne", "ene", "ens", "ets", "ernes", "enes")
    return {head + base[-1] + ending for ending in endings}


def _changed_vowels(form: str) -> set[str]:
    forms = set()
    for singular, plural in _VOWEL_CHANGE:
        if form.endswith(singular):
            head = form.removesuffix(singular) + plural
            tail = "ene" if plural in ("børn", "mænd") else "ne"
            forms |= {head, head + "s", head + tail, head + tail + "s"}
    return forms


@lru_cache(maxsize=2048)
def danish_stems(word: str) -> frozenset[str]:
    """målgruppe -> målgruppe-; formidling -> formidlings-; indsats -> indsats-; implementere -> implementerings-."""
    stems = set()
    for base in danish_bases(word):
        if is_adjective(base):
            stems |= {base + "heds"} if base.endswith(("bar", "lig", "ig", "som")) else set()
            stems |= {base + "te"} if base.endswith("sat") else set()  # udsatteområde
        elif base.endswith("ere"):
            stems.add(base[:-1] + "ings")
        elif base.endswith("else"):
            stems.add(base + "s")
        elif base.endswith("e"):
            stems.add(base)
        else:
            stems |= {base, base + "s", base + "e"}
    if word.endswith("e") and any(map(is_adjective, danish_bases(word))):
        stems.add(word)
    return frozenset(stems)


@lru_cache(maxsize=2048)
def english_forms(word: str) -> frozenset[str]:
    """Plural, past, -ing, and -ation and -ator of the verbs that have them; -ise and -ize count as one."""
    forms = {word}
    for base in _english_bases(word):
        forms |= {base, base + "s", base + "es", base + "ed", base + "ing", base + "ings"}
        if base.endswith("e"):
            forms |= {base + "d", base[:-1] + "ing", base[:-1] + "ings"}
        if base.endswith("y") and len(base) > 2 and base[-2] not in "aeiou":
            forms |= {base[:-1] + "ies", base[:-1] + "ied"}
        if base.endswith("ate"):
            forms |= {base[:-1] + ending for ending in ("ion", "ions", "or", "ors", "ive")}
        if base.endswith(("ment", "ise", "ize")):
            verb = base[:-1] if base.endswith("e") else base
            forms |= {verb + "ation", verb + "ations"}
        if len(base) > 2 and base[-1] in "bdgmnprt" and base[-2] in "aeiou" and base[-3] not in "aeiou":
            forms |= {base + base[-1] + ending for ending in ("ed", "ing", "er", "ers")}
    forms |= {form.replace("is", "iz") for form in forms if _is_ise(form)} | {
        form.replace("iz", "is") for form in forms if "iz" in form
    }
    return frozenset(forms)


def _is_ise(form: str) -> bool:
    return form.endswith(("ise", "ised", "ises", "ising", "isation", "isations")) and form.count("is") == 1


def _english_bases(word: str) -> set[str]:
    bases = {word}
    if word.endswith("ies") and len(word) > 4:
        bases.add(word[:-3] + "y")
    elif word.endswith(("sses", "shes", "ches", "xes")):
        bases.add(word[:-2])
    elif word.endswith("s") and not word.endswith(("ss", "us", "is", "ings")) and len(word) > 3:
        bases.add(word[:-1])
    return bases
