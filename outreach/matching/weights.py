"""Every number the match is made of, in one place, each with the reason it has that size.

Points are only for ordering offers for one partner; they are no grade of a partner or an offer and are never
shown bare: the page shows the reasons. To change how offers are ordered, change a number here and look at the
ten written-out partners in the tests.
"""

# What they have said they need, by rank. The first need is what they talked most about, so it stands
# clear of the second; far down the list the differences say little, and the curve is flat.
NEED_SAID: tuple[float, ...] = (10.0, 8.0, 7.0, 6.5, 6.0, 5.5)

# A guess is worth two fifths of a need they have said: our strongest guess (4) then weighs less than the
# last thing they said (5.5). A guess may choose an offer, it may not outvote their words.
GUESSED_SHARE = 0.4

# One offer that meets several needs is good, but not three times as good: the strongest need counts whole
# and every further one half, so that an offer "for everything" does not win over the one that is spot on.
FURTHER_SHARE = 0.5

# Whom they are there for, by rank. Below a guess of ours about their first need: the same families can need
# quite different things, so people alone decide only between offers that are otherwise level.
TARGET_GROUP: tuple[float, ...] = (3.0, 2.5, 2.0)

# The offer is for them and hardly anybody else, and meets a need of theirs: more to the point than one for everybody.
MADE_FOR_THEM = 2.0

# They asked for a place to be, and the offer is one: a box brought to them would be beside the point.
PLACE = 3.0

# The offer is made for other people than theirs. As much as the best target group gives, so that it takes
# a need they have to bring such an offer forward.
OTHER_PEOPLE = -3.0

# The offer is already worded for their sector: it can go on the page as it stands. Convenience for us,
# hence small.
SECTOR_WORDING = 1.0

# What the offer costs the partner in time, against how far we have come with each other. Someone who
# hardly knows us has no time to give; with a lasting partner something big is fine and its size says
# nothing against it. The heaviest step (-4) equals our strongest guess: on a guess alone nobody is asked
# for much work at a first meeting, while a need they have said still carries it.
EFFORT_BY_STAGE: dict[str, dict[str, float]] = {
    "prospect": {"none": 2.0, "little": 1.0, "some": -1.5, "much": -4.0},
    "glance": {"none": 2.0, "little": 1.0, "some": -1.5, "much": -4.0},
    "date": {"none": 1.0, "little": 1.0, "some": 0.0, "much": -1.5},
    "engagement": {"none": 0.5, "little": 0.5, "some": 0.5, "much": 0.5},
    "marriage": {"none": 0.5, "little": 0.5, "some": 0.5, "much": 0.5},
    # Ended, and the door is open: begin again as lightly as the first time.
    "divorce": {"none": 2.0, "little": 1.0, "some": -1.5, "much": -4.0},
}
# An unknown stage is treated as the beginning, where the least is asked of them.
FIRST_STAGE = "prospect"

# They have said yes to this before: close to a need they have said. Maybe: a nudge.
SAID_YES = 5.0
SAID_MAYBE = 1.5
# They have said no. Only orders refused offers among themselves; rank_offers puts them last, Match.fits keeps
# them off the page.
REFUSED = -20.0

# A word of how they put their need stands in the offer's text.
OWN_WORDS = 2.0

# The offer has a line that keeps a condition of theirs, or answers a worry: it can be put so that they need not ask.
# Less than any need they have said: a condition tells how, not what.
CONDITION_MET = 1.5
WORRY_MET = 1.0
# A line for their kind of place or sector.
SETTING = 1.0
# A line written for exactly this need, or for the time of day that suits them.
OWN_LINE = 1.0
# Nothing is known that they have said: an offer that needs no knowledge goes before one that guesses by people alone.
SUITS_ANYONE = 4.0
# Not for somebody like them, or at a time that is not theirs. Such an offer is never proposed; the points only push
# it down the list.
NOT_FOR = -20.0

# Each word in the offer's text that they have asked us to avoid. Two such words eat our strongest guess
# and more; the offer can still come forward on what they have said, and then the language check asks for
# other words.
AVOIDED_WORD = -2.5

# When three offers are chosen: a need one of the chosen already meets counts this share for the next, so
# that the three answer different needs. Not zero: an offer spot on their first need may well be number
# two.
COVERED_SHARE = 0.25
# What a chosen offer meets only beside its weightiest need is not done with: it counts this share.
TOUCHED_SHARE = 0.6
# Where no need of theirs tells two offers apart, one that does the same job as a chosen one gives way.
SAME_JOB = -1.0
