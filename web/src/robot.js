// "No soy un robot": solves ALTCHA's proof of work in workers and puts the answer in the form.
// Where this fails, the form is sent with its signed form token alone, as without scripts.
const MOST_WORKERS = 4;
const MARGIN_MS = 5_000;

export function start(root) {
  const check = new RobotCheck(root);
  // A page taken back from the browser's cache holds an answer that is already spent.
  addEventListener("pageshow", (event) => event.persisted && check.reset());
}

class RobotCheck {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.box = this.addBox();
    this.status = add(root, "p", { className: "llave-robot__status" });
    this.status.setAttribute("role", "status");
    this.answer = add(root, "input", { type: "hidden", name: "captcha", disabled: true });
    this.box.addEventListener("change", () => (this.box.checked ? this.solve() : this.reset()));
    this.form.addEventListener("submit", (event) => this.hold(event));
  }

  addBox() {
    const group = add(this.root, "div", { className: "govuk-checkboxes" });
    const item = add(group, "div", { className: "govuk-checkboxes__item" });
    const box = add(item, "input", {
      type: "checkbox", id: this.root.id, className: "govuk-checkboxes__input",
    });
    // The error summary's link leads to what can be focused.
    this.root.removeAttribute("id");
    add(item, "label", {
      htmlFor: box.id, className: "govuk-label govuk-checkboxes__label", textContent: this.root.dataset.label,
    });
    const error = this.root.querySelector(".govuk-error-message");
    if (error) box.setAttribute("aria-describedby", error.id);
    return box;
  }

  reset() {
    this.working = null;
    this.gaveUp = false;
    this.box.checked = false;
    this.answer.disabled = true;
    this.status.textContent = "";
  }

  // Sent before the answer is there: solve first, then send by the same button.
  hold(event) {
    if (this.gaveUp || (!this.answer.disabled && performance.now() < this.freshUntil)) return;
    event.preventDefault();
    const button = event.submitter;
    this.box.checked = true;
    this.solve().then(() => this.form.requestSubmit(button));
  }

  solve() {
    this.working ??= this.work().finally(() => (this.working = null));
    return this.working;
  }

  async work() {
    this.answer.disabled = true;
    this.gaveUp = false;
    this.status.textContent = this.root.dataset.working;
    try {
      const { challenge, lifetime } = await fetchChallenge(this.root.dataset.llaveRobot);
      const solution = await solveInWorkers(challenge, this.root.dataset.worker);
      this.answer.value = btoa(JSON.stringify({ challenge, solution }));
      this.answer.disabled = !this.box.checked;
      this.freshUntil = performance.now() + lifetime - MARGIN_MS;
      this.status.textContent = this.box.checked ? this.root.dataset.done : "";
    } catch {
      this.gaveUp = true;
      this.box.checked = false;
      this.status.textContent = this.root.dataset.failed;
    }
  }
}

async function fetchChallenge(address) {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
  const { parameters, signature } = await answer.json();
  // The server's clock tells how long the challenge lives: the visitor's may be wrong.
  const now = Date.parse(answer.headers.get("date") ?? "") || Date.now();
  const lifetime = parameters.expiresAt ? parameters.expiresAt * 1000 - now : Infinity;
  return { challenge: { parameters, signature }, lifetime };
}

function solveInWorkers(challenge, script) {
  const count = Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1);
  const workers = Array.from({ length: count }, () => new Worker(script));
  const races = workers.map((worker, index) => new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }) => (data && !data.error ? resolve(data) : reject(data?.error));
    worker.postMessage({ type: "work", challenge, counterStart: index, counterStep: count });
  }));
  return Promise.race(races).finally(() => workers.forEach((worker) => worker.terminate()));
}

function add(parent, tag, properties) {
  return parent.appendChild(Object.assign(document.createElement(tag), properties));
}
