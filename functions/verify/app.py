"""The one app of this function; api.py and the pages' modules put their routes on it."""

from llave.web.app import App

app = App()
