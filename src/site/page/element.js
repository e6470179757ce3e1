// Elements are made, never written as markup: text of a document stays text.
const h = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  // Characters that turn the direction of text would show another text than there is.
  const shown = child => typeof child === "string" ? child.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, " ") : child;
  element.append(...children.flat(9).filter(child => child != null && child !== false).map(shown));
  return element;
};
const $ = id => document.getElementById(id);
const link = (href, ...children) => h("a", { href }, ...children);
// Only an address of the web is a link: a document may say anything.
const web = (url, ...children) => /^https?:\/\//.test(url)
  ? h("a", { href: url, rel: "noreferrer", target: "_blank" }, ...children) : children;
const number = n => n.toLocaleString("ja-JP");
// Per cent with one decimal, rounded half up, as the command prints it.
const share = (part, all) => {
  const tenths = Math.floor((part * 2000 + all) / Math.max(2 * all, 1));
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
};
const count = (map, key, by = 1) => map.set(key, (map.get(key) || 0) + by);
const order = (a, b) => a < b ? -1 : a > b ? 1 : 0;
const bar = (part, all) => {
  const inner = h("span", {});
  inner.style.width = `${all ? 100 * part / all : 0}%`;
  return h("span", { class: "bar", "aria-hidden": "true" }, inner);
};
// A table with a caption, titles of columns and rows of cells; the first cell of a row is its title.
const table = (caption, titles, rows, kind) => h("div", { class: "scroll" }, h("table", { class: kind },
  h("caption", {}, caption),
  h("thead", {}, h("tr", {}, titles.map(title => h("th", { scope: "col" }, title)))),
  h("tbody", {}, rows.map(cells => h("tr", {}, cells.map((cell, at) =>
    h(at ? "td" : "th", at ? {} : { scope: "row" }, cell)))))));
// A list that shows some and asks for more.
const paged = (all, size, show) => {
  const box = h("div", {}), more = h("button", { type: "button", class: "more" });
  let shown = 0;
  const next = () => {
    const first = shown;
    shown = Math.min(all.length, shown + size);
    box.append(...[show(all.slice(first, shown), first)].flat(9));
    more.textContent = `次の${Math.min(size, all.length - shown)}件（残り${number(all.length - shown)}件）`;
    more.hidden = shown >= all.length;
  };
  more.addEventListener("click", next);
  next();
  return h("div", {}, box, more);
};
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
const downloads = (name, titles, rows) => h("p", { class: "tools" },
  h("button", { type: "button", onclick: () => download(`${name}.csv`, "text/csv", csv(titles, rows())) }, "CSVで保存"),
  h("button", { type: "button", onclick: () => download(`${name}.json`, "application/json", JSON.stringify(
    rows().map(row => Object.fromEntries(titles.map((title, at) => [title, row[at]]))), null, 1)) }, "JSONで保存"),
  h("button", { type: "button", onclick: () => print() }, "印刷"));
