"""The routes of this function are registered on one app."""

from llave.web.app import App

app = App()
