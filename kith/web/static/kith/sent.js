// What answers a form that was sent stands in the browser's history as something to be sent again: going back to it would
// fail, loading it anew would do it twice. It stands there as the page the form was on. Without scripts it stays as it was.
(() => {
  const at = (address) => address.pathname.startsWith("/sign-in/");
  if (document.documentElement.hasAttribute("data-sent")) {
    const from = document.referrer ? new URL(document.referrer) : location;
    const there = from.origin === location.origin && at(from) === at(location) ? from.href : location.href;
    document.querySelectorAll("form:not([action])").forEach((form) => { form.action = location.href; });
    history.replaceState(null, "", there);
  }
  // What does no harm when it is done twice goes on by itself after the proof; without scripts its button is pressed.
  document.querySelectorAll("form[data-at-once]").forEach((form) => form.requestSubmit());
})();
