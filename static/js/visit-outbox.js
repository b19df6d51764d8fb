// On every page: send the visits that wait on this telephone, and ask what becomes of them at sign-out.
import * as box from "./visit-box.js";

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

// Say what waits and what was sent. `done` is what sendAll told, or nothing where it was not tried.
export async function show(done) {
  const words = place.dataset;
  const waiting = await box.drafts();
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
  if (!(await box.anyDrafts())) return;
  await show(await box.sendAll(place.dataset.send, place.dataset.hello));
}

function watchSignOut(form, dialog) {
  let going = false;
  const go = async () => {
    await box.lock();
    going = true;
    form.requestSubmit();
  };
  form.addEventListener("submit", async (event) => {
    if (going) return;
    event.preventDefault();
    if ((await box.drafts()).length) dialog.showModal();
    else await go();
  });
  dialog.addEventListener("click", async (event) => {
    const act = event.target.dataset.act;
    if (act === "stay") dialog.close();
    if (act === "keep") await go();
    if (act === "discard") {
      await box.discard();
      await go();
    }
    if (act === "send") {
      const done = await box.sendAll(place.dataset.send, place.dataset.hello);
      await show(done);
      dialog.querySelector("[data-asked]").hidden = !done.asks.length;
      dialog.querySelector("[data-failed]").hidden = done.asks.length > 0 || !(await box.drafts()).length;
      if (!(await box.drafts()).length) await go();
    }
  });
}

if (place && box.able()) {
  // A page with the form itself looks after its own draft first.
  if (!document.querySelector("form[data-log]")) send();
  addEventListener("online", send);
  // The net may be back without the browser noticing.
  setInterval(() => place.hidden || send(), 30000);
  const form = document.querySelector("form[data-sign-out]");
  const dialog = document.getElementById("unsent");
  if (form && dialog) watchSignOut(form, dialog);
}
