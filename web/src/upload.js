// Puts one file by a policy of ours: the fields first, the file last, progress on the way.
const TAKEN = 204;

export class Refused extends Error {}

export async function ask(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  const read = await answer.json();
  // A session that has ended, a case that was handed in elsewhere: the text is the server's.
  if (!answer.ok) throw new Refused(read.errors?.[0]?.detail ?? read.title);
  return read;
}

export function put({ url, fields }, file, onProgress) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file);
    const request = new XMLHttpRequest();
    // Our own origin, whatever name this page was opened under.
    request.open("POST", new URL(url).pathname);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status === TAKEN) resolve();
      else reject(new Error(`status ${request.status}`));
    });
    request.addEventListener("error", () => reject(new Error("network")));
    request.send(form);
  });
}
