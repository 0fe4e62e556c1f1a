// What others do shows without a reload: elements with hx-trigger="lq:refresh from:body" ask again every 15 seconds,
// but only while somebody looks at the page and has no panel of it open nor anything that was asked for and would go
// again (data-holds), and at once when they come back to it. hx-trigger="lq:look from:body" asks beside an open dialog,
// too.
const EVERY = 15000;

function refresh() {
  if (document.visibilityState !== "visible") return;
  document.body.dispatchEvent(new CustomEvent("lq:look"));
  if (document.querySelector("details[data-panel][open], dialog[open], [data-holds]")) return;
  document.body.dispatchEvent(new CustomEvent("lq:refresh"));
}

// A small mark in the top bar (data-quiet) has no room for a refusal; the page below says it.
function keep(event) {
  if (event.detail.xhr.status >= 400 && event.detail.target.closest("[data-quiet]")) event.detail.shouldSwap = false;
}

export function polling() {
  document.addEventListener("htmx:beforeSwap", keep);
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
}
