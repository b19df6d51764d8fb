// While the user types: a character count once a text nears its limit, and a preview that follows a field.
for (const control of document.querySelectorAll("[data-most]")) {
  const most = Number(control.dataset.most);
  const count = document.createElement("p");
  count.className = "count";
  count.setAttribute("aria-hidden", "true");
  const show = () => {
    const length = [...control.value.trim()].length;
    count.hidden = length < 0.6 * most;
    count.textContent = `${length} / ${most}`;
    count.classList.toggle("over", length > most);
  };
  control.after(count);
  control.addEventListener("input", show);
  show();
}

for (const shown of document.querySelectorAll("[data-shows]")) {
  const control = document.getElementById(shown.dataset.shows);
  control?.addEventListener("input", () => {
    shown.textContent = control.value;
  });
}
