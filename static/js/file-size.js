// A file that is too heavy is told of at its field before it is sent: the answer to it would come without the form. The
// sentence is the server's own. Without this file the server says it, and leads back.
const heavy = (input) => [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));

function tell(input) {
  const id = `${input.id}-error`;
  const wrong = heavy(input);
  let line = document.getElementById(id);
  if (wrong && !line) {
    line = document.createElement("p");
    line.id = id;
    line.className = "error";
    line.setAttribute("role", "alert");
    input.before(line);
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  }
  if (line) line.textContent = wrong ? input.dataset.tooHeavy : "";
  input.closest(".field").classList.toggle("wrong", wrong);
  input.toggleAttribute("aria-invalid", wrong);
  if (wrong) input.setAttribute("aria-invalid", "true");
  return wrong;
}

const watched = [...document.querySelectorAll("input[type=file][data-most-bytes]")];
for (const input of watched) input.addEventListener("change", () => tell(input));

// Before anybody else hears of it: nothing is sent, so nothing has been.
document.addEventListener("submit", (event) => {
  for (const input of watched.filter((each) => each.form === event.target && heavy(each))) {
    if (input.checkVisibility()) {
      event.preventDefault();
      event.stopPropagation();
      tell(input);
      input.focus();
    } else {
      input.value = ""; // it belongs to a choice that was not made
    }
  }
}, true);
