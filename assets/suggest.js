// Suggestions while somebody types in the search field. Without this the field is a plain search.
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.dataset.suggest || !field.list) return;
  clearTimeout(field.waiting);
  field.waiting = setTimeout(async () => {
    const typed = field.value.trim();
    if (typed.length < 2) return;
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    if (!answer.ok || field.value.trim() !== typed) return;
    field.list.replaceChildren(...(await answer.json()).map((words) => {
      const option = document.createElement("option");
      option.value = words;
      return option;
    }));
  }, 120);
});
