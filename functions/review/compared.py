"""What a case is compared with, as the console shows it: cases of others in which the same was seen, and
the evidence of who holds the CURP."""

from typing import Any

from functions.review import pictures
from functions.review.dossier import Dossier
from functions.review.matches import Match
from functions.review.shown import NONE, Row, day_and_hour
from functions.review.words import STATES, STRENGTHS, TRACES
from llave.people.contests import Contest
from llave.people.evidence import Strength
from llave.web.texts import text


def contest_rows(found: Dossier) -> list[Row]:
    """Where another account holds the CURP: what each proves, and whether she objected."""
    if found.holder is None:
        return []
    strengths = text(
        "revision.disputa.comparada",
        otra=_word(found.holder.strength),
        este=_word(found.strength),
    )
    rows = [_row("revision.disputa.prueba", strengths)]
    if found.contest is not None:
        rows.append(_row("revision.disputa.objecion", _objection(found.contest)))
    return rows


def match_items(found: Dossier) -> list[dict[str, Any]]:
    """Each match with the portraits side by side, where both are still there."""
    there = {name for name, one in found.portraits.items() if pictures.is_there(one)}
    items = []
    for number, match in enumerate(found.matches, 1):
        pair = ("retrato-0", f"retrato-{number}")
        shown = [_picture(found, name) for name in pair] if there.issuperset(pair) else []
        items.append({"rows": _rows(found, match), "pictures": shown})
    return items


def _rows(found: Dossier, match: Match) -> list[Row]:
    since = match.case.submitted_at or match.case.opened_at
    own = {index.key for index in found.curp.all}
    same = [own & {index.key for index in one.curp.all} for one in match.owners]
    curp = "revision.coincidencia.curp_la_misma" if any(same) else "revision.coincidencia.curp_otra"
    return [
        _row("revision.coincidencia.que", ", ".join(text(TRACES[one]) for one in match.traces)),
        _row("revision.coincidencia.desde", day_and_hour(since)),
        _row(
            "revision.coincidencia.caso", f"{match.case.id[:8]}. {text(STATES[match.case.state])}"
        ),
        _row("revision.coincidencia.curp", text(curp) if match.owners else NONE),
    ]


def _picture(found: Dossier, name: str) -> Row:
    own = name == "retrato-0"
    caption = text("revision.coincidencia.este" if own else "revision.coincidencia.otro")
    return {"src": f"/revision/caso/{found.case.id}/imagen/{name}", "caption": caption}


def _objection(contest: Contest) -> str:
    if contest.objected_at is None:
        return text("revision.disputa.sin_objecion")
    return text("revision.disputa.con_objecion", cuando=day_and_hour(contest.objected_at))


def _word(strength: Strength) -> str:
    return text(STRENGTHS[strength])


def _row(key: str, value: str) -> Row:
    return {"key": text(key), "value": value}
