"""A small known cast of sheets."""

from __future__ import annotations

from datetime import date, time

from outreach.closings.sheet import DecidedLine, HeardLine, PromiseLine, RecapSheet
from outreach.core.pdf.fit import Paper, fit_page
from outreach.library.contacts import LibraryContact
from outreach.meetings import document
from outreach.meetings.sheet import (
    AgendaLine,
    AgendaSheet,
    ClosingSheet,
    CommitmentLine,
    Person,
    PreparationSheet,
    QuestionLine,
    RoleLine,
    SaidLine,
)
from outreach.pitches.sheet import ContactCard, PitchOfferLine, PitchSheet

DAY = date(2026, 11, 24)

BOX = PitchOfferLine(
    "Noget at tage med hjem til familien",
    "En kasse med billedbøger, lydbøger og spil, valgt efter de børn, I kender. I tager den med på besøg, og vi bytter "
    "indholdet, når I siger til.",
    "Vi henter og bringer · ingen lånerkort og ingen gebyrer · klar på en uge",
)
CORNER = PitchOfferLine(
    "Et roligt sted at mødes uden for huset",
    "Sid med en familie i et hjørne, hvor ingen spørger, hvorfor I er der. Der er kaffe, legeplads og plads til "
    "barnevognen.",
    "Åbent alle ugens dage · book et lukket rum med en sms",
)
EVENING = PitchOfferLine(
    "En aften, hvor biblioteket kun er for jer",
    "Efter lukketid: aftensmad, en rundvisning i øjenhøjde og tid til at lege. Familierne møder andre familier.",
    "Første onsdag i måneden kl. 17–19 · op til 25 personer · vi står for maden",
)
VISIT = PitchOfferLine(
    "En fast dag, hvor vi kommer til jer",
    "Hver anden tirsdag står vi i jeres køkken med nye bøger, spil og god tid. Vi læser højt for dem, der har lyst.",
    "Tirsdag kl. 14–16 · vi tager alt med og alt med hjem",
)
CONTACT = ContactCard("Børnebibliotekaren", "Randers Bibliotek", "89 15 89 15", "bibliotek@demo.example", "vcard")

LEAD = (
    "I fortæller, at et forløb skal passe ind i familiens hverdag, og at forældre og børn har brug for noget rart at "
    "være fælles om. Det kan vi hjælpe med – uden at det giver jer mere arbejde. "
)

PITCH = PitchSheet(
    language="da",
    library_name="Randers Bibliotek",
    partner_name="Familiehuset",
    on=DAY,
    title="Et sted at være sammen, når hverdagen skifter",
    lead=LEAD.strip(),
    offers=(BOX, CORNER, EVENING),
    worry_line="Vi henter, bringer og rydder op.",
    first_step="Vi kigger forbi hos jer en eftermiddag i uge 49 med en kasse bøger og spil. I vælger dagen – og om "
    "familierne skal være med.",
    contact=CONTACT,
    logo=None,
    library_line="Et sted for alle. Det koster ikke noget, og I behøver ikke bestille tid.",
)

AGENDA = AgendaSheet(
    language="da",
    library_name="Randers Bibliotek",
    partner_names=("Familiehuset",),
    title="Et første møde: Hvad fylder hos jer?",
    on=DAY,
    start=time(14, 0),
    end=time(15, 0),
    place="Mødelokalet hos jer",
    theirs=(Person("Lederen", "leder", "Familiehuset"), Person("Vejlederen", "familievejleder", "")),
    ours=(Person("Børnebibliotekaren", "børnebibliotekar", "Hovedbiblioteket"),),
    wish="Vi vil gerne høre om jeres hverdag og finde én lille ting, vi kan prøve sammen.",
    items=(
        AgendaLine("Jeres hverdag", "Hvad fylder, hvad går godt, og hvad savner I tid til?", 25, "theirs"),
        AgendaLine("Det kan vi tilbyde", "I siger til undervejs", 10, "ours"),
        AgendaLine("Hvad kunne vi prøve?", "", 15, "shared"),
        AgendaLine("Opsamling", "", 10, "shared"),
    ),
    open_commitments=(
        CommitmentLine("ours", "Børnebibliotekaren", "Sender to datoer for en aften efter lukketid", DAY),
        CommitmentLine("theirs", "Lederen", "Spørger familierne, om de vil med", None),
    ),
    contact_line="Kommer noget i vejen, så ring til børnebibliotekaren på 89 15 89 15.",
    logo=None,
)

