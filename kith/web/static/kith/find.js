// Finding somebody while typing, and the palette. Every page works without them.
(() => {
  "use strict";
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const PAUSE = 400, FEWEST = 2; // milliseconds without a key before it is asked; letters before that
  let lists = 0;

  // Whoever pauses is shown the first who fit. Each answer is a look, and a line in the ledger, so what is on its way to
  // being typed is not asked for. Words go in the body of a request, never into an address, and stay nowhere.
  const enhance = (form, places = []) => {
    const input = form.elements.words, id = `found-while-typing-${++lists}`;
    const list = document.createElement("ul"), said = document.createElement("p");
    list.id = id;
    list.className = "k-typing k-plain";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Found while you type");
    said.className = "k-meta";
    said.setAttribute("role", "status");
    input.closest(".k-field").append(list, said);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off",
    })) input.setAttribute(name, value);

    let timer = 0, asked = "", waiting = null, at = -1;
    const options = () => all("[role=option]", list);
    const choose = (n) => {
      at = n;
      options().forEach((one, i) => {
        one.id = `${id}-${i}`;
        one.setAttribute("aria-selected", String(i === n));
        if (i === n) one.scrollIntoView({ block: "nearest" });
      });
      if (n < 0) input.removeAttribute("aria-activedescendant"); else input.setAttribute("aria-activedescendant", `${id}-${n}`);
    };
    const open = (is) => { list.hidden = !is; input.setAttribute("aria-expanded", String(is)); if (!is) choose(-1); };
    const goesTo = (words) => places.filter((one) => words && one.firstChild.textContent.toLowerCase().includes(words.toLowerCase()));
    const show = (html) => {
      list.innerHTML = html;
      const found = list.querySelector("[data-said]");
      said.textContent = found ? found.dataset.said : "";
      if (found) found.remove();
      goesTo(input.value.trim()).reverse().forEach((place) => {
        const one = document.createElement("li"), link = document.createElement("a");
        one.setAttribute("role", "none");
        link.setAttribute("role", "option");
        link.href = place.href;
        link.tabIndex = -1;
        link.textContent = `Go to ${place.firstChild.textContent}`;
        one.append(link);
        list.prepend(one);
      });
      open(options().length > 0);
      choose(-1);
    };
    const ask = async () => {
      const words = input.value.trim();
      if (words === asked) return;
      asked = words;
      if (waiting) waiting.abort();
      if (words.length < FEWEST) { show(""); return; }
      waiting = new AbortController();
      const body = new FormData(form);
      const answer = await fetch(form.dataset.find, { method: "POST", body, redirect: "error", signal: waiting.signal }).catch(() => null);
      if (answer && answer.ok && words === input.value.trim()) show(await answer.text());
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
    input.addEventListener("keydown", (e) => {
      const here = options(), step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (step && here.length && !list.hidden) { e.preventDefault(); choose((at + step + here.length + (at < 0 && step < 0 ? 1 : 0)) % here.length); }
      else if (e.key === "Enter" && at >= 0 && here[at]) { e.preventDefault(); here[at].click(); }
      else if (e.key === "Escape" && !list.hidden) { e.preventDefault(); e.stopPropagation(); open(false); }
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  };
  all("form[data-find]").forEach((form) => enhance(form));

  // The palette: Ctrl and K (Cmd on a Mac) or a slash. It is the form of its own page, fetched when it is first asked for,
  // and knows the places of the bar.
  const address = document.body.dataset.palette;
  if (address) {
    let opening = false;
    const open = async () => {
      if (opening || document.querySelector("dialog[open]")) return;
      opening = true;
      const answer = await fetch(address, { redirect: "error" }).catch(() => null);
      const page = answer && answer.ok ? await answer.text() : "";
      const form = new DOMParser().parseFromString(page, "text/html").querySelector("form[data-find]");
      opening = false;
      if (!form) { location.assign(address); return; }
      const dialog = document.createElement("dialog"), before = document.activeElement;
      dialog.className = "k-palette";
      dialog.setAttribute("aria-label", "Find a person or a place");
      dialog.append(document.adoptNode(form));
      dialog.addEventListener("close", () => { dialog.remove(); before.focus(); });
      dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
      document.body.append(dialog);
      dialog.showModal();
      enhance(form, all("nav[aria-label=Main]").slice(0, 1).flatMap((bar) => all("a", bar)));
      form.elements.words.focus();
    };
    document.addEventListener("keydown", (e) => {
      if (document.documentElement.classList.contains("is-away")) return;
      const typing = e.target.closest("input, textarea, select, [contenteditable]");
      const named = (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === "k";
      const slash = e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey && "slash" in document.body.dataset;
      if (named || slash) { e.preventDefault(); open(); }
    });
  }

  // A picker inside a form: whoever pauses is shown who its button would find, in its place on the page.
  all("input[data-look]").forEach((input) => {
    const form = input.form;
    let timer = 0, asked = input.value.trim();
    const look = async () => {
      const words = input.value.trim();
      if (words === asked || words.length < FEWEST) return;
      asked = words;
      const body = new FormData(form);
      body.set("do", "look");
      const answer = await fetch(input.dataset.look || form.action, { method: "POST", body, redirect: "error" }).catch(() => null);
      if (!answer || !answer.ok || words !== input.value.trim()) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-found]");
      const found = form.querySelector("[data-found]");
      if (fresh && found) found.replaceChildren(...fresh.childNodes);
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
  });
})();
