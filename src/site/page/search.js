// Folding: the command's own table decides what is the same text; letters of either case are the same here.
const PLAIN = /[^\u4E00-\u9FFF\u3041-\u3096]/;
const VOICING = /[ﾞ゛\u3099ﾟ゜\u309A]/;
const foldTables = ({ alone, voiced }) => ({ alone: new Map(alone), voiced: new Map(voiced) });
const foldOne = c => {
  if (!PLAIN.test(c)) return c;
  const folded = D.tables.alone.get(c);
  return (folded === undefined ? c : folded).toLowerCase();
};
// The folded text and for each of its characters where the one that it came from begins in the original.
const foldWithPlaces = text => {
  const out = [], places = [];
  let at = 0;
  for (const c of text) {
    const both = VOICING.test(c) && out.length ? D.tables.voiced.get(out[out.length - 1] + c) : undefined;
    if (both) out[out.length - 1] = both;
    else for (const one of foldOne(c)) { out.push(one); places.push(at); }
    at += c.length;
  }
  places.push(at);
  return { text: out.join(""), places };
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
  if (D.short) return D.short;
  const folded = pairs => pairs.map(([key, printed]) => `${key}\n${fold(printed || "")}`);
  const [kinds, contractors, systems] = [D.kinds, D.contractors, D.systems].map(folded);
  const bodies = D.bodies.map(one => [fold(one[1]), one[2], fold(prefecture(one[3]))].join("\n"));
  const forms = D.forms.map(one => fold(one[1]));
  D.short = R.id.map((id, at) => [fold(R.name[at]), bodies[R.body[at]], forms[R.form[at]] || "", id,
    ...R.kinds[at].map(one => kinds[one]), ...R.contractors[at].map(one => contractors[one]),
    ...R.systems[at].map(one => systems[one])].join("\n"));
  return D.short;
};
// The texts of all records, folded, and the prefectures whose texts are there.
const texts = new Map(), there = new Set();
const unreadTexts = prefectures => [...new Set(D.bodies.map(one => one[3]))].sort()
  .filter(one => !there.has(one) && (!prefectures.length || prefectures.includes(one)));
// Loads the texts of one prefecture after the other, for so long that who waits sees how it goes on.
const readTexts = async left => {
  const end = performance.now() + 500;
  for (const [at, one] of left.entries()) {
    if (performance.now() > end) return;
    if (left[at + 1]) ahead("text", left[at + 1]);
    for (const [record, folded] of await load("text", one) || []) texts.set(record, folded);
    unpacked.delete(`text/${one}`);
    there.add(one);
  }
};
const matches = ({ wanted, unwanted }, full) => {
  const all = short();
  const holds = (at, word) => all[at].includes(word) || full && (texts.get(at) || "").includes(word);
  return at => wanted.every(word => holds(at, word)) && !unwanted.some(word => holds(at, word));
};
// A text with the words that were looked for marked.
const marked = (text, words) => {
  if (!words.length || !text) return text;
  const { text: folded, places } = foldWithPlaces(text), hits = [], out = [];
  if (folded.length + 1 !== places.length) return text;
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) hits.push([places[at], places[at + word.length]]);
  }
  let last = 0;
  for (const [start, end] of hits.sort((a, b) => a[0] - b[0])) {
    if (start < last) continue;
    out.push(text.slice(last, start), h("mark", text.slice(start, end)));
    last = end;
  }
  return [...out, text.slice(last)];
};
// Where in its texts a record holds a word: what stands around the first hit, and its place.
const excerpt = async (at, words) => {
  const box = h("p.excerpt");
  if (!words.some(word => (texts.get(at) || "").includes(word))) return box;
  const data = await record(at);
  for (const one of data.items.filter(one => one[KIND] === "text" && one[VALUE])) {
    const { text, places } = foldWithPlaces(one[VALUE]), hit = words.map(word => text.indexOf(word)).find(place => place >= 0);
    if (hit === undefined) continue;
    const start = Math.max(0, places[hit] - 30), end = Math.min(one[VALUE].length, places[hit] + 60);
    const around = (start ? "…" : "") + one[VALUE].slice(start, end).replaceAll("\n", " ") + (end < one[VALUE].length ? "…" : "");
    box.append(span(marked(around, words)), " ", link(doc(at, one[ID]), `${labelsOf(data.form, one[ID]).at(-1)} ${place(one[PAGE], one[LINE])}`));
    return box;
  }
  return box;
};
