"""The 32 federal entities, by the code a CURP bears, INEGI's number and their Spanish name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BirthState:
    """Where a person was born: `code` as in the CURP; `inegi` is None for NE, born abroad."""

    code: str
    inegi: str | None
    name: str


BIRTH_STATES = {
    state.code: state
    for state in (
        BirthState("AS", "01", "Aguascalientes"),
        BirthState("BC", "02", "Baja California"),
        BirthState("BS", "03", "Baja California Sur"),
        BirthState("CC", "04", "Campeche"),
        BirthState("CL", "05", "Coahuila de Zaragoza"),
        BirthState("CM", "06", "Colima"),
        BirthState("CS", "07", "Chiapas"),
        BirthState("CH", "08", "Chihuahua"),
        BirthState("DF", "09", "Ciudad de México"),
        BirthState("DG", "10", "Durango"),
        BirthState("GT", "11", "Guanajuato"),
        BirthState("GR", "12", "Guerrero"),
        BirthState("HG", "13", "Hidalgo"),
        BirthState("JC", "14", "Jalisco"),
        BirthState("MC", "15", "México"),
        BirthState("MN", "16", "Michoacán de Ocampo"),
        BirthState("MS", "17", "Morelos"),
        BirthState("NT", "18", "Nayarit"),
        BirthState("NL", "19", "Nuevo León"),
        BirthState("OC", "20", "Oaxaca"),
        BirthState("PL", "21", "Puebla"),
        BirthState("QT", "22", "Querétaro"),
        BirthState("QR", "23", "Quintana Roo"),
        BirthState("SP", "24", "San Luis Potosí"),
        BirthState("SL", "25", "Sinaloa"),
        BirthState("SR", "26", "Sonora"),
        BirthState("TC", "27", "Tabasco"),
        BirthState("TS", "28", "Tamaulipas"),
        BirthState("TL", "29", "Tlaxcala"),
        BirthState("VZ", "30", "Veracruz de Ignacio de la Llave"),
        BirthState("YN", "31", "Yucatán"),
        BirthState("ZS", "32", "Zacatecas"),
        BirthState("NE", None, "Nacido en el extranjero"),
    )
}


@dataclass(frozen=True, slots=True)
class State:
    """A federal entity as addresses name it; `code` is INEGI's two digits."""

    code: str
    name: str


STATES = {
    birth.inegi: State(birth.inegi, birth.name)
    for birth in BIRTH_STATES.values()
    if birth.inegi is not None
}
