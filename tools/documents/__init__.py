"""Synthetic documents of made-up people, for tests and for whoever tries Llave Verificada.

The designs are our own: fields and places follow the real documents, emblems and patterns do not.
Runs in the reader's environment (requirements/reader.txt).
"""
