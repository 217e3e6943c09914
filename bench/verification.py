"""How long a verification takes, from handing in to the decision: `make bench-verification`.

Needs a running local cloud with a document reader (`make run`, `make reader`) on the usual LLAVE_* ports.
Each round is a whole submission with a bill of four months: everything is opened, read, matched and
asked as for an acceptance, and the next round may follow. What the workflow itself costs is what is
left beside opening the files (the Map) and reading them (the Parallel): queue, begin, decide, conclude.
"""

import argparse
import json
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from statistics import median

from local.citizen import Citizen, code_in
from local.deploy.clients import Cloud
from local.settings import ROOT, LocalSettings, from_environment
from local.verifying import Verifying

ROUNDS, WARM_UP = 9, 2
# Of five tries in six hours.
ROUNDS_A_PERSON = 4
READER = ROOT / ".local/reader/bin/python"
CAPITAL = timezone(timedelta(hours=-6))
PICTURES = ("ine-front", "ine-back", "bill-electricity")
MOVEMENTS = ("ahead", "left", "right", "blink")
PATIENCE_S = 300


@dataclass(frozen=True)
class Took:
    """Seconds."""

    total: float
    opening: float
    reading: float

    @property
    def rest(self) -> float:
        """What the workflow itself costs."""
        return self.total - self.opening - self.reading


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.verification", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    took = list(islice(_rounds(from_environment()), WARM_UP + rounds))[WARM_UP:]
    print(f"{len(took)} submissions, warm; seconds, median (lowest to highest)")
    for name in ("total", "opening", "reading", "rest"):
        values = sorted(getattr(one, name) for one in took)
        print(f"{name:8} {median(values):5.1f}  ({values[0]:.1f} to {values[-1]:.1f})")


def _rounds(settings: LocalSettings) -> Iterator[Took]:
    people = json.loads(settings.population.read_text("utf-8"))
    fitting = [one for one in people if one.get("ine") and one["birth_date"] < "2000"]
    with tempfile.TemporaryDirectory() as name:
        for person in fitting:
            folder = Path(name) / person["curp"]
            _draw(person["curp"], folder)
            with Citizen(settings.origin) as citizen:
                _sign_in(citizen, person["curp"], folder)
                for _ in range(ROUNDS_A_PERSON):
                    yield _submission(Verifying(citizen), folder, settings)


def _submission(verifying: Verifying, folder: Path, settings: LocalSettings) -> Took:
    verifying.start()
    for slot, picture in zip(("front", "back", "bill"), PICTURES, strict=True):
        verifying.upload(slot, (folder / f"{picture}.jpg").read_bytes())
    frames = {one: (folder / f"face-{one}.jpg").read_bytes() for one in MOVEMENTS}
    verifying.capture(frames)
    verifying.submit()
    case = verifying.at_rest(PATIENCE_S)
    if case["state"] != "rejected":
        raise SystemExit(f"the case is {case['state']}, not rejected for its bill")
    handed_in, decided = (
        datetime.fromisoformat(case[name]) for name in ("submitted_at", "decided_at")
    )
    opening, reading = _spans(case["id"], settings)
    return Took((decided - handed_in).total_seconds(), opening, reading)


def _spans(case: str, settings: LocalSettings) -> tuple[float, float]:
    """The Map and the Parallel of the execution's history."""
    states = Cloud(settings.emulator).client("stepfunctions")
    (machine,) = states.list_state_machines()["stateMachines"]
    arn = machine["stateMachineArn"].replace(":stateMachine:", ":execution:")
    events = states.get_execution_history(executionArn=f"{arn}:{case}", maxResults=1000)["events"]
    at = {event["type"]: event["timestamp"] for event in events}
    opening, reading = (
        (at[f"{kind}StateExited"] - at[f"{kind}StateEntered"]).total_seconds()
        for kind in ("Map", "Parallel")
    )
    return opening, reading


def _draw(curp: str, folder: Path) -> None:
    names = (*PICTURES, *(f"face-{one}" for one in MOVEMENTS))
    only = [part for name in names for part in ("--only", name)]
    today = datetime.now(CAPITAL).date().isoformat()
    command = [str(READER), "-m", "tools.documents", "--curp", curp, "--out", str(folder)]
    command += ["--face", "c", "--on", today, "--bill-age", "125", *only]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _sign_in(citizen: Citizen, curp: str, folder: Path) -> None:
    mark = secrets.token_hex(5)
    email, password = f"bench.{mark}@correo.example", f"cometa-{mark}-nopal-farol"
    said = json.loads((folder / "bill-electricity.json").read_text("utf-8"))
    citizen.begin(curp)
    citizen.live_in(said["postal_code"])
    citizen.finish(password, email=email)
    citizen.confirm("email", code_in(citizen.inbox(email, containing="código")))
    citizen.sign_in(email, password)


if __name__ == "__main__":
    main()
