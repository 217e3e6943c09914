"""Imported first by hot handlers: no garbage is collected while their modules load.

Loading makes hundreds of thousands of objects that stay; collecting among them costs a tenth of a
cold start (bench/imports.py) and frees nothing.
"""

import gc

gc.disable()


def over() -> None:
    """Everything is loaded: set it aside, so that no later collection walks through it either."""
    gc.freeze()
    gc.enable()
