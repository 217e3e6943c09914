"""Broken versions of Llave, each of which its threat's test must refuse (`make mutants`).

A mutant is one change of one file; `old` stands in it exactly once. Its tests run in the process and
are named by their file in this folder.
"""

from dataclasses import dataclass

LAYER = "layers/shared/python/llave"


@dataclass(frozen=True, slots=True)
class Mutant:
    """`what` says in words what is broken."""

    threat: str
    what: str
    file: str
    old: str
    new: str
    test: str


MUTANTS = (
    Mutant(
        "T01",
        "nobody's sign-in costs no hash and no count",
        f"{LAYER}/people/signin.py",
        "    credential = ports.credentials.attempt(seen.person, attempt.places.name, now)\n",
        "    credential = (\n"
        "        ports.credentials.attempt(seen.person, seen.person, now) if seen.person else None\n"
        "    )\n",
        "test_t01_signin_recovery.py",
    ),
    Mutant(
        "T01",
        "a locked account says so",
        f"{LAYER}/people/signin.py",
        '        raise WrongCredentials("no match")\n',
        "        if seen.person:\n"
        '            raise TooManyAttempts("locked")\n'
        '        raise WrongCredentials("no match")\n',
        "test_t01_signin_recovery.py",
    ),
    Mutant(
        "T01",
        "a recovery of nobody writes nothing",
        f"{LAYER}/people/recovering.py",
        "        ports.recoveries.send(Sent(ids[0], now))\n",
        "",
        "test_t01_signin_recovery.py",
    ),
    Mutant(
        "T01",
        "questions to RENAPO are not counted",
        "functions/register/flow.py",
        "    _count_question(visitor, desk, now)\n",
        "",
        "test_t01_registration.py",
    ),
    Mutant(
        "T01",
        "the form without scripts need not wait",
        f"{LAYER}/web/robots.py",
        "        if now < issued_at + TOKEN_WAIT:\n",
        "        if now < issued_at:\n",
        "test_t01_robots.py",
    ),
    Mutant(
        "T01",
        "a browser that makes up its mark is a device of its own",
        f"{LAYER}/people/budgets.py",
        "    return nonce if any(hmac.compare_digest(given, one) for one in made) else None\n",
        "    return nonce if made else None\n",
        "test_t01_made_up_devices.py",
    ),
    Mutant(
        "T01",
        "a network is handed marks without end",
        f"{LAYER}/web/marks.py",
        "    if budgets.count(MARKS.kind, here.network, MARKS.window, now) > MARKS.limit:\n",
        "    if budgets.count(MARKS.kind, here.network, MARKS.window, now) < 0:\n",
        "test_t01_made_up_devices.py",
    ),
    Mutant(
        "T02",
        "the link alone confirms, with any password",
        "functions/register/confirm.py",
        "    if not matches(password, credential, desk.keyring) or credential is None:\n",
        "    if credential is None:\n",
        "test_t02_squatting.py",
    ),
    Mutant(
        "T02",
        "the link confirms with anybody's registration",
        "functions/register/confirm.py",
        "    if not is_of(link, registration):\n",
        "    if link is None:\n",
        "test_t02_squatting.py",
    ),
    Mutant(
        "T02",
        "the proof of one address confirms the one that took its place meanwhile",
        f"{LAYER}/adapters/confirmations.py",
        'STANDS = "links_from = :from AND attribute_not_exists(spent_at)"\n',
        'STANDS = "(links_from = :from OR attribute_exists(links_from)) AND attribute_not_exists(spent_at)"\n',
        "test_t02_squatting.py",
    ),
    Mutant(
        "T03",
        "a password that fails everywhere goes on being tried",
        f"{LAYER}/people/throttling.py",
        "    if failures >= SPRAY.limit:\n",
        "    if failures < 0:\n",
        "test_t03_stuffing.py",
    ),
    Mutant(
        "T03",
        "a network has no budget",
        f"{LAYER}/people/signin.py",
        "    spend(NETWORK, attempt.visitor.network, ports.budgets, now)\n",
        "",
        "test_t03_stuffing.py",
    ),
    Mutant(
        "T04",
        "a known device waits with the strangers",
        f"{LAYER}/people/signin.py",
        "    lane = _known_lane(attempt, seen, ports, now) or _open_lane(attempt, seen, ports, now)\n",
        "    lane = _open_lane(attempt, seen, ports, now)\n",
        "test_t04_lockout.py",
    ),
    Mutant(
        "T04",
        "who guesses at a contact keeps its reader from confirming it",
        f"{LAYER}/people/confirming.py",
        "        if confirmation is None or not confirmation.is_long:\n",
        "        if confirmation is None or confirmation:\n",
        "test_t04_confirming.py",
    ),
    Mutant(
        "T04",
        "accounts without end guess at one contact",
        f"{LAYER}/people/confirming.py",
        "        if guesses > CONTACT_ATTEMPTS.limit:\n",
        "        if guesses < 0:\n",
        "test_t04_confirming.py",
    ),
    Mutant(
        "T06",
        "texts that nobody answers go on for ever",
        f"{LAYER}/people/texting.py",
        "        return tally.sent <= self.unproven + self.for_each * tally.answered\n",
        "        return tally.sent >= 0\n",
        "test_t06_sms_pumping.py",
    ),
    Mutant(
        "T06",
        "one answer counts as often as it is given",
        f"{LAYER}/adapters/texted.py",
        "        answer = dynamodb.client().delete_item(\n"
        '            TableName=self.sessions, Key=key(f"TEXTED#{person}", TEXTED), ReturnValues="ALL_OLD"\n'
        "        )\n",
        "        answer = dynamodb.client().get_item(\n"
        '            TableName=self.sessions, Key=key(f"TEXTED#{person}", TEXTED)\n'
        "        )\n"
        '        answer["Attributes"] = answer.get("Item", {})  # type: ignore[typeddict-unknown-key]\n',
        "test_t06_sms_pumping.py",
    ),
    Mutant(
        "T06",
        "what is spent is not looked at",
        "functions/notify/breaker.py",
        '        yield "spend", "spend", price, Rule(self.prices.an_hour)\n',
        "",
        "test_t06_sms_pumping.py",
    ),
    Mutant(
        "T07",
        "guesses at a code are not counted",
        f"{LAYER}/people/confirming.py",
        '        spend(CODE_ATTEMPTS, f"{person}.{channel.value}", self.budgets, now)\n',
        "",
        "test_t07_codes.py",
    ),
    Mutant(
        "T07",
        "any code will do",
        f"{LAYER}/people/confirming.py",
        "        right = same(code, code_of(confirmation, self.keyring))\n",
        "        right = same(code, code) or same(code, code_of(confirmation, self.keyring))\n",
        "test_t07_codes.py",
    ),
    Mutant(
        "T08",
        "the link's page confirms when it is opened",
        "functions/register/pages_confirm.py",
        "    registration = registration_of(request)\n    context = {\n",
        "    proofs().confirming.by_link(found, wiring.now())\n"
        "    registration = registration_of(request)\n    context = {\n",
        "test_t08_link_scanners.py",
    ),
    Mutant(
        "T09",
        "links begin with the host that was asked",
        "functions/recover/flow.py",
        "    wiring.robots().admit(answer, marks.visitor_of(request, wiring.keyring()), now)\n    recovering.ask(",
        "    import os\n\n"
        "    from llave.settings import settings\n\n"
        '    host = request.headers.get("x-forwarded-host", request.headers.get("host", "llave.test"))\n'
        '    os.environ["LLAVE_ORIGIN"] = f"https://{host}"\n'
        "    settings.cache_clear()\n"
        "    wiring.robots().admit(answer, marks.visitor_of(request, wiring.keyring()), now)\n    recovering.ask(",
        "test_t09_reset_poisoning.py",
    ),
    Mutant(
        "T16",
        "another site's page may post",
        f"{LAYER}/web/app.py",
        "    if is_named and origin != settings().origin:\n",
        "    if is_named and not origin:\n",
        "test_t16_session_csrf.py",
    ),
    Mutant(
        "T16",
        "a form needs no token of its page",
        f"{LAYER}/web/app.py",
        "    if not token or not hmac.compare_digest(token.encode(), kept.encode()):\n",
        "    if token and not hmac.compare_digest(token.encode(), kept.encode()):\n",
        "test_t16_session_csrf.py",
    ),
    Mutant(
        "T16",
        "the session before the sign-in lives on",
        f"{LAYER}/adapters/signin.py",
        "        if entry.replaces:\n",
        "        if not entry:\n",
        "test_t16_session_csrf.py",
    ),
    Mutant(
        "T17",
        "a session is believed whatever became of its account",
        f"{LAYER}/oidc/planner.py",
        "        reached=reached(account, session),\n",
        "        reached=session.level,\n",
        "test_t17_step_up.py",
    ),
    Mutant(
        "T17",
        "a token tells what was asked for",
        "functions/authorize/flow.py",
        "    level = earned(needed_for(pending, client), who.account, who.session)\n",
        "    level = needed_for(pending, client).level\n",
        "test_t17_step_up.py",
    ),
    Mutant(
        "T17",
        "a request may ask for less than its client is registered for",
        f"{LAYER}/oidc/planner.py",
        "        level=max(client.minimum_level, request.level, key=_rank),\n",
        "        level=request.level,\n",
        "test_t17_step_up.py",
    ),
    Mutant(
        "T17",
        "any second factor does for a passkey",
        f"{LAYER}/oidc/planner.py",
        "        here.strength.value >= needed.strength.value\n",
        "        here.strength.value >= Strength.SECOND.value\n",
        "test_t17_step_up.py",
    ),
    Mutant(
        "T17",
        "a renewal does not ask how high the account stands",
        f"{LAYER}/adapters/grants.py",
        "        if grant.level is not Level.BASICA:\n",
        "        if grant.level is None:\n",
        "test_t17_step_up.py",
    ),
    Mutant(
        "T17",
        "userinfo believes the grant whatever became of the account",
        "functions/token/telling.py",
        "        both = {self.grant.level, self.account.level} == {Level.VERIFICADA}\n",
        "        both = self.grant.level is Level.VERIFICADA\n",
        "test_t17_step_up.py",
    ),
    Mutant(
        "T24",
        "the name of an unknown field is logged",
        f"{LAYER}/errors.py",
        '    known = problem.problem != "unknown_field"\n',
        "    known = bool(problem)\n",
        "test_t24_persons_in_logs.py",
    ),
    Mutant(
        "T24",
        "a defect is logged with its words",
        f"{LAYER}/log.py",
        '    found: dict[str, object] = {"error_type": _type(error), "trace": frames}\n',
        '    found: dict[str, object] = {"error_type": repr(error), "trace": frames}\n',
        "test_t24_persons_in_logs.py",
    ),
    Mutant(
        "T25",
        "who has no account is not hashed for",
        f"{LAYER}/people/credentials.py",
        "        PasswordHasher(newest.value).verify(DECOY_HASH, password)\n",
        "",
        "test_t25_timing.py",
    ),
    Mutant(
        "T28",
        "a password is read however long it is",
        f"{LAYER}/people/passwords.py",
        "            raise PasswordInvalid(PasswordProblem.TOO_LONG)\n        return cls(_normal(text))\n",
        "            text = text[:100]\n        return cls(_normal(text))\n",
        "test_t28_hashing.py",
    ),
    Mutant(
        "T30",
        "what goes together is written without its conditions",
        f"{LAYER}/adapters/dynamodb.py",
        "            client().transact_write_items(TransactItems=list(writes))",
        "            writes = [{k: {n: v for n, v in w.items() if n != 'ConditionExpression'}} for o in writes for k, w in o.items() if k != 'ConditionCheck']\n"
        "            client().transact_write_items(TransactItems=list(writes))",
        "test_t30_once.py",
    ),
    Mutant(
        "T30",
        "an e-mail goes to who confirmed it last",
        f"{LAYER}/adapters/confirmations.py",
        '"attribute_not_exists(pk) OR person = :person"',
        '"attribute_not_exists(pk) OR NOT person = :nobody OR person = :person"',
        "test_t30_once.py",
    ),
    Mutant(
        "T30",
        "passwords are checked beyond the last attempt",
        f"{LAYER}/adapters/credentials.py",
        'COUNTED = "attribute_exists(#hash) AND failures < :most"\n',
        'COUNTED = "attribute_exists(#hash) AND failures < :most + :most"\n',
        "test_t30_once.py",
    ),
    Mutant(
        "T31",
        "the API answers without the edge",
        f"{LAYER}/web/app.py",
        "        if not _from_the_edge(event):\n",
        "        if event is None:\n",
        "test_t31_edge.py",
    ),
    Mutant(
        "T31",
        "an empty secret is one",
        f"{LAYER}/web/app.py",
        "    return any(hmac.compare_digest(given, known) for known in settings().origin_secret_sha256)\n",
        "    return not headers.get(ORIGIN_SECRET) or any(\n"
        "        hmac.compare_digest(given, known) for known in settings().origin_secret_sha256\n"
        "    )\n",
        "test_t31_edge.py",
    ),
    Mutant(
        "T31",
        "the client's word on its address is believed",
        f"{LAYER}/web/request.py",
        '            client_address=headers.get(VIEWER_ADDRESS, ""),\n',
        '            client_address=headers.get("x-forwarded-for", headers.get(VIEWER_ADDRESS, "")),\n',
        "test_t31_edge.py",
    ),
    Mutant(
        "T31",
        "what depends on a person may be kept",
        f"{LAYER}/web/app.py",
        '            "cache-control": "no-store",\n            "content-type": f"{answer',
        '            "cache-control": "public, max-age=60",\n            "content-type": f"{answer',
        "test_t31_edge.py",
    ),
    Mutant(
        "T02",
        "whoever is accepted holds the CURP, whoever held it before",
        f"{LAYER}/adapters/holders.py",
        "            if any(holder and holder.person != raised.person for holder in guards.values()):\n",
        "            if any(holder is raised for holder in guards.values()):\n",
        "test_t02_reclaim.py",
    ),
    Mutant(
        "T02",
        "declared accounts keep their sessions when the owner proves the CURP",
        f"{LAYER}/adapters/holder_items.py",
        '                    ":ended": milliseconds(ended),\n',
        '                    ":ended": milliseconds(account.ended_before),\n',
        "test_t02_reclaim.py",
    ),
    Mutant(
        "T18",
        "a reviewer looks twice",
        f"{LAYER}/staff/reviews.py",
        "    if reviewer in review.reviewers:\n        raise LookedAlready",
        "    if not reviewer:\n        raise LookedAlready",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "a case that was looked at is given to who looked",
        f"{LAYER}/staff/reviews.py",
        "        return reviewer not in self.reviewers and reviewer not in self.excused\n",
        "        return reviewer not in self.excused\n",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "one accepts alone",
        f"{LAYER}/staff/reviews.py",
        "    return Verdict.ACCEPT if found.count(Finding.ACCEPT) >= 2 else None\n",
        "    return Verdict.ACCEPT if found.count(Finding.ACCEPT) >= 1 else None\n",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "who knows its number opens any case",
        f"{LAYER}/staff/reviews.py",
        "    if not review.is_with(reviewer, now):\n",
        "    if review.outcome is not None:\n",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "the oldest case is everybody's next",
        "functions/review/queue.py",
        "CHANCE.sample(found, len(found))",
        "found",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "her own case may be hers",
        f"{LAYER}/staff/reviews.py",
        "    if set(curp) & set(who.member.curp):\n",
        "    if not set(curp):\n",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "her sister's case may be hers",
        f"{LAYER}/staff/reviews.py",
        "    if namesakes(who.session.name, person.name):\n",
        "    if who.session.name == person.name:\n",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "one operator proposes and confirms",
        f"{LAYER}/staff/members.py",
        "    if by.id == grant.proposed_by:\n",
        "    if not by.id:\n",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "the chain does not look at what an entry says",
        f"{LAYER}/staff/chain.py",
        "        if entry.hash != hash_of(entry.number, entry.line, entry.before):\n",
        "        if not entry.hash:\n",
        "test_t18_insider.py",
    ),
    Mutant(
        "T18",
        "a number may be missing in the chain",
        f"{LAYER}/staff/chain.py",
        "        if entry.number != last.number + 1 or entry.before != last.hash:\n",
        "        if entry.number <= last.number:\n",
        "test_t18_insider.py",
    ),
    Mutant(
        "T20",
        "a photograph without a session is as good as one with it",
        f"{LAYER}/documents/checks_face.py",
        "    if facts.capture is not Capture.VALID:\n",
        "    if facts.capture is Capture.REPLAYED:\n",
        "test_t20_face_injection.py",
    ),
    Mutant(
        "T20",
        "a nonce opens the way again",
        f"{LAYER}/adapters/captures.py",
        "person = :person AND #case = :case AND attribute_not_exists(spent_at)",
        "person = :person AND #case = :case",
        "test_t20_face_injection.py",
    ),
    Mutant(
        "T21",
        "a document is owned by whoever shows it last",
        f"{LAYER}/adapters/reuse.py",
        '                "ConditionExpression": "attribute_not_exists(pk) OR person = :person",\n',
        '                "ConditionExpression": "attribute_not_exists(pk) OR attribute_exists(pk)",\n',
        "test_t21_document_reuse.py",
    ),
    Mutant(
        "T21",
        "a portrait is never found again",
        f"{LAYER}/documents/reuse.py",
        "        return (self.masked ^ masked).bit_count() <= ALIKE_BITS\n",
        "        return False\n",
        "test_t21_document_reuse.py",
    ),
)
