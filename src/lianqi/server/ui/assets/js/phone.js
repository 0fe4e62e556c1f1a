// A contact's phone. What was typed stays on it until it was sent: a lost connection or a closed page loses nothing, and
// the draft keeps the command's id, so what had arrived after all is not done twice. Files cannot be kept.
const OURS = "lianqi-draft:";
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "seen"]);
const store = (() => {
  try {
    return window.localStorage;
  } catch {
    return null; // a browser that forbids it: the page works without drafts
  }
})();

const kept = (form) => [...form.elements].filter((one) => one.name && one.type !== "file" && !NOT_KEPT.has(one.name));

function save(form) {
  const said = {};
  for (const one of kept(form)) {
    if (one.type === "checkbox" || one.type === "radio") {
      if (one.checked) said[one.name] = one.value;
    } else if (one.type !== "submit") said[one.name] = one.value;
  }
  try {
    store.setItem(OURS + form.dataset.draft, JSON.stringify(said));
  } catch {
    // full: what stands on the page is still there
  }
}

function restore(form) {
  const text = form.querySelector("textarea");
  const draft = store.getItem(OURS + form.dataset.draft);
  // What the server sent back is newer than the draft.
  if (!draft || (text && text.value)) return;
  const said = JSON.parse(draft);
  for (const one of kept(form)) {
    if (one.type === "checkbox" || one.type === "radio") one.checked = said[one.name] === one.value;
    else if (one.name in said) one.value = said[one.name];
  }
}

function asked() {
  for (const part of document.querySelectorAll("[data-asked-by]")) {
    const by = document.querySelector(`[name="${part.dataset.askedBy}"]`);
    part.hidden = !(by && by.checked);
  }
}

if (store) {
  for (const sent of document.querySelectorAll("[data-draft-sent]")) store.removeItem(OURS + sent.dataset.draftSent);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (!form.dataset.draft) continue;
    restore(form);
    form.addEventListener("input", () => save(form));
  }
}
asked();
document.addEventListener("change", asked);
document.addEventListener(
  "submit",
  (event) => {
    const notice = event.target.querySelector("[data-offline]");
    if (!notice) return;
    notice.hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    notice.scrollIntoView({ block: "center" });
  },
  true,
);
