"""Documents that prove who a person is and where she lives: kinds, readings, parsers, decision."""
