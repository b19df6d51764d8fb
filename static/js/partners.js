// Partner forms made quicker: the order of ticks, and partners that look like the one being written.

for (const group of document.querySelectorAll("[data-ticks]")) {
  const ranks = () => [...group.querySelectorAll(".rank:not([hidden])")].map((each) => Number(each.value) || 0);
  group.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox") return;
    const row = box.closest(".tick");
    // Said or guessed, not both.
    if (box.checked) for (const other of row.querySelectorAll("input[type=checkbox]")) if (other !== box) other.checked = false;
    const rank = row.querySelector(".rank");
    const on = row.querySelector("input[type=checkbox]:checked") !== null;
    if (on && rank.hidden) {
      rank.value = Math.max(0, ...ranks()) + 1;
      rank.hidden = false;
    } else if (!on && !rank.hidden) {
      const gone = Number(rank.value);
      rank.hidden = true;
      rank.value = "";
      for (const each of group.querySelectorAll(".rank:not([hidden])")) if (Number(each.value) > gone) each.value = Number(each.value) - 1;
    }
  });
}

const form = document.querySelector("form[data-similar]");
if (form) {
  const here = form.querySelector("[data-similar-here]");
  const seen = form.querySelector("[data-seen]");
  let timer = 0;
  let asked = "";
  const ask = async () => {
    const data = new URLSearchParams({
      csrf_token: form.elements.csrf_token.value,
      name: form.elements.name.value,
      phone: form.elements.contact_phone.value,
      email: form.elements.contact_email.value,
    });
    if (String(data) === asked) return;
    asked = String(data);
    try {
      const answer = await fetch(form.dataset.similar, { method: "POST", body: data });
      if (!answer.ok || String(data) !== asked) return;
      // The fragment comes escaped from our own server.
      here.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
      const shown = [...here.querySelectorAll("[data-double]")].map((each) => each.dataset.double);
      seen.value = [...new Set([...seen.value.split(" ").filter(Boolean), ...shown])].join(" ");
    } catch {
      // Without an answer the page asks on saving.
    }
  };
  for (const name of ["name", "contact_phone", "contact_email"]) {
    form.elements[name].addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 350);
    });
  }
}
