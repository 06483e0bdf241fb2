"use strict";
// Filter: what is shown is in the address (`#q=config&status=refused`), so that a link opens the same view.
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".controls");
  const map = document.getElementById("types-map");
  const detail = document.getElementById("types-detail");
  const lines = map ? [...map.tBodies[0].rows] : [];
  const state = { q: "", status: "" };

  const show = () => {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    let all = 0;
    for (const line of lines) {
      const name = line.cells[0].textContent.toLowerCase();
      let live = false;
      for (const cell of [...line.cells].slice(1)) {
        if (!cell.dataset.status) continue;
        all += 1;
        const text = `${name} ${cell.dataset.format} ${cell.textContent}`.toLowerCase();
        const on = (!state.status || cell.dataset.status === state.status) && words.every((word) => text.includes(word));
        cell.classList.toggle("off", !on);
        if (on) { live = true; count += 1; }
      }
      line.hidden = !live;
    }
    if (form) form.querySelector("output").textContent = `${count} of ${all} cells`;
    if (detail) detail.hidden = true;
  };

  const tell = (cell) => {
    if (!cell.dataset.status) { detail.hidden = true; return; }
    detail.hidden = false;
    detail.replaceChildren();
    const head = document.createElement("p");
    const mark = document.createElement("span");
    mark.className = cell.className.replace("off", "");
    mark.textContent = cell.textContent;
    const name = document.createElement("b");
    name.textContent = cell.parentNode.cells[0].textContent;
    head.append(mark, " ", name, ` in ${cell.dataset.format}`);
    detail.append(head);
    if (cell.title || cell.dataset.note) {
      const note = document.createElement("p");
      note.textContent = cell.dataset.note || cell.title;
      detail.append(note);
    }
  };

  const write = () => {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(state)) if (value) params.set(key, value);
    history.replaceState(null, "", `#${params}`);
  };

  const read = () => {
    // `#WC0012` is a place and no view.
    if (location.hash && !location.hash.includes("=")) return;
    const params = new URLSearchParams(location.hash.slice(1));
    for (const key of Object.keys(state)) state[key] = params.get(key) ?? "";
    if (form) for (const field of form.elements) if (field.name in state) field.value = state[field.name];
  };

  form?.addEventListener("input", ({ target }) => {
    state[target.name] = target.value;
    write();
    show();
  });
  form?.addEventListener("submit", (event) => event.preventDefault());
  form?.addEventListener("reset", () => {
    for (const key of Object.keys(state)) state[key] = "";
    write();
    show();
  });
  addEventListener("hashchange", () => { read(); show(); });
  map?.addEventListener("focusin", ({ target }) => { if (target.tagName === "TD") tell(target); });
  map?.addEventListener("mouseover", ({ target }) => {
    if (target.tagName === "TD" && !map.contains(document.activeElement)) tell(target);
  });
  map?.addEventListener("keydown", (event) => {
    if (event.target.tagName !== "TD") return;
    if (event.key === "Escape") detail.hidden = true;
    const seen = lines.filter((line) => !line.hidden);
    const line = seen.indexOf(event.target.parentNode);
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    const right = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    if (!down && !right) return;
    event.preventDefault();
    const to = seen[line + down] ?? seen[line];
    to.cells[Math.min(Math.max(event.target.cellIndex + right, 1), to.cells.length - 1)].focus();
  });

  const button = document.querySelector("button.theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const mark = () => button.setAttribute("aria-pressed", String(dark()));
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("wirecheck-theme", root.dataset.theme); } catch { /* It lasts as long as the page. */ }
    mark();
  });
  mark();
  read();
  show();
})();
