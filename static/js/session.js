// Says five minutes before the session ends that it will, and keeps it alive when asked to. Other tabs count too.
const place = document.getElementById("session-end");
const WARN = 5 * 60, KEY = "session-ends";
const now = () => Date.now() / 1000;
// Near the last instant the page says so from the start.
const first = place.childElementCount ? "session-last" : "";
let shown = first;

const note = (seconds, canStay) => localStorage.setItem(KEY, JSON.stringify({ at: now() + seconds, canStay }));
const say = (name) => {
  if (name === shown) return;
  shown = name;
  place.replaceChildren();
  if (name) place.append(document.getElementById(name).content.cloneNode(true));
};
const look = () => {
  const known = JSON.parse(localStorage.getItem(KEY));
  if (!known) return;
  const left = known.at - now();
  say(left > WARN ? first : left <= 0 ? "session-over" : known.canStay ? "session-idle" : "session-last");
};

place.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target), redirect: "manual" });
    if (answer.ok) {
      const left = await answer.json();
      note(left.seconds, left.can_stay);
    } else {
      note(0, false);
    }
  } catch {
    return; // No network just now: the button stays.
  }
  look();
});
note(Number(place.dataset.seconds), place.dataset.stay === "true");
addEventListener("storage", look);
setInterval(look, 10_000);
look();
