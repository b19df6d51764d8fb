// On every page: send the visits that wait on this telephone, and ask what becomes of them at sign-out.
import * as store from "./offline-store.js";

const place = document.getElementById("visits-waiting");

function line(text, link) {
  const p = document.createElement("p");
  p.textContent = text + " ";
  if (link) {
    const a = document.createElement("a");
    [a.href, a.textContent] = link;
    p.append(a);
  }
  return p;
}

// Say what waits and what was sent. `done` is what sendAll returned, or nothing where it was not tried.
export async function show(done) {
  const words = place.dataset;
  const waiting = await store.drafts();
  const asked = new Map((done?.asks || []).map((each) => [each.id, each.why]));
  const lines = [];
  if (done?.sent.length) lines.push(line(words.sent, [done.sent.at(-1), words.see]));
  for (const [id, why] of asked) lines.push(line(words.asks.replace("{why}", why), [`${words.open}?draft=${encodeURIComponent(id)}`, words.look]));
  const silent = waiting.filter((each) => !asked.has(each.id)).length;
  if (silent) lines.push(line(silent === 1 ? words.one : words.many.replace("{n}", silent)));
  if (silent && done?.state === "out") lines.push(line(words.out, [words.signIn, words.in]));
  place.replaceChildren(...lines);
  place.hidden = lines.length === 0;
}

export async function send() {
  if (!(await store.anyDrafts())) return;
  await show(await store.sendAll(place.dataset.send, place.dataset.session));
}

function watchSignOut(form, dialog) {
  let going = false;
  const go = async () => {
    await store.clearKey();
    going = true;
    form.requestSubmit();
  };
  form.addEventListener("submit", async (event) => {
    if (going) return;
    event.preventDefault();
    if ((await store.drafts()).length) dialog.showModal();
    else await go();
  });
  dialog.addEventListener("click", async (event) => {
    const act = event.target.dataset.act;
    if (act === "stay") dialog.close();
    if (act === "keep") await go();
    if (act === "discard") {
      await store.discard();
      await go();
    }
    if (act === "send") {
      const done = await store.sendAll(place.dataset.send, place.dataset.session);
      await show(done);
      dialog.querySelector("[data-asked]").hidden = !done.asks.length;
      dialog.querySelector("[data-failed]").hidden = done.asks.length > 0 || !(await store.drafts()).length;
      if (!(await store.drafts()).length) await go();
    }
  });
}

if (place && store.supported()) {
  // A page with the form itself looks after its own draft first.
  if (!document.querySelector("form[data-log]")) send();
  addEventListener("online", send);
  // The net may be back without the browser noticing.
  setInterval(() => place.hidden || send(), 30000);
  const form = document.querySelector("form[data-sign-out]");
  const dialog = document.getElementById("unsent");
  if (form && dialog) watchSignOut(form, dialog);
}
