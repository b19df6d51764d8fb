"""The forms of a partner's profile, one for each section."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import (
    LANGUAGE_CHOICES,
    Choice,
    Choices,
    DateField,
    EmailField,
    Form,
    Hidden,
    Line,
    PhoneField,
    Text,
    WebField,
)
from outreach.core.i18n import localized
from outreach.core.input_limits import LONGEST_TEXT, SHORT
from outreach.core.printable_fields import PaperLine, PaperText
from outreach.library.models import Condition, District, Kind, Need, Sector, TargetGroup, Worry
from outreach.library.queries import list_terms
from outreach.partners import limits
from outreach.partners.conditions import condition_in, short_stretches
from outreach.partners.forms.fields import CvrField, PNumberField, PostalCodeField, RankedTerms
from outreach.partners.inputs import (
    Basics,
    ChosenCondition,
    ChosenGroup,
    ChosenNeed,
    ContactInput,
    PartnerInput,
    QuoteInput,
)
from outreach.partners.models import Basis
from outreach.partners.protection import OpenPartner
from outreach.partners.stages import Stage
from outreach.partners.times import read_times


def _with_chosen(vocabulary: Any, chosen: Any) -> list[Any]:
    """The words on offer, and one chosen earlier that rests by now."""
    terms = list(list_terms(vocabulary))
    return terms + [term for term in chosen if term is not None and term not in terms]


def _offer_terms(field: Choice, terms: list[Any]) -> None:
    field.offer((term.key, localized(term, "label")) for term in terms)


class NewPartnerForm(Form):
    """From nothing to a profile that a page can be written from. Only the name is needed."""

    name = PaperLine(_l("Navn"), max=limits.NAME, required=_l("Skriv partnerens navn."))
    kind = Choice(_l("Slags"), blank=_l("Vælg slags"), required=_l("Vælg, hvilken slags sted det er."))
    sector = Choice(_l("Sektor"), blank=_l("Den sædvanlige for slagsen"))
    quote = PaperText(_l("Hvad har de sagt?"), max=limits.QUOTE)
    quote_source = Line(_l("Hvor sagde de det?"), max=limits.QUOTE_SOURCE)
    target_groups = RankedTerms(_l("Hvem er de der for?"))
    needs = RankedTerms(_l("Hvad har de brug for?"))
    worry = Choice(_l("Hvad kan holde dem tilbage?"), blank=_l("Ved vi ikke endnu"))
    contact_name = PaperLine(_l("Kontaktperson"), max=limits.CONTACT_NAME)
    contact_role = Line(_l("Rolle"), max=limits.CONTACT_ROLE)
    contact_phone = PhoneField(_l("Telefon"), max=limits.PHONE)
    contact_email = EmailField(_l("Mail"), max=limits.EMAIL)
    seen = Hidden(longest=LONGEST_TEXT)
    confirmed = Hidden(longest=SHORT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kinds, self._sectors = list(list_terms(Kind)), list(list_terms(Sector))
        self._worries = list(list_terms(Worry))
        _offer_terms(self.kind, self._kinds)
        _offer_terms(self.sector, self._sectors)
        _offer_terms(self.worry, self._worries)
        self.target_groups.offer(list_terms(TargetGroup))
        self.needs.offer(list_terms(Need))

    @property
    def has_kinds(self) -> bool:
        """Whether there is a kind to choose; without one no partner can be made."""
        return bool(self._kinds)

    def validate(self, extra_validators: Any = None) -> bool:
        """A contact's details need a name to stand under: the role will do."""
        valid = super().validate(extra_validators)
        details = (self.contact_role.data, self.contact_phone.data, self.contact_email.data)
        if valid and any(details) and not self.contact_name.data:
            self.contact_name.data = self.contact_role.data or self.name.data[:limits.CONTACT_NAME]
        return valid

    def to_input(self) -> PartnerInput:
        """What was written, as plain values."""
        kind = next(kind for kind in self._kinds if kind.key == self.kind.data)
        sector = next((sector for sector in self._sectors if sector.key == self.sector.data), None)
        worry = next((worry for worry in self._worries if worry.key == self.worry.data), None)
        return PartnerInput(
            basics=Basics(name=self.name.data, kind=kind, sector=sector),
            # Whom we can quote, we have been in contact with.
            stage=Stage.GLANCE if self.quote.data else Stage.PROSPECT,
            target_groups=tuple(ChosenGroup(term, basis) for term, basis in self.target_groups.chosen_terms()),
            needs=tuple(ChosenNeed(term, basis) for term, basis in self.needs.chosen_terms()),
            worries=(worry,) if worry else (),
            quotes=(QuoteInput(self.quote.data, source=self.quote_source.data),) if self.quote.data else (),
            contacts=(ContactInput(self.contact_name.data, self.contact_role.data, self.contact_email.data,
                                   self.contact_phone.data),) if self.contact_name.data else ())


