// Addresses to views. All state is in the address: a link is a quotation.
const replaceHash = hash => { history.replaceState(null, "", hash); show(true); };
const parse = () => {
  const [path, rest] = (location.hash.replace(/^#/, "") || "/").split(/\?(.*)/s);
  return { steps: path.split("/").filter(Boolean).map(step => { try { return decodeURIComponent(step); } catch { return step; } }), parameters: new URLSearchParams(rest || "") };
};
const view = async ({ steps: [first, ...rest], parameters }) => {
  switch (first) {
    case undefined: {
      if (![...parameters].some(([, value]) => value)) return home();
      if (parameters.get("full") === "1" && parameters.get("q")) await loadTexts(parameters.getAll("pref"), say);
      return list(parameters);
    }
    case "doc": return recordView(rest.join("/"), parameters);
    case "cmp": return compareView(rest, parameters);
    case "ask": return rest.length ? askView(rest.join("/"), parameters) : askList(parameters);
    case "vendor": case "system": return nameView(first, rest.join("/"), parameters);
    case "contractors": case "systems": return nameList(first, parameters);
    case "bodies": return bodies();
    case "new": return changesView(parameters);
    case "check": return checkView(rest[0]);
    case "about": return aboutView();
    default: return gone(first);
  }
};
const say = text => { $("said").textContent = text; };
let turn = 0, last = "";
const show = async (typing = false) => {
  const mine = ++turn, asked = parse(), main = $("main"), before = performance.now();
  if (!typing && document.activeElement !== $("q")) $("q").value = asked.steps.length ? "" : asked.parameters.get("q") || "";
  $("full").checked = asked.parameters.get("full") === "1";
  main.setAttribute("aria-busy", "true");
  const made = await view(asked);
  if (mine !== turn) return; // something else has been asked for meanwhile
  const kept = made.keep && document.activeElement && document.activeElement.id === made.keep ? document.activeElement.selectionStart : null;
  main.replaceChildren(...made.view.flat(9).filter(Boolean));
  main.removeAttribute("aria-busy");
  if (kept != null) { $(made.keep).focus(); $(made.keep).setSelectionRange(kept, kept); }
  document.title = made.title;
  say(made.said || made.title);
  document.body.dataset.ready = location.hash;
  document.body.dataset.took = String(performance.now() - before);
  const here = asked.steps.join("/");
  for (const one of document.querySelectorAll("nav a")) {
    const target = one.getAttribute("href").slice(2).replace(/\?.*/, "");
    if (target === (asked.steps[0] || "") && (target || asked.parameters.size)) one.setAttribute("aria-current", "page"); else one.removeAttribute("aria-current");
  }
  const focus = made.focus && $(made.focus);
  if (focus) { focus.classList.add("target"); focus.scrollIntoView({ block: "center" }); focus.tabIndex = -1; focus.focus({ preventScroll: true }); }
  else if (here !== last && !typing) { scrollTo(0, 0); main.focus({ preventScroll: true }); }
  last = here;
};
const typed = () => {
  const { steps, parameters } = parse(), next = steps.length ? new URLSearchParams() : parameters;
  const text = $("q").value;
  if (text) next.set("q", text); else next.delete("q");
  if ($("full").checked) next.set("full", "1"); else next.delete("full");
  if (!text && ![...next].some(([key]) => key !== "full")) { next.delete("full"); }
  const hash = `#/?${next}`;
  if (steps.length) location.hash = hash; else replaceHash(hash);
};
addEventListener("hashchange", () => show());
$("q").addEventListener("input", typed);
$("full").addEventListener("change", typed);
$("search").addEventListener("submit", event => event.preventDefault());
addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("main details:not([open])")) { one.open = true; one.dataset.printed = ""; } });
addEventListener("afterprint", () => { for (const one of document.querySelectorAll("details[data-printed]")) one.open = false; });
// The first page stands before what a search needs is made ready.
begin().then(show).then(() => setTimeout(() => { short(); facets(); }, 50));
