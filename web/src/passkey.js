// Makes or uses a passkey, puts what the browser answers into the form, and sends it.
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";

const CEREMONIES = { create: startRegistration, get: startAuthentication };

export function start(root) {
  const { llavePasskey, options, field, button, failed, unsupported, existing } = root.dataset;
  const status = document.createElement("p");
  status.className = "govuk-body";
  status.setAttribute("role", "status");
  if (!browserSupportsWebAuthn()) {
    status.textContent = unsupported;
    root.append(status);
    return;
  }
  const input = Object.assign(document.createElement("input"), { type: "hidden", name: field });
  const press = Object.assign(document.createElement("button"), { type: "button", textContent: button });
  press.className = "govuk-button";
  root.append(input, press, status);
  press.addEventListener("click", async () => {
    press.disabled = true;
    status.textContent = "";
    try {
      const answer = await CEREMONIES[llavePasskey]({ optionsJSON: JSON.parse(options) });
      input.value = JSON.stringify(answer);
      root.closest("form").submit();
    } catch (error) {
      const already = error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";
      status.textContent = already && existing ? existing : failed;
      press.disabled = false;
    }
  });
}
