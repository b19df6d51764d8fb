"""What we know of a partner, cut by noun. Only this feature touches these rows; see `partners.queries`."""

from outreach.partners.models.partner import Partner, StageMove
from outreach.partners.models.people import CircleMember, Contact, PartnerOpening
from outreach.partners.models.profile import (
    AvoidWord,
    Basis,
    Guess,
    PartnerNeed,
    PartnerTargetGroup,
    PartnerWorry,
    Quote,
)
from outreach.partners.models.stage_moves import EndingStatus, PartnerAgreement, PartnerEnding
from outreach.partners.stages import Stage

__all__ = [
    "AvoidWord", "Basis", "CircleMember", "Contact", "EndingStatus", "Guess", "Partner", "PartnerAgreement",
    "PartnerEnding", "PartnerNeed", "PartnerOpening", "PartnerTargetGroup", "PartnerWorry", "Quote", "Stage",
    "StageMove",
]
