// Hints while a new password is typed, and a phrase to use. The rules themselves are the server's.
const SHORTEST = 15;
const PAUSE_MS = 400;
const GOOD_SCORE = 3;

export function start(root) {
  const input = document.getElementById(root.dataset.llaveStrength);
  const hint = document.getElementById(`${input.id}-strength`);
  let timer;
  let judge = null;

  async function advise() {
    hint.textContent = await advice(input.value, root.dataset, judge);
  }

  input.addEventListener("focus", () => (judge ??= loadJudge()), { once: true });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(advise, PAUSE_MS);
  });
  // On a slow network somebody has begun to type before this is here.
  if (document.activeElement === input) judge = loadJudge();
  if (input.value) advise();
  root.append(suggestButton(root.dataset, async () => {
    const { phrase } = await import("./phrase.js");
    input.value = phrase();
    show(hint, root.dataset.suggested, input.value);
  }));
}

function loadJudge() {
  // The dictionaries weigh as much as the whole page: not on a connection that is to be spared.
  return navigator.connection?.saveData ? null : import("./judge.js").catch(() => null);
}

async function advice(password, texts, judge) {
  const length = [...password.normalize("NFC")].length;
  if (length === 0) return "";
  if (length < SHORTEST) return texts.short.replace("{faltan}", SHORTEST - length);
  const found = (await judge)?.weigh(password);
  if (!found || found.score >= GOOD_SCORE) return found ? texts.good : "";
  return [texts.weak, found.feedback.warning, ...found.feedback.suggestions].filter(Boolean).join(" ");
}

function suggestButton(texts, act) {
  const button = document.createElement("button");
  Object.assign(button, {
    type: "button", className: "govuk-button govuk-button--secondary", textContent: texts.suggest,
  });
  button.addEventListener("click", act);
  return button;
}

function show(hint, sentence, phrase) {
  const strong = document.createElement("strong");
  Object.assign(strong, { className: "llave-strength__phrase", textContent: phrase });
  hint.replaceChildren(sentence.replace("{frase}", ""), strong);
}
