// A job's page follows its work: the bar and its words as they move, the whole card when something has happened. What
// is said aloud is said rarely: at each quarter, and at the end.
const said = document.querySelector("[data-job-said]");
const quarter = (card) => Math.floor(Number(card.dataset.part ?? 0) / 25);
const isOpen = (card) => ["waiting", "running"].includes(card.dataset.job);

const look = async () => {
  const card = document.querySelector("[data-job]");
  let fresh = null;
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-job]");
    }
  } catch {
    // No net just now: ask again later.
  }
  if (!fresh) return 5000;
  const changed = fresh.dataset.job !== card.dataset.job;
  if (changed || quarter(fresh) > quarter(card)) said.textContent = fresh.dataset.words;
  if (changed) {
    const held = card.contains(document.activeElement);
    card.replaceWith(fresh);
    if (held) fresh.querySelector("a, button")?.focus();
  } else {
    const [bar, now] = [card.querySelector("progress"), fresh.querySelector("progress")];
    if (now.hasAttribute("value")) bar.value = now.value;
    else bar.removeAttribute("value");
    card.querySelector("label").textContent = fresh.dataset.words;
    if (!("part" in fresh.dataset)) delete card.dataset.part;
    Object.assign(card.dataset, fresh.dataset);
  }
  return isOpen(fresh) ? 1000 : 0;
};

const follow = async () => {
  const pause = await look();
  if (pause) setTimeout(follow, pause);
};

if (isOpen(document.querySelector("[data-job]"))) setTimeout(follow, 700);
