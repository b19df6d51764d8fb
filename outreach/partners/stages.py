"""The five kinds of partnership and the ways between them. Pure: no database, no request.

In the code they carry the names of the course slides; on screen the neutral labels below; on paper for a partner no
stage stands at all. The last one, ended, is no natural last step and is shown apart.
"""

from __future__ import annotations

import enum

from flask_babel import lazy_gettext as _l


class Stage(enum.Enum):
    """How far the two of us have come; the slides' names, never shown as they are."""

    PROSPECT = "prospect"
    GLANCE = "glance"
    DATE = "date"
    ENGAGEMENT = "engagement"
    MARRIAGE = "marriage"
    DIVORCE = "divorce"


#: The label on screen.
LABELS = {
    Stage.PROSPECT: _l("Mulig partner"),
    Stage.GLANCE: _l("Første kontakt"),
    Stage.DATE: _l("Aftale om én ting"),
    Stage.ENGAGEMENT: _l("Vi prøver noget sammen"),
    Stage.MARRIAGE: _l("Fast partnerskab"),
    Stage.DIVORCE: _l("Afsluttet"),
}

#: What each one means, for whoever chooses.
MEANINGS = {
    Stage.PROSPECT: _l("Vi har ikke været i kontakt endnu."),
    Stage.GLANCE: _l("Vi har haft en kort kontakt."),
    Stage.DATE: _l("Vi har aftalt én kort ting."),
    Stage.ENGAGEMENT: _l("Vi prøver noget af i en aftalt tid. Bagefter bliver det fast, eller vi slutter."),
    Stage.MARRIAGE: _l("Et fast og ligeværdigt samarbejde med fælles mål."),
    Stage.DIVORCE: _l("Samarbejdet er slut for nu. Døren står åben."),
}

#: The steps shown as a bar, in order; a possible partner stands before it and an ended one beside it.
STEPS = (Stage.GLANCE, Stage.DATE, Stage.ENGAGEMENT, Stage.MARRIAGE)

#: Where one may go from where one is.
MOVES: dict[Stage, tuple[Stage, ...]] = {
    Stage.PROSPECT: (Stage.GLANCE, Stage.DATE, Stage.DIVORCE),
    Stage.GLANCE: (Stage.DATE, Stage.ENGAGEMENT, Stage.DIVORCE),
    Stage.DATE: (Stage.GLANCE, Stage.ENGAGEMENT, Stage.DIVORCE),
    Stage.ENGAGEMENT: (Stage.DATE, Stage.MARRIAGE, Stage.DIVORCE),
    Stage.MARRIAGE: (Stage.ENGAGEMENT, Stage.DIVORCE),
    Stage.DIVORCE: (Stage.GLANCE,),
}


def may_move(from_stage: Stage, to_stage: Stage) -> bool:
    """Whether the table allows this one move."""
    return to_stage in MOVES[from_stage]


def needs_good_ending(from_stage: Stage, to_stage: Stage) -> bool:
    """Whether this move ends something: with a possible partner there is nothing to say thanks for yet."""
    return to_stage is Stage.DIVORCE and from_stage is not Stage.PROSPECT


def label(stage: Stage) -> str:
    """The neutral words on screen, in the reader's language."""
    return str(LABELS[stage])
