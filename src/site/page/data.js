// The data: short columns in the page, everything else in scripts that are loaded when they are asked for.
let DATA, R, LABELS, QUESTIONS;
const unpack = async packed => {
  let bytes;
  if (Uint8Array.fromBase64) bytes = Uint8Array.fromBase64(packed);
  else {
    const text = atob(packed);
    bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
};
const given = new Map(), loading = new Map(), unpacked = new Map();
window.hyokasho = (kind, name, packed) => given.set(`${kind}/${name}`, packed);
const script = path => {
  if (!loading.has(path)) {
    loading.set(path, new Promise(resolve => {
      const element = h("script", { src: path });
      element.onload = () => resolve(true);
      element.onerror = () => resolve(false);
      document.head.append(element);
    }));
  }
  return loading.get(path);
};
// What a script has given, unpacked; undefined where there is none.
const load = async (kind, name, file) => {
  await script(`${kind}/${encodeURIComponent(file || name)}.js`);
  const key = `${kind}/${name}`;
  if (!unpacked.has(key) && given.has(key)) unpacked.set(key, unpack(given.get(key)));
  return unpacked.get(key);
};

const begin = async () => {
  DATA = await unpack($("packed").textContent);
  $("packed").remove();
  R = DATA.records;
  R.count = R.id.length;
  R.at = new Map(R.id.map((id, at) => [id, at]));
  LABELS = DATA.labels;
  QUESTIONS = new Map(DATA.questions.map(([concept, kind, labels, options, items]) =>
    [concept, { concept, kind, labels, options, items }]));
  for (const [name, words, sum] of DATA.asked) {
    if (sum) QUESTIONS.set(name, { concept: name, kind: "choice", labels: [words], options: [], items: {}, sum: true });
  }
  DATA.conceptOf = new Map();
  for (const one of QUESTIONS.values()) {
    for (const [form, item] of Object.entries(one.items)) DATA.conceptOf.set(`${form} ${item}`, one.concept);
  }
  DATA.code = new Map(DATA.findings);
  DATA.adviceOf = new Map(DATA.advice);
  DATA.prefectures = new Map(DATA.tiles.map(tile => [tile[0], tile[1]]));
  DATA.bodyKinds = new Map(DATA.kindsOfBody);
  DATA.tables = foldTables(DATA.folding);
};

const body = at => DATA.bodies[R.body[at]];
const bodyName = at => body(at)[1] || "（団体不明）";
const form = at => DATA.forms[R.form[at]];
const formId = at => form(at) ? form(at)[0] : "";
const formLabel = at => form(at) ? form(at)[1] : "様式不明";
const revision = at => DATA.texts[R.revision[at]];
const year = at => (/^(\d{4})-/.exec(R.published[at]) || [])[1] || "";
const prefecture = code => DATA.prefectures.get(code) || "国の機関など・不明";
const kindLabels = at => R.kinds[at].map(kind => DATA.kinds[kind][1]);
const name = at => R.name[at] || "（評価書名の空欄）";
const source = at => R.source[at].split("\n");
const doc = (at, item) => `#/doc/${R.id[at]}${item ? `?item=${encodeURIComponent(item)}` : ""}`;
// What every saved row says of its assessment: whose it is, and where it and its original are.
const HEAD = ["団体", "団体コード", "都道府県", "評価書名", "様式", "改定", "公表日"], TAIL = ["文書", "原本の所在", "取得日", "利用条件", "この画面での番地"];
const headOf = at => [bodyName(at), body(at)[2], prefecture(body(at)[3]), name(at), formLabel(at), revision(at), R.published[at]];
const tailOf = (at, item) => [R.source[at], DATA.texts[R.url[at]], DATA.texts[R.retrieved[at]], DATA.texts[R.licence[at]], doc(at, item)];
const finding = code => DATA.code.get(code) || code;
const place = (page, line) => [page ? `${page}頁` : "", typeof line === "string" ? line : line ? `${line}行` : ""].filter(Boolean).join(" ");
const pattern = id => id.replace(/\[[^\]]*\]/g, "[]");
// The headings above an item, its own label last, with the numbers that the form prints.
const labelsOf = (form, id) => {
  const known = LABELS[form] && LABELS[form][pattern(id)];
  if (!known || !known[0].length) return [id.replace(/^appendix\[(\d+)\].*?(\[(\d+)\])?[^[]*$/, (_, n, __, row) => `別紙${n}${row ? ` ${row}行目` : ""}`)];
  const numbers = [...id.matchAll(/\[(\d+)\]/g)].map(match => match[1]);
  return known[0].map(label => label.replace(/#(\d)/g, (_, at) => numbers[at - 1] || ""));
};
// A label without the number that it has on one form and not on the other.
const unnumbered = label => label.replace(/^[①-⑳]/, "");
const boxLabel = (form, id) => (LABELS[form] && (LABELS[form][pattern(id)] || [])[1]) || "";
const conceptOf = (form, id) => DATA.conceptOf.get(`${form} ${pattern(id)}`);
// Whether a record's form asks a question in its revision.
const asks = (at, concept) => {
  const question = QUESTIONS.get(concept);
  if (!question || question.sum) return true;
  return formId(at) in question.items && !(DATA.notAsked[`${formId(at)}/${revision(at)}`] || []).includes(concept);
};
const record = async at => {
  const data = await load("data", R.id[at], body(at)[0]);
  return data && { ...data, at, form: formId(at) };
};
// The newest record with the body, form and number of an address, where its document has been published again.
const newest = id => {
  const stem = id.replace(/-[0-9a-f]{8}(-\d+)?$/, "");
  const same = R.id.map((one, at) => [one, at]).filter(([one]) => one.replace(/-[0-9a-f]{8}(-\d+)?$/, "") === stem);
  return same.map(([, at]) => at).sort((a, b) => order(R.published[b], R.published[a]))[0];
};
