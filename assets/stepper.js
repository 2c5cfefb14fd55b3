// Minus and plus without loading the page anew. They are submit buttons that the server understands;
// here they step the number at once, and the form is sent a moment after the last press. The main part
// of the answer takes the place of the old one; what was typed elsewhere stays.
const pause = 500;
const waiting = new Map(); // form → timer

function step(button) {
  const input = button.parentElement.querySelector("input[type=number]");
  const before = input.value;
  if (button.value.endsWith("ned")) input.stepDown();
  else input.stepUp();
  if (input.value !== before) input.dispatchEvent(new Event("input", { bubbles: true }));
}

function typedElsewhere(form) {
  const kept = [];
  for (const field of document.querySelectorAll("main :is(input, textarea)[id]")) {
    if (field.form !== form && field.type !== "hidden" && field.type !== "file" && field.value !== field.defaultValue) {
      kept.push([field.id, field.value]);
    }
  }
  return kept;
}

async function send(form) {
  waiting.delete(form);
  const data = new FormData(form);
  const first = form.querySelector("button:not([name=trinn])"); // «Oppdater antall»
  if (first && first.name) data.append(first.name, first.value);
  const focused = document.activeElement && document.activeElement.closest("main") ? document.activeElement : null;
  const place = focused && (focused.id || `${focused.name}=${focused.value}`);
  const kept = typedElsewhere(form);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  if (new URL(response.url).pathname !== location.pathname && response.redirected) {
    location.assign(response.url);
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("main");
  if (!fresh || waiting.has(form)) return; // pressed again meanwhile: the next answer counts
  document.querySelector("main").replaceChildren(...fresh.childNodes);
  document.title = page.title;
  const basket = document.querySelector(".basketlink");
  const freshBasket = page.querySelector(".basketlink");
  if (basket && freshBasket) basket.replaceWith(freshBasket);
  for (const [id, value] of kept) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  if (!place) return;
  const again = document.getElementById(place) ||
    [...document.querySelectorAll("main button[name]")].find((button) => `${button.name}=${button.value}` === place);
  if (again) again.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".stepper button");
  if (!button || !button.form || !button.parentElement.querySelector("input[type=number]")) return;
  event.preventDefault();
  step(button);
  const form = button.form;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => send(form).catch(() => form.submit()), pause));
});
