"""Addresses as they are given, and located in the postal catalogue."""

from dataclasses import dataclass
from typing import Protocol

from llave.errors import InvalidInput
from llave.people.accounts import Residence
from llave.places.countries import MEXICO, Country, CountryInvalid
from llave.places.postal import Place, PostalCode


class Places(Protocol):
    """The postal catalogue."""

    def find(self, code: PostalCode) -> Place | None: ...


class Address(Protocol):
    """An address that can be kept."""

    def located(self, places: Places) -> dict[str, str]:
        """The fields to keep, with the names that the catalogue has; raises InvalidInput."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class AddressInMexico:
    """The settlement is chosen from those of the postal code; state and municipality follow."""

    postal_code: PostalCode
    settlement_id: str
    street: str
    exterior_number: str
    interior_number: str | None = None

    def located(self, places: Places) -> dict[str, str]:
        """What the person gave and what the catalogue says of it; raises InvalidInput."""
        place = known_place(self.postal_code, places)
        settlement = place.settlement(self.settlement_id)
        if settlement is None:
            raise InvalidInput("settlement_unknown", field="settlement_id")
        interior = {"interior_number": self.interior_number} if self.interior_number else {}
        return {
            "residence": Residence.MEXICO.value,
            "postal_code": self.postal_code.value,
            "settlement_id": settlement.id,
            "settlement": settlement.name,
            "settlement_type": settlement.type,
            "municipality_code": place.municipality.code,
            "municipality": place.municipality.name,
            "state_code": place.state.code,
            "state": place.state.name,
            "street": self.street,
            "exterior_number": self.exterior_number,
            **interior,
        }


@dataclass(frozen=True, slots=True, repr=False)
class AddressAbroad:
    """Whatever the country writes, in one text."""

    country: Country
    address_lines: str
    postal_code: str | None = None

    def located(self, places: Places) -> dict[str, str]:  # noqa: ARG002 - no catalogue covers it
        """What the person gave; raises InvalidInput."""
        if self.country.code == MEXICO:
            raise CountryInvalid
        code = {"postal_code": self.postal_code} if self.postal_code else {}
        return {
            "residence": Residence.ABROAD.value,
            "country": self.country.code,
            "address_lines": self.address_lines,
            **code,
        }


def known_place(code: PostalCode, places: Places) -> Place:
    """The place of a postal code; raises InvalidInput when neither the post nor an operator has it."""
    if (place := places.find(code)) is None:
        raise InvalidInput("postal_code_unknown", field="postal_code")
    return place
