"""A match's reasons in plain words: "fordi: små børn · ”noget at være fælles om” · koster dem ingen tid"."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from outreach.matching.scoring import Match, Reason

# More reasons than this are not read; the weightiest are named.
MOST_REASONS = 4

# Where two vocabularies share a key, the caller names the term by its family: labels["need:school"].
_FAMILIES = {
    "need_said": "need",
    "need_guessed": "need",
    "target_group": "target_group",
    "made_for_them": "target_group",
    "place": "need",
    "need_line": "need",
    "sector_wording": "sector",
    "condition_met": "condition",
    "worry_met": "worry",
}


def because(match: Match, labels: Mapping[str, str]) -> str:
    """What speaks for the offer, as one line; empty if nothing does.

    `labels` maps the key of a need, target group or sector to its label in the reader's language; a key may
    be preceded by "need:", "target_group:" or "sector:" where vocabularies share keys. A key without a label
    is shown as it stands.
    """
    texts = [reason_text(reason, labels) for reason in match.reasons if reason.points > 0]
    return _("fordi: %(reasons)s", reasons=" · ".join(texts[:MOST_REASONS])) if texts else ""


def however(match: Match, labels: Mapping[str, str]) -> str:
    """What speaks against the offer, as one line, heaviest first; empty if nothing does."""
    against = sorted((reason for reason in match.reasons if reason.points < 0), key=lambda reason: reason.points)
    texts = [reason_text(reason, labels) for reason in against[:MOST_REASONS]]
    return _("men: %(reasons)s", reasons=" · ".join(texts)) if texts else ""


def reason_text(reason: Reason, labels: Mapping[str, str]) -> str:
    """One reason in a few words, in the current language. What they said stands in quotation marks."""
    subject = _label(reason, labels)
    if reason.kind in ("effort_fits", "effort_heavy"):
        return _effort_text(reason)
    texts: dict[str, Callable[[], str]] = {
        "need_said": lambda: _("”%(need)s”", need=_first_small(subject)),
        "need_guessed": lambda: _("vores gæt: %(need)s", need=_first_small(subject)),
        "target_group": lambda: _first_small(subject),
        "made_for_them": lambda: _("er lavet til netop dem"),
        "place": lambda: _("er et sted at komme hen"),
        "need_line": lambda: _("har en linje til netop det, de ønsker"),
        "time_line": lambda: _("kan lægges, når det passer dem"),
        "other_people": lambda: _("er tænkt til andre end dem, de er der for"),
        "sector_wording": lambda: _("har en tekst til %(sector)s", sector=_first_small(subject)),
        "said_yes": lambda: _("det har de sagt ja til"),
        "said_maybe": lambda: _("det har de sagt måske til"),
        "condition_met": lambda: _("holder: %(condition)s", condition=_first_small(subject)),
        "worry_met": lambda: _("svarer på: %(worry)s", worry=_first_small(subject)),
        "own_words": lambda: _("bruger deres eget ord ”%(word)s”", word=subject),
        "setting": lambda: _("har en linje til %(place)s", place=_first_small(subject)),
        "suits_anyone": lambda: _("kan tilbydes, før vi kender dem"),
        "not_for": lambda: _("passer ikke til: %(subject)s", subject=_first_small(subject)),
        "wrong_time": lambda: _("ligger på et andet tidspunkt, end det passer dem"),
        "refused": lambda: _("det har de sagt nej tak til"),
        "avoided_word": lambda: _("teksten bruger ”%(word)s”, som de har bedt os undgå", word=subject),
    }
    return texts[reason.kind]()


def _effort_text(reason: Reason) -> str:
    """What the offer asks of the partner, in words that tell whether it fits now."""
    texts = {
        ("effort_fits", "none"): lambda: _("koster dem ingen tid"),
        ("effort_fits", "little"): lambda: _("koster dem kun lidt tid"),
        ("effort_fits", "some"): lambda: _("koster dem lidt tid, og I kender hinanden"),
        ("effort_fits", "much"): lambda: _("koster dem en del tid, men I kender hinanden godt"),
        ("effort_heavy", "some"): lambda: _("koster dem noget tid, og I kender knap hinanden endnu"),
        ("effort_heavy", "much"): lambda: _("koster dem meget tid, og I kender knap hinanden endnu"),
    }
    return texts[(reason.kind, reason.subject)]()


def _label(reason: Reason, labels: Mapping[str, str]) -> str:
    family = _FAMILIES.get(reason.kind)
    return labels.get(f"{family}:{reason.subject}") or labels.get(reason.subject) or reason.subject


def _first_small(label: str) -> str:
    """A label inside a line begins small, unless it begins with capitals ("SSP")."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