class BasicsForm(SectionForm):
    """Who and where they are."""

    name = PaperLine(_l("Navn"), max=limits.NAME, required=_l("Skriv partnerens navn."))
    kind = Choice(_l("Slags"), blank=_l("Vælg slags"), required=_l("Vælg, hvilken slags sted det er."))
    sector = Choice(_l("Sektor"), blank=_l("Ikke valgt"))
    district = Choice(_l("Bydel"), blank=_l("Ikke valgt"))
    address = Line(_l("Adresse"), max=limits.ADDRESS)
    postal_code = PostalCodeField(_l("Postnummer"), max=limits.POSTAL_CODE)
    city = Line(_l("By"), max=limits.CITY)
    phone = PhoneField(_l("Telefon"), max=limits.PHONE)
    email = EmailField(_l("Mail"), max=limits.EMAIL)
    website = WebField(_l("Hjemmeside"), max=limits.WEBSITE)
    cvr = CvrField(_l("CVR-nummer"), max=20)
    p_number = PNumberField(_l("P-nummer"), max=20)
    language = Choice(_l("Sprog på papir til dem"), choices=LANGUAGE_CHOICES)

    PLAIN = ("name", "address", "postal_code", "city", "phone", "email", "website", "cvr", "p_number", "language")
    TERMS = ("kind", "sector", "district")

    def __init__(self, partner: OpenPartner, *args: Any, **kwargs: Any) -> None:
        stored = {name: getattr(partner, name) for name in self.PLAIN}
        stored |= {name: term.key if (term := getattr(partner, name)) else None for name in self.TERMS}
        super().__init__(*args, data=stored, **kwargs)
        self._terms = {name: _with_chosen(vocabulary, [getattr(partner, name)])
                       for name, vocabulary in (("kind", Kind), ("sector", Sector), ("district", District))}
        for name, terms in self._terms.items():
            _offer_terms(self[name], terms)

    def basics(self) -> Basics:
        """What was written, as plain values."""
        terms: dict[str, Any] = {name: next((term for term in self._terms[name] if term.key == self[name].data), None)
                 for name in self.TERMS}
        plain: dict[str, Any] = {name: self[name].data for name in self.PLAIN}
        return Basics(**plain, **terms)


class NeedsForm(SectionForm):
    """Whom they are there for, and what would help."""

    target_groups = RankedTerms(_l("Hvem er de der for?"))
    needs = RankedTerms(_l("Hvad har de brug for?"), longest_words=limits.NEED_WORDS)

    def __init__(self, partner: OpenPartner, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, data={
            "target_groups": tuple((group.target_group.key, group.basis) for group in partner.target_groups),
            "needs": tuple((need.need.key, need.basis, need.words) for need in partner.needs)}, **kwargs)
        self.target_groups.offer(_with_chosen(TargetGroup, [group.target_group for group in partner.target_groups]))
        self.needs.offer(_with_chosen(Need, [need.need for need in partner.needs]))
        self.needs.suggestions = short_stretches(quote.text for quote in partner.quotes)

    def chosen(self) -> dict[str, Any]:
        """What was chosen, for the service."""
        return {
            "target_groups": [ChosenGroup(term, basis) for term, basis in self.target_groups.chosen_terms()],
            "needs": [ChosenNeed(term, basis, self.needs.words_of(term.key))
                      for term, basis in self.needs.chosen_terms()]}


