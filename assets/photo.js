// Shows the picture that was taken before it is sent, and says its name. Pictures larger than the
// server takes are said to be so at once (data-most is the limit in bytes).
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches(".photo input[type=file]")) return;
  const label = input.closest(".photo");
  for (const old of label.parentElement.querySelectorAll(".taken[data-preview]")) old.remove();
  for (const file of input.files) {
    const row = document.createElement("p");
    row.className = "taken";
    row.dataset.preview = "yes";
    row.setAttribute("role", "status");
    const name = document.createElement("span");
    name.textContent = file.name;
    if (file.type.startsWith("image/")) {
      const picture = new Image();
      picture.alt = "";
      picture.className = "taken__picture";
      const reader = new FileReader();
      reader.onload = () => { picture.src = reader.result; };
      reader.readAsDataURL(file);
      row.append(picture);
    }
    row.append(name);
    label.after(row);
  }
});
