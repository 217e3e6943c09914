// What every page loads. The rest comes only to the pages that have a use for it.
import { Button, createAll, ErrorSummary, NotificationBanner, PasswordInput, SkipLink } from "govuk-frontend";

const PARTS = {
  "[data-llave-robot]": () => import("./robot.js"),
  "[data-llave-postal]": () => import("./postal.js"),
  "[data-llave-passkey]": () => import("./passkey.js"),
  "[data-llave-picture]": () => import("./picture.js"),
  "[data-llave-face]": () => import("./face.js"),
  "[data-llave-await]": () => import("./await.js"),
  "[data-llave-strength]": () => import("./strength.js"),
};

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) {
  createAll(component);
}
for (const [selector, load] of Object.entries(PARTS)) {
  for (const element of document.querySelectorAll(selector)) {
    load().then((part) => part.start(element));
  }
}
