// Kith's own few extras. Every page works without them.
(() => {
  "use strict";
  const all = (what, from = document) => [...from.querySelectorAll(what)];

  // Hide the screen: the button, or Escape twice. The page stays as it was behind a plain sheet.
  const root = document.documentElement;
  const sheet = document.createElement("div");
  sheet.className = "k-away";
  sheet.innerHTML = '<button type="button" class="k-btn k-btn--big">Show the page again</button>';
  document.body.append(sheet);
  let before = null;
  const hide = () => { before = document.activeElement; root.classList.add("is-away"); sheet.firstChild.focus(); };
  const show = () => { root.classList.remove("is-away"); if (before) before.focus(); };
  sheet.firstChild.addEventListener("click", show);
  all("[data-hide]").forEach((b) => { b.hidden = false; b.addEventListener("click", hide); });
  let lastEscape = -Infinity; // not 0: time begins with the page, and the first key may come within its first moments
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || root.classList.contains("is-away")) return;
    if (e.timeStamp - lastEscape < 600) hide();
    lastEscape = e.timeStamp;
  });

  // The further places of the bar close when somebody goes on elsewhere; Escape goes back to their word.
  all(".k-more").forEach((more) => {
    const close = () => { more.open = false; };
    more.addEventListener("focusout", (e) => { if (e.relatedTarget && !more.contains(e.relatedTarget)) close(); });
    document.addEventListener("click", (e) => { if (!more.contains(e.target)) close(); });
    more.addEventListener("keydown", (e) => { if (e.key === "Escape" && more.open) { close(); more.firstElementChild.focus(); } });
  });

  // The list of what needs another look is read out first.
  all("[data-focus]").slice(0, 1).forEach((e) => e.focus());

  // Drafts: sent a second after the last key, two seconds after the first at the latest, and when the page is left.
  // The saved time comes from the server. A button goes ahead only once the words are safe: signed out in another tab or
  // without a connection they stay on the page, which says so, and nowhere else in the browser where it could be read (`unsent.js`).
  const [PAUSE, LONGEST, AGAIN, PATIENCE] = [1000, 2000, 5000, 15000]; // milliseconds
  const WHY = {
    locked: "Your password is asked for when you go on. What you typed stays here.",
    out: "You are signed out, and this is not saved and not sent. Sign in in another tab, then come back and send it: what you typed stays on this page.",
    other: "Somebody else has signed in, and this is not saved. Sign in as yourself in another tab: what you typed stays on this page.",
    offline: "No connection, and this is not saved. Keep this page open: what you type stays on it and is saved as soon as the connection is back.",
  };
  all("form[data-draft]").forEach((form) => {
    const said = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
    // The way back in, beside the sentence that says why it is needed: in a tab of its own, so that this page stays.
    const door = document.createElement("a");
    Object.assign(door, { className: "k-btn", textContent: "Sign in", href: document.body.dataset.again || "/sign-in/", target: "_blank" });
    const say = (words, wrong = "") => {
      if (!said) return;
      said.textContent = words;
      said.classList.toggle("k-error", wrong !== "");
      if (wrong === "out") said.after(door); else door.remove();
    };
    if (said) say(said.dataset.words);
    let timer = 0, first = 0, dirty = false, sending = false, why = "", goes = false;
    const tell = (what) => document.dispatchEvent(new CustomEvent(what, { detail: form }));
    const post = (leaving) => {
      const edit = form.elements["draft.edit"];
      if (edit) edit.value = Number(edit.value) + 1;
      const how = leaving ? { keepalive: true } : { signal: AbortSignal.timeout(PATIENCE) };
      return fetch(form.dataset.draft, { method: "POST", body: new FormData(form), redirect: "manual", ...how });
    };
    // After signing in again the page's own proof is old: take the new one, if it is the same writer's.
    const renew = async () => {
      const fresh = await fetch(form.dataset.fresh, { redirect: "manual" }).then((a) => (a.ok ? a.text() : ""));
      const other = new DOMParser().parseFromString(fresh, "text/html").querySelector("form[data-draft]");
      if (!other) throw new Error("out");
      if (other.dataset.writer !== form.dataset.writer) throw new Error("other");
      form.elements.csrfmiddlewaretoken.value = other.elements.csrfmiddlewaretoken.value;
    };
    const save = async (leaving) => {
      clearTimeout(timer); timer = 0;
      // What is on its way when the page is left would be cut off: it is sent once more.
      if (leaving ? !dirty && !sending : !dirty || sending) return;
      dirty = false; first = 0; sending = true; why = "";
      try {
        let answer = await post(leaving);
        if (answer.status === 403) { await renew(); answer = await post(leaving); }
        if (answer.ok || [409, 413].includes(answer.status)) { say(await answer.text()); tell("kith-saved"); }
        else throw new Error(answer.headers.get("Kith-Session") || "not saved");
      } catch (problem) {
        dirty = true;
        why = navigator.onLine && !(problem instanceof TypeError) ? problem.message : "offline";
        if (why === "locked" && !goes) document.dispatchEvent(new Event("kith-locked"));
        say(form.dataset.sealed || WHY[why] || "Not saved yet. Trying again in 5 seconds.", why === "locked" ? "" : why);
        if (why === "offline") tell("kith-unsaved");
        timer = setTimeout(save, AGAIN);
      }
      sending = false;
      if (dirty && !timer) timer = setTimeout(save, PAUSE);
    };
    const later = () => {
      const now = Date.now();
      dirty = true; first = first || now;
      if (!navigator.onLine) say(form.dataset.sealed || WHY.offline);
      clearTimeout(timer); timer = setTimeout(save, Math.max(0, Math.min(PAUSE, first + LONGEST - now)));
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    addEventListener("offline", () => { why = "offline"; say(WHY.offline); });
    addEventListener("online", () => { if (dirty) save(); else { why = ""; say("The connection is back. Everything is saved."); } });
    addEventListener("beforeunload", (e) => { if (dirty && why && why !== "locked" && !goes && !form.dataset.sealed) e.preventDefault(); });
    form.addEventListener("submit", async (e) => {
      if (goes) return;
      e.preventDefault();
      const button = e.submitter;
      while (sending) await new Promise((done) => setTimeout(done, 50));
      dirty = true;
      await save();
      clearTimeout(timer);
      if (why && why !== "locked") {
        if (said) { said.setAttribute("tabindex", "-1"); said.focus(); }
        timer = setTimeout(save, AGAIN);
        return;
      }
      if (goes) return;
      dirty = false; goes = true;
      form.requestSubmit(button);
    });
    addEventListener("pageshow", () => { goes = false; });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !goes) save(true); else if (dirty && why) save(); });
  });

  // What makes a secret goes once: a second click would lead past the only page on which it stands.
  all("form[data-once]").forEach((form) => {
    let goes = false;
    form.addEventListener("submit", (e) => {
      if (goes) e.preventDefault();
      goes = true;
      all("button", form).forEach((b) => b.setAttribute("aria-disabled", "true"));
    });
    addEventListener("pageshow", () => { goes = false; all("button", form).forEach((b) => b.removeAttribute("aria-disabled")); });
  });

  // Questions that are asked only when another was answered so. The condition is the area's own, as data.
  const valueOf = (form, name) => {
    const found = form.elements[name];
    if (!found) return null;
    const value = found.value ?? "";
    return value === "yes" ? true : value === "no" ? false : value;
  };
  const holds = (c, get) => {
    const [kind, of] = Object.entries(c)[0];
    switch (kind) {
      case "is": return get(of[0]) === of[1];
      case "in": return of[1].includes(get(of[0]));
      case "answered": return ![null, ""].includes(get(of));
      case "before": return !!get(of[0]) && get(of[0]) < of[1];
      case "more_than": return !!get(of[0]) && Number(get(of[0])) > of[1];
      case "all": return of.every((one) => holds(one, get));
      case "any": return of.some((one) => holds(one, get));
      case "not": return !holds(of, get);
    }
    return true;
  };
  const namesIn = (c) => {
    const [kind, of] = Object.entries(c)[0];
    if (kind === "all" || kind === "any") return of.flatMap(namesIn);
    return kind === "not" ? namesIn(of) : kind === "answered" ? [of] : [of[0]];
  };
  all("form").filter((f) => f.querySelector("[data-asked-when]")).forEach((form) => {
    // What was answered on another page is settled there: only what this form asks shows and hides.
    const here = ([, c, prefix]) => namesIn(c).some((name) => form.elements[prefix + name]);
    const asks = all("[data-asked-when]", form).map((e) => [e, JSON.parse(e.dataset.askedWhen), e.dataset.prefix || ""]).filter(here);
    const settle = () => asks.forEach(([e, c, prefix]) => { e.hidden = !holds(c, (name) => valueOf(form, prefix + name)); });
    form.addEventListener("change", settle);
    settle();
  });

  // The body map answers the list: a pin for each place chosen. Tapping the figure fills the first free place.
  const NS = "http://www.w3.org/2000/svg";
  const draw = (name, attributes, words = "") => {
    const e = document.createElementNS(NS, name);
    Object.entries(attributes).forEach(([k, v]) => e.setAttribute(k, v));
    e.textContent = words;
    return e;
  };
  all("[data-body]").forEach((body) => {
    const lists = () => all("select[data-site]", body);
    const parts = all("[data-sites]", body);
    const settle = () => {
      all("g[data-pins]", body).forEach((g) => g.replaceChildren());
      parts.forEach((part) => part.classList.remove("is-on"));
      lists().forEach((list, i) => {
        const part = list.value && parts.find((p) => p.dataset.sites.split(" ").includes(list.value));
        if (!part) return;
        const here = Number(part.dataset.pins || 0), x = Number(part.dataset.x), y = Number(part.dataset.y) + 16 * here;
        part.dataset.pins = here + 1;
        part.classList.add("is-on");
        part.closest("svg").querySelector("g[data-pins]").append(
          draw("circle", { class: "k-pin", cx: x, cy: y, r: 9 }), draw("text", { class: "k-pin-t", x, y: y + 4 }, String(i + 1)));
      });
      parts.forEach((part) => { delete part.dataset.pins; });
    };
    body.addEventListener("change", settle);
    parts.forEach((part) => part.addEventListener("click", () => {
      const free = lists().find((list) => !list.value);
      if (!free) return;
      free.value = part.dataset.sites.split(" ")[0];
      free.dispatchEvent(new Event("change", { bubbles: true }));
      free.focus();
    }));
    settle();
  });

  // What goes about a child is ticked and cleared with the child.
  all("input[data-follows]").forEach((box) => {
    const child = box.form.elements[box.dataset.follows];
    child.addEventListener("change", () => { box.checked = child.checked; });
  });

  // Keys for a decision (s, d, l): heard only while the form itself holds the focus.
  all("form[data-keys]").forEach((form) => {
    form.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.altKey || e.metaKey || e.target.matches("input[type=text], textarea, select")) return;
      const chosen = form.querySelector(`input[data-key="${CSS.escape(e.key.toLowerCase())}"]`);
      if (chosen) { chosen.checked = true; chosen.focus(); }
      if (e.key === "Enter" && !e.target.matches("button, a")) { e.preventDefault(); form.requestSubmit(); }
    });
    form.focus();
  });

  // Work that goes on beside the page: asked after until it ends, then the page is fetched again. A small list is done
  // before the first look; what takes longer is looked at less often, and after some half an hour not any more.
  all("[data-progress]").forEach((part) => {
    let wait = 150, left = 900;
    const look = async () => {
      const answer = await fetch(part.dataset.progress, { redirect: "error" }).catch(() => null);
      if (answer && answer.status === 204) { location.reload(); return; }
      if (answer && answer.ok) { const said = await answer.text(); if (said.trim() !== part.innerHTML.trim()) part.innerHTML = said; }
      wait = Math.min(wait * 1.5, 2000);
      if (left-- > 0) setTimeout(look, wait);
    };
    setTimeout(look, wait);
  });

  // A page the gate let out for paper opens the print window by itself.
  if (document.querySelector("[data-print]")) window.print();

  // Two minutes before the time-out a notice says so. When it is there the password is asked for over the page, which
  // stays as it is: what was typed is still there. What is asked, and why it is refused, is the page of the door itself.
  const idle = Number(document.body.dataset.idle || 0);
  if (idle) {
    let due = 0, over = 0, notice = null, dialog = null;
    const ask = (more = {}) => fetch(document.body.dataset.again, { headers: { "HX-Request": "true" }, redirect: "error", ...more });
    const take = async (answer) => {
      const form = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!form) return;
      dialog.replaceChildren(...form.childNodes);
      dialog.querySelector("input[type=password]").focus();
    };
    const close = () => { if (dialog) dialog.remove(); dialog = null; again(); };
    const send = async (e) => {
      e.preventDefault();
      const answer = await ask({ method: "POST", body: new FormData(e.target) }).catch(() => null);
      if (!answer) return;
      if (answer.status === 204) close();
      else if (answer.status === 410) location.reload();
      else take(answer);
    };
    const lock = async () => {
      if (dialog) return;
      const answer = await ask().catch(() => null);
      if (dialog || (answer && answer.status === 410)) return;
      if (!answer || !answer.ok || answer.status === 204) { again(); return; }
      if (notice) notice.remove();
      dialog = document.createElement("dialog");
      dialog.className = "k-again";
      dialog.setAttribute("aria-label", "Sign in again");
      dialog.addEventListener("cancel", (e) => e.preventDefault());
      dialog.addEventListener("submit", send);
      document.body.append(dialog);
      dialog.showModal();
      take(answer);
    };
    const warn = () => {
      const at = new Date(Date.now() + 120000).toTimeString().slice(0, 5);
      notice = document.createElement("section");
      notice.className = "k-note k-info k-time-out";
      notice.setAttribute("role", "status");
      notice.innerHTML = '<div><h2 class="k-h3"></h2><p>Because this page has been still for a while. Your draft is saved either way.</p><p class="k-gap-t2"><button type="button" class="k-btn">Stay signed in</button></p></div>';
      notice.querySelector("h2").textContent = `You will be asked for your password at ${at}`;
      notice.querySelector("button").addEventListener("click", async () => {
        const answer = await fetch(document.body.dataset.stay, { redirect: "error" }).catch(() => null);
        if (answer && answer.ok) again();
      });
      document.body.append(notice);
    };
    const again = () => {
      clearTimeout(due); clearTimeout(over);
      if (notice) notice.remove();
      due = setTimeout(warn, Math.max(idle - 120, 30) * 1000);
      over = setTimeout(lock, idle * 1000);
    };
    // A draft that was saved is work; one that was not, because the session is locked, asks at once.
    document.addEventListener("kith-saved", again);
    document.addEventListener("kith-locked", lock);
    again();
  }

  // Files can be dropped anywhere on a form that takes some; without this its own field takes them.
  for (const form of document.querySelectorAll("[data-drop]")) {
    const field = form.querySelector("input[type=file]");
    const over = (is) => form.classList.toggle("k-dropping", is);
    form.addEventListener("dragover", (e) => { e.preventDefault(); over(true); });
    form.addEventListener("dragleave", () => over(false));
    form.addEventListener("drop", (e) => { e.preventDefault(); over(false); field.files = e.dataTransfer.files; field.focus(); });
  }
})();
