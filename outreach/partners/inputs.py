"""What a colleague wrote about a partner, as plain values: from a form, from an imported line, from a candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from outreach.library.models import Branch, Condition, District, Kind, Need, Sector, TargetGroup, Worry
from outreach.partners.models import Basis, EndingStatus
from outreach.partners.stages import Stage
from outreach.partners.times import Times
from outreach.users.models import User


@dataclass(frozen=True)
class ChosenGroup:
    """A target group, in the order of the list it stands in."""

    term: TargetGroup
    basis: Basis = Basis.SAID


@dataclass(frozen=True)
class ChosenNeed:
    """A need, in the order of the list it stands in."""

    term: Need
    basis: Basis = Basis.SAID
    words: str = ""


@dataclass(frozen=True)
class ChosenCondition:
    """A condition of the library's list, in the partner's own words, or both."""

    term: Condition | None
    words: str = ""


@dataclass(frozen=True)
class QuoteMarks:
    """What a colleague heard in a quote: keys of needs, worries and conditions, public ids of offers it turns down."""

    needs: tuple[str, ...] = ()
    worries: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    declines: tuple[str, ...] = ()
    may_print: bool = True

    def as_json(self) -> dict[str, list[str]]:
        """The marks as the quote's row keeps them."""
        return {"needs": list(self.needs), "worries": list(self.worries), "conditions": list(self.conditions),
                "declines": list(self.declines)}


@dataclass(frozen=True)
class QuoteInput:
    """Something they said. `said_on` None means today."""

    text: str
    language: str = "da"
    said_on: date | None = None
    source: str = ""
    translation: str = ""
    marks: QuoteMarks | None = None


@dataclass(frozen=True)
class ContactInput:
    """A professional at the partner."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Basics:
    """Who and where they are."""

    name: str
    kind: Kind | None
    sector: Sector | None = None
    district: District | None = None
    address: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    cvr: str = ""
    p_number: str = ""
    language: str = "da"


@dataclass(frozen=True)
class PartnerAccess:
    """Who of us is there for them and who may see them."""

    owner: User | None
    branch: Branch | None
    is_protected: bool
    code_name: str = ""
    circle: tuple[User, ...] = ()


@dataclass(frozen=True)
class PartnerInput:
    """A whole new partner. No sector: the kind's. `is_protected` None: as the kind is by default."""

    basics: Basics
    is_protected: bool | None = None
    code_name: str = ""
    stage: Stage = Stage.PROSPECT
    everyday: str = ""
    matters: str = ""
    target_groups: tuple[ChosenGroup, ...] = ()
    needs: tuple[ChosenNeed, ...] = ()
    worries: tuple[Worry, ...] = ()
    quotes: tuple[QuoteInput, ...] = ()
    avoid_words: tuple[str, ...] = ()
    conditions: tuple[ChosenCondition, ...] = ()
    times: Times = field(default_factory=lambda: Times())
    contacts: tuple[ContactInput, ...] = field(default=())


@dataclass(frozen=True)
class AgreementInput:
    """The signed paper of a lasting partnership. `file` holds its bytes as they came, or nothing."""

    signed_on: date
    link: str = ""
    file: bytes = b""


@dataclass(frozen=True)
class EndingInput:
    """The list of a good ending, answered."""

    thanks: EndingStatus
    loans: EndingStatus
    learnt: str
    door: str = ""
