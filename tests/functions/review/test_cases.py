"""Cases at the console: by chance, by two, and with everything put down."""

import base64
import io
import json
import re
from datetime import timedelta

from PIL import Image

from llave import wiring
from llave.documents.workflow import Verdict
from llave.staff.chain import first_break


def what_was_done() -> list[str]:
    return [entry.line.what.value for entry in wiring.chain().entries()]


def test_two_reviewers_accept_and_the_workflow_hears_of_both(console):
    case = console.waiting_case()
    rebeca, samuel = console.reviewer("rebeca"), console.reviewer("samuel")

    assert "Revisa este caso" in rebeca.take().page.text
    rebeca.says(case, "accept")
    assert console.machine.told == []
    samuel.take()
    samuel.says(case, "accept")

    ((token, verdict, reviewers, reasons),) = console.machine.told
    assert (token, verdict, reasons) == ("token", Verdict.ACCEPT, ())
    assert reviewers == (rebeca.staff, samuel.staff)
    assert "answered" in what_was_done()
    assert first_break(wiring.chain().entries(), wiring.chain().head()) is None


def test_one_reviewer_rejects_with_what_the_person_will_read(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()

    rebeca.says(case, "reject", reason="retake", slot="back")

    ((_, verdict, reviewers, reasons),) = console.machine.told
    assert (verdict, reviewers) == (Verdict.REJECT, (rebeca.staff,))
    assert reasons == ("reviewer:back:retake",)


def test_who_rejects_says_why(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()

    without = rebeca.says(case, "reject")
    of_nothing = rebeca.says(case, "reject", reason="retake")

    assert without.status == of_nothing.status == 422
    assert "Elige el motivo del rechazo." in without.page.text
    assert "Elige qué foto se tiene que repetir." in of_nothing.page.text
    assert console.machine.told == []


def test_that_a_factor_is_missing_is_not_for_a_reviewer_to_say(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    offered = rebeca.open(case).body

    refused = rebeca.says(case, "reject", reason="second_factor")

    assert 'value="not_confirmed"' in offered
    assert 'value="second_factor"' not in offered
    assert refused.status == 422
    assert 'href="#reason"' in refused.body
    assert console.machine.told == []


def test_the_page_shows_reading_register_and_account_side_by_side(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()

    text = rebeca.open(case).page.text

    assert "CURP GALA900514MDFRPN09 97 % GALA900514MDFRPN09 GALA900514MDFRPN09" in text
    assert "La foto del rostro no se tomó en vivo" in text
    assert "JUAN PÉREZ (97 %)" in text
    assert "Respuesta del INE Vigente" in text


def test_a_picture_is_marked_with_who_looks_and_each_look_is_a_line(console):
    case = console.waiting_case()
    rebeca, samuel = console.reviewer("rebeca"), console.reviewer("samuel")
    rebeca.take()
    hers = rebeca.picture(case)
    rebeca.says(case, "accept")
    samuel.take()

    his = samuel.picture(case)

    assert hers.headers["content-type"] == "image/jpeg"
    assert hers.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(base64.b64decode(hers.body))).format == "JPEG"
    assert hers.body != his.body
    assert what_was_done().count("picture") == 2


def test_no_picture_but_those_of_the_case(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()

    assert rebeca.picture(case, "front-2").status == 404
    assert rebeca.picture(case, "..%2f..%2fc2%2ffront-1").status == 404


def test_who_excuses_herself_is_not_given_the_case_again(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    rebeca.open(case)

    rebeca.browser.submit(action=f"/revision/caso/{case}/excusa")

    assert "no hay casos que puedas revisar" in rebeca.browser.get("/revision").page.text
    assert rebeca.open(case).status == 404
    assert "excused" in what_was_done()


def test_an_answer_that_nobody_waited_for_is_given_again(console):
    case = console.waiting_case()
    rebeca, samuel = console.reviewer("rebeca"), console.reviewer("samuel")
    rebeca.take()
    rebeca.says(case, "accept")
    samuel.take()
    console.machine.is_late = True
    samuel.says(case, "accept")
    wiring.reviews().wait(case, "token-2", wiring.now())
    console.machine.is_late = False
    irene = console.reviewer("irene")

    irene.posts("/revision/tomar")

    assert [told[0] for told in console.machine.told] == ["token-2"]


def test_a_case_that_comes_back_is_looked_at_anew(console):
    case = console.waiting_case()
    rebeca, samuel = console.reviewer("rebeca"), console.reviewer("samuel")
    for one in (rebeca, samuel):
        one.take()
        one.says(case, "accept")

    wiring.reviews().wait(case, "token-2", wiring.now())

    assert "Revisa este caso" in rebeca.take().page.text


def test_nothing_of_a_person_stands_in_the_chain_or_with_the_review(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    rebeca.says(case, "reject", reason="not_yours")

    reviews = [one for one in console.office.aws.items("staff") if one["pk"] == "REVIEWS"]
    chain = [one for one in console.office.aws.items("ledger") if one["pk"] == "CHAIN#staff"]
    kept = json.dumps([reviews, chain], default=str)
    assert reviews
    assert len(chain) > 3
    assert not [one for one in ("GARC", "GALA9", "ANA") if one in kept]


def test_what_is_not_given_first_yet_is_not_marked_as_urgent(console, monkeypatch):
    console.waiting_case()
    later = wiring.now() + timedelta(hours=47)
    monkeypatch.setattr(wiring, "now", lambda: later)

    text = console.reviewer("rebeca").browser.get("/revision").page.text

    assert "Esperan: 1." in text
    assert "Urgente" not in text


def test_the_queue_says_how_long_and_marks_what_is_late(console):
    case = console.waiting_case()
    wiring.reviews().hurry(case)
    rebeca = console.reviewer("rebeca")

    text = rebeca.browser.get("/revision").page.text

    assert "Esperan: 1. El que más ha esperado: 0 min." in text
    assert "Urgente" in text


def test_days_are_written_as_in_mexico_and_both_faces_come_first(console):
    console.waiting_case()

    shown = console.reviewer("rebeca").take()

    assert "14/05/1990" in shown.page.text
    assert "1990-05-14" not in shown.page.text
    order = re.findall(r"img src=\"[^\"]+imagen/([a-z]+)-", shown.body)
    assert list(dict.fromkeys(order)) == ["front", "face", "back", "bill"]


def test_a_verdict_that_the_workflow_did_not_hear_can_be_told_when_nothing_else_waits(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    console.machine.is_late = True
    rebeca.says(case, "reject", reason="not_confirmed")
    console.machine.is_late = False

    assert "Tomar un caso" in rebeca.browser.get("/revision").page.text
    rebeca.posts("/revision/tomar")

    ((_, verdict, _, _),) = console.machine.told
    assert verdict is Verdict.REJECT


def test_a_verdict_that_can_not_be_told_keeps_nobody_from_a_case(console, monkeypatch):
    console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    console.machine.is_late = True
    rebeca.says("c1", "reject", reason="not_confirmed")
    console.office.account("p2")
    console.waiting_case("p2", "c2")

    def slowed(*_):
        raise ConnectionError

    monkeypatch.setattr(console.machine, "answer", slowed)
    samuel = console.reviewer("samuel")

    assert "Revisa este caso" in samuel.take().page.text
