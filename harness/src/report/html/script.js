"use strict";
// Filter, sort, heat: what is shown is in the address (`#q=pool&sort=wall&status=failed`), so that a link opens the same view.
(() => {
  const WORDS = { p: "pass", w: "wrong", f: "failed", r: "refused", s: "skipped" };
  const SIGNS = { p: "\u2713", w: "\u2260", f: "\u2717", r: "\u2298", s: "\u2013" };
  // What needs a look comes first.
  const RANK = "fwrsp";
  const STEPS = 7;
  // So many lines are laid out at once, whatever there is: a table of thousands takes a browser a second.
  const PIECE = 250;
  const root = document.documentElement;
  const form = document.querySelector(".controls");
  const state = { q: "", status: "", metric: "", sort: "" };
  let limit = PIECE;

  const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const esc = (text) => text.replace(/[&<>"]/g, (letter) => escapes[letter]);
  const linked = (text) =>
    esc(text).replace(/WC\d{4}(?!\d)/g, (code) =>
      document.getElementById(code) ? `<a href="#${code}">${code}</a>` : code);

  // As `report/units.rs` writes them.
  const scaled = (value, units) => {
    let unit = 0;
    while (value >= 999.5 && unit + 1 < units.length) { value /= 1000; unit += 1; }
    const whole = Number.isInteger(value) && (units[unit] === "B" || units[unit] === "ns");
    const digits = whole ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return `${value.toFixed(digits)} ${units[unit]}`;
  };
  const shown = (value, unit) => {
    if (unit === "s") return scaled(Math.round(value * 1e9), ["ns", "us", "ms", "s"]);
    if (unit === "B") return scaled(Math.trunc(value), ["B", "kB", "MB", "GB", "TB"]);
    if (unit === "x") return value < 0.1 ? `${value.toFixed(4)}x` : `${value.toFixed(2)}x`;
    return value.toFixed(0);
  };

  // One matrix: its cells as a flat list, the map and the list that show them.
  const matrix = (data) => {
    const cells = [];
    data.rows.forEach((row, at) => {
      for (let column = 0; column < data.columns.length; column += 1) {
        const letter = row.s[column];
        if (letter === " ") continue;
        const kind = letter.toLowerCase();
        cells.push({
          row: at, column, kind, name: row.n, where: data.columns[column],
          odd: letter !== kind,
          note: row.r && row.r[column] ? data.notes[row.r[column] - 1] : "",
          values: data.metrics.map((_, metric) => row.v[metric][column] ?? null),
          text: `${row.n} ${data.columns[column]} ${WORDS[kind]}`.toLowerCase(),
          on: true,
        });
      }
    });
    const map = document.getElementById(`${data.id}-map`);
    map.setAttribute("role", "grid");
    const section = document.getElementById(data.id);
    return {
      data, cells, map, section,
      list: document.getElementById(`${data.id}-list`),
      detail: document.getElementById(`${data.id}-detail`),
      legend: section.querySelector(".legend"),
      statusLegend: section.querySelector(".legend").innerHTML,
      more: section.querySelector(".list button.more"),
      moreRows: section.querySelector(":scope > button.more"),
      rows: data.rows.map((_, at) => at),
      live: [],
      at: new Map(cells.map((cell) => [`${cell.row}:${cell.column}`, cell])),
      metricOf: (key) => data.metrics.findIndex((metric) => metric[0] === key),
    };
  };

  const status = (cell) => `${cell.odd ? "! " : ""}${SIGNS[cell.kind]} ${WORDS[cell.kind]}`;
  const look = (cell) => `c ${cell.kind}${cell.odd ? " x" : ""}`;

  // Colours by value are steps of equal ratio: times are spread over powers of ten.
  const heat = (grid, metric) => {
    const values = grid.cells.map((cell) => cell.values[metric]).filter((value) => value > 0);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const ratio = Math.log(values.reduce((a, b) => Math.max(a, b), 0) / low) || 1;
    return {
      step: (value) => value > 0 ? Math.min(STEPS - 1, Math.floor(STEPS * Math.log(value / low) / ratio)) : 0,
      from: (step) => low * Math.exp(ratio * step / STEPS),
      any: values.length > 0,
    };
  };

  const drawMap = (grid) => {
    const metric = grid.metricOf(state.metric);
    const scale = metric < 0 ? null : heat(grid, metric);
    const unit = metric < 0 ? "" : grid.data.metrics[metric][2];
    const cellOf = (cell) => {
      if (!cell) return '<td class="none" tabindex="-1"></td>';
      const value = scale ? cell.values[metric] : null;
      let text = status(cell);
      let css = look(cell);
      const off = cell.on ? "" : " off";
      if (value !== null) {
        text = `${cell.odd ? "! " : ""}${shown(value, unit)}`;
        css = `c h${scale.step(value)}${cell.odd ? " x" : ""}`;
      } else if (scale) css += " pale";
      const label = cell.note ? ` aria-label="${esc(`${text}: ${cell.note}`)}"` : "";
      return `<td class="${css}${off}" tabindex="-1"${label}>${text}</td>`;
    };
    const found = grid.rows.filter((at) => grid.live[at]);
    const lines = found.slice(0, limit).map((at) => {
      const line = grid.data.columns.map((_, column) => cellOf(grid.at.get(`${at}:${column}`)));
      return `<tr data-row="${at}"><th scope="row">${esc(grid.data.rows[at].n).replace(/_/g, "_<wbr>")}</th>${line.join("")}</tr>`;
    });
    grid.map.tBodies[0].innerHTML = lines.join("");
    grid.moreRows.hidden = found.length <= limit;
    grid.moreRows.textContent = `Show more of ${found.length} lines`;
    focusable(grid, grid.map.querySelector("tbody td"));
    grid.detail.hidden = true;
    if (!scale || !scale.any) grid.legend.innerHTML = grid.statusLegend;
    else {
      const chips = Array.from({ length: STEPS }, (_, step) =>
        `<li><span class="chip h${step}"></span>from ${shown(scale.from(step), unit)}</li>`);
      grid.legend.innerHTML = chips.join("");
    }
  };

  const drawList = (grid) => {
    const found = grid.order.filter((cell) => cell.on);
    const lines = found.slice(0, limit).map((cell) => {
      const values = cell.values.map((value, metric) =>
        `<td class="num">${value === null ? "" : shown(value, grid.data.metrics[metric][2])}</td>`);
      return `<tr><th scope="row">${esc(cell.name)}</th><td class="where">${esc(cell.where)}</td>` +
        `<td><span class="${look(cell)}">${status(cell)}</span></td>${values.join("")}` +
        `<td class="note">${linked(cell.note)}</td></tr>`;
    });
    grid.list.tBodies[0].innerHTML = lines.join("");
    grid.more.hidden = found.length <= limit;
    grid.more.textContent = `Show more of ${found.length} cells`;
  };

  const rank = (cell) => cell ? (cell.odd ? 0 : 10) + RANK.indexOf(cell.kind) : 99;
  const compare = (one, other) =>
    typeof one === "string" ? one.localeCompare(other, "en", { numeric: true }) : one - other;
  // What has no value is last, whichever way it is sorted.
  const sorted = (things, value, down) => {
    const keyed = things.map((thing, at) => [value(thing), at, thing]);
    keyed.sort(([one, first], [other, second]) => {
      if (one === null || other === null) return (one === null) - (other === null) || first - second;
      return (down ? -1 : 1) * compare(one, other) || first - second;
    });
    return keyed.map(([, , thing]) => thing);
  };

  const order = (grid) => {
    const down = state.sort.startsWith("-");
    const key = down ? state.sort.slice(1) : state.sort;
    const metric = grid.metricOf(key);
    const column = grid.data.columns.indexOf(key);
    const shownMetric = grid.metricOf(state.metric);
    const ofCell = {
      name: (cell) => cell.name, where: (cell) => cell.where, status: rank, note: (cell) => cell.note || null,
    }[key] ?? (metric >= 0 ? (cell) => cell.values[metric] : null);
    grid.order = ofCell ? sorted(grid.cells, ofCell, down) : grid.cells;
    const rows = grid.data.rows.map((_, at) => at);
    const cellsOf = (at) => grid.data.columns.map((_, other) => grid.at.get(`${at}:${other}`)).filter((cell) => cell?.on);
    const least = (values) => values.length ? values.reduce((a, b) => Math.min(a, b)) : null;
    let ofRow = null;
    if (key === "name") ofRow = (at) => grid.data.rows[at].n;
    else if (key === "status") ofRow = (at) => least(cellsOf(at).map(rank));
    else if (metric >= 0) ofRow = (at) => least(cellsOf(at).map((cell) => cell.values[metric]).filter((value) => value !== null));
    else if (column >= 0) {
      ofRow = (at) => {
        const cell = grid.at.get(`${at}:${column}`);
        return shownMetric >= 0 ? cell?.values[shownMetric] ?? null : rank(cell);
      };
    }
    grid.rows = ofRow ? sorted(rows, ofRow, down) : rows;
    for (const head of grid.section.querySelectorAll("th[data-key]")) {
      const here = head.dataset.key === key;
      if (here) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  };

  const filter = (grid) => {
    const words = state.q.toLowerCase().split(/[\s:]+/).filter(Boolean);
    grid.live = grid.data.rows.map(() => false);
    let count = 0;
    for (const cell of grid.cells) {
      const kind = !state.status || (state.status === "unexpected" ? cell.odd : WORDS[cell.kind] === state.status);
      cell.on = kind && words.every((word) => cell.text.includes(word));
      if (cell.on) { grid.live[cell.row] = true; count += 1; }
    }
    return count;
  };

  const focusable = (grid, cell) => {
    for (const old of grid.map.querySelectorAll('td[tabindex="0"]')) old.tabIndex = -1;
    if (cell) cell.tabIndex = 0;
  };

  const cellOf = (grid, td) => grid.at.get(`${td.parentNode.dataset.row}:${td.cellIndex - 1}`);

  const tell = (grid, td) => {
    const cell = cellOf(grid, td);
    grid.detail.hidden = !cell;
    if (!cell) return;
    const values = grid.data.metrics.map(([, name, unit], at) =>
      cell.values[at] === null ? "" : `<span>${esc(name)} <b>${shown(cell.values[at], unit)}</b></span>`);
    grid.detail.innerHTML = `<p><span class="${look(cell)}">${status(cell)}</span> <b>${esc(cell.name)}</b> ` +
      `${esc(cell.where)}</p><p class="values">${values.join(" ")}</p>${cell.note ? `<p>${linked(cell.note)}</p>` : ""}`;
  };

  const step = (grid, td, key) => {
    const lines = [...grid.map.tBodies[0].rows];
    const line = lines.indexOf(td.parentNode);
    const ends = { Home: 1, End: td.parentNode.cells.length - 1 };
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
    const to = lines[line + ({ ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 }[key] ?? 0)] ??
      (key === "PageUp" ? lines[0] : lines[lines.length - 1]);
    const column = ends[key] ?? Math.min(Math.max(td.cellIndex + sideways, 1), to.cells.length - 1);
    return to.cells[column];
  };

  const grids = JSON.parse(document.getElementById("data").textContent).map(matrix);

  const write = () => {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(state)) if (value) params.set(key, value);
    history.replaceState(null, "", `#${params}`);
  };

  const show = () => {
    let count = 0;
    for (const grid of grids) {
      count += filter(grid);
      order(grid);
      drawMap(grid);
      drawList(grid);
    }
    const all = grids.reduce((sum, grid) => sum + grid.cells.length, 0);
    if (form) form.querySelector("output").textContent = `${count} of ${all} cells`;
  };

  const read = () => {
    // `#WC0012` and `#rules` are places and no view.
    if (location.hash && !location.hash.includes("=")) return reveal();
    const params = new URLSearchParams(location.hash.slice(1));
    for (const key of Object.keys(state)) state[key] = params.get(key) ?? "";
    if (form) for (const field of form.elements) if (field.name in state) field.value = state[field.name];
  };

  const reveal = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place?.matches(".rule")) place.querySelector("details").open = true;
  };

  for (const grid of grids) {
    for (const head of grid.section.querySelectorAll("th[data-key]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const key = head.dataset.key;
        state.sort = state.sort === key ? `-${key}` : state.sort === `-${key}` ? "" : key;
        write();
        show();
      });
    }
    grid.map.addEventListener("focusin", ({ target }) => {
      if (target.tagName !== "TD") return;
      focusable(grid, target);
      tell(grid, target);
      target.setAttribute("aria-describedby", grid.detail.id);
    });
    grid.map.addEventListener("mouseover", ({ target }) => {
      if (target.tagName === "TD" && !grid.map.contains(document.activeElement)) tell(grid, target);
    });
    grid.map.addEventListener("keydown", (event) => {
      if (event.target.tagName !== "TD") return;
      if (event.key === "Escape") grid.detail.hidden = true;
      if (!/^(Arrow|Page|Home|End)/.test(event.key)) return;
      event.preventDefault();
      step(grid, event.target, event.key).focus();
    });
    for (const button of [grid.more, grid.moreRows]) {
      button.addEventListener("click", () => { limit += 8 * PIECE; show(); });
    }
  }

  form?.addEventListener("input", ({ target }) => {
    state[target.name] = target.value;
    limit = PIECE;
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

  const button = document.querySelector("button.theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const mark = () => button.setAttribute("aria-pressed", String(dark()));
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("wirecheck-theme", root.dataset.theme); } catch { /* It lasts as long as the page. */ }
    mark();
  });
  mark();

  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const details of folded) details.open = true;
    limit = 10 * PIECE;
    show();
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
    limit = PIECE;
    show();
  });

  read();
  show();
  // Whoever asks for some cells, or for an order, wants to read them.
  if (state.q || state.status || state.sort) for (const grid of grids) grid.list.closest("details").open = true;
})();
