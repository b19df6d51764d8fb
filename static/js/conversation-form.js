// The form for noting a contact as a dialog on any page, with partners searched while typing.
// Without this file the link leads to a page with the same form.

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

// Partners by part of a word, under the field.
function wire(form) {
  const who = form.elements.who;
  const here = form.querySelector("[data-found]");
  let timer = 0;
  let asked = who.value.trim();
  const ask = async () => {
    const wanted = who.value.trim();
    if (wanted === asked) return;
    asked = wanted;
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, who: wanted });
    try {
      const answer = await fetch(form.dataset.find, { method: "POST", body });
      if (!answer.ok || wanted !== asked) return;
      // The fragment comes escaped from our own server.
      here.replaceChildren(...parsed(await answer.text()).body.childNodes);
    } catch {
      // Without an answer the server finds the partner when the form is sent.
    }
  };
  who.addEventListener("input", () => {
    for (const picked of here.querySelectorAll("input:checked")) picked.checked = false;
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
}

for (const form of document.querySelectorAll("[data-note-form]")) wire(form);

const link = document.querySelector("a[data-note]");
let dialog = null;

function frame(title, close) {
  const box = document.createElement("dialog");
  box.className = "note-dialog";
  box.setAttribute("aria-labelledby", "note-title");
  const head = document.createElement("div");
  head.className = "note-dialog-head";
  const heading = document.createElement("h2");
  heading.id = "note-title";
  heading.textContent = title;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "linklike";
  button.textContent = close;
  button.addEventListener("click", () => box.close());
  head.append(heading, button);
  const body = document.createElement("div");
  box.append(head, body);
  box.addEventListener("close", () => { box.remove(); dialog = null; });
  document.body.append(box);
  return box;
}

function show(page) {
  const part = page.querySelector("[data-note-here]");
  if (!part) return false;
  dialog.lastElementChild.replaceChildren(...part.childNodes);
  const form = dialog.querySelector("[data-note-form]");
  form.dataset.stay = "";
  form.addEventListener("submit", send);
  wire(form);
  (dialog.querySelector("#errors") || (form.elements.who.value || form.querySelector("[name=pick]:checked") ? form.querySelector("[name=way]") : form.elements.who)).focus();
  return true;
}

async function open(address) {
  const answer = await fetch(address);
  const page = parsed(await answer.text());
  const title = page.querySelector("h1")?.textContent;
  if (!answer.ok || !title || document.querySelector("dialog[open]")) throw new Error("no form");
  dialog = frame(title, link.dataset.close);
  if (!show(page)) throw new Error("no form");
  dialog.showModal();
}

// It is noted. A page that shows contacts is fetched anew; any other one stays, with what is being written on it.
async function done(address) {
  const said = document.querySelector("[data-after-note]") ? null
    : parsed(await (await fetch(address)).text()).querySelector("body > .flash");
  if (!said) {
    location.reload();
    return;
  }
  dialog.close();
  document.querySelector(".page").prepend(said);
}

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") await done(form.dataset.done);
    else if (!show(parsed(await answer.text()))) throw new Error("no form");
  } catch {
    // Something else than our form came back: let the browser send it and show what there is to see.
    form.removeEventListener("submit", send);
    button.disabled = false;
    form.submit();
  }
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("a[data-note]");
  if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (document.querySelector("main [data-note-form]") || !window.HTMLDialogElement) return;
  event.preventDefault();
  open(pressed.href).catch(() => { location.href = pressed.href; });
});
