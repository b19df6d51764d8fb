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
