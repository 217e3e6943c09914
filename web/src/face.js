// The face, looking ahead and making the movements that the server asks for, in its order.
// It makes a prepared picture harder to use; it is no certified proof of life.
import { judge } from "./look.js";
import { ask, put, Refused } from "./upload.js";

const SECONDS = 3;
const WIDTH = 960;
const QUALITY = 0.9;

export function start(root) {
  if (!navigator.mediaDevices?.getUserMedia) return;
  const texts = root.dataset;
  const say = line(root);
  const open = control(root, texts.begin);
  root.hidden = false;
  let stream = null;

  open.onclick = async () => {
    open.disabled = true;
    let video = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "user", width: { ideal: WIDTH } },
        audio: false,
      });
      video = shown(root, open, stream);
      await video.play();
    } catch {
      if (video) hide(video);
      open.disabled = false;
      return say(texts.denied);
    }
    open.disabled = false;
    open.textContent = texts.ready;
    open.focus({ preventScroll: true });
    // On a small screen what was said before would push the picture away.
    root.scrollIntoView();
    open.onclick = () => take(video);
  };

  async function take(video) {
    open.disabled = true;
    try {
      const session = await ask(`${texts.llaveFace}/face`);
      const frames = [];
      for (const movement of ["ahead", ...session.challenges]) {
        await counted(texts[movement]);
        if (movement === "ahead") {
          const found = judge(video, video.videoWidth, video.videoHeight) ?? [];
          if (found.length) return again(found.map((name) => texts[name]).join(" "));
        }
        frames.push(await frame(video));
      }
      const body = { slot: "face", content_type: "image/jpeg", nonce: session.nonce };
      const { uploads } = await ask(`${texts.llaveFace}/uploads`, body);
      for (const [place, upload] of uploads.entries()) {
        await put(upload, frames[place], (share) => {
          const done = Math.floor(((place + share) / uploads.length) * 10) * 10;
          say(texts.sending.replace("{avance}", done));
        });
      }
      stop();
      say(texts.sent);
      location.assign(texts.next);
    } catch (error) {
      again(error instanceof Refused ? error.message : texts.failed);
    }
  }

  function hide(video) {
    stop();
    video.remove();
    root.classList.remove("llave-face--open");
  }

  function stop() {
    for (const track of stream.getTracks()) track.stop();
  }

  async function counted(words) {
    for (let left = SECONDS; left > 0; left -= 1) {
      say(`${words} (${left})`, left === SECONDS);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  function again(words) {
    say(words);
    open.disabled = false;
    open.textContent = texts.again;
    open.focus({ preventScroll: true });
  }
}

function shown(root, before, stream) {
  const video = document.createElement("video");
  video.className = "llave-face__video";
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  root.classList.add("llave-face--open");
  before.before(video);
  return video;
}

function frame(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve, reject) => {
    // Null when it could not be made into a file: a form would send that as a word.
    const take = (file) => (file ? resolve(file) : reject(new Error("frame")));
    canvas.toBlob(take, "image/jpeg", QUALITY);
  });
}

function control(root, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button";
  button.textContent = words;
  root.append(button);
  return button;
}

// What is to be done now, large; a reader hears it once and not the seconds.
function line(root) {
  const visible = document.createElement("p");
  visible.className = "govuk-heading-m llave-face__line";
  visible.setAttribute("aria-hidden", "true");
  const heard = document.createElement("p");
  heard.className = "govuk-visually-hidden";
  heard.setAttribute("role", "status");
  root.append(visible, heard);
  return (words, isNew = true) => {
    visible.textContent = words;
    if (isNew) heard.textContent = words.replace(/ \(\d\)$/, "");
  };
}
