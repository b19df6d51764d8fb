// A password can be looked at while it is typed.
for (const input of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "linklike";
  const tell = () => {
    const hidden = input.type === "password";
    button.textContent = hidden ? input.dataset.show : input.dataset.hide;
    button.setAttribute("aria-label", `${button.textContent}: ${input.dataset.label}`);
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    tell();
    input.focus();
  });
  input.form.addEventListener("submit", () => { input.type = "password"; });
  tell();
  input.after(button);
}

// What is shown once can be copied and printed.
for (const place of document.querySelectorAll("[data-copy]")) {
  const buttons = document.createElement("p");
  buttons.className = "buttons";
  const add = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet small";
    button.textContent = text;
    button.addEventListener("click", () => act(button));
    buttons.append(button);
  };
  if (navigator.clipboard) {
    add(place.dataset.copy, async (button) => {
      await navigator.clipboard.writeText(place.innerText.trim());
      button.textContent = place.dataset.copied;
      button.setAttribute("role", "status");
    });
  }
  if (place.dataset.print) add(place.dataset.print, () => print());
  place.after(buttons);
}
