"""The JSON routes of verification."""

from functions.verify import flow
from functions.verify.answers import (
    CaseAnswer,
    CaseShown,
    CurrentAnswer,
    FaceAnswer,
    ReasonShown,
    SlotShown,
    UploadsAnswer,
    UploadShown,
)
from functions.verify.app import app
from functions.verify.desk import desk, who_calls
from functions.verify.forms import StartForm, UploadForm
from functions.verify.paths import upload_path
from llave import wiring
from llave.documents.cases import Case, State
from llave.documents.kinds import slots_of
from llave.documents.reasons import told
from llave.documents.uploads import Policy
from llave.settings import settings
from llave.web.forms import from_json
from llave.web.request import Request
from llave.web.response import Response, as_json


@app.api("POST /v1/verifications")
def start(request: Request) -> Response:
    """Open a case with the documents chosen."""
    who = who_calls(request)
    document, bill = from_json(StartForm, request).kinds
    case = flow.start(who, document, bill, desk(), wiring.now())
    return as_json(CaseAnswer(verification=_shown(case)).model_dump(mode="json"), 201)


@app.api("GET /v1/verifications/current")
def current(request: Request) -> Response:
    """The newest case and which pictures it has."""
    person = who_calls(request).account.person
    case = flow.newest(person, desk(), wiring.now())
    answer = CurrentAnswer(verification=_shown(case) if case else None)
    return as_json(answer.model_dump(mode="json"))


@app.api("POST /v1/verifications/{id}/uploads")
def uploads(request: Request) -> Response:
    """Policies with which the browser puts one file, or the frames of a capture session."""
    case = _case(request)
    form = from_json(UploadForm, request)
    now = wiring.now()
    if form.nonce:
        found = flow.face_policies(case, form.place, form.content_type, form.nonce, desk(), now)
    else:
        found = (flow.policy(case, form.place, form.content_type, desk(), now),)
    answer = UploadsAnswer(uploads=[_upload(one) for one in found])
    return as_json(answer.model_dump(mode="json"), 201)


@app.api("POST /v1/verifications/{id}/face")
def face(request: Request) -> Response:
    """A capture session: what to photograph, in which order, until when."""
    begun = flow.begin_face(_case(request), desk(), wiring.now())
    answer = FaceAnswer(
        nonce=begun.nonce,
        challenges=[challenge.value for challenge in begun.session.challenges],
        expires_at=begun.session.expires_at,
    )
    return as_json(answer.model_dump(mode="json"), 201)


@app.api("POST /v1/verifications/{id}/submit")
def submit(request: Request) -> Response:
    """Hand the case in."""
    who = who_calls(request)
    case = flow.mine(request.path_parameters["id"], who.account.person, desk())
    case = flow.submit(who, case, desk(), wiring.now())
    return as_json(CaseAnswer(verification=_shown(case)).model_dump(mode="json"))


def _case(request: Request) -> Case:
    person = who_calls(request).account.person
    return flow.mine(request.path_parameters["id"], person, desk())


def _upload(policy: Policy) -> UploadShown:
    return UploadShown(
        slot=policy.slot.value,
        url=settings().origin + upload_path(policy.slot),
        fields=dict(policy.fields),
        expires_at=policy.expires_at,
    )


def _shown(case: Case) -> CaseShown:
    reasons = told(case.reasons) if case.state is State.REJECTED else ()
    return CaseShown(
        id=case.id,
        document=case.kind.value,
        bill=case.bill.value,
        state=case.state.value,
        slots=[
            SlotShown(slot=slot.value, done=slot in case.pictures) for slot in slots_of(case.kind)
        ],
        reasons=[
            ReasonShown(code=public.value, slot=slot.value if slot else None)
            for public, slot in reasons
        ],
        attempts_left=flow.attempts_left(case.person, desk(), wiring.now()),
        opened_at=case.opened_at,
        submitted_at=case.submitted_at,
        decided_at=case.decided_at,
        pictures_deleted_at=case.pictures_deleted_at,
    )
