// Puts one file by a policy of ours: the fields first, the file last, progress on the way.
const TAKEN = 204;
// A network that is lost without a word: after so long without a byte it counts as lost.
const SILENCE = 45000;
// When the last byte is handed over it is still on its way, and the bucket has yet to take the file.
const TAKING = 180000;
// An answer of ours that has not come by then is not coming.
const ANSWER = 30000;

export class Refused extends Error {}

// What the edge says when the bucket did not take a file: `vencida` of a policy that has ended.
export class NotTaken extends Error {}
export const ENDED = "vencida";

export async function ask(address, body) {
  // Not AbortSignal.timeout: browsers of some years ago have none.
  const patience = new AbortController();
  const ended = setTimeout(() => patience.abort(), ANSWER);
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body ?? {}),
      signal: patience.signal,
    });
    const read = await answer.json();
    // A session that has ended, a case that was handed in elsewhere: the text is the server's.
    if (!answer.ok) throw new Refused(read.errors?.[0]?.detail ?? read.title);
    return read;
  } finally {
    clearTimeout(ended);
  }
}

export function put({ url, fields }, file, onProgress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  const request = new XMLHttpRequest();
  let silence;
  const heard = (patience = SILENCE) => {
    clearTimeout(silence);
    silence = setTimeout(() => request.abort(), patience);
  };
  const lost = () => request.abort();
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => {
      heard();
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.upload.addEventListener("load", () => heard(TAKING));
    request.addEventListener("load", () => {
      if (request.status === TAKEN) resolve();
      else reject(new NotTaken(problemIn(request.responseURL)));
    });
    for (const end of ["error", "abort"]) {
      request.addEventListener(end, () => reject(new Error("network")));
    }
    window.addEventListener("offline", lost);
    // Our own origin, whatever name this page was opened under.
    request.open("POST", new URL(url).pathname);
    request.send(form);
    heard();
  }).finally(() => {
    clearTimeout(silence);
    window.removeEventListener("offline", lost);
  });
}

// The edge leads a refused file to the page that says why.
function problemIn(address) {
  return new URL(address || location.href).searchParams.get("problema") ?? "";
}
