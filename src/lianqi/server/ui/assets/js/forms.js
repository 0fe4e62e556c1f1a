// A second click on "send" is the same click; leaving a half-filled form is asked about; a filter is sent when it is
// changed; a button that may not be pressed says why when it is tapped.
let changed = false;

export function forms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset.sent) return event.preventDefault();
    changed = false;
    if (form.method === "get") return;
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
  });
  // Back from the next page, from memory: the form can be sent again (the command's id tells the server it is the same).
  window.addEventListener("pageshow", release);
  document.addEventListener("htmx:afterRequest", release);
  document.addEventListener("input", (event) => {
    if (event.target.form && event.target.form.hasAttribute("data-keep")) changed = true;
  });
  // What the server keeps is not lost by leaving.
  document.addEventListener("lq:kept", () => (changed = false));
  // A dialog that was closed on purpose is left without another question.
  document.addEventListener("close", () => (changed = false), true);
  window.addEventListener("beforeunload", (event) => {
    if (!changed) return;
    event.preventDefault();
    event.returnValue = "";
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-send-on-change")) form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[aria-disabled=true]");
    if (button) event.preventDefault();
  });
}

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}
