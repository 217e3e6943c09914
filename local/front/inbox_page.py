"""The inbox as a page, for the person who tries the local cloud."""

import re
from datetime import datetime
from html import escape

from local.front.inbox import Message

ADDRESS = re.compile(r"https?://[^\s<>\"&]+(?:&amp;[^\s<>\"&]+)*")

PAGE = """<!doctype html>
<html lang="es-MX"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mensajes enviados</title><style>
body {{ font-family: sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }}
article {{ border: 1px solid #bbb; border-radius: .4rem; padding: 0 1rem; margin: 1rem 0; }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }}
small {{ color: #555; }}
</style></head><body><main><h1>Mensajes enviados</h1>
<p>Correos y mensajes de texto de la nube local. Nada salió de esta computadora.</p>
<div id="mensajes" aria-live="polite">{messages}</div></main>
<script>
// Reloading the whole page would move who reads it.
setInterval(async () => {{
  const shown = document.getElementById("mensajes");
  const page = new DOMParser().parseFromString(await (await fetch(location)).text(), "text/html");
  const now = page.getElementById("mensajes");
  if (now.innerHTML !== shown.innerHTML) shown.replaceChildren(...now.childNodes);
}}, 3000);
</script></body></html>
"""
NOTHING = "<p>Todavía no hay mensajes.</p>"


def render(messages: list[Message]) -> str:
    """Newest first."""
    shown = "".join(_article(message) for message in reversed(messages))
    return PAGE.format(messages=shown or NOTHING)


def _article(message: Message) -> str:
    title = message.subject or "Mensaje de texto"
    return (
        f"<article><h2>{escape(title)}</h2>"
        f"<p><small>Para {escape(message.to)} · {_when(message.at)}</small></p>"
        f"<pre>{_linked(escape(message.text))}</pre></article>"
    )


def _when(at: str) -> str:
    """On the clock of this machine, as the person who tries it reads the time."""
    return datetime.fromisoformat(at).astimezone().strftime("%d/%m/%Y %H:%M:%S")


def _linked(text: str) -> str:
    return ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', text)
