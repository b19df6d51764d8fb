// What waits on this telephone. Drafts and names are sealed (AES-GCM) with a key that the portal gives to whoever is
// signed in; it is kept as one that no script can read out, and thrown away at sign-out. What is left then is noise.
const SHELL = "visit-shell";
const PATIENCE = 8000;

export const able = () => isSecureContext && "indexedDB" in window && "caches" in window && crypto.subtle !== undefined;

const request = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function inStore(name, mode, work) {
  const opening = indexedDB.open("visits", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("drafts", { keyPath: "id" });
    opening.result.createObjectStore("safe", { keyPath: "name" });
  };
  const base = await request(opening);
  try {
    return await request(work(base.transaction(name, mode).objectStore(name)));
  } finally {
    base.close();
  }
}
const read = (name, work) => inStore(name, "readonly", work);
const write = (name, work) => inStore(name, "readwrite", work);

// The key and whose it is; null where nobody is signed in on this telephone, or was too long ago.
export async function holder() {
  const found = await read("safe", (safe) => safe.get("key"));
  if (found && found.until > Date.now()) return found;
  if (found) await lock();
  return null;
}

async function seal(holds, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, holds.key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, data };
}
async function unseal(holds, sealed) {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, holds.key, sealed.data);
  return JSON.parse(new TextDecoder().decode(text));
}

// Ask the portal whether it is there and knows us. "in" brings the token to send with; "out": sign in first; "away".
export async function hello(address, withNames = false) {
  try {
    const answer = await fetch(address + (withNames ? "?names=1" : ""), { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect") return { state: "out" };
    if (!answer.ok) return { state: "away" };
    const told = await answer.json();
    const raw = Uint8Array.from(atob(told.key), (each) => each.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    const holds = { name: "key", key, user: told.user, until: Date.now() + told.hours * 3600000 };
    await write("safe", (safe) => safe.put(holds));
    if (withNames) {
      const sealed = await seal(holds, told.names);
      await write("safe", (safe) => safe.put({ name: "names", user: told.user, ...sealed }));
    }
    return { state: "in", token: told.csrf_token };
  } catch {
    return { state: "away" };
  }
}

// [public id, name] of the partners one may note a visit to.
export async function names() {
  const holds = await holder();
  const sealed = await read("safe", (safe) => safe.get("names"));
  return holds && sealed && sealed.user === holds.user ? unseal(holds, sealed) : [];
}

export async function keepDraft(id, entries, tried = false) {
  const holds = await holder();
  if (!holds) return false;
  const sealed = await seal(holds, entries);
  await write("drafts", (drafts) => drafts.put({ id, user: holds.user, at: Date.now(), tried, ...sealed }));
  return true;
}
export const dropDraft = (id) => write("drafts", (drafts) => drafts.delete(id));

// This colleague's drafts, opened. Another's stay sealed and are not told of.
export async function drafts() {
  const holds = await holder();
  if (!holds) return [];
  const mine = (await read("drafts", (all) => all.getAll())).filter((each) => each.user === holds.user);
  return Promise.all(mine.map(async (each) => ({ id: each.id, at: each.at, tried: each.tried, entries: await unseal(holds, each) })));
}
export const anyDrafts = async () => (await read("drafts", (all) => all.count())) > 0;

// Send what waits, each once: the portal knows a draft by its id. What it asks about stays, with its words.
export async function sendAll(send, helloAt) {
  const there = await hello(helloAt);
  const done = { state: there.state, sent: [], asks: [] };
  if (there.state !== "in") return done;
  for (const draft of await drafts()) {
    try {
      const body = new URLSearchParams([...draft.entries, ["csrf_token", there.token]]);
      const answer = await fetch(send, { method: "POST", body, redirect: "manual" });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (told.saved) {
        await dropDraft(draft.id);
        if (!draft.tried) done.sent.push(told.saved);
      } else {
        done.asks.push({ id: draft.id, why: (told.faults || []).join(" ") });
      }
    } catch {
      done.state = "away";
      break;
    }
  }
  return done;
}

// At sign-out: key and names go, and the form that was kept. Drafts stay sealed until their colleague signs in again.
export async function lock() {
  await write("safe", (safe) => safe.clear());
  await caches.delete(SHELL);
}
export async function discard() {
  for (const draft of await drafts()) await dropDraft(draft.id);
}

// Keep the empty form with its style, fonts and scripts, for when there is no net.
export async function keepShell(address) {
  const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
  if (!answer.ok) return;
  const cache = await caches.open(SHELL);
  const html = await answer.clone().text();
  await cache.put(address, answer);
  const parts = [...html.matchAll(/(?:href|src)="([^"]*\/static\/[^"]+)"/g)].map((found) => found[1]);
  // An address stands for one content: what is kept stays, what an older form needed goes.
  const needed = new Set(parts.map((part) => new URL(part, location).href));
  for (const old of await cache.keys()) if (/\/static\//.test(old.url) && !needed.has(old.url)) await cache.delete(old);
  for (const part of needed) if (!await cache.match(part, { ignoreVary: true })) await cache.add(part).catch(() => {});
  const fonts = parts.find((part) => part.endsWith("fonts.css"));
  const styles = fonts ? await (await cache.match(new URL(fonts, location).href, { ignoreVary: true }))?.text() : "";
  for (const [, font] of (styles || "").matchAll(/url\(["']?([^"')]+)/g)) await cache.add(new URL(font, new URL(fonts, location)).href).catch(() => {});
}
