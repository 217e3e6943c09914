"""The issuer's one page. It shows what everybody's app shows: a simulator, as the inbox is."""

from collections.abc import Mapping
from datetime import datetime
from html import escape

from local.workforce.directory import Employee

PAGE = """<!DOCTYPE html>
<html lang="es-MX">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Entrada del personal (simulada)</title>
<style>
body {{ font: 1.0625rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; padding: 1rem; color: #1d1d24; background: #fff; }}
label {{ display: block; font-weight: 700; margin: 1rem 0 .25rem; }}
input {{ font: inherit; padding: .5rem; border: 2px solid #555; width: 100%; box-sizing: border-box; }}
button {{ font: inherit; font-weight: 700; margin: 1rem 0; padding: .625rem 1.25rem; background: #1d4c8f; color: #fff; border: 0; }}
td, th {{ text-align: left; padding: .25rem 1rem .25rem 0; }}
:focus-visible {{ outline: 3px solid #b34700; outline-offset: 2px; }}
</style>
</head>
<body>
<main>
<h1>Entrada del personal</h1>
<p>Simulada: solo existe en esta computadora.</p>
{problem}
<form action="/authorize" method="post">
{hidden}
<label for="subject">Usuario</label>
<input id="subject" name="subject" autocomplete="username" value="{subject}">
<label for="otp">Código de tu aplicación</label>
<input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code">
<input type="hidden" id="passkey" name="passkey" value="">
<button type="submit">Entrar</button>
<button type="button" id="usar">Usar mi llave de acceso</button>
<button type="button" id="crear">Crear una llave de acceso</button>
<p>Para crear una llave de acceso escribe antes tu usuario y tu código.</p>
<p id="estado" role="status"></p>
</form>
<h2>Lo que muestra la aplicación de cada quien</h2>
<table>
<thead><tr><th scope="col">Usuario</th><th scope="col">Código</th></tr></thead>
<tbody>
{people}
</tbody>
</table>
</main>
<script src="/passkeys.js" type="module"></script>
</body>
</html>
"""
TYPED = ("subject", "otp", "passkey")


def sign_in_page(
    people: Mapping[str, Employee], asked: Mapping[str, str], problem: str, now: datetime
) -> str:
    """The page for a request; what was asked goes along in the form."""
    hidden = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
        if name not in TYPED
    )
    rows = "\n".join(
        f"<tr><td>{escape(one.subject)}</td><td>{one.code(now)}</td></tr>"
        for one in people.values()
    )
    return PAGE.format(
        problem=f'<p role="alert"><strong>{escape(problem)}</strong></p>' if problem else "",
        hidden=hidden,
        subject=escape(asked.get("subject", "")),
        people=rows,
    )
