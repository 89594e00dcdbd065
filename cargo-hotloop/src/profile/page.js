"use strict";
// The icicle: each box is a node of the tree, below its parent and inside of its width. A click makes a box as wide as the
// picture. Nothing is fetched, and names are only ever set as text.
(() => {
  const profile = JSON.parse(document.getElementById("data").textContent);
  const { rows, tree } = profile;
  const find = (id) => document.getElementById(id);
  const make = (tag, text, kind) => {
    const element = document.createElement(tag);
    element.textContent = text ?? "";
    if (kind) element.className = kind;
    return element;
  };

  const time = (ns) => {
    if (ns < 1e3) return `${Math.round(ns)} ns`;
    if (ns < 1e6) return `${(ns / 1e3).toFixed(2)} us`;
    if (ns < 1e9) return `${(ns / 1e6).toFixed(2)} ms`;
    return `${(ns / 1e9).toFixed(3)} s`;
  };
  const name = (row) => (row.loop === null ? row.function : `${row.function} #${row.loop}`);
  const kind = (row) => {
    if (row.kind === "function") return "function";
    if (row.fallback > row.fast) return "written";
    return row.parallel ? "parallel" : "fast";
  };

  // The table sorts without the picture, too.
  const table = find("rows");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "none" ? column > 0 : head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (tr) => tr.cells[column].dataset.value;
      const order = (a, b) => {
        const [x, y] = [value(a), value(b)];
        if (column === 0) return x.localeCompare(y);
        // What has no number comes last either way.
        if (x === undefined || y === undefined) return (x === undefined) - (y === undefined) || 0;
        return x - y;
      };
      const sign = (a, b) => (value(a) === undefined || value(b) === undefined ? 1 : down ? -1 : 1);
      [...body.rows].sort((a, b) => sign(a, b) * order(a, b)).forEach((tr) => body.append(tr));
    });
  });
  const picture = find("icicle");
  if (!picture) return;

  // Time of each node, and its children, widest first.
  const children = tree.map(() => []);
  const roots = [];
  tree.forEach((node, at) => (node.parent === null ? roots : children[node.parent]).push(at));
  const helpers = tree.map((node) => node.helpers_ns);
  for (let at = tree.length - 1; at >= 0; at--) {
    if (tree[at].parent !== null) helpers[tree[at].parent] += helpers[at];
  }
  const choice = find("weight");
  let from = null;
  const weight = (at) => tree[at].cumulative_ns + (choice.value === "all" ? helpers[at] : 0);
  const below = (at) => (at === null ? roots : children[at]);
  const whole = (at) => (at === null ? roots.reduce((sum, root) => sum + weight(root), 0) : weight(at));

  const details = find("details");
  const show = (at) => {
    picture.querySelectorAll(".shown").forEach((box) => box.classList.remove("shown"));
    picture.querySelector(`[data-node="${at}"]`)?.classList.add("shown");
    const node = tree[at];
    const row = rows[node.row];
    [...body.rows].forEach((tr) => tr.classList.toggle("shown", Number(tr.dataset.row) === node.row));
    const share = whole(null) > 0 ? ` (${((100 * weight(at)) / whole(null)).toFixed(1)} %)` : "";
    const list = [["what", `${name(row)}, ${row.file}:${row.line}`]];
    list.push(["here: calls", node.calls], ["here: time", time(node.cumulative_ns) + share], ["here: own", time(node.own_ns)]);
    if (node.helpers_ns) list.push(["here: on helpers", time(node.helpers_ns)]);
    list.push(["in all: calls", row.calls], ["in all: time a call", time(row.cumulative_ns / Math.max(row.calls, 1))]);
    if (row.kind === "loop") {
      list.push(["iterations", row.uncounted_runs ? (row.iterations ? `${row.iterations}+` : "–") : row.iterations]);
      list.push(["fast / as written", `${row.fast} / ${row.fallback}`]);
      if (row.bytes && row.bytes_ns) list.push(["GB/s", (row.bytes / row.bytes_ns).toFixed(2)]);
      const p = row.parallel;
      if (p && p.available_ns) list.push(["threads busy", `${((100 * p.busy_ns) / p.available_ns).toFixed(0)} %`]);
      if (row.first_failed) list.push(["as written because", row.first_failed]);
    }
    details.replaceChildren(...list.map(([head, text]) => {
      const item = make("div", "", head === "what" || head.startsWith("as written") ? "wide" : "");
      item.append(make("dt", head), make("dd", text));
      return item;
    }));
  };

  const HEIGHT = 32;
  // Narrower than this, in parts of the picture, nobody can hit it: it is in the table.
  const NARROW = 0.002;
  const draw = () => {
    const boxes = [];
    let depth = 0;
    const put = (at, level, left, width) => {
      if (!(width >= NARROW)) return;
      depth = Math.max(depth, level + 1);
      const row = rows[tree[at].row];
      const box = make("button", width > 0.02 ? `${name(row)}  ${time(weight(at))}` : "", kind(row));
      box.type = "button";
      box.dataset.node = at;
      box.classList.toggle("thin", width <= 0.02);
      box.title = `${name(row)}  ${time(weight(at))}`;
      box.setAttribute("aria-label", box.title);
      box.style.cssText = `left:${100 * left}%;width:${100 * width}%;top:${level * HEIGHT}px`;
      boxes.push(box);
      lay(at, level + 1, left, width);
    };
    const lay = (at, level, left, width) => {
      const all = whole(at);
      const nodes = [...below(at)].sort((a, b) => weight(b) - weight(a));
      for (const node of nodes) {
        const part = all > 0 ? (width * weight(node)) / all : 0;
        put(node, level, left, part);
        left += part;
      }
    };
    if (from === null) lay(null, 0, 0, 1);
    else put(from, 0, 0, 1);
    picture.replaceChildren(...boxes);
    picture.style.height = `${Math.max(depth, 1) * HEIGHT + 2}px`;
    find("up").disabled = from === null;
    const path = [];
    for (let at = from; at !== null; at = tree[at].parent) path.unshift(at);
    find("path").replaceChildren(...[null, ...path].map((at) => {
      const step = make("button", at === null ? "all" : name(rows[tree[at].row]));
      step.type = "button";
      step.dataset.to = at ?? "";
      step.disabled = at === from;
      step.addEventListener("click", () => zoom(at));
      return step;
    }));
  };
  const zoom = (at) => {
    from = at;
    draw();
    if (at !== null) show(at);
  };
  const out = () => from !== null && zoom(tree[from].parent);

  const box = (event) => event.target.closest("button[data-node]");
  // Boxes that come to lie under a pointer at rest, as after a click, are not pointed at.
  let last = "";
  picture.addEventListener("pointermove", (e) => {
    const here = `${e.clientX} ${e.clientY}`;
    if (here !== last && box(e)) show(Number(box(e).dataset.node));
    last = here;
  });
  picture.addEventListener("focusin", (e) => box(e) && show(Number(box(e).dataset.node)));
  picture.addEventListener("click", (e) => {
    if (!box(e)) return;
    last = `${e.clientX} ${e.clientY}`;
    const at = Number(box(e).dataset.node);
    // On the lowest box a second click leads out again.
    if (at === from) out();
    else zoom(at);
    picture.querySelector(`[data-node="${at}"]`)?.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (e) => e.key === "Escape" && out());
  find("up").addEventListener("click", out);
  choice.addEventListener("change", draw);
  body.addEventListener("click", (e) => {
    const tr = e.target.closest("tr");
    // The widest place of the row in the picture.
    const nodes = tree.map((_, at) => at).filter((at) => tree[at].row === Number(tr?.dataset.row));
    if (nodes.length) zoom(nodes.reduce((a, b) => (weight(b) > weight(a) ? b : a)));
  });
  draw();
})();
