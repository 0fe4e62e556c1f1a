// A file drop is an ordinary file field; script lets files be dropped on it and names what was chosen.
function name(drop) {
  const files = [...drop.querySelector("input[type=file]").files];
  const list = drop.querySelector("[data-chosen]");
  list.textContent = files.map((file) => `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）`).join("、");
}

export function drops() {
  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-drop]");
    if (drop) name(drop);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const drop = event.target.closest && event.target.closest("[data-drop]");
      if (!drop) return;
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind !== "drop" || !event.dataTransfer.files.length) return;
      drop.querySelector("input[type=file]").files = event.dataTransfer.files;
      name(drop);
    });
  }
}
