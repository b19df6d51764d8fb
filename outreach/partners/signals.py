"""What other features are told of a partner, in the same transaction as the act itself. They lie above partners, so
they listen; what they answer is for the colleague who did it."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

#: A partner that everybody could see has become protected. Sent with `by` and `partner`; each listener answers how many
#: things the partner had together with others and now has alone.
became_protected = _signals.signal("partner-became-protected")
