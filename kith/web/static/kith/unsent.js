// What is typed without a connection, and how it comes in again. It is sealed to the controller's public key (P-256 and
// AES-GCM): this device can seal it and cannot open it. Kept for three days at the most, sent once, then gone from here.
(() => {
  "use strict";
  const KEPT = 72 * 3600 * 1000, NAME = "kith-unsent";
  const WORDS = "No connection, and this has not been sent. It is locked on this device, which cannot read it, and is your draft again when you next open Kith here, within three days. Press Send then.";
  if (!window.crypto || !crypto.subtle || !window.indexedDB) return;

  // One place, one row for each form: its number, and what it was sealed as.
  const opened = () => new Promise((done, failed) => {
    const ask = indexedDB.open(NAME, 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("sealed", { keyPath: "token" });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => failed(ask.error);
  });
  const within = async (mode, what) => {
    const db = await opened();
    try {
      return await new Promise((done, failed) => {
        const all = db.transaction("sealed", mode), asked = what(all.objectStore("sealed"));
        all.oncomplete = () => done(asked && asked.result);
        all.onabort = all.onerror = () => failed(all.error);
      });
    } finally { db.close(); }
  };
  const is = async () => (await indexedDB.databases()).some((one) => one.name === NAME);
  const rows = async () => ((await is()) ? within("readonly", (s) => s.getAll()) : []);
  const forget = async (token) => {
    if (!(await is())) return;
    await within("readwrite", (s) => s.delete(token));
    if (!(await rows()).length) indexedDB.deleteDatabase(NAME);
  };

  const bytes = (text) => new TextEncoder().encode(text);
  const from16 = (text) => Uint8Array.from(text.match(/../g), (two) => parseInt(two, 16));
  const as64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""));
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const seal = async (to, token, said) => {
    const at = Date.now(), bound = bytes(`kith unsent 1\n${to.sealController}\n${to.sealPair}\n${token}\n${at}`);
    const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    const theirs = await crypto.subtle.importKey("raw", from16(to.sealKey), CURVE, false, []);
    const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
    const shown = await crypto.subtle.exportKey("raw", own.publicKey);
    const from = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: shown, info: bound };
    const key = await crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const words = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: bound }, key, bytes(JSON.stringify(said)));
    const row = { token, at, controller: to.sealController, pair: to.sealPair, shown: as64(shown), nonce: as64(nonce), words: as64(words) };
    await within("readwrite", (s) => s.put(row));
  };

  // A form that keeps what is typed on the server, while it cannot: sealed after each try.
  const own = (form) => form && form.dataset && form.dataset.sealKey && form.dataset.sealToken;
  const fields = (form) => Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken"));
  document.addEventListener("kith-unsaved", async (e) => {
    const form = e.detail;
    if (!own(form)) return;
    await seal(form.dataset, form.dataset.sealToken, { post: form.dataset.writer, given: fields(form) });
    form.dataset.sealed = WORDS;
    const said = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
    if (said && said.textContent !== WORDS) said.textContent = WORDS;
  });
  document.addEventListener("kith-saved", (e) => {
    if (!own(e.detail)) return;
    delete e.detail.dataset.sealed;
    forget(e.detail.dataset.sealToken);
  });

  // The empty form of a moment without any connection: sealed while it is typed, under a number of its own.
  document.querySelectorAll("form[data-seals]").forEach((form) => {
    const said = form.querySelector("[data-saved]"), address = form.elements.email;
    let token = crypto.randomUUID(), timer = 0;
    said.textContent = said.dataset.words;
    const keep = async () => {
      clearTimeout(timer);
      if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address.value.trim())) { said.textContent = "Write your e-mail address first: nothing is kept without it."; return false; }
      const { email, ...given } = fields(form);
      await seal(form.dataset, token, { email, given });
      said.textContent = `Locked on this device at ${new Date().toTimeString().slice(0, 5)}`;
      return true;
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 1000); });
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      if (!(await keep())) { address.focus(); return; }
      form.reset(); token = crypto.randomUUID();
      said.textContent = "It is locked on this device and the page is clear. Sign in here within three days: it is your draft then, and you send it.";
      said.setAttribute("tabindex", "-1"); said.focus();
    });
  });

  // What is said of something that lay here, on whatever page is open.
  const tell = (note) => note && document.querySelector("main").prepend(note);
  const gone = (one) => {
    const note = document.createElement("div"), said = document.createElement("p");
    const day = new Date(one.at).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
    said.textContent = `Something typed here without a connection on ${day} did not come in within three days and is gone. If it was yours, write it again.`;
    note.className = "k-note k-due k-noprint"; note.setAttribute("role", "status"); note.append(said);
    return note;
  };

  // Coming back: whatever lies here goes in once. Whose words they are is for the server to say; not theirs, it stays.
  // What is too old goes, and that it goes is said: to whoever is here, so nothing of what it was.
  const come = async (address) => {
    const fresh = (await rows()).filter((one) => one.at > Date.now() - KEPT);
    for (const old of await rows()) if (old.at <= Date.now() - KEPT) { tell(gone(old)); await forget(old.token); }
    if (!fresh.length) return;
    const page = new DOMParser().parseFromString(await fetch(address, { redirect: "error" }).then((a) => a.text()), "text/html");
    const proof = page.querySelector("input[name=csrfmiddlewaretoken]");
    for (const one of fresh) {
      const body = new FormData();
      Object.entries(one).forEach(([name, value]) => body.set(name, value));
      body.set("csrfmiddlewaretoken", proof.value);
      const answer = await fetch(address, { method: "POST", body, redirect: "error" });
      if (![201, 409, 410, 413].includes(answer.status)) continue;
      if ([201, 410].includes(answer.status)) await forget(one.token);
      tell(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[role=status]"));
    }
  };
  const address = document.body.dataset.unsent;
  if (!address) return;
  const here = () => come(address).catch(() => {});
  addEventListener("online", here);
  // A form that is open brings in its own words itself.
  if (!document.querySelector("form[data-seal-token]")) here();
  if (navigator.serviceWorker) navigator.serviceWorker.register(document.body.dataset.worker).catch(() => {});
})();
