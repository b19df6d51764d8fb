"""How long each text of a partner may be, in characters: the same for forms, import and database columns."""

NAME = 120
CODE_NAME = 60
ADDRESS = 120
POSTAL_CODE = 10
CITY = 60
PHONE = 30
EMAIL = 120
WEBSITE = 200

CONTACT_NAME = 80
CONTACT_ROLE = 80

# Longer than anybody says in one breath; a page of notes still goes in as one quote.
QUOTE = 4000
QUOTE_SOURCE = 80
GUESS = 1000
EVERYDAY = 2000
MATTERS = 2000
AVOID_WORD = 60
NEED_WORDS = 120
CONDITION_WORDS = 120
TIMES_WORDS = 200

# A label of a vocabulary: kind, sector, district, target group, need, worry.
TERM = 80

REASON = 300
LINK = 300
ENDING = 2000

# How many of each a partner may have; far above real use, there so that no page becomes endless.
MOST_TERMS = 12
MOST_QUOTES = 100
MOST_AVOID_WORDS = 40
