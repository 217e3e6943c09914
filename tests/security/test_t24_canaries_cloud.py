"""T24: after journeys and errors with canaries nothing that the cloud keeps holds them readable.

Searched: tables, streams, queues and dead letters, buckets, parameters, log groups, log files, the
functions' environments, templates, events and outputs of the stacks. The inbox alone may. Metrics
are lines of the log (EMF). CloudFront and API Gateway write no access log here: their format is
asserted on the template.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from local.citizen import Citizen, code_in, token_in
from local.demo import consent
from local.verifying import Verifying
from tests.canaries import Aws, Canary, Found, Place, everything, found_in
from tests.cloud import RunningCloud
from tests.journeys.verifying import basica
from tests.papers import taken
from tests.reader.running import needs_the_reader
from tests.security.insider import Insider, any_phone
from tests.somebody import PEOPLE, pick

# Every citizen of every test has her mail there.
MAIL_DOMAIN = Canary("an e-mail of somebody", "@correo.example")


@dataclass
class Secrets:
    """What must not be found: long ones, and codes of six digits."""

    long: list[Canary] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def add(self, **values: str) -> None:
        self.long += [Canary(name, value) for name, value in values.items()]

    def code(self, message: dict[str, str]) -> str:
        code = code_in(message)
        self.codes.append(code)
        return code


@pytest.fixture
def journeys(cloud: RunningCloud, mark: str) -> Secrets:
    """The main journeys of one citizen, with what goes wrong on the way."""
    known, citizen, phone = Secrets(), cloud.citizen(), any_phone()
    email, password = f"canaria.{mark}@correo.example", f"Canarias-{mark}-cantan"
    who = pick()
    known.add(curp=who["curp"], email=email, password=password, phone=phone)
    known.add(street=f"Calle del Canario {mark}")
    _register(citizen, who["curp"], phone, email, password, known)
    _err(citizen, known)
    _use(cloud, citizen, email, password, known)
    _recover(citizen, email, phone, f"otras-{password}", known)
    return known


def test_nothing_that_is_kept_holds_a_person_a_code_or_a_token(
    insider: Insider, cloud: RunningCloud, journeys: Secrets
) -> None:
    assert len(journeys.codes) == 3
    assert len(journeys.long) > 10
    places = list(_together(_kept(insider, cloud)))
    assert len(places) > 20, "there is little to be searched"

    found = found_in(places, [*journeys.long, MAIL_DOMAIN, *_population()])

    assert found == []
    assert list(_codes_in(places, journeys.codes)) == []


@needs_the_reader
@pytest.mark.timeout(600)
def test_nothing_that_a_verification_leaves_holds_her_or_her_documents(
    insider: Insider, cloud: RunningCloud, tmp_path: Path
) -> None:
    papers = taken(cloud, tmp_path)
    account, citizen = basica(cloud, papers)
    assert citizen.sign_in(account.email, account.password).status_code == 201
    her = Verifying(citizen)
    her.start()
    for slot in ("front", "back", "bill"):
        her.upload(slot, papers.read(slot))
    her.capture(papers.frames())
    her.submit()
    assert her.at_rest(within_s=300)["state"] == "accepted"

    places = list(_together(_kept(insider, cloud)))

    person = papers.person
    names = f"{person['given_names']} {person['first_surname']}"
    canaries = [Canary("her name", names), Canary("her e-mail", account.email), *_population()]
    assert her.app is not None
    canaries.append(Canary("her app's secret", her.app.secret))
    assert found_in(places, canaries) == []
    (executions,) = (one.content for one in places if one.where.startswith("execution"))
    assert her.case.encode() in executions, "the history was not searched"


def test_the_search_sees_a_canary_in_each_kind_of_place(insider: Insider, mark: str) -> None:
    key = {"pk": {"S": f"CANARY#{mark}"}, "sk": {"S": "CANARY"}}
    name = f"{insider.prefix}-sessions"
    db = insider.aws.client("dynamodb")
    db.put_item(
        TableName=name,
        Item=key | {"code": {"S": "271828"}, "mail": {"S": f"{mark}@correo.example"}},
    )
    try:
        places = list(_together(_kept(insider, insider.cloud)))
    finally:
        db.delete_item(TableName=name, Key=key)

    mail = Canary("the e-mail", f"{mark}@correo.example")
    assert f"table {name}" in [found.where for found in found_in(places, [mail])]
    assert Found("a code", f"table {name}", "") in _codes_in(places, ["271828"])
    kinds = {place.where.partition(" ")[0] for place in places}
    assert kinds >= {"table", "stream", "object", "parameter", "environment", "template"}
    assert any(place.where.endswith(".log") for place in places)


def test_the_access_log_holds_no_address_that_was_asked_for(insider: Insider) -> None:
    stages = insider.aws.client("apigatewayv2").get_stages(ApiId=insider.api_id)["Items"]
    formats = [stage["AccessLogSettings"]["Format"] for stage in stages]

    assert formats
    used = {name for text in formats for name in re.findall(r"\$context\.([A-Za-z.]+)", text)}
    assert used <= {
        "integration.error",
        "integrationStatus",
        "requestId",
        "requestTime",
        "responseLatency",
        "responseLength",
        "routeKey",
        "status",
    }


def _register(
    citizen: Citizen, curp: str, phone: str, email: str, password: str, known: Secrets
) -> None:
    citizen.begin(curp)
    known.add(registration_token=citizen.registration_token)
    place = citizen.call("GET", "/v1/postal-codes/06000").json()
    street = next(canary.value for canary in known.long if canary.label == "street")
    citizen.give_address(
        {
            "residence": "mx",
            "postal_code": "06000",
            "settlement_id": place["settlements"][0]["id"],
            "street": street,
            "exterior_number": "10",
        }
    )
    citizen.finish(password, email=email, phone=phone)
    letter = citizen.inbox(email)
    link = token_in(letter)
    known.add(link_token=link)
    assert citizen.call("GET", f"/registro/confirmar?token={link}").status_code == 200
    for channel, message in (("email", letter), ("phone", citizen.inbox(f"+52{phone}"))):
        assert citizen.confirm(channel, known.code(message)).status_code == 200


def _err(citizen: Citizen, known: Secrets) -> None:
    """The same values where they do not belong: each answer is a refusal, and each is logged."""
    told = {canary.label: canary.value for canary in known.long}
    everywhere = json.dumps({value: value for value in told.values()})
    bearer = told["registration_token"]
    tries: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/v1/registrations", {"body": {"curp": told["curp"], told["email"]: "x"}}),
        ("POST", "/v1/registrations", {"content": everywhere}),
        ("POST", "/v1/sessions", {"body": {"identifier": told["email"], "password": "corta"}}),
        ("POST", "/v1/sessions", {"body": {"identifier": told["email"], "password": "z" * 20}}),
        ("POST", "/v1/sessions", {"content": f"{{{told['password']}"}),
        ("PUT", "/v1/registration/contacts", {"body": {"email": told["email"]}, "bearer": bearer}),
        (
            "POST",
            "/v1/confirmations",
            {"body": {"token": told["link_token"], "password": "q" * 20}},
        ),
        ("GET", f"/v1/postal-codes/{told['curp']}", {}),
        ("GET", f"/nada/{told['email']}?curp={told['curp']}&password={told['password']}", {}),
        ("GET", f"/oauth/authorize?client_id={told['email']}&state={told['password']}", {}),
        (
            "POST",
            "/oauth/token",
            {"data": {"code": told["link_token"], "client_id": told["email"]}},
        ),
        ("POST", "/entrar", {"data": {"identifier": told["email"], "password": told["password"]}}),
    ]
    for method, path, more in tries:
        headers = {"content-type": "application/json"} if "content" in more else {}
        answer = citizen.call(method, path, headers=headers, **more)
        assert 400 <= answer.status_code < 500, (method, path.partition("?")[0], answer.status_code)


def _use(cloud: RunningCloud, citizen: Citizen, email: str, password: str, known: Secrets) -> None:
    body = {"identifier": email, "password": password, "device": "remember"}
    assert citizen.call("POST", "/v1/sessions", body).status_code == 201
    known.add(session=citizen.cookies["__Host-session"], device=citizen.cookies["__Host-device"])
    assert email in citizen.call("GET", "/cuenta").text
    agency = cloud.server()
    address, verifier = agency.authorization("openid profile email phone address")
    code = consent(citizen, address, agency.redirect_uri)
    tokens = agency.tokens(code, verifier)
    known.add(authorization_code=code, verifier=verifier, **_text(tokens))
    assert agency.introspect(tokens["access_token"])["active"] is True
    assert agency.person(tokens["access_token"])["email"] == email


def _recover(citizen: Citizen, email: str, phone: str, password: str, known: Secrets) -> None:
    body = {"email": email, "phone": phone, "captcha": citizen.captcha()}
    assert citizen.call("POST", "/v1/recoveries", body).status_code == 202
    token = token_in(citizen.inbox(email, containing="/recuperar/nueva"))
    known.add(recovery_token=token, new_password=password)
    assert citizen.call("GET", f"/recuperar/nueva?token={token}").status_code == 200
    code = known.code(citizen.inbox(f"+52{phone}", containing="codigo para cambiar"))
    given = {"token": token, "password": password, "code": code}
    assert citizen.call("POST", "/v1/recoveries/confirm", given).status_code == 200


def _text(tokens: dict[str, Any]) -> dict[str, str]:
    """The signatures: what opens something, and not what every token begins with."""
    return {
        name: tokens[name].rpartition(".")[2]
        for name in ("access_token", "id_token")
        if name in tokens
    }


def _kept(insider: Insider, cloud: RunningCloud) -> Iterator[Place]:
    for place in everything(Aws(insider.aws.endpoint, insider.region), cloud.settings.logs):
        # The functions' code, zipped and uploaded before anybody came.
        if not place.where.startswith("object cdk-"):
            yield place
    functions = insider.aws.client("lambda")
    for function in functions.list_functions()["Functions"]:
        settings = functions.get_function_configuration(FunctionName=function["FunctionName"])
        yield Place(f"environment of {function['FunctionName']}", _json(settings))
    stacks = insider.aws.client("cloudformation")
    for stack in stacks.describe_stacks()["Stacks"]:
        name = stack["StackName"]
        told = [stack, stacks.get_template(StackName=name)["TemplateBody"]]
        events = stacks.describe_stack_events(StackName=name)["StackEvents"]
        yield Place(f"template of {name}", _json([*told, events]))


def _together(places: Iterator[Place]) -> Iterator[Place]:
    """One place for all the lines and items of one file, table, ...: searched once each."""
    named = [(place.where.partition(".log:")[0], place) for place in places]
    for where, group in groupby(sorted(named, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        files = [place for _, place in group]
        name = f"{where}.log" if ".log:" in files[0].where else where
        yield Place(name, b"\n".join(place.content for place in files))


def _population() -> list[Canary]:
    credentials = [person["ine"] for person in PEOPLE if person.get("ine")]
    return [
        *(Canary("the CURP of somebody", person["curp"]) for person in PEOPLE),
        *(Canary("a clave de elector", one["clave_elector"]) for one in credentials),
        *(Canary("the number of a credential", one["cic"]) for one in credentials),
    ]


def _codes_in(places: list[Place], codes: list[str]) -> Iterator[Found]:
    """A code stands by itself; six digits within an id are chance."""
    for code in codes:
        alone = re.compile(rb"(?<![0-9A-Za-z+/_.-])" + code.encode() + rb"(?![0-9A-Za-z+/_=-])")
        for place in places:
            # Nobody's code comes into a stored object or a template; digests by the thousand do.
            if not place.where.startswith(("object", "template")) and alone.search(place.content):
                yield Found("a code", place.where, "")


def _json(value: Any) -> bytes:
    return json.dumps(value, default=str, ensure_ascii=False).encode()
