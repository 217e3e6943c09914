"""What the people and places modules cost: `python -m bench.places`.

CPU milliseconds of importing each module in a fresh process (median of N, interleaved), then the
time of single look-ups in a process that is warm.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random

from llave.people.passwords import Password, PersonFacts, refusal_for
from llave.places.postal import PostalCatalogue, PostalCode
from llave.places.postal_file import built_file

N = 9
LOOK_UPS = 2000
OPENED = "from llave.places.postal_file import built_file; built_file().find(6000)"
PARSED_EMAIL = "from llave.people.contacts import EmailAddress; EmailAddress.parse('ana@correo.mx')"
PARSED_PHONE = "from llave.people.contacts import PhoneNumber; PhoneNumber.parse('5512345678')"
CHECKED = "from llave.people.passwords import *; refusal_for(Password('correcto caballo pila'), PersonFacts())"
PROGRAMS = {
    "nothing": "pass",
    "curp": "import llave.people.curp",
    "contacts": "import llave.people.contacts",
    "contacts, one e-mail": PARSED_EMAIL,
    "contacts, one phone": PARSED_PHONE,
    "passwords": "import llave.people.passwords",
    "passwords, one check": CHECKED,
    "hashing": "import llave.people.hashing",
    "postal": "import llave.places.postal",
    "postal, one look-up": OPENED,
    "countries": "from llave.places.countries import countries; countries()",
}


def cpu_ms(program: str) -> float:
    """CPU time of a program in a process of its own, its start-up left out."""
    timed = (
        f"import time; t = time.process_time(); exec({program!r}); print(time.process_time() - t)"
    )
    done = subprocess.run([sys.executable, "-c", timed], check=True, capture_output=True, text=True)
    return float(done.stdout) * 1000


def microseconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e6


def imports() -> None:
    """Print the medians of what a cold start pays."""
    runs = [{name: cpu_ms(program) for name, program in PROGRAMS.items()} for _ in range(N)]
    for name in PROGRAMS:
        print(f"{name:24} {statistics.median(run[name] for run in runs):7.1f} ms of CPU")


def look_ups() -> None:
    """Print median, 99th percentile and worst of look-ups by chance, known and unknown."""
    chance = Random(1)  # a benchmark wants the same codes each time
    catalogue = PostalCatalogue(built_file())
    known = [f"{built_file().code_at(place):05d}" for place in built_file().codes]
    shown("postal code, known", lambda: catalogue.find(PostalCode(chance.choice(known))))
    shown(
        "postal code, any", lambda: catalogue.find(PostalCode(f"{chance.randrange(100_000):05d}"))
    )
    fullest = max(known, key=lambda code: len(catalogue.find(PostalCode(code)).settlements))  # type: ignore[union-attr]  # it is known
    shown(f"postal code, fullest ({fullest})", lambda: catalogue.find(PostalCode(fullest)))
    phrase = Password("correcto caballo pila grapa")
    shown("password rules", lambda: refusal_for(phrase, PersonFacts()))


def shown(name: str, work: Callable[[], object]) -> None:
    """Print how long the work takes, over LOOK_UPS calls."""
    times = sorted(microseconds(work) for _ in range(LOOK_UPS))
    middle, late, worst = times[LOOK_UPS // 2], times[LOOK_UPS * 99 // 100], times[-1]
    print(f"{name:34} median {middle:6.0f} us, 99 % {late:6.0f} us, worst {worst:6.0f} us")


if __name__ == "__main__":
    imports()
    look_ups()
