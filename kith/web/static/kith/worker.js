// Where nothing can be reached, the empty form stands in for the page that was asked for. Nothing else is kept, and what
// is kept names nobody: the form, what it looks like, and what seals it.
const KEPT = "kith-empty-form", FORM = location.search.slice(1);

const fetched = async () => {
  const answer = await fetch(FORM, { redirect: "error" });
  if (!answer.ok) return;
  const parts = [...(await answer.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((one) => one[1]);
  const kept = await caches.open(KEPT);
  await kept.addAll(parts);
  await kept.put(FORM, answer);
};

self.addEventListener("install", (e) => { self.skipWaiting(); e.waitUntil(fetched().catch(() => {})); });
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (e) => {
  const request = e.request, isPart = new URL(request.url).pathname.startsWith("/static/");
  if (request.method !== "GET" || (request.mode !== "navigate" && !isPart)) return;
  e.respondWith(fetch(request).catch(async (lost) => {
    const kept = await caches.match(isPart ? request : FORM);
    if (kept) return kept;
    throw lost;
  }));
});
