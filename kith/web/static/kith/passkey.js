// Passkeys: a button asks the server for a question, hands it to the browser, and sends the answer with its form.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const read = (asked) => {
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const one of [...(asked.excludeCredentials || []), ...(asked.allowCredentials || [])]) one.id = bytes(one.id);
    return asked;
  };
  const answer = (made) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[part]) response[part] = text(made.response[part]);
    }
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
  };
  const ask = async (button) => {
    const form = button.form, whose = button.dataset.passkey;
    const body = new URLSearchParams({ whose, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const asked = await fetch(button.dataset.ask, { method: "POST", body, redirect: "error", headers: { "HX-Request": "true" } });
    if (!asked.ok) { location.reload(); return; }
    const publicKey = read(JSON.parse(await asked.text()).publicKey);
    const made = await (whose === "new" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "credential", value: answer(made) });
    form.append(field);
    form.noValidate = true;
    form.requestSubmit(button);
  };
  const said = (button, words) => { const place = button.form.querySelector("[data-passkey-said]"); if (place) place.textContent = words; };
  // Forms put into a page later, such as the one over a page that was still for too long, are heard here too.
  document.addEventListener("click", (e) => {
    const button = e.target.closest("button[data-passkey]");
    if (!button || button.form.elements.credential) return;
    e.preventDefault();
    said(button, "");
    ask(button).catch(() => said(button, "No passkey was used. Try again, or use the other way."));
  });
  if (window.PublicKeyCredential) document.documentElement.classList.add("has-passkeys");
})();
