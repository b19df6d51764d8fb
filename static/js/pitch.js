// The pitch editor: saves while you write, shows the true page beside it, and keeps the place you were at.
// Without this file every button posts the same form and the page comes back whole.
import { isDirty } from "./is-dirty.js";

const form = () => document.getElementById("pitch-form");
const state = () => document.getElementById("save-state");
let timer = 0;
let dirty = false;
let saving = null;
let stopped = false; // somebody else has saved: nothing is written any more until the colleague has decided
let looking = null;

function parsed(html) {
  const box = document.createElement("div");
  box.innerHTML = html;
  return box;
}

function say(node) {
  state().replaceChildren(node);
}

// Save. One at a time, so that a save never meets its own elder sister as a stranger.
async function save() {
  clearTimeout(timer);
  if (saving) await saving;
  if (!dirty || stopped) return;
  dirty = false;
  saving = send().finally(() => { saving = null; });
  await saving;
}

async function send() {
  say(form().dataset.saving);
  let fragment = null;
  try {
    const answer = await fetch(form().dataset.autosave, { method: "POST", body: new FormData(form()), keepalive: true });
    if (answer.status !== 503) fragment = parsed(await answer.text()).querySelector("[data-saved]");
  } catch { /* no connection: said below */ }
  if (!fragment) {
    dirty = true;
    say(form().dataset.failed);
    outdate();
    return;
  }
  say(fragment);
  mark(fragment);
  if (fragment.dataset.saved !== "yes") outdate();
  if (fragment.dataset.saved === "conflict") stopped = true;
  if (fragment.dataset.saved === "yes") {
    form().elements.revision.value = fragment.dataset.revision;
    form().elements.version.value = fragment.dataset.version;
    if (!dirty) look();
  }
}

// What is wrong stands at its field, too.
function mark(fragment) {
  for (const old of form().querySelectorAll(".live-error")) old.remove();
  for (const field of form().querySelectorAll("[data-live-wrong]")) {
    field.removeAttribute("aria-invalid");
    delete field.dataset.liveWrong;
  }
  for (const item of fragment.querySelectorAll("[data-field]")) {
    const field = document.getElementById(item.dataset.field);
    if (!field) continue;
    const text = document.createElement("p");
    text.className = "error live-error";
    text.textContent = item.querySelector("span").textContent;
    field.before(text);
    field.setAttribute("aria-invalid", "true");
    field.dataset.liveWrong = "yes";
  }
}

// What stands beside is older than the words: it says so, and gives no file, until a save gets through.
function outdate() {
  looking?.abort();
  const beside = document.getElementById("beside");
  beside.removeAttribute("aria-busy");
  beside.classList.add("stale");
  document.getElementById("verdict-spoken").textContent = beside.querySelector(".stale-note").textContent;
}

// Fetch what stands beside; a newer look gives up the older one.
async function look(quick = "&quick=1") {
  looking?.abort();
  const own = looking = new AbortController();
  document.getElementById("beside").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${form().dataset.beside}?rev=${form().elements.revision.value}${quick}`, { signal: own.signal });
    const fresh = answer.ok && parsed(await answer.text()).querySelector("#beside");
    if (!fresh) throw new Error("nothing to show");
    const picture = fresh.querySelector(".page-picture");
    if (picture) await picture.decode().catch(() => {});
    if (own.signal.aborted) return;
    document.getElementById("beside").replaceWith(fresh);
    const verdict = fresh.querySelector("#verdict").textContent.replace(/\s+/g, " ").trim();
    const spoken = document.getElementById("verdict-spoken");
    if (spoken.textContent !== verdict) spoken.textContent = verdict;
    if (quick && fresh.dataset.unmeasured !== undefined) look("");
  } catch (error) {
    if (error.name !== "AbortError") document.getElementById("beside").removeAttribute("aria-busy");
  }
}

function changed() {
  for (const pick of form().querySelectorAll(".pick[data-fill]")) {
    pick.setAttribute("aria-pressed", String(pick.dataset.text === form().elements[pick.dataset.fill].value));
  }
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, 500);
}

function fill(button) {
  const field = form().elements[button.dataset.fill];
  field.value = button.dataset.text;
  field.focus();
  changed();
}

// A button that rearranges the page: post the form as it would be, and put the new form where the old one was.
async function act(button) {
  if (saving) await saving;
  clearTimeout(timer);
  const body = new FormData(form(), button);
  const answer = await fetch(`${form().getAttribute("action")}?beside=later`, { method: "POST", body });
  const fresh = parsed(await answer.text()).querySelector("#pitch-form");
  if (!fresh) throw new Error("no form");
  form().replaceWith(fresh);
  dirty = false;
  const at = new URL(answer.url).searchParams.get("at");
  const there = document.getElementById(at) || fresh.querySelector("[data-focus]");
  there?.focus({ preventScroll: true });
  there?.scrollIntoView({ block: "nearest" });
  if (answer.ok) look();
  else outdate();
}

function plainly(button) {
  form().dataset.plain = "yes";
  form().requestSubmit(button);
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (event.target !== form() || form().dataset.plain || !button || button.name === "overwrite" || stopped) return;
  if (button.formAction.endsWith("/freeze")) {
    if (dirty || saving) {
      event.preventDefault();
      await save();
      if (dirty) plainly(button); // not saved by script: let the browser send it, words and all
      else form().requestSubmit(button);
    } else {
      setTimeout(() => look(), 2000); // the file is saved beside this page, which now has a version more to show
    }
    return;
  }
  event.preventDefault();
  if (button.dataset.fill) {
    fill(button);
  } else if (button.name === "act") {
    await act(button).catch(() => plainly(button));
  } else {
    dirty = true;
    await save();
  }
}, true);

document.addEventListener("input", (event) => {
  if (event.target.form && event.target.form === form()) changed();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save();
});
addEventListener("beforeunload", (event) => {
  if (dirty && !stopped) {
    save();
    event.preventDefault();
  }
});
if (document.querySelector("#beside[data-later]")) look();
if (isDirty(form())) changed();
