// Numbers with big buttons to either side; without a script one types them.
for (const row of document.querySelectorAll("[data-stepper]")) {
  const input = row.querySelector("input");
  const step = (by, name, sign) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "step-button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => {
      const next = (Number(input.value) || 0) + by;
      input.value = Math.min(Number(input.max), Math.max(Number(input.min), next));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  };
  input.before(step(-1, row.dataset.less, "−"));
  input.after(step(1, row.dataset.more, "+"));
  // A tap on the number replaces it.
  input.addEventListener("focus", () => input.select());
}
