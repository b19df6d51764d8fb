"""The SQL that the pages of the report and of the log cannot do without, written by hand for both databases.

Counts are exact, protected partners left out as for a manager outside every circle: where a page must do so, its bare
SQL must, too. Dates are bound as text."""

from __future__ import annotations

_HIDDEN = ("select visit_id from visit_partner where partner_id in "
           "(select id from partner where is_protected)")
_SUM = "select count(*), sum(minutes_all) from visit where held_on between :first and :last and id not in "
_ROWS = ("select * from visit where id in ({ids})",
         "select vp.*, p.* from visit_partner vp join partner p on p.id = vp.partner_id where visit_id in ({ids})",
         "select * from visit_colleague where visit_id in ({ids})",
         "select * from visit_offer o join offer on offer.id = o.offer_id where visit_id in ({ids})",
         "select * from visit_thing where visit_id in ({ids})")


def _page(ids: str) -> tuple[str, ...]:
    # A subquery of its own: PostgreSQL takes a limit only there.
    return tuple(each.format(ids=f"select id from ({ids}) as ids") for each in _ROWS)


_SEEN = ("not exists (select 1 from visit_partner x join partner y on y.id = x.partner_id "
         "where x.visit_id = visit.id and y.is_protected)")
_FIRST = (f"select id from visit where held_on between :first and :last and {_SEEN} "
          "order by held_on {0}, id {0} limit 51")
_BY_PARTNER = (f"select visit.id from partner p join visit_partner l on l.partner_id = p.id and l.position = 0 "
               f"join visit on visit.id = l.visit_id where visit.held_on between :first and :last and {_SEEN} "
               "order by p.sort_key, p.id, visit.held_on desc, visit.id desc limit 51")
_FOUND = (" and (search_key like :word or id in (select visit_id from visit_partner where partner_id in "
          "(select id from partner where search_key like :word)))")
_PEOPLE = ("families", "children", "young_people", "adults", "professionals", "cards_made")
_PLAIN = ("visit_day", "after_hours", "delivery", "they_visit", "joined", "cancelled_by_partner",
          "cancelled_by_library", "minutes_preparation", "minutes_travel", "minutes_there", "offers_shown",
          "things_lent", "things_given", "learnt")
_SUMS = ", ".join(f"sum({name})" for name in (*_PLAIN, *_PEOPLE))
_MONTHS = ("from partner_month m join partner p on p.id = m.partner_id where month between :first and :last "
           "and not p.is_protected")

#: What is measured -> its statements.
BARE: dict[str, tuple[str, ...]] = {
    "figures": (
        f"select month, {_SUMS} {_MONTHS} group by month",
        f"select m.target_group_id, {_SUMS} {_MONTHS} group by m.target_group_id",
        f"select m.kind_id, m.district_id, count(distinct partner_id) {_MONTHS} group by m.kind_id, m.district_id",
        f"select count(distinct partner_id) {_MONTHS}",
    ),
    "log": (f"{_SUM} ({_HIDDEN})", *_page(_FIRST.format("desc"))),
    "log_end": (f"{_SUM} ({_HIDDEN})", *_page(_FIRST.format("asc"))),
    "log_partner": (f"{_SUM} ({_HIDDEN})", _BY_PARTNER),
    "search": (f"{_SUM} ({_HIDDEN}) {_FOUND}",),
}
#: The rows of a file.
EXPORT = tuple(
    each.format(ids=f"select id from visit where held_on between :first and :last and id not in ({_HIDDEN})")
    for each in _ROWS)
