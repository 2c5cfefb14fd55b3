// After a refusal the summary takes the focus, so that a screen reader begins there and the keyboard
// goes on to the first link. A link in it moves the focus into the field.
const summary = document.querySelector(".ds-error-summary");
if (summary) summary.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest(".ds-error-summary a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  for (let at = field.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  field.focus();
  field.scrollIntoView({ block: "center" });
});
