"""The one app of this function; the modules of its pages put their routes on it."""

from llave.web.app import App

app = App()
