"""Eight offers and ten partners, small enough to hold in the head."""

from outreach.matching.scoring import NeedFact, OfferFacts, Situation

FAMILIES, SMALL_CHILDREN, YOUNG, OLD = "families", "small_children", "young", "old"
TOGETHER, CALM_PLACE, LANGUAGE, HOMEWORK, EVENING, STORIES, DIGITAL = (
    "together",
    "calm_place",
    "language",
    "homework",
    "evening",
    "stories",
    "digital",
)


def offer(
    key: str,
    needs: set[str],
    groups: set[str],
    effort: str,
    *,
    sectors: set[str] = frozenset(),  # type: ignore[assignment]
    text: str = "I får noget godt.",
) -> OfferFacts:
    return OfferFacts(key, frozenset(needs), frozenset(groups), frozenset(sectors), effort, text)


def needs(*pairs: tuple[str, bool]) -> tuple[NeedFact, ...]:
    """Needs in order of rank, each with whether they said it."""
    return tuple(NeedFact(key, rank, said) for rank, (key, said) in enumerate(pairs, start=1))


def partner(
    *facts: tuple[str, bool],
    groups: tuple[str, ...] = (),
    sector: str | None = None,
    stage: str = "prospect",
    avoid: tuple[str, ...] = (),
    answers: dict[str, str] | None = None,
) -> Situation:
    return Situation(needs(*facts), groups, sector, stage, avoid, answers or {})


BOX = offer("box", {TOGETHER, STORIES}, {FAMILIES, SMALL_CHILDREN}, "none", text="I får en kasse med bøger og spil.")
ROOM = offer(
    "room",
    {CALM_PLACE},
    {FAMILIES, YOUNG},
    "little",
    sectors={"social"},
    text="I får et roligt sted at mødes.",
)
EVENING_OPEN = offer(
    "evening_open", {EVENING, TOGETHER}, {FAMILIES}, "some", text="I får en aften for jer selv med mad."
)
STORYTIME = offer(
    "storytime", {STORIES, LANGUAGE}, {SMALL_CHILDREN}, "little", text="Vi læser højt hos jer hver måned."
)
HOMEWORK_CAFE = offer(
    "homework_cafe", {HOMEWORK}, {YOUNG}, "little", sectors={"school"}, text="De unge får hjælp til lektier."
)
READING_GROUP = offer(
    "reading_group", {TOGETHER}, {OLD}, "some", text="I får en læsekreds, hvor ældre og sårbare mødes."
)
FIRST_AID_IT = offer("it_help", {DIGITAL}, set(), "none", text="I får hjælp til MitID og e-Boks.")
FESTIVAL = offer(
    "festival",
    {TOGETHER, STORIES, LANGUAGE},
    {FAMILIES},
    "much",
    text="Vi laver en fest sammen for alle familier.",
)

OFFERS = (BOX, ROOM, EVENING_OPEN, STORYTIME, HOMEWORK_CAFE, READING_GROUP, FIRST_AID_IT, FESTIVAL)
BY_KEY = {each.key: each for each in OFFERS}

FAMILY_HOUSE = partner(
    (TOGETHER, True),
    (CALM_PLACE, False),
    (EVENING, False),
    groups=(FAMILIES, SMALL_CHILDREN),
    sector="social",
)
CRISIS_CENTRE = partner(
    (CALM_PLACE, True),
    (STORIES, True),
    groups=(FAMILIES,),
    sector="social",
    stage="glance",
    avoid=("fest",),
)
YOUTH_SERVICE = partner((HOMEWORK, False), (CALM_PLACE, True), groups=(YOUNG,), sector="social", stage="date")
SCHOOL = partner(
    (HOMEWORK, True),
    (STORIES, False),
    groups=(YOUNG,),
    sector="school",
    stage="engagement",
    answers={"homework_cafe": "yes", "storytime": "no"},
)
HEALTH_VISITORS = partner(
    (LANGUAGE, True), (STORIES, True), groups=(SMALL_CHILDREN,), sector="health", stage="marriage"
)
CARE_HOME = partner((TOGETHER, True), groups=(OLD,), sector="elder", stage="date", avoid=("sårbar",))
NEW_NEIGHBOUR = partner()
HOUSING = partner(
    (TOGETHER, False),
    (DIGITAL, False),
    groups=(FAMILIES, OLD),
    stage="glance",
    answers={"box": "no", "evening_open": "maybe"},
)
OLD_FRIEND = partner(
    (TOGETHER, True), (STORIES, True), groups=(FAMILIES,), stage="marriage", answers={"festival": "yes"}
)
PARTED = partner((TOGETHER, True), groups=(FAMILIES,), stage="divorce", answers={"evening_open": "no"})
