"""A camera for Chromium, and who sits before it: she looks where the page asks her to."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

# What the page says, and what she does then.
ASKED = {
    "Mira de frente a la cámara": "ahead",
    "Gira la cabeza hacia tu izquierda": "left",
    "Gira la cabeza hacia tu derecha": "right",
    "Cierra los ojos un momento": "blink",
}
# A picture that stands still until another is shown, with a sensor's noise: no two frames are alike.
SCRIPT = """
(() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [720, 900];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let shown = null;
  setInterval(() => {
    if (!shown) return;
    context.drawImage(shown, 0, 0, canvas.width, canvas.height);
    for (let dot = 0; dot < 400; dot += 1) {
      context.fillStyle = `rgba(128, 128, 128, ${Math.random() * 0.2})`;
      context.fillRect(Math.random() * canvas.width, Math.random() * canvas.height, 1, 1);
    }
  }, 100);
  window.cameraShows = (address) => new Promise((resolve) => {
    const picture = new Image();
    picture.onload = () => { shown = picture; resolve(); };
    picture.src = address;
  });
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(15);
})();
"""


@dataclass
class Camera:
    """`frames` are her pictures by what she is asked for."""

    page: Page
    frames: Mapping[str, bytes]

    def plug_in(self) -> None:
        """For the pages that are opened from now on."""
        self.page.add_init_script(SCRIPT)

    def show(self, name: str) -> None:
        """Sit before it so."""
        data = base64.b64encode(self.frames[name]).decode()
        self.page.evaluate("(it) => window.cameraShows(it)", f"data:image/jpeg;base64,{data}")

    def do_as_asked(self) -> None:
        """Press the buttons of the page and make every movement that it asks for."""
        self.show("ahead")
        self.page.get_by_role("button", name="Abrir la cámara").click()
        self.page.get_by_role("button", name="Empezar", exact=True).click()
        line = self.page.locator(".llave-face__line")
        for _ in ASKED:
            line.filter(has_text="(3)").wait_for()
            words = line.inner_text().removesuffix(" (3)")
            self.show(ASKED[words])
            line.filter(has_text="(1)").wait_for()
        self.page.wait_for_url("**/verificar?recibida=rostro")
