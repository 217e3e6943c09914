// One picture of a document: the camera on phones, hints before sending, progress while it goes.
import { judge } from "./look.js";
import { ask, put, Refused } from "./upload.js";

const LARGEST = 15 * 1024 * 1024;
const HEIC = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];

export function start(form) {
  const input = form.querySelector('input[type="file"]');
  const button = form.querySelector('button[type="submit"]');
  const said = status(form, button);
  let kind = null;

  if (matchMedia("(pointer: coarse)").matches) addCamera(form, input);

  input.addEventListener("change", async () => {
    kind = null;
    const file = input.files[0];
    if (!file) return said.say("");
    const problem = await refusal(file);
    if (problem) return said.say(form.dataset[problem], true);
    kind = await typeOf(file);
    const found = await hints(file, kind);
    if (found.length) said.say([...found.map((name) => form.dataset[name]), form.dataset.still].join(" "));
    else said.say(form.dataset.fine);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = input.files[0];
    const problem = file ? await refusal(file) : "empty";
    if (problem) return said.say(form.dataset[problem], true);
    button.disabled = true;
    try {
      kind ??= await typeOf(file);
      const body = { slot: form.dataset.slot, content_type: kind };
      const { uploads } = await ask(form.dataset.llavePicture, body);
      await put(uploads[0], file, said.progress);
      said.say(form.dataset.sent);
      location.assign(form.dataset.next);
    } catch (error) {
      button.disabled = false;
      said.say(error instanceof Refused ? error.message : form.dataset.failed, true);
    }
  });

  async function refusal(file) {
    if (!file.size) return "empty";
    if (file.size > LARGEST) return "large";
    return accepted(await typeOf(file)) ? null : "kind";
  }

  function accepted(type) {
    return input.accept.split(",").includes(type);
  }

  async function hints(file, type) {
    if (type === "application/pdf") return [];
    try {
      const picture = await createImageBitmap(file);
      const whole = form.dataset.cut !== undefined;
      return judge(picture, picture.width, picture.height, { whole });
    } catch {
      // HEIC opens in few browsers: nothing can be said of it here.
      return [];
    }
  }
}

// The button that opens the camera; the field beside it goes on taking files.
function addCamera(form, input) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary llave-camera";
  button.textContent = form.dataset.take;
  button.addEventListener("click", () => {
    input.setAttribute("capture", form.dataset.camera);
    input.click();
    input.removeAttribute("capture");
  });
  input.before(button);
}

function status(form, before) {
  const text = document.createElement("p");
  text.className = "govuk-body";
  text.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.className = "llave-progress";
  bar.max = 1;
  bar.hidden = true;
  bar.setAttribute("aria-hidden", "true");
  before.before(text, bar);
  return {
    say(words, isProblem = false) {
      bar.hidden = true;
      text.className = isProblem ? "govuk-error-message" : "govuk-body";
      text.textContent = words;
    },
    progress(share) {
      bar.hidden = false;
      bar.value = share;
      text.className = "govuk-body";
      // A reader is not told of every percent.
      const tens = Math.floor(share * 10) * 10;
      const words = form.dataset.sending.replace("{avance}", tens);
      if (text.textContent !== words) text.textContent = words;
    },
  };
}

// By its first bytes, as the server will look at it: names and announced types are often wrong.
async function typeOf(file) {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const letters = String.fromCharCode(...head);
  if (head[0] === 0xff && head[1] === 0xd8) return "image/jpeg";
  if (letters.startsWith("\x89PNG")) return "image/png";
  if (letters.startsWith("%PDF-")) return "application/pdf";
  if (letters.slice(4, 8) === "ftyp" && HEIC.includes(letters.slice(8, 12))) return "image/heic";
  return "";
}
