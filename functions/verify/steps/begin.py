"""The first step: is the case still wanted, and which files does it have?"""

from collections.abc import Iterator

from functions.verify.steps.opening import opened
from functions.verify.steps.step import Input, Output, step
from llave import wiring
from llave.documents.capture import Challenge
from llave.documents.carrying import comes_from_another
from llave.documents.cases import Case, Picture
from llave.documents.kinds import slots_of
from llave.documents.pictures import frame_key, original_key, prefix


def begin(event: Input) -> Output:
    """`{"case"}` -> `{"files": [{"key", "version", "pauses"}]}`: of each picture the version that was handed
    in, and that nobody has waited for its scan yet."""
    case = with_own_pictures(opened(event["case"]).case)
    files = files_of(case)
    return {"files": [{"key": one.key, "version": one.version, "pauses": 0} for one in files]}


def with_own_pictures(case: Case) -> Case:
    """The case with copies of what came along from the one before: pictures go when their case's do."""
    for slot, picture in case.pictures.items():
        if comes_from_another(case, picture):
            own = wiring.pictures().copy(picture, original_key(case.id, slot))
            case = wiring.carried().settle(case, slot, own)
    return case


def files_of(case: Case) -> Iterator[Picture]:
    """The picture of each slot, and the frames of the face's capture."""
    yield from (case.pictures[slot] for slot in slots_of(case.kind))
    frames = tuple(frames_of(case))
    if frames:
        lying = {one.key: one.picture for one in wiring.uploads().newest(prefix(case.id))}
        yield from (lying[key] for key in frames if key in lying)


def frames_of(case: Case) -> Iterator[str]:
    """The keys of the frames after the first, which is the face's picture: one a movement."""
    if case.capture is not None:
        for number in range(2, 2 + len(Challenge)):
            yield frame_key(case.id, case.capture, number)


handle = step(begin)
