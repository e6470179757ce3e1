// Elements are made, never written as markup: text of a document stays text.
// h("tag.class", { attribute: value }, child, …); the attributes may be left out.
const h = (spec, ...children) => {
  const [tag, ...kinds] = spec.split("."), element = document.createElement(tag), first = children[0];
  if (first?.constructor === Object) {
    for (const [name, value] of Object.entries(children.shift())) {
      if (value == null || value === false) continue;
      if (name.startsWith("on")) element[name] = value;
      else element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.classList.add(...kinds);
  // Characters that turn the direction of text would show another text than there is.
  const shown = child => typeof child === "string" ? child.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, " ") : child;
  element.append(...children.flat(9).filter(child => child != null && child !== false).map(shown));
  return element;
};
const [b, details, div, h2, li, p, small, span, summary, ul] = "b details div h2 li p small span summary ul".split(" ").map(tag => (...children) => h(tag, ...children));
const $ = id => document.getElementById(id);
// A text of the table of words; {0} … stand for what is filled in: a text, or elements.
const t = (key, ...values) => {
  const parts = D.words.get(key).split(/\{(\d)\}/).map((part, at) => at % 2 ? values[part] : part);
  return values.some(value => typeof value === "object") ? parts : parts.join("");
};
const cols = key => t(key).split(",");
const quoted = encodeURIComponent;
const link = (href, ...children) => h("a", { href }, ...children);
// Only an address of the web is a link: a document may say anything.
const web = (url, ...children) => /^https?:\/\//.test(url) ? h("a", { href: url, target: "_blank" }, ...children) : children;
const button = (onclick, text, kind = "button") => h(kind, { type: "button", onclick }, text);
const quiet = text => h("span.quiet", text);
const number = n => n.toLocaleString("ja-JP");
const pieces = n => t("pieces", number(n));
// Per cent with one decimal, rounded half up, as the command prints it.
const share = (part, all) => {
  const tenths = Math.floor((part * 2000 + all) / Math.max(2 * all, 1));
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
};
const count = (map, key, by = 1) => map.set(key, (map.get(key) || 0) + by);
const grouped = (map, key, one) => map.has(key) ? map.get(key).push(one) : map.set(key, [one]);
const sum = numbers => [...numbers].reduce((sum, n) => sum + n, 0);
const order = (a, b) => a < b ? -1 : a > b ? 1 : 0;
const most = counts => [...counts].sort((a, b) => b[1] - a[1] || order(a[0], b[0]));
const bar = (part, all) => {
  const inner = span();
  inner.style.width = `${all ? 100 * part / all : 0}%`;
  return h("span.bar", { "aria-hidden": "true" }, inner);
};
// Some between others, with what stands between two of them.
const joined = (all, between) => all.map((one, at) => [at ? between : "", one]);
const facts = (names, values, kind = "facts") => h(`dl.${kind}`, cols(names).map((name, at) => div(h("dt", name), h("dd", values[at]))));
// A table with a caption, titles of columns and rows of cells; the first cell of a row is its title.
const table = (caption, titles, rows, kind) => h("div.scroll", h(`table.${kind}`,
  h("caption", caption),
  h("thead", h("tr", titles.map(title => h("th", { scope: "col" }, title)))),
  h("tbody", rows.map(cells => h("tr", cells.map((cell, at) => at ? h("td", cell) : h("th", { scope: "row" }, cell)))))));
// A list that shows some and asks for more.
const paged = (all, size, show) => {
  const box = div(), more = button(() => next(), "", "button.more");
  let shown = 0;
  const next = () => {
    const first = shown;
    shown = Math.min(all.length, shown + size);
    box.append(...[show(all.slice(first, shown), first)].flat(9));
    more.textContent = t("more", Math.min(size, all.length - shown), number(all.length - shown));
    more.hidden = shown >= all.length;
  };
  next();
  return div(box, more);
};
const pagedTable = (all, titles, line, kind = "rows") =>
  paged(all, 100, (some, first) => table(t("from", first + 1, number(all.length)), titles, some.map(line), kind));
// A box for words above a list that it narrows.
const finder = (id, label, state, path) => p(h("label", { for: id }, label, "　"), h("input", {
  type: "search", id, value: state.get("q") || "", oninput: event => replaceHash(`#/${path}?q=${quoted(event.target.value)}`),
}));
const download = (name, type, text) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};
// RFC 4180, with the mark by which spreadsheet programs know UTF-8; no cell is a formula.
const csv = (titles, rows) => "\uFEFF" + [titles, ...rows].map(row => row.map(cell => {
  const said = cell == null ? "" : String(cell), text = /^[=+\-@]/.test(said) && isNaN(said) ? `'${said}` : said;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}).join(",")).join("\r\n") + "\r\n";
const downloads = (name, titles, rows) => h("p.tools",
  button(() => download(`${name}.csv`, "text/csv", csv(titles, rows())), t("csv")),
  button(() => download(`${name}.json`, "application/json", JSON.stringify(
    rows().map(row => Object.fromEntries(titles.map((title, at) => [title, row[at]]))), null, 1)), t("json")),
  button(() => print(), t("print")));
// The rows of a table to be saved: whose each is stands before its cells, where it and its original are behind them.
// `of` gives the number of the assessment, the item, and the cells.
const save = (name, titles, rows, of) => downloads(name, [...cols("head"), ...titles, ...cols("tail")], () => rows.map(row => {
  const [at, id, ...cells] = of(row);
  return [bodyName(at), body(at)[2], prefecture(body(at)[3]), title(at), formLabel(at), revision(at), R.published[at], ...cells,
    R.source[at], ...originOf(at), doc(at, id)];
}));
