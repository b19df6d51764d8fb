// Saves long forms as a draft while they are written. Without this file the button does it.
import { isDirty } from "./is-dirty.js";

for (const status of document.querySelectorAll("[data-draft-status]")) {
  const form = status.closest("form");
  let timer = 0;
  let under = null;
  let stopped = false;
  const put = async () => {
    if (stopped) return;
    under?.abort();
    under = new AbortController();
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("_draft", "1");
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, {
        method: "POST", body, headers: { "X-Draft": "1" }, redirect: "manual", signal: under.signal,
      });
      if ((answer.ok || answer.status === 503) && !stopped) status.textContent = await answer.text();
    } catch {
      // No connection: the next stroke tries again.
    }
  };
  const written = () => {
    clearTimeout(timer);
    timer = setTimeout(put, 4000);
  };
  form.addEventListener("input", written);
  if (isDirty(form)) written();
  form.addEventListener("submit", () => {
    stopped = true; // what is sent now is the form itself
    clearTimeout(timer);
    under?.abort();
  });
  addEventListener("pageshow", () => { stopped = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) {
      clearTimeout(timer);
      timer = 0;
      put();
    }
  });
}
