// Asks before a page with unsent words is left, and lets a form be sent once: a second press while the
// first is under way does nothing. (The server would answer the first result in any case.)
let typed = false;

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.method === "post" && event.target.closest("main") && event.target.type !== "password") {
    typed = true;
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  form.dataset.sent = "yes";
  typed = false;
});

// Back from the next page: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

window.addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});
