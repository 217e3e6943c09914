"""What one verification costs in AWS at list price, by part: `make bench-costs` (docs/verification.md).

An INE credential with a captured face, accepted at once. Transitions are counted by running the very
definition; calls follow from the steps' code; seconds are assumptions, said below, to be replaced by
what the first deployment measures. Prices: us-east-1, before free tiers and discounts, as published on
AWS's price pages in November 2026 (SOURCES); mx-central-1's are a few per cent higher.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.catalogue import FUNCTIONS
from infra.environments import PROD
from infra.pacing import pace_of
from infra.verification_machine import definition
from tests.asl import Machine

SOURCES = (
    "aws.amazon.com/textract/pricing, /rekognition/pricing, /step-functions/pricing, /lambda/pricing, "
    "/s3/pricing, /kms/pricing, /dynamodb/pricing/on-demand, /sqs/pricing, /cloudwatch/pricing, "
    "/guardduty/pricing"
)
# USD for one of each.
TEXT_PAGE, FACE_CALL = 0.0015, 0.0010
TRANSITION = 0.025 / 1_000
REQUEST, GB_SECOND = 0.20 / 1e6, 0.0000166667
PUT, GET, GB_MONTH = 0.005 / 1_000, 0.0004 / 1_000, 0.023
KMS_CALL = 0.03 / 10_000
# Malware Protection for S3: what is scanned, each object, and S3's for its tag.
SCANNED_GB, SCANNED_OBJECT, TAG_MONTH = 0.09, 0.215 / 1_000, 0.01 / 10_000
WRITE_UNIT, READ_UNIT = 0.625 / 1e6, 0.125 / 1e6
MESSAGE, LOG_GB, HTTP_CALL = 0.40 / 1e6, 0.50, 1.00 / 1e6

# Front, back, bill; looking ahead and three movements.
PAGES, FRAMES = 3, 4
FILES = PAGES + FRAMES
MEGABYTES_IN, MEGABYTES_OUT = 3.0, 1.0
KEPT_MONTHS = 60
# Assumed seconds of each step's function, warm, in AWS with Textract's and Rekognition's usual answers.
SECONDS: Mapping[str, float] = {
    # It keeps its place for as long as the pace wants.
    "verify-admit": 0.2 + pace_of(PROD).hold_ms / 1_000,
    "verify-begin": 0.3,
    "verify-sanitise": 1.5,
    "verify-read": 3.0,
    "verify-match": 4.0,
    "verify-registries": 1.0,
    "verify-decide": 0.8,
    "verify-conclude": 0.5,
}
# The pages before it: choosing, a policy a file, the capture, handing in, looking at the state.
HTTP_CALLS, HTTP_SECONDS = 20, 0.15
# A transaction's write counts twice; an item of this size is one unit or two.
WRITES, READS = 120, 150
# Unwrapping her key in four steps, in two followers, of the keyring; S3 seals with a bucket key.
KMS_CALLS = 20
MESSAGES, LOG_KB = 12, 40


def main() -> None:
    print("\n".join(_table()))


def _table() -> Iterator[str]:
    parts = _parts()
    yield "| part | how many | USD |"
    yield "|---|---|---|"
    for name, (how, cost) in parts.items():
        yield f"| {name} | {how} | {cost:.5f} |"
    total = sum(cost for _, cost in parts.values())
    bought = parts["Textract"][1] + parts["Rekognition"][1]
    yield f"| **with Textract and Rekognition** | | **{total:.5f}** |"
    yield f"| **with our own reader** (two tasks, some USD 72 a month, apart) | | **{total - bought:.5f}** |"


def _parts() -> dict[str, tuple[str, float]]:
    entered, called = _run()
    memory = {one.name: one.memory_mb / 1024 for one in FUNCTIONS}
    worked = sum(SECONDS[name] * memory[name] for name in called) + HTTP_CALLS * HTTP_SECONDS
    requests = len(called) + HTTP_CALLS
    stored = (MEGABYTES_IN + MEGABYTES_OUT) / 1024 * GB_MONTH * KEPT_MONTHS
    moved = 2 * FILES * PUT + 4 * FILES * GET
    tagged = FILES * (PUT + 2 * GET + TAG_MONTH * KEPT_MONTHS)
    return {
        "Textract": (f"{PAGES} pages × {TEXT_PAGE}", PAGES * TEXT_PAGE),
        "Rekognition": (
            f"{FRAMES} comparisons, {FRAMES + 1} pictures looked at × {FACE_CALL}",
            (FRAMES + FRAMES + 1) * FACE_CALL,
        ),
        "Step Functions": (f"{entered} transitions × {TRANSITION:.6f}", entered * TRANSITION),
        "Lambda": (
            f"{requests} calls × {REQUEST:.1e}, {worked:.1f} GB-s × {GB_SECOND:.2e}",
            requests * REQUEST + worked * GB_SECOND,
        ),
        "S3": (
            f"{2 * FILES} puts, {4 * FILES} gets; {MEGABYTES_IN + MEGABYTES_OUT:.0f} MB for {KEPT_MONTHS} months",
            moved + stored,
        ),
        "GuardDuty": (
            f"{FILES} files × {SCANNED_OBJECT:.6f}, {MEGABYTES_IN:.0f} MB × {SCANNED_GB} a GB; their tags",
            FILES * SCANNED_OBJECT + MEGABYTES_IN / 1024 * SCANNED_GB + tagged,
        ),
        "KMS": (f"{KMS_CALLS} calls × {KMS_CALL:.0e}", KMS_CALLS * KMS_CALL),
        "DynamoDB": (
            f"{WRITES} write units, {READS} read units",
            WRITES * WRITE_UNIT + READS * READ_UNIT,
        ),
        "API, queues, logs": (
            f"{HTTP_CALLS} calls, {MESSAGES} messages, {LOG_KB} KB",
            HTTP_CALLS * HTTP_CALL + MESSAGES * MESSAGE + LOG_KB / 2**20 * LOG_GB,
        ),
    }


def _run() -> tuple[int, tuple[str, ...]]:
    """Transitions of a case that is accepted at once (a start is one too), and whom it calls."""
    called = ["verify-admit"]

    def call(function: str, _: Any) -> Mapping[str, Any]:
        called.append(function)
        files = [{"key": f"f{n}", "version": "v", "pauses": 0} for n in range(FILES)]
        answers: Mapping[str, Mapping[str, Any]] = {
            "verify-begin": {"files": files},
            "verify-sanitise": {"verdict": "clean"},
            "verify-read": {"ask": "ine"},
            "verify-registries": {"verdict": "known", "pauses": 0, "seconds": 0},
            "verify-decide": {"verdict": "accept"},
        }
        return answers.get(function, {"verdict": "accepted"})

    machine = Machine(definition(str), call)
    machine.run({"case": "c"})
    return len(machine.entered) + 1, tuple(called)


if __name__ == "__main__":
    main()