class EverydayForm(SectionForm):
    """How their days are, what counts, what worries, which words to keep away from."""

    everyday = Text(_l("Deres hverdag"), max=limits.EVERYDAY)
    matters = PaperText(_l("Det tæller for dem"), max=limits.MATTERS)
    worries = RankedTerms(_l("Hvad kan holde dem tilbage?"), bases=False)
    conditions = Choices(_l("Det skal vi holde os til"))
    condition_words = Text(_l("Vilkår med deres egne ord"), max=limits.CONDITION_WORDS * limits.MOST_TERMS)
    times_words = Line(_l("Hvornår passer det dem?"), max=limits.TIMES_WORDS)
    avoid_words = Text(_l("Ord, de har bedt os undgå"), max=limits.AVOID_WORD * limits.MOST_AVOID_WORDS)

    def __init__(self, partner: OpenPartner, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, data={
            "everyday": partner.everyday, "matters": partner.matters,
            "worries": tuple((worry.worry.key, Basis.SAID) for worry in partner.worries),
            "conditions": [condition.condition.key for condition in partner.conditions
                           if condition.condition and not condition.words],
            "condition_words": "\n".join(condition.words for condition in partner.conditions if condition.words),
            "times_words": partner.times_words,
            "avoid_words": "\n".join(avoided.word for avoided in partner.avoid_words)}, **kwargs)
        self._conditions = _with_chosen(Condition, [condition.condition for condition in partner.conditions])
        self.conditions.choices = [(term.key, localized(term, "label")) for term in self._conditions]
        self.worries.offer(_with_chosen(Worry, [worry.worry for worry in partner.worries]))

    def written(self) -> dict[str, Any]:
        """What was written, for the service; one word to avoid on each line, or with commas between."""
        return {"everyday": self.everyday.data, "matters": self.matters.data,
                "worries": [term for term, _basis in self.worries.chosen_terms()],
                "conditions": self._chosen_conditions(), "times": read_times(self.times_words.data),
                "avoid_words": self.avoid_words.data.replace(",", "\n").replace(";", "\n").split("\n")}


    def _chosen_conditions(self) -> list[ChosenCondition]:
        """The ticked ones, and a line each in their own words, tied to one of the list where it plainly is that."""
        ticked = [ChosenCondition(term) for term in self._conditions if term.key in (self.conditions.data or ())]
        lines = dict.fromkeys(" ".join(line.split()) for line in self.condition_words.data.split("\n"))
        own = [ChosenCondition(condition_in(line, self._conditions), line) for line in lines if line]
        named = {condition.term.key for condition in own if condition.term}
        return [condition for condition in ticked if condition.term and condition.term.key not in named] + own


class QuoteForm(SectionForm):
    """Something they said."""

    text = PaperText(_l("Med deres egne ord"), max=limits.QUOTE, required=_l("Skriv, hvad de sagde."))
    said_on = DateField(_l("Hvornår"), required=True)
    source = Line(_l("Hvor sagde de det?"), max=limits.QUOTE_SOURCE)
    language = Choice(_l("Sprog"), choices=LANGUAGE_CHOICES)
    translation = PaperText(_l("En kollegas oversættelse"), max=limits.QUOTE)

    def to_input(self) -> QuoteInput:
        """What was written, as plain values."""
        return QuoteInput(self.text.data, self.language.data, self.said_on.data, self.source.data,
                          self.translation.data)


class GuessForm(SectionForm):
    """What we believe and have not asked about."""

    text = Text(_l("Hvad tror I, ville hjælpe dem?"), max=limits.GUESS, required=_l("Skriv jeres gæt."))


class ContactForm(SectionForm):
    """A professional at the partner."""

    name = PaperLine(_l("Navn"), max=limits.CONTACT_NAME, required=_l("Skriv et navn. En rolle er nok, fx ”Vagten”."))
    role = Line(_l("Rolle"), max=limits.CONTACT_ROLE)
    phone = PhoneField(_l("Telefon"), max=limits.PHONE)
    email = EmailField(_l("Mail"), max=limits.EMAIL)
    first = BooleanField(_l("Vis øverst"))

    def to_input(self) -> ContactInput:
        """What was written, as plain values."""
        return ContactInput(self.name.data, self.role.data, self.email.data, self.phone.data)
