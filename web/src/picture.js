// One picture of a document: the camera on phones, hints before sending, progress while it goes.
import { judge } from "./look.js";
import { ask, ENDED, NotTaken, put, Refused } from "./upload.js";

const LARGEST = 15 * 1024 * 1024;
// The server takes none that is smaller: nothing could be read of it.
const SMALLEST_SIDE = 240;
const PREVIEW = 320;
const HEIC = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];

export function start(form) {
  const input = form.querySelector('input[type="file"]');
  const button = form.querySelector('button[type="submit"]');
  const said = status(form, button);
  const texts = form.dataset;
  const whole = texts.cut !== undefined;
  const choosers = [input];

  if (matchMedia("(pointer: coarse)").matches) choosers.push(addCamera(form, input));
  // Firefox keeps it over a reload that what chooses a file was disabled.
  busy(false);

  input.addEventListener("change", look);
  // On a slow network she has chosen before this script came.
  if (input.files[0]) look();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    busy(true);
    try {
      const file = input.files[0];
      const { problem, type } = file ? await looked(file) : { problem: "missing" };
      if (problem) return said.say(texts[problem], true);
      await send(file, type);
      said.say(texts.sent);
      location.assign(texts.next);
    } catch (error) {
      said.say(error instanceof Refused ? error.message : texts.failed, true);
      button.textContent = texts.again;
    } finally {
      busy(false);
    }
  });

  async function look() {
    const file = input.files[0];
    said.say("");
    said.show(null);
    if (!file) return;
    const { problem, picture } = await looked(file);
    // Another was chosen meanwhile.
    if (file !== input.files[0]) return;
    const hints = picture && judge(picture, picture.width, picture.height, { whole });
    if (problem) said.say(texts[problem], true);
    else if (!hints) said.say(texts.unseen);
    else if (hints.length) said.say([...hints.map((name) => texts[name]), texts.still].join(" "));
    else said.say(texts.fine);
    said.show(picture);
  }

  // The button is not disabled while it goes: who is at it with the keyboard would lose her place.
  // What chooses a file is: another one would be neither sent nor refused.
  function busy(isBusy) {
    if (isBusy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
    for (const chooser of choosers) chooser.disabled = isBusy;
  }

  // A policy lives for minutes, and a page may lie open for hours: each try has one of its own, and
  // one more when that ended on the way.
  async function send(file, type, isLast = false) {
    const { uploads } = await ask(texts.llavePicture, { slot: texts.slot, content_type: type });
    said.progress(0);
    try {
      await put(uploads[0], file, said.progress);
    } catch (error) {
      if (isLast || !(error instanceof NotTaken) || error.message !== ENDED) throw error;
      await send(file, type, true);
    }
  }

  // `picture` only of what could be opened here: few browsers open HEIC, and none a PDF.
  async function looked(file) {
    if (!file.size) return { problem: "empty" };
    if (file.size > LARGEST) return { problem: "large" };
    const type = await typeOf(file);
    if (!input.accept.split(",").includes(type)) return { problem: "kind" };
    const picture = type === "application/pdf" ? null : await opened(file);
    if (!picture) return { type };
    if (Math.min(picture.width, picture.height) < SMALLEST_SIDE) return { problem: "small" };
    return { type, picture };
  }
}

async function opened(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
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
  return button;
}

function status(form, before) {
  const text = element("p", "govuk-body");
  text.setAttribute("role", "status");
  const bar = element("progress", "llave-progress");
  bar.max = 1;
  bar.hidden = true;
  const preview = element("canvas", "llave-preview");
  preview.hidden = true;
  for (const seen of [bar, preview]) seen.setAttribute("aria-hidden", "true");
  before.before(preview, text, bar);
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
    show(picture) {
      const context = picture && preview.getContext("2d");
      preview.hidden = !context;
      if (!context) return;
      const scale = PREVIEW / Math.max(picture.width, picture.height);
      preview.width = picture.width * scale;
      preview.height = picture.height * scale;
      context.drawImage(picture, 0, 0, preview.width, preview.height);
    },
  };
}

function element(tag, className) {
  return Object.assign(document.createElement(tag), { className });
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
