// Closing a meeting: saves while you write, and adds and takes away lines in place. Without this file every button
// posts the same form and the page comes back whole.
import { isDirty } from "./is-dirty.js";

const form = document.getElementById("closing-form");
const state = document.getElementById("save-state");
let timer = 0;
let dirty = false;
let saving = null;
let leaving = false;

async function save() {
  clearTimeout(timer);
  if (saving) await saving;
  if (!dirty || leaving) return;
  dirty = false;
  saving = send().finally(() => { saving = null; });
  await saving;
}

async function send() {
  state.textContent = form.dataset.saving;
  let answer = null;
  let signedOut = false;
  try {
    const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
    signedOut = response.redirected || response.status === 401;
    if (response.ok && !signedOut) answer = await response.json();
  } catch { /* no connection: said below, and tried again */ }
  if (!answer) {
    dirty = true;
    state.textContent = signedOut ? form.dataset.signedOut : form.dataset.failed;
    timer = setTimeout(save, 8000);
    return;
  }
  form.elements.base.value = answer.base;
  mark(answer.wrong);
  const said = answer.state === "saved" ? form.dataset.saved : form.dataset[answer.state];
  if (answer.wrong.length === 0) state.textContent = said;
  else state.textContent = answer.wrong[0].text;
}

// What cannot be kept stands at its field.
function mark(wrong) {
  for (const old of form.querySelectorAll(".live-error")) old.remove();
  for (const each of wrong) {
    const field = document.getElementById(each.field);
    if (!field || field.getAttribute("aria-invalid")) continue;
    const text = document.createElement("p");
    text.className = "error live-error";
    text.textContent = each.text;
    field.before(text);
  }
}

function changed() {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, 1200);
}

function add(name) {
  const list = form.querySelector(`[data-rows="${name}"]`);
  const numbers = [...list.querySelectorAll("[data-key]")].map((each) => Number(each.name.split("-")[1]));
  const holder = document.createElement("div");
  const blank = form.querySelector(`template[data-blank="${name}"]`);
  holder.innerHTML = blank.innerHTML.replaceAll("-NN", `-${Math.max(-1, ...numbers) + 1}`);
  const row = holder.firstElementChild;
  row.querySelector("[data-key]").value = key();
  list.append(row);
  row.querySelector("textarea, input:not([type=hidden])").focus();
}

function key() {
  return [...crypto.getRandomValues(new Uint8Array(5))].map((each) => each.toString(16).padStart(2, "0")).join("");
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  if (isDirty(form)) changed();
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-remove]");
    if (!button) return;
    event.preventDefault();
    if (button.dataset.add) {
      add(button.dataset.add);
    } else {
      const row = button.closest("[data-row]");
      const list = row.parentElement;
      row.remove();
      if (!list.children.length) add(list.dataset.rows);
      changed();
    }
  });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });
}
