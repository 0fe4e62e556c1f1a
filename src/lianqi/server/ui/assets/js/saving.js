// A half-filled form (data-saves="its owner") keeps what was typed on the server, a moment after the last key and when
// the page is left. What the server did not take stays on this machine until it does: it is newer, so it comes first.
const OURS = "lianqi-kept:";
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "command_id", "seen", "next", "draft"]);
const PAUSE = 1200;
const AGAIN = 15000;
const timers = new WeakMap();
const store = (() => {
  try {
    return window.localStorage;
  } catch {
    return null; // a browser that forbids it: the server alone keeps it
  }
})();

const address = (form) => new URL(form.getAttribute("action") || window.location.pathname, window.location.href).pathname;
const key = (form) => `${OURS}${form.dataset.saves}:${address(form)}`;
const typed = (form) => [...form.elements].filter((one) => one.name && one.type !== "file" && one.type !== "submit" && !NOT_TYPED.has(one.name));

function fields(form) {
  return typed(form)
    .filter((one) => !/^(checkbox|radio)$/.test(one.type) || one.checked)
    .map((one) => [one.name, one.value]);
}

function tell(form, what) {
  const line = form.querySelector("[data-draft-state]");
  if (!line) return;
  const now = new Date();
  const clock = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
  line.textContent = what === "kept" ? `${line.dataset.kept} ${clock}` : line.dataset[what];
}

function here(form) {
  try {
    store.setItem(key(form), JSON.stringify(fields(form)));
  } catch {
    // full, or forbidden: what stands on the page is still there
  }
}

async function keep(form, leaving) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (form.dataset.sent) return;
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  body.set("draft", "keep");
  try {
    const answer = await fetch(address(form), { method: "POST", body, keepalive: leaving, redirect: "manual" });
    if (answer.status !== 204) throw answer;
    if (store) store.removeItem(key(form));
    tell(form, "kept");
    form.dispatchEvent(new CustomEvent("lq:kept", { bubbles: true }));
  } catch (failure) {
    if (leaving) return;
    // A redirect leads to the sign-in page: it is not followed, so it has no status.
    tell(form, failure instanceof Response && [0, 403].includes(failure.status) ? "out" : "here");
    timers.set(form, setTimeout(() => keep(form, false), AGAIN));
  }
}

function later(form) {
  here(form);
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form, false), PAUSE));
}

function restore(form) {
  const left = store && store.getItem(key(form));
  // What the server sent back with a reason is what was typed last.
  if (!left || form.querySelector("[aria-invalid=true]") || form.parentElement.querySelector("[role=alert]")) return;
  const said = JSON.parse(left);
  for (const one of typed(form)) {
    const values = said.filter(([name]) => name === one.name).map(([, value]) => value);
    if (/^(checkbox|radio)$/.test(one.type)) one.checked = values.includes(one.value);
    else if (values.length) one.value = values[0];
  }
  const first = typed(form)[0];
  if (first) first.dispatchEvent(new Event("change", { bubbles: true }));
  later(form);
}

function begin(root) {
  for (const sent of root.querySelectorAll("[data-saved-here]")) if (store) store.removeItem(OURS + sent.dataset.savedHere);
  for (const form of root.querySelectorAll("form[data-saves]")) restore(form);
}

async function empty(form) {
  if (store) store.removeItem(key(form));
  const body = new URLSearchParams({ draft: "drop", csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  await fetch(address(form), { method: "POST", body });
  form.dispatchEvent(new CustomEvent("lq:kept", { bubbles: true }));
  for (const one of typed(form)) {
    if (/^(checkbox|radio)$/.test(one.type)) one.checked = false;
    else if (one.tagName !== "SELECT") one.value = "";
    else one.selectedIndex = 0;
  }
  const told = form.parentElement.querySelector(".kept");
  if (told) told.remove();
}

export function saving() {
  begin(document);
  document.addEventListener("htmx:afterSwap", (event) => begin(event.target));
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = event.isTrusted && event.target.form;
      if (form && "saves" in form.dataset) later(form);
    });
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("saves" in form.dataset)) return;
    here(form);
    clearTimeout(timers.get(form));
    timers.delete(form);
  });
  // Sent through htmx and taken: the page that follows is another one.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    if (form.dataset && "saves" in form.dataset && store && event.detail.xhr.status === 204) store.removeItem(key(form));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const form of document.querySelectorAll("form[data-saves]")) if (timers.has(form)) keep(form, true);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-empties]");
    if (button) empty(button.closest(".step-here, .card-box, main").querySelector("form[data-saves]"));
  });
}
