// Answers for the form when there is no net: with the empty form that was kept, its style and its scripts. It keeps
// nothing by itself and sees no page but the form's.
const SHELL = "visit-shell";
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (address) => (await (await caches.open(SHELL)).match(address, { ignoreVary: true })) || Response.error();

// The page itself where it comes in time, else the form that was kept.
async function page(request) {
  const shell = new URL("log/shell", self.location).href;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer && answer.status < 502) return answer;
  } catch {
    // No net.
  }
  return kept(shell);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (/\/(static|fonts)\//.test(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => kept(request.url)));
});
