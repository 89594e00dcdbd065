(() => {
  "use strict";
  const root = document.documentElement, key = "hotloop-theme";
  // A page from a file may have no storage.
  const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (theme) => { try { localStorage.setItem(key, theme); } catch { /* until it is closed */ } };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const chosen = stored();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  const all = (css) => [...document.querySelectorAll(css)];
  const label = () => all("[data-do=theme]").forEach((b) => b.setAttribute("aria-pressed", String(dark())));
  const theme = () => { store(root.dataset.theme = dark() ? "light" : "dark"); label(); };
  // Opens what an element is in, and brings it in sight.
  const show = (element) => {
    for (let e = element; e; e = e.parentElement) if (e instanceof HTMLDetailsElement) e.open = true;
    element.scrollIntoView({ block: "nearest", inline: "start" });
  };
  const follow = () => {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* as it is */ }
    const element = name && document.getElementById(name);
    if (!element) return;
    show(element);
    (element.closest("details.line") || element).scrollIntoView({ block: "start", inline: "start" });
  };
  const go = (step) => {
    const heads = all("details.line.head > summary");
    if (!heads.length) return;
    const now = document.activeElement, at = heads.indexOf(now);
    const after = (h) => now.compareDocumentPosition(h) & Node.DOCUMENT_POSITION_FOLLOWING;
    let next = at + step;
    if (at < 0) {
      const from = now === document.body ? 0 : heads.findIndex(after);
      next = step > 0 ? (from < 0 ? 0 : from) : (from <= 0 ? heads.length - 1 : from - 1);
    }
    const head = heads[(next + heads.length) % heads.length];
    show(head.parentElement.parentElement);
    head.focus();
    head.scrollIntoView({ block: "center", inline: "start" });
  };
  const actions = {
    theme,
    next: () => go(1),
    previous: () => go(-1),
    open: () => all("details.line").forEach((d) => { d.open = true; }),
    close: () => all("details.line, details.fold").forEach((d) => { d.open = false; }),
  };
  const keys = { n: "next", p: "previous", t: "theme" };

  addEventListener("DOMContentLoaded", () => {
    all(".tools").forEach((t) => { t.hidden = false; });
    label();
    follow();
  });
  addEventListener("hashchange", follow);
  system.addEventListener("change", label);
  addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do]();
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    actions[keys[event.key]]();
    event.preventDefault();
  });
})();
