// Small enhancements of every page; each page works without them.
document.querySelector("[data-focus]")?.focus();

// A form sends once: a second press of the button while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.stay !== undefined) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Text areas grow with what is written in them.
for (const area of document.querySelectorAll("textarea")) {
  const grow = () => {
    area.rows = Math.min(14, Math.max(Number(area.dataset.rows || area.rows), area.value.split("\n").length + Math.floor(area.value.length / 80)));
  };
  area.dataset.rows = area.rows;
  area.addEventListener("input", grow);
  grow();
}
