// Folding: the command's own table decides what is the same text; letters of either case are the same here.
const PLAIN = /[^\u4E00-\u9FFF\u3041-\u3096]/;
const VOICING = /[ﾞ゛\u3099ﾟ゜\u309A]/;
const foldTables = ({ alone, voiced }) => ({ alone: new Map(alone), voiced: new Map(voiced) });
const foldOne = c => {
  if (!PLAIN.test(c)) return c;
  const folded = DATA.tables.alone.get(c);
  return (folded === undefined ? c : folded).toLowerCase();
};
// The folded text and for each of its characters where the one that it came from begins in the original.
const foldWithPlaces = text => {
  const out = [], places = [];
  let at = 0;
  for (const c of text) {
    const both = VOICING.test(c) && out.length ? DATA.tables.voiced.get(out[out.length - 1] + c) : undefined;
    if (both) out[out.length - 1] = both;
    else for (const one of foldOne(c)) { out.push(one); places.push(at); }
    at += c.length;
  }
  places.push(at);
  return { chars: out, text: out.join(""), places };
};
const fold = text => VOICING.test(text) ? foldWithPlaces(text).text
  : text.replace(/[^\u4E00-\u9FFF\u3041-\u3096]+/g, run => Array.from(run, foldOne).join(""));
// Several words mean "and", "…" keeps what stands in it together, -word leaves out.
const query = text => {
  const wanted = [], unwanted = [];
  for (const [, minus, quoted, plain] of text.matchAll(/([-－]?)(?:["“”](.*?)(?:["“”]|$)|([^\s\u3000]+))/g)) {
    const word = fold(quoted === undefined ? plain : quoted);
    if (word) (minus ? unwanted : wanted).push(word);
  }
  return { wanted, unwanted };
};
// What is searched of each record without its texts.
const short = () => {
  if (DATA.short) return DATA.short;
  const folded = pairs => pairs.map(([key, printed]) => `${key}\n${fold(printed || "")}`);
  const [kinds, contractors, systems] = [DATA.kinds, DATA.contractors, DATA.systems].map(folded);
  const bodies = DATA.bodies.map(one => [fold(one[1]), one[2], fold(prefecture(one[3]))].join("\n"));
  const forms = DATA.forms.map(one => fold(one[1]));
  DATA.short = R.id.map((id, at) => [fold(R.name[at]), bodies[R.body[at]], forms[R.form[at]] || "", id,
    ...R.kinds[at].map(one => kinds[one]), ...R.contractors[at].map(one => contractors[one]),
    ...R.systems[at].map(one => systems[one])].join("\n"));
  return DATA.short;
};
// The texts of all records, or of some prefectures: loaded one prefecture after the other.
const texts = { of: new Map(), loaded: new Set() };
const loadTexts = async (prefectures, told) => {
  const all = [...new Set(DATA.bodies.map(one => one[3]))].sort();
  const wanted = all.filter(one => !texts.loaded.has(one) && (!prefectures.length || prefectures.includes(one)));
  for (const [at, one] of wanted.entries()) {
    told(`本文を読み込んでいます（${at + 1}/${wanted.length}）`);
    for (const [record, items] of await load("text", one) || []) {
      texts.of.set(record, { items, folded: items.map(item => fold(item[1])).join("\n") });
    }
    unpacked.delete(`text/${one}`);
    texts.loaded.add(one);
  }
};
const matches = ({ wanted, unwanted }, full) => {
  const all = short();
  const holds = (at, word) => all[at].includes(word) || full && (texts.of.get(at) || { folded: "" }).folded.includes(word);
  return at => wanted.every(word => holds(at, word)) && !unwanted.some(word => holds(at, word));
};
// A text with the words that were looked for marked.
const marked = (text, words) => {
  if (!words.length || !text) return text;
  const { chars, places } = foldWithPlaces(text);
  const joined = chars.join("");
  if (joined.length !== chars.length) return text;
  const hits = [];
  for (const word of words) {
    for (let at = joined.indexOf(word); at >= 0; at = joined.indexOf(word, at + word.length)) {
      hits.push([places[at], places[at + word.length]]);
    }
  }
  hits.sort((a, b) => a[0] - b[0]);
  const out = [];
  let last = 0;
  for (const [start, end] of hits) {
    if (start < last) continue;
    out.push(text.slice(last, start), h("mark", {}, text.slice(start, end)));
    last = end;
  }
  return [...out, text.slice(last)];
};
// Where in its texts a record holds a word: the sentence around the first hit.
const excerpt = (at, words) => {
  const found = texts.of.get(at);
  if (!found) return null;
  for (const [id, text, page, line] of found.items) {
    const { chars, places } = foldWithPlaces(text);
    const hit = words.map(word => chars.join("").indexOf(word)).find(place => place >= 0);
    if (hit === undefined) continue;
    const start = Math.max(0, places[hit] - 30), end = Math.min(text.length, places[hit] + 60);
    return { id, page, line, text: (start ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "") };
  }
  return null;
};
