// D is the data, R the columns of its records: short columns in the page, everything else in scripts that are loaded when they are asked for.
let D, R, QUESTIONS;
const unpack = async packed => {
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(packed) : Uint8Array.from(atob(packed), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
};
const given = new Map(), loading = new Map(), unpacked = new Map();
window.hyokasho = (kind, name, packed) => given.set(`${kind}/${name}`, packed);
const script = path => {
  if (!loading.has(path)) {
    loading.set(path, new Promise(resolve => {
      const done = () => { element.remove(); resolve(); };
      const element = h("script", { src: path, onload: done, onerror: done });
      document.head.append(element);
    }));
  }
  return loading.get(path);
};
const ahead = (kind, name) => script(`${kind}/${quoted(name)}.js`);
// What a script has given, unpacked; undefined where there is none.
const load = async (kind, name, file = name) => {
  await ahead(kind, file);
  const key = `${kind}/${name}`;
  if (given.has(key)) {
    unpacked.set(key, unpack(given.get(key)));
    given.delete(key);
  }
  return unpacked.get(key);
};
const begin = async () => {
  D = await unpack($("packed").textContent);
  $("packed").remove();
  R = D.records;
  R.count = R.id.length;
  R.at = new Map(R.id.map((id, at) => [id, at]));
  for (const name of ["words", "findings", "advice", "bodyKinds"]) D[name] = new Map(D[name]);
  D.names = Object.fromEntries([["form", "forms"], ["kind", "kinds"], ["body", "bodies"], ["pref", "tiles"]]
    .map(([key, list]) => [key, new Map(D[list].map(one => [one[0], one[1]]))]));
  D.names.type = D.bodyKinds;
  QUESTIONS = new Map(D.questions.map(([concept, kind, labels, items, sum]) => [concept, { concept, kind, labels, items, sum }]));
  D.conceptOf = new Map();
  for (const one of QUESTIONS.values()) {
    for (const [form, item] of Object.entries(one.items)) D.conceptOf.set(`${form} ${item}`, one.concept);
  }
  D.tables = foldTables(D.folding);
};

const body = at => D.bodies[R.body[at]];
const nameOfBody = one => one[1] || t("no-body");
const bodyName = at => nameOfBody(body(at));
const form = at => D.forms[R.form[at]] || ["", t("no-form")];
const formId = at => form(at)[0];
const formLabel = at => form(at)[1];
const revision = at => D.texts[R.revision[at]];
const isDate = text => /^\d{4}-\d\d/.test(text);
const year = at => isDate(R.published[at]) ? R.published[at].slice(0, 4) : "";
const published = at => R.published[at] || t("unknown");
const prefecture = code => D.names.pref.get(code) || t("no-prefecture");
const title = at => R.name[at] || t("no-name");
const called = at => `${bodyName(at)} ${title(at)}`;
const doc = (at, id) => `#/doc/${R.id[at]}${id ? `?item=${quoted(id)}` : ""}`;
// Where an original is, when it was fetched, under which licence.
const originOf = at => [R.url, R.retrieved, R.licence].map(column => D.texts[column[at]]);
const every = () => [...R.id.keys()];
// In the order of bodies.
const inOrder = (a, b) => R.body[a] - R.body[b] || a - b;
const finding = code => D.findings.get(code) || code;
const place = (page, line) => [page ? t("page", page) : "", typeof line === "string" ? line : line ? t("line", line) : ""].filter(Boolean).join(" ");
const pattern = id => id.replace(/\[[^\]]*\]/g, "[]");
const around = id => id.slice(0, id.lastIndexOf("]") + 1);
const known = (form, id) => D.labels[form]?.[pattern(id)] || [[]];
// The headings above an item, its own label last, with the numbers that the form prints.
const labelsOf = (form, id) => {
  const numbers = [...id.matchAll(/\[(\d+)\]/g)].map(match => match[1]), labels = known(form, id)[0];
  if (labels.length || !id.startsWith("appendix[")) return labels.length ? labels.map(label => label.replace(/#(\d)/g, (_, at) => numbers[at - 1] || "")) : [id];
  return [numbers[1] ? t("appendix-row", ...numbers) : t("appendix-number", ...numbers)];
};
// A label without the number that it has on one form and not on the other.
const unnumbered = label => label.replace(/^[①-⑳]/, "");
const boxLabel = (form, id) => known(form, id)[1] || "";
const pathOf = (form, id, last = 9) => [...labelsOf(form, id).slice(-last), boxLabel(form, id)].filter(Boolean).join(" › ");
const conceptOf = (form, id) => D.conceptOf.get(`${form} ${pattern(id)}`);
// Whether a record's form asks a question in its revision.
const asks = (at, concept) => {
  const question = QUESTIONS.get(concept);
  if (!question || question.sum) return true;
  return formId(at) in question.items && !D.notAsked[`${formId(at)}/${revision(at)}`]?.includes(concept);
};
const record = async at => {
  const data = await load("data", R.id[at], body(at)[0]);
  return data && { ...data, at, form: formId(at) };
};
// The record of an address: the newest with its body, form and number, where its document has been published again.
const find = id => {
  if (R.at.has(id)) return R.at.get(id);
  const stem = one => one.replace(/-[0-9a-f]{8}(-\d+)?$/, "");
  return every().filter(at => stem(R.id[at]) === stem(id)).sort((a, b) => order(R.published[b], R.published[a]))[0];
};
