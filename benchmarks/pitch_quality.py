"""How good the first draft of a pitch is: 28 invented partners, each with what an expert would and never would offer.

    .venv/bin/python benchmarks/pitch_quality.py [--set FOLDER] [--pictures FOLDER]

Every partner of the set is entered into a fresh demo library through the services that the forms use, with the marks a
colleague would tick; then the page is drafted. Bars: expected offers among the first four at least 85 %, no offer that
would hurt printed or among the first four, a title in their words at least 70 %, a reason in their words at least 80 %
of the offers. Every miss is printed. --pictures writes each page as a PNG.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402

from outreach import create_app  # noqa: E402
from outreach.core import transactions  # noqa: E402
from outreach.core.db import db  # noqa: E402
from outreach.core.i18n import in_language  # noqa: E402
from outreach.core.pdf import page_png  # noqa: E402
from outreach.demo import loader  # noqa: E402
from outreach.library.models import Condition, Kind, Need, Sector, TargetGroup, Worry  # noqa: E402
from outreach.library.queries import get_profile, list_terms  # noqa: E402
from outreach.matching.queries import rank_for  # noqa: E402
from outreach.offers.queries import list_offers  # noqa: E402
from outreach.partners.conditions import condition_in  # noqa: E402
from outreach.partners.inputs import (  # noqa: E402
    Basics,
    ChosenCondition,
    ChosenGroup,
    ChosenNeed,
    PartnerInput,
    QuoteInput,
    QuoteMarks,
)
from outreach.partners.models import Basis  # noqa: E402
from outreach.partners.protection import OpenPartner  # noqa: E402
from outreach.partners.queries import get_open_partner  # noqa: E402
from outreach.partners.service import create_partner  # noqa: E402
from outreach.partners.stages import Stage  # noqa: E402
from outreach.partners.times import read_times  # noqa: E402
from outreach.pitches.render_cache import render_page  # noqa: E402
from outreach.pitches.service import sheet_of, start_pitch  # noqa: E402
from outreach.users.models import User  # noqa: E402

ON = date(2026, 11, 22)
FIRST = 4


def main() -> int:
    """Enter, draft, compare, print; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--set", type=Path, default=Path(__file__).parent / "pitch_set")
    parser.add_argument("--pictures", type=Path)
    args = parser.parse_args()
    partners = [partner for path in sorted(args.set.glob("partners-*.json"))
                for partner in json.loads(path.read_text(encoding="utf-8"))]
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"TESTING": True, "SECRET_KEY": "only for this run"}, Path(folder))
        with app.app_context():
            db.create_all()
            with transactions.writing():
                loader.load("no password")
                counts = [_measure(values, args.pictures) for values in partners]
    return _print_totals([sum(column) for column in zip(*counts, strict=True)], len(partners))


def _measure(values: dict[str, Any], pictures: Path | None) -> tuple[int, ...]:
    """(expected, of them among the first, hurting among the first, hurting printed, titles, offers, reasons)."""
    by = db.session.scalars(select(User).order_by(User.id)).first()
    assert by is not None
    public_id = create_partner(by=by, data=_input_of(values)).public_id
    db.session.flush()
    db.session.expire_all()
    partner = get_open_partner(public_id, by)
    with in_language(values["language"]):
        names = [view.offer.name for view in rank_for(partner).offers]
        pitch = start_pitch(partner=partner, by=by, language=values["language"], on=ON)
        if pictures:
            _save_picture(pitch, partner, pictures / f"{values['id']}.png")
    first, printed = names[:FIRST], [row.offer.name for row in pitch.offers if row.offer]
    expected, wrong = [each[0] for each in values["expected"]], [each[0] for each in values["wrong"]]
    missing = [name for name in expected if name not in first]
    hurting = [name for name in wrong if name in first]
    their_words = [need["words"] for need in values["needs"]] + [said["text"] for said in values["said"]]
    in_their_words = any(_plain(pitch.title) in _plain(words) for words in their_words)
    reasons = [row for row in pitch.offers if any(_plain(cited) in _plain(words) for words in their_words
                                                  for cited in re.findall(r"[»“]([^«”]+)[«”]", row.why))]
    print(f"{values['id']} {values['name']}: »{pitch.title}«"
          + (f" | missing: {', '.join(missing)}" if missing else "")
          + (f" | HURTS: {', '.join(hurting)}" if hurting else "")
          + ("" if in_their_words else " | title not theirs")
          + (f" | {len(pitch.offers) - len(reasons)} without reason" if len(reasons) < len(pitch.offers) else ""))
    return (len(expected), len(expected) - len(missing), len(hurting), sum(name in printed for name in wrong),
            int(in_their_words), len(pitch.offers), len(reasons))


def _input_of(values: dict[str, Any]) -> PartnerInput:
    terms = {model: {term.label_da: term for term in list_terms(model, active_only=False)}
             for model in (Kind, Sector, TargetGroup, Need, Worry)}
    conditions = list_terms(Condition)
    offers = {offer.name: offer.public_id for offer in list_offers(active_only=False)}

    def keys(model: Any, labels: list[str]) -> tuple[str, ...]:
        return tuple(terms[model][label].key for label in labels if label in terms[model])

    def marks(said: dict[str, Any]) -> QuoteMarks:
        named = (condition_in(words, conditions) for words in said["conditions"])
        return QuoteMarks(keys(Need, said["about"]), keys(Worry, said["about"]),
                          tuple(dict.fromkeys(term.key for term in named if term)),
                          tuple(offers[name] for name in said["declines"] if name in offers))

    return PartnerInput(
        basics=Basics(values["name"], terms[Kind][values["kind"]], terms[Sector][values["sector"]],
                      address=values["address"], language=values["language"]),
        is_protected=values["protected"], stage=Stage(values["stage"]), everyday=values["everyday"],
        matters=values["matters"],
        target_groups=tuple(ChosenGroup(terms[TargetGroup][label]) for label in values["target_groups"]),
        needs=tuple(ChosenNeed(terms[Need][need["need"]], Basis(need["basis"]), need["words"])
                    for need in values["needs"]),
        worries=tuple(terms[Worry][label] for label in values["worries"] if label in terms[Worry]),
        quotes=tuple(QuoteInput(said["text"], said.get("language", values["language"]), ON, marks=marks(said))
                     for said in values["said"]),
        avoid_words=tuple(values["avoid_words"]),
        conditions=tuple(ChosenCondition(condition_in(words, conditions), words) for words in values["conditions"]),
        times=read_times(values["times"]))


def _save_picture(pitch: Any, partner: OpenPartner, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page = render_page(sheet_of(pitch, get_profile(), partner))
    path.write_bytes(page_png(page.pdf, 900))
    if not page.fits:
        print(f"{path.stem}: more than one page")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _print_totals(totals: list[int], partners: int) -> int:
    expected, found, hurting, printed, titles, offers, reasons = totals
    shares = (found / expected, titles / partners, reasons / offers)
    print(f"\nexpected among the first {FIRST}: {found} of {expected} ({shares[0]:.0%}, bar 85 %)\n"
          f"would hurt: {hurting} among the first {FIRST}, {printed} printed (bar 0)\n"
          f"title in their words: {titles} of {partners} ({shares[1]:.0%}, bar 70 %)\n"
          f"a reason in their words: {reasons} of {offers} offers ({shares[2]:.0%}, bar 80 %)")
    return int(shares[0] < 0.85 or hurting > 0 or printed > 0 or shares[1] < 0.7 or shares[2] < 0.8)


if __name__ == "__main__":
    sys.exit(main())
