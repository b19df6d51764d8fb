"""The built-in lists of the language check: words that label people, and the portal's own stage words.

The library's own list of library talk is data and is edited on screen; these two are promises of the portal and
stand in the code. Words are written in one everyday form; `inflection` finds the others.
"""

# Words about the partner's people. A partner may use them of its own people; we never do so first.
PEOPLE_WORDS = {
    "da": (
        "sårbar", "udsat", "ressourcesvag", "ressourcefattig", "socialt svag", "svag", "svagtstillet",
        "svagt stillet", "dårligt stillet", "vanskeligt stillet", "svært stillet", "socialt belastet",
        "belastet familie", "belastet barn", "belastet ung", "belastet borger", "belastet område",
        "marginaliseret", "udstødt", "underprivilegeret", "offer", "klient", "brugere", "misbruger",
        "problemfamilie", "problembarn", "problemunge", "risikofamilie", "risikobarn", "risikounge",
        "risikogruppe", "risikoborger", "samfundstaber", "tung borger", "tung familie",
        "psykisk syg", "dysfunktionel", "understimuleret", "ikke-vestlig", "ghetto", "utilpasset",
        "borger i udsat position",
    ),
    "en": (
        "vulnerable", "vulnerability", "disadvantaged", "underprivileged", "at risk", "victim",
        "marginalised", "hard to reach", "deprived", "needy", "weak", "client", "service user", "user",
        "problem family", "problem child", "problem families", "problem children", "troubled family",
        "troubled families", "socially excluded", "underserved", "dysfunctional", "high need",
        "poor", "ghetto", "misfit", "loser",
    ),
}  # fmt: skip

# Labels of the stages on screen. A label of several words is refused wherever its words stand together; one of
# a single word is an ordinary word too ("når besøget er afsluttet") and is refused only where it stands as a label.
STAGE_LABELS = (
    "Mulig partner", "Første kontakt", "Aftale om én ting", "Vi prøver noget sammen",
    "Fast partnerskab", "Afsluttet", "Possible partner", "First contact", "One thing agreed",
    "Trying together", "Lasting partnership", "Ended",
)  # fmt: skip

# The stages' inner names that are no ordinary words on a partner's page; "date" and "engagement" are.
STAGE_WORDS = ("glance", "marriage", "divorce")
