// Fills state, municipality and the list of colonias as soon as a postal code is whole.
const WHOLE = /^\d{5}$/;

export function start(input) {
  const select = document.getElementById(input.dataset.llavePostal);
  const place = document.getElementById("postal-place");
  const note = document.createElement("p");
  note.className = "govuk-body";
  note.setAttribute("role", "status");
  place.before(note);
  let asked = null;

  async function look() {
    const code = input.value.trim();
    asked?.abort();
    if (!WHOLE.test(code)) return show(null);
    asked = new AbortController();
    try {
      const answer = await fetch(`/v1/postal-codes/${code}`, { signal: asked.signal });
      if (answer.ok) show(await answer.json());
      else if (answer.status === 404) show(null, place.dataset.missing);
    } catch {
      // No network, or another code was typed meanwhile: the form works without this.
    }
  }

  function show(found, problem = "") {
    note.textContent = problem;
    place.hidden = !found;
    place.querySelector("[data-llave-state]").textContent = found?.state.name ?? "";
    place.querySelector("[data-llave-municipality]").textContent = found?.municipality.name ?? "";
    fill(select, found?.settlements ?? []);
  }

  input.addEventListener("input", look);
  if (select.options.length < 2) look();
}

function fill(select, settlements) {
  const chosen = select.value;
  const placeholder = [...select.options].filter((option) => option.value === "");
  const options = settlements.map(({ id, name, type }) => new Option(labelled(name, type), id));
  select.replaceChildren(...placeholder, ...options);
  if (settlements.length === 1) select.value = settlements[0].id;
  else if (settlements.some(({ id }) => id === chosen)) select.value = chosen;
}

// Most are colonias: only the others say what they are.
function labelled(name, type) {
  return type && type !== "Colonia" ? `${name} (${type})` : name;
}
