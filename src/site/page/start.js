// Addresses to views. All state is in the address: a link is a quotation.
const replaceHash = hash => { history.replaceState(null, "", hash); show(true); };
const parse = () => {
  const [path, rest] = (location.hash.replace(/^#/, "") || "/").split(/\?(.*)/s);
  return { steps: path.split("/").filter(Boolean).map(step => { try { return decodeURIComponent(step); } catch { return step; } }), state: new URLSearchParams(rest || "") };
};
const VIEWS = {
  doc: recordView, cmp: compareView, ask: (steps, state) => (steps.length ? askView : askList)(steps, state), vendor: nameView("vendor"), system: nameView("system"),
  contractors: nameList("contractors"), systems: nameList("systems"), bodies, new: changesView, check: checkView, about: aboutView,
};
const view = ({ steps: [first, ...rest], state }) => first === undefined ? [...state.values()].some(Boolean) ? list(state) : home()
  : Object.hasOwn(VIEWS, first) ? VIEWS[first](rest, state) : gone(first);
let turn = 0, before = "";
const show = async typing => {
  const mine = ++turn, asked = parse(), main = $("main"), begun = performance.now(), here = asked.steps.join("/");
  if (!typing && document.activeElement !== $("q")) $("q").value = asked.steps.length ? "" : asked.state.get("q") || "";
  $("full").checked = asked.state.get("full") === "1";
  main.setAttribute("aria-busy", "true");
  const made = await view(asked);
  if (mine !== turn) return; // something else has been asked for meanwhile
  const held = main.contains(document.activeElement) ? document.activeElement : null, caret = held?.selectionStart;
  main.replaceChildren(...[made.path && h("p.path", made.path), h("h1", made.head || made.title), ...made.view].flat(9).filter(Boolean));
  main.removeAttribute("aria-busy");
  document.title = made.title;
  $("said").textContent = made.said || made.title;
  for (const one of document.querySelectorAll("nav a")) {
    const target = one.getAttribute("href").slice(2).replace(/\?.*/, "");
    one.ariaCurrent = target === (asked.steps[0] || "") && (target || asked.state.size) ? "page" : null;
  }
  // The focus goes where the address says, stays where it was on the same page, or goes to what is new.
  const aim = made.focus && $(made.focus), again = here === before && held?.id && $(held.id);
  if (again) { again.focus({ preventScroll: true }); if (caret != null) again.setSelectionRange(caret, caret); }
  else if (aim) { aim.classList.add("target"); aim.scrollIntoView({ block: "center" }); aim.tabIndex = -1; aim.focus({ preventScroll: true }); }
  else if (held || here !== before && !typing) { if (here !== before) scrollTo(0, 0); main.focus({ preventScroll: true }); }
  before = here;
  document.body.dataset.took = String(performance.now() - begun);
  // What is still to be read is shown as it comes.
  if (made.more) { await made.more(); if (mine === turn) show(true); } else document.body.dataset.ready = location.hash;
};
const typed = () => {
  const { steps, state } = parse(), next = steps.length ? new URLSearchParams() : state, text = $("q").value;
  if (text) next.set("q", text); else next.delete("q");
  if ($("full").checked && [...next.keys()].some(key => key !== "full")) next.set("full", "1"); else next.delete("full");
  const hash = `#/?${next}`;
  if (steps.length) location.hash = hash; else replaceHash(hash);
};
onhashchange = () => show();
$("q").oninput = $("full").onchange = typed;
$("search").onsubmit = () => false;
// On paper nothing can be opened.
onbeforeprint = () => { for (const one of document.querySelectorAll("main details:not([open])")) one.open = one.dataset.printed = true; };
onafterprint = () => { for (const one of document.querySelectorAll("[data-printed]")) one.open = false; };
// The first page stands before what a search needs is made ready.
begin().then(show).then(() => setTimeout(() => { short(); facets(); }, 50));
