"""Hypothesis strategies for what persons have; what they make is valid unless the name says else."""

from datetime import date

from hypothesis import strategies as st

from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import CONSONANTS, Curp, check_digit
from llave.people.curp_words import FORBIDDEN
from llave.people.names import PersonName
from llave.places.states import BIRTH_STATES

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SECOND_LETTERS = "AEIOUX"
FIRST_BIRTH = date(1900, 1, 1)
LAST_BIRTH = date(2026, 12, 31)
GIVEN_NAMES = ("Ana María", "José", "Xóchitl", "Ñoñito", "Guadalupe", "Iker Emiliano", "Zoé")
SURNAMES = ("Hernández", "de la Cruz", "Peña", "Muñoz", "García", "O'Farrill", "Ng", "Xicoténcatl")
# Area codes of Mexico City, Guadalajara, Monterrey, Mérida, Tijuana: the plan leaves gaps elsewhere.
MEXICAN_AREAS = ("55", "33", "81", "999", "664")


@st.composite
def curp_texts(draw: st.DrawFn, sexes: str = "HMX", youngest: date = LAST_BIRTH) -> str:
    """The 18 characters of a CURP that RENAPO could have issued."""
    born = draw(st.dates(FIRST_BIRTH, youngest))
    letters = draw(_initials())
    homoclave = draw(st.sampled_from("0123456789" if born.year < 2000 else LETTERS))
    state = draw(st.sampled_from(sorted(BIRTH_STATES)))
    consonants = draw(
        st.text(CONSONANTS, min_size=3, max_size=3).filter(lambda text: text != "XXX")
    )
    sex = draw(st.sampled_from(sexes))
    body = f"{letters}{born:%y%m%d}{sex}{state}{consonants}{homoclave}"
    return body + check_digit(body)


def curps(sexes: str = "HMX", youngest: date = LAST_BIRTH) -> st.SearchStrategy[Curp]:
    """Valid CURPs; `youngest` is the last date of birth, so that minimum ages can be met."""
    return curp_texts(sexes, youngest).map(Curp)


@st.composite
def emails(draw: st.DrawFn) -> EmailAddress:
    """Valid e-mail addresses, some with an international domain."""
    local = draw(
        st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,10}([._+-][A-Za-z0-9]{1,8})?", fullmatch=True)
    )
    domain = draw(st.sampled_from(("correo.mx", "escuela.edu.mx", "ñandú.mx", "example.com")))
    return EmailAddress.parse(f"{local}@{domain}")


@st.composite
def mexican_phones(draw: st.DrawFn) -> PhoneNumber:
    """Valid numbers of Mexico."""
    area = draw(st.sampled_from(MEXICAN_AREAS))
    first = draw(st.sampled_from("12345678"))
    rest = draw(st.text("0123456789", min_size=9 - len(area), max_size=9 - len(area)))
    return PhoneNumber(f"+52{area}{first}{rest}")


def names() -> st.SearchStrategy[PersonName]:
    """Names as a registry gives them."""
    surnames = st.sampled_from(SURNAMES)
    return st.builds(PersonName, st.sampled_from(GIVEN_NAMES), surnames, st.none() | surnames)


@st.composite
def _initials(draw: st.DrawFn) -> str:
    others = draw(st.text(LETTERS, min_size=3, max_size=3))
    letters = others[0] + draw(st.sampled_from(SECOND_LETTERS)) + others[1:]
    return letters if letters not in FORBIDDEN else f"{letters[0]}X{letters[2:]}"
