"""The workflow of a verification, as plain data: Amazon States Language with JSONPath.

Only ids and verdicts pass through it: executions keep their history for 90 days. What a step
raises is one of five names (functions/verify/steps/step.py). `python -m tools.workflow` draws it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from infra.catalogue import FUNCTIONS

State = dict[str, Any]
FunctionArn = Callable[[str], str]

# What passes by itself: AWS fails for a moment. Full jitter spreads those who wait.
TRANSIENT = (
    "Transient",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.Unknown",
    "Sandbox.Timedout",
)
# More is asked of the document reader or of AWS than they bear: of nothing that is wrong with a case.
SLOWED = ("Slowed", "Lambda.TooManyRequestsException")
# 15.5 hours at the longest, with full jitter half of it. A try is three events of at most 25,000: 300
# for each of some 20 tasks of a case, beside the 9,000 of registries that are down for three weeks.
SLOWED_TRIES, SLOWED_FIRST, SLOWED_LONGEST = 100, 2, 600
# Then the case is brought forward and waits again.
REVIEW_SECONDS = 48 * 3600
PICTURES_AT_ONCE = 4
CLEANED = {"cleaned.$": "$.cleaned"}
REVIEWED = {"reviewers.$": "$.review.reviewers", "reasons.$": "$.review.reasons"}
CANCEL, STUCK = "Cancel", "MarkStuck"


def definition(arn: FunctionArn) -> dict[str, Any]:
    """The state machine; `arn` gives the address of a function by its name in the catalogue."""
    return {
        "Comment": "One case: from the pictures that were handed in to a decision",
        "StartAt": "Begin",
        "States": _reading(arn) | _deciding(arn) | _reviewing(arn) | _ends(arn),
    }


def _reading(arn: FunctionArn) -> dict[str, State]:
    return {
        "Begin": caught(
            task(arn, "verify-begin", _asked(), "Sanitise", keep="$.begun"),
            comment="Is the case still wanted, and which files does it have?",
        ),
        "Sanitise": caught(
            {
                "Type": "Map",
                "ItemsPath": "$.begun.files",
                "MaxConcurrency": PICTURES_AT_ONCE,
                "ItemProcessor": {
                    "ProcessorConfig": {"Mode": "INLINE"},
                    "StartAt": "CleanFile",
                    "States": _file(arn),
                },
                "ResultPath": "$.cleaned",
                "Next": "Screen",
            },
            comment="Every file anew, as pixels; by a function that may touch nothing but pictures",
        ),
        "Screen": {
            "Type": "Pass",
            "Parameters": {
                "refused.$": "States.ArrayContains($.cleaned[*].verdict, 'refused')",
            },
            "ResultPath": "$.screened",
            "Next": "AllClean",
        },
        "AllClean": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.screened.refused", "BooleanEquals": True, "Next": "Decide"}
            ],
            "Default": "ReadAndAsk",
        },
        "ReadAndAsk": caught(
            {
                "Type": "Parallel",
                "Branches": [
                    _identity(arn),
                    _branch(
                        "ReadAddress", task(arn, "verify-read", _asked(what="address") | CLEANED)
                    ),
                    _branch("MatchFace", task(arn, "verify-match", _asked() | CLEANED)),
                    _registry(arn, "AskPopulation", "renapo"),
                ],
                # Each verdict is kept with its case; nothing of it needs to travel.
                "ResultPath": None,
                "Next": "Decide",
            },
            comment="Four readings at once; what was read is kept sealed, never here",
        ),
    }


def _file(arn: FunctionArn) -> dict[str, State]:
    """Clean a file; while nobody has said that it is free of malware wait, and ask again."""
    asked = {"key.$": "$.key", "version.$": "$.version", "pauses.$": "$.pauses"}
    return {
        "CleanFile": task(arn, "verify-sanitise", asked, "FileScanned"),
        "FileScanned": _choice("$.verdict", {"unscanned": "WaitForScan"}, otherwise="FileDone"),
        "WaitForScan": {"Type": "Wait", "SecondsPath": "$.seconds", "Next": "CleanFile"},
        "FileDone": {"Type": "Succeed"},
    }


def _deciding(arn: FunctionArn) -> dict[str, State]:
    return {
        "Decide": caught(
            task(arn, "verify-decide", _asked() | CLEANED, "Outcome", keep="$.decided"),
            comment="A pure function of what was read, matched and answered",
        ),
        "Outcome": _choice(
            "$.decided.verdict", {"accept": "Accept", "reject": "Reject"}, otherwise="Review"
        ),
        "Accept": caught(
            task(arn, "verify-conclude", _concluded("accept"), "Accepted", keep="$.concluded"),
            comment="Level, holder of the CURP, evidence and what is told: one transaction",
        ),
        # Somebody else has proved the CURP, or did so this moment: only people may settle that.
        "Accepted": _choice("$.concluded.verdict", {"review": "Review"}, otherwise="Done"),
        "Reject": caught(
            task(arn, "verify-conclude", _concluded("reject"), "Done", keep="$.concluded"),
            comment="With reasons that help and do not teach; another try is another case",
        ),
    }


def _reviewing(arn: FunctionArn) -> dict[str, State]:
    waits: State = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {
            "FunctionName": arn("verify-review"),
            "Payload": {"case.$": "$.case", "token.$": "$$.Task.Token"},
        },
        "TimeoutSeconds": REVIEW_SECONDS,
        "Retry": _retry(TRANSIENT),
        "ResultPath": "$.review",
        "Next": "Reviewed",
    }
    late = {"ErrorEquals": ["States.Timeout"], "ResultPath": "$.late", "Next": "Escalate"}
    return {
        "Review": caught(waits, late, comment="A person looks; nobody sends heartbeats for her"),
        "Escalate": caught(
            task(arn, "verify-escalate", _asked(why="late"), "Escalated", keep="$.review"),
            comment="Nobody answered in time: the case goes to the front, unless it was decided",
        ),
        "Escalated": _choice("$.review.verdict", {"settled": "Done"}, otherwise="Review"),
        "Reviewed": _choice(
            "$.review.verdict",
            {"accept": "AcceptReviewed", "reject": "RejectReviewed", "settled": "Done"},
            otherwise="MarkStuck",
        ),
        "AcceptReviewed": caught(
            task(
                arn,
                "verify-conclude",
                _concluded("accept") | REVIEWED,
                "Accepted",
                keep="$.concluded",
            )
        ),
        "RejectReviewed": caught(
            task(
                arn,
                "verify-conclude",
                _concluded("reject") | REVIEWED,
                "Done",
                keep="$.concluded",
            )
        ),
    }


def _ends(arn: FunctionArn) -> dict[str, State]:
    mark = task(arn, "verify-escalate", _asked(why="stuck"), "Stuck", keep="$.marked")
    cancel = task(arn, "verify-conclude", _concluded("cancelled"), "Cancelled", keep="$.concluded")
    cancel["Comment"] = "Out of every queue, its marks released; its pictures go as those of others"
    cancel["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": STUCK}]
    mark["Comment"] = "The dead letters of cases: an operator sees it, and may have it run again"
    mark["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Lost"}]
    return {
        "Done": {"Type": "Succeed"},
        CANCEL: cancel,
        "Cancelled": {"Type": "Succeed", "Comment": "The account or the case is gone"},
        STUCK: mark,
        "Stuck": {"Type": "Fail", "Error": "CaseStuck", "Cause": "An operator has to look"},
        "Lost": {"Type": "Fail", "Error": "CaseLost", "Cause": "It could not even be marked"},
    }


def _identity(arn: FunctionArn) -> State:
    """INE is asked about the very card that was read, so its turn comes after the reading."""
    read = task(
        arn, "verify-read", _asked(what="identity") | CLEANED, "IsCredential", keep="$.read"
    )
    which = _choice("$.read.ask", {"ine": "FirstINE"}, otherwise="IdentityRead")
    branch = _registry(arn, "AskINE", "ine")
    states = {"ReadIdentity": read, "IsCredential": which, "IdentityRead": {"Type": "Succeed"}}
    return {"StartAt": "ReadIdentity", "States": states | branch["States"]}


def _registry(arn: FunctionArn, name: str, registry: str) -> State:
    """Ask; while it is down wait, twice as long each time up to an hour, and ask again."""
    short = name.removeprefix("Ask")
    asked = _asked(registry=registry) | {"pauses.$": "$.answer.pauses"}
    ask = task(arn, "verify-registries", asked, f"{short}Answered", keep="$.answer")
    return {
        "StartAt": f"First{short}",
        "States": {
            f"First{short}": {
                "Type": "Pass",
                "Result": {"pauses": 0},
                "ResultPath": "$.answer",
                "Next": name,
            },
            name: ask,
            f"{short}Answered": _choice(
                "$.answer.verdict", {"down": f"WaitFor{short}"}, otherwise=f"{short}Known"
            ),
            f"WaitFor{short}": {
                "Type": "Wait",
                "SecondsPath": "$.answer.seconds",
                "Next": name,
            },
            f"{short}Known": {"Type": "Succeed"},
        },
    }


def task(
    arn: FunctionArn,
    function: str,
    payload: Mapping[str, Any],
    then: str | None = None,
    keep: str | None = None,
) -> State:
    """A call of a function; its answer stands at `keep`, or is the output."""
    state: State = {
        "Type": "Task",
        "Resource": arn(function),
        "Parameters": dict(payload),
        "TimeoutSeconds": _seconds(function) + 5,
        "Retry": _retry((*TRANSIENT, "States.Timeout")),
    }
    kept = {"ResultPath": keep} if keep else {}
    return state | kept | ({"Next": then} if then else {"End": True})


def _seconds(function: str) -> int:
    return next(one.timeout_s for one in FUNCTIONS if one.name == function)


def caught(state: State, *first: State, comment: str | None = None) -> State:
    """With every error led somewhere: the account gone to the case's own end, all else to a stuck case."""
    gone = {"ErrorEquals": ["CaseCancelled"], "ResultPath": "$.error", "Next": CANCEL}
    rest = {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": STUCK}
    named = {"Comment": comment} if comment else {}
    return named | state | {"Catch": [*first, gone, rest]}


def _retry(transient: tuple[str, ...]) -> list[State]:
    """Each rule counts its own tries."""
    return [_again(SLOWED, SLOWED_TRIES, SLOWED_FIRST, SLOWED_LONGEST), _again(transient, 8, 1, 60)]


def _again(errors: tuple[str, ...], tries: int, first: int, longest: int) -> State:
    """After `first` seconds, then twice as long each time, up to `longest`."""
    return {
        "ErrorEquals": list(errors),
        "IntervalSeconds": first,
        "BackoffRate": 2.0,
        "MaxAttempts": tries,
        "MaxDelaySeconds": longest,
        "JitterStrategy": "FULL",
    }


def _branch(name: str, only: State) -> State:
    return {"StartAt": name, "States": {name: only}}


def _choice(variable: str, ways: Mapping[str, str], otherwise: str) -> State:
    return {
        "Type": "Choice",
        "Choices": [
            {"Variable": variable, "StringEquals": value, "Next": state}
            for value, state in ways.items()
        ],
        "Default": otherwise,
    }


def _asked(**fixed: str) -> dict[str, str]:
    return {"case.$": "$.case", **fixed}


def _concluded(verdict: str) -> dict[str, str]:
    return {"case.$": "$.case", "verdict": verdict}


def functions_of(drawn: Mapping[str, Any]) -> tuple[str, ...]:
    """The functions of the catalogue that a definition calls."""
    text = repr(drawn)
    return tuple(one.name for one in FUNCTIONS if f"-{one.name}'" in text)
