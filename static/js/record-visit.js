// The short form of a visit, with and without a connection. With one it is sent as any form; the draft is stored first,
// so that nothing is lost if the connection goes at that moment. Without one it waits here.
import "./steppers.js";
import * as store from "./offline-store.js";
import { send, show } from "./unsent-visits.js";

const form = document.querySelector("form[data-log]");
const MOST_SHOWN = 8;

const entriesOf = (submitter) => [...new FormData(form, submitter)].filter(([name]) => name !== "csrf_token");
const newKey = () => {
  form.elements.form_key.value = crypto.randomUUID();
};
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

function addPartner(id, name, checked) {
  const item = document.createElement("li");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "partner", value: id, id: `partner-${id}`, checked });
  const label = Object.assign(document.createElement("label"), { htmlFor: radio.id, textContent: name });
  item.append(radio, " ", label);
  form.querySelector("#partner ul").append(item);
}

// It waits: say so, and leave an empty form for the next one.
async function waits(done) {
  form.reset();
  form.elements.held_on.value = today();
  newKey();
  await show(done);
  document.getElementById("visits-waiting").scrollIntoView();
}

async function fillFrom(id) {
  const draft = (await store.drafts()).find((each) => each.id === id);
  if (!draft) return;
  const values = Object.fromEntries(draft.entries);
  const known = [...form.querySelectorAll("[name=partner]")].some((each) => each.value === values.partner);
  if (!known) {
    const found = (await store.names()).find(([partner]) => partner === values.partner);
    if (found) addPartner(...found, true);
  }
  for (const [name, value] of draft.entries) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
}

async function online() {
  const draft = new URLSearchParams(location.search).get("draft");
  const session = await store.connect(form.dataset.session, true);
  // What stands in the form in front of us is in good hands.
  if (draft) await fillFrom(draft);
  else await store.deleteDraft(form.elements.form_key.value);
  if (session.state === "in" && "serviceWorker" in navigator) {
    await store.cacheShell(form.dataset.shell);
    await navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.here });
    document.documentElement.dataset.visitsReady = "yes";
  }
  if (!draft) await send();
}

async function offline() {
  const holder = await store.currentKey();
  const session = await store.connect(form.dataset.session);
  if (!holder && session.state === "in") location.reload();
  if (!holder) {
    document.querySelector("[data-locked]").hidden = false;
    return;
  }
  const names = await store.names();
  const wanted = new URLSearchParams(location.search).get("partner");
  const find = form.querySelector("[data-find]");
  const list = () => {
    const chosen = form.elements.partner?.value || wanted;
    const words = find.value.trim().toLowerCase();
    form.querySelector("[data-names]").replaceChildren();
    const fitting = names.filter(([id, name]) => id === chosen || name.toLowerCase().includes(words));
    const first = [...fitting.filter(([id]) => id === chosen), ...fitting.filter(([id]) => id !== chosen)];
    for (const [id, name] of first.slice(0, MOST_SHOWN)) addPartner(id, name, id === chosen);
  };
  find.addEventListener("input", list);
  list();
  form.elements.held_on.value = today();
  newKey();
  form.hidden = false;
  if (session.state === "in") await send();
  else await show(session.state === "out" ? { ...session, sent: [], asks: [] } : undefined);
}

let going = false;
async function submitted(event) {
  if (going) return;
  event.preventDefault();
  const isShell = form.dataset.offline !== undefined;
  const choose = form.querySelector("[data-choose]");
  if (choose) {
    choose.hidden = Boolean(form.elements.partner?.value);
    if (!choose.hidden) return choose.scrollIntoView();
  }
  const id = form.elements.form_key.value;
  const kept = await store.saveDraft(id, entriesOf(event.submitter), !isShell);
  if (isShell) return waits(await store.sendAll(document.getElementById("visits-waiting").dataset.send, form.dataset.session));
  const session = kept ? await store.connect(form.dataset.session) : { state: "in" };
  if (session.state === "in") {
    going = true;
    form.requestSubmit(event.submitter);
  } else {
    await store.saveDraft(id, entriesOf(event.submitter));
    await waits({ ...session, sent: [], asks: [] });
  }
}

if (form && store.supported()) {
  form.addEventListener("submit", submitted);
  if (form.dataset.offline === undefined) online();
  else offline();
}