PREPARATION = PreparationSheet(
    language="da",
    library_name="Randers Bibliotek",
    partner_names=("Familiehuset",),
    title="Første møde med Familiehuset",
    on=DAY,
    start=time(14, 0),
    end=time(15, 0),
    place="Mødelokalet hos dem",
    stand="Vi har aftalt ét besøg i december, og de ved, hvem de skal ringe til.",
    want="Høre om deres hverdag, før vi viser noget frem.",
    who_they_are="Kommunalt tilbud, der støtter og vejleder familier med børn og unge.",
    there_for=("Familier med små børn", "Unge", "Forældre"),
    everyday="Forløb på tre til seks måneder. Samtaler hjemme hos familierne eller i huset. Akutte dage.",
    matters="At et forløb passer ind i familiens hverdag, skole og arbejde.",
    said=(
        SaidLine("Et forløb skal passe ind i familiens hverdag.", "første møde", date(2026, 10, 1), "da", ""),
        SaidLine("We need somewhere calm to meet.", "mail", None, "en", "Vi mangler et roligt sted at mødes."),
    ),
    guesses=("Et sted at mødes efter kl. 16 ville hjælpe.",),
    questions=(
        QuestionLine("E", "Hvilke ord skal vi undgå?"),
        QuestionLine("A", "Hvad fylder mest hos jer lige nu?"),
        QuestionLine("", "Hvordan går det med den nye have?"),
        QuestionLine("B", "Hvem er de i store træk?"),
        QuestionLine("D", "Hvis vi kun gjorde én lille ting, hvad skulle det være?"),
        QuestionLine("A", "Hvad har I ikke tid til, selv om I gerne ville?"),
    ),
    avoid_words=("sårbar", "udsat"),
    dos=("Lad dem være bindeled", "Begynd småt: tag ting med hjem til familierne"),
    donts=("Ingen spørgeskemaer eller interview",),
    roles=(RoleLine("Børnebibliotekaren", "fører samtalen"), RoleLine("Filiallederen", "lytter og skriver")),
    kit=("To partnerark", "To dagsordener"),
)

CLOSING = ClosingSheet(
    language="da",
    library_name="Randers Bibliotek",
    partner_names=("Familiehuset",),
    title="Opsamling på mødet",
    on=DAY,
    start=time(14, 0),
    place="Mødelokalet hos dem",
    people=("Lederen", "Vejlederen", "Børnebibliotekaren"),
    open_commitments=AGENDA.open_commitments,
)

RECAP = RecapSheet(
    language="da",
    library_name="Randers Bibliotek",
    partner_names=("Familiehuset",),
    on=DAY,
    heard=(
        HeardLine("Et forløb skal passe ind i familiens hverdag.", "Lederen", "da"),
        HeardLine("We need somewhere calm to meet.", "", "en"),
    ),
    decided=(DecidedLine("Vi kommer på besøg med en kasse bøger og spil", "Børnebibliotekaren", date(2026, 12, 3)),),
    theirs=(PromiseLine("Spørger familierne, om de vil med", "Lederen", "", None, "maybe"),),
    ours=(
        PromiseLine("Sender to datoer for en aften", "Børnebibliotekaren", "", date(2026, 12, 1), "final"),
        PromiseLine("Finder et lokale", "Filiallederen", "", None, "conditional"),
    ),
    next_on=date(2026, 12, 15),
    contact=LibraryContact("Børnebibliotekaren", "89 15 89 15", "bibliotek@demo.example"),
    logo=None,
)


def make_agenda(sheet: AgendaSheet) -> Paper:
    return fit_page(sheet, document.AGENDA)


def make_preparation(sheet: PreparationSheet) -> Paper:
    return fit_page(sheet, document.PREPARATION)


def make_closing(sheet: ClosingSheet) -> Paper:
    return fit_page(sheet, document.CLOSING)
