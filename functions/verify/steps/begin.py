"""The first step: is the case still wanted, and which files does it have?"""

from collections.abc import Iterator

from functions.verify.steps.opening import opened
from functions.verify.steps.step import Input, Output, step
from llave import wiring
from llave.documents.capture import Challenge
from llave.documents.cases import Case, Picture
from llave.documents.kinds import slots_of
from llave.documents.pictures import frame_key


def begin(event: Input) -> Output:
    """`{"case"}` -> `{"files": [{"key", "version"}]}`: of each picture the version that was handed in."""
    case = opened(event["case"]).case
    return {"files": [{"key": one.key, "version": one.version} for one in files_of(case)]}


def files_of(case: Case) -> Iterator[Picture]:
    """The picture of each slot, and the frames of the face's capture."""
    yield from (case.pictures[slot] for slot in slots_of(case.kind))
    for key in frames_of(case):
        frame = wiring.pictures().latest(key)
        if frame is not None:
            yield frame


def frames_of(case: Case) -> Iterator[str]:
    """The keys of the frames after the first, which is the face's picture: one a movement."""
    if case.capture is not None:
        for number in range(2, 2 + len(Challenge)):
            yield frame_key(case.id, case.capture, number)


handle = step(begin)
