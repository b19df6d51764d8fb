// The visits that wait on this phone. Drafts and names are encrypted (AES-GCM) with a key that the portal gives to whoever
// is signed in; it is stored as non-extractable and deleted at sign-out. What is left then cannot be read.
const SHELL = "visit-shell";
const PATIENCE = 8000;

export const supported = () => isSecureContext && "indexedDB" in window && "caches" in window && crypto.subtle !== undefined;

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

// The key and its user; null where nobody is signed in on this phone, or the key has expired.
export async function currentKey() {
  const found = await read("safe", (safe) => safe.get("key"));
  if (found && found.until > Date.now()) return found;
  if (found) await clearKey();
  return null;
}

async function encrypt(holder, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, holder.key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, data };
}
async function decrypt(holder, sealed) {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, holder.key, sealed.data);
  return JSON.parse(new TextDecoder().decode(text));
}

// Ask the portal for a key. State "in" comes with a CSRF token to send with; "out": sign in first; "away": no connection.
export async function connect(address, withNames = false) {
  try {
    const answer = await fetch(address + (withNames ? "?names=1" : ""), { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect") return { state: "out" };
    if (!answer.ok) return { state: "away" };
    const answerData = await answer.json();
    const raw = Uint8Array.from(atob(answerData.key), (each) => each.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    const holder = { name: "key", key, user: answerData.user, until: Date.now() + answerData.hours * 3600000 };
    await write("safe", (safe) => safe.put(holder));
    if (withNames) {
      const sealed = await encrypt(holder, answerData.names);
      await write("safe", (safe) => safe.put({ name: "names", user: answerData.user, ...sealed }));
    }
    return { state: "in", token: answerData.csrf_token };
  } catch {
    return { state: "away" };
  }
}

// [public id, name] of the partners one may note a visit to.
export async function names() {
  const holder = await currentKey();
  const sealed = await read("safe", (safe) => safe.get("names"));
  return holder && sealed && sealed.user === holder.user ? decrypt(holder, sealed) : [];
}

export async function saveDraft(id, entries, tried = false) {
  const holder = await currentKey();
  if (!holder) return false;
  const sealed = await encrypt(holder, entries);
  await write("drafts", (drafts) => drafts.put({ id, user: holder.user, at: Date.now(), tried, ...sealed }));
  return true;
}
export const deleteDraft = (id) => write("drafts", (drafts) => drafts.delete(id));

// This colleague's drafts, decrypted. Another's stay encrypted and are left out.
export async function drafts() {
  const holder = await currentKey();
  if (!holder) return [];
  const mine = (await read("drafts", (all) => all.getAll())).filter((each) => each.user === holder.user);
  return Promise.all(mine.map(async (each) => ({ id: each.id, at: each.at, tried: each.tried, entries: await decrypt(holder, each) })));
}
export const anyDrafts = async () => (await read("drafts", (all) => all.count())) > 0;

// Send what waits, each once: the portal knows a draft by its id. What it refuses stays, with the reason.
export async function sendAll(send, sessionAddress) {
  const session = await connect(sessionAddress);
  const done = { state: session.state, sent: [], asks: [] };
  if (session.state !== "in") return done;
  for (const draft of await drafts()) {
    try {
      const body = new URLSearchParams([...draft.entries, ["csrf_token", session.token]]);
      const answer = await fetch(send, { method: "POST", body, redirect: "manual" });
      if (answer.status === 503) throw new Error("cannot save now");
      const answerData = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answerData.saved) {
        await deleteDraft(draft.id);
        if (!draft.tried) done.sent.push(answerData.saved);
      } else {
        done.asks.push({ id: draft.id, why: (answerData.faults || []).join(" ") });
      }
    } catch {
      done.state = "away";
      break;
    }
  }
  return done;
}

// At sign-out: delete key, names and the cached form. Drafts stay encrypted until their colleague signs in again.
export async function clearKey() {
  await write("safe", (safe) => safe.clear());
  await caches.delete(SHELL);
}
export async function discard() {
  for (const draft of await drafts()) await deleteDraft(draft.id);
}

// Cache the empty form with its style, fonts and scripts, for when there is no connection.
export async function cacheShell(address) {
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
