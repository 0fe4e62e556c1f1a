// A field that is asked only under a choice: <div data-when="name=value"> shows while that choice of its form stands.
// Without script all of them show, and the server takes what belongs to the choice.
function sort(root) {
  for (const part of root.querySelectorAll("[data-when]")) {
    const [name, value] = part.dataset.when.split("=");
    const form = part.closest("form");
    const chosen = form && form.elements[name];
    part.hidden = !chosen || chosen.value !== value;
  }
}

export function asking() {
  sort(document);
  document.addEventListener("change", (event) => {
    if (event.target.form) sort(event.target.form);
  });
  document.addEventListener("htmx:afterSwap", (event) => sort(event.target));
}
