// Two to four assessments side by side.
const pairsOf = text => {
  const counts = new Map(), chars = Array.from(fold(text)).slice(0, 400);
  for (let at = 0; at + 1 < chars.length; at++) count(counts, chars[at] + chars[at + 1]);
  return counts;
};
const likeness = (a, b) => {
  let both = 0, all = 0;
  for (const [pair, n] of a) { both += Math.min(n, b.get(pair) || 0); all += n; }
  for (const n of b.values()) all += n;
  return all ? 2 * both / all : 0;
};
// The occurrences of repeats in a record: each with its first text and all of its answers.
const scopesOf = data => {
  const scopes = new Map();
  for (const item of data.items) {
    for (const match of item[ID].matchAll(/\]/g)) {
      const name = item[ID].slice(0, match.index + 1);
      if (!scopes.has(name)) scopes.set(name, { name, title: "", text: "" });
      const scope = scopes.get(name);
      if (item[ID].lastIndexOf("]") !== match.index) continue;
      if (item[KIND] === "text" && !scope.title) scope.title = item[VALUE];
      if (!isBox(item) && item[VALUE] != null && scope.text.length < 400) scope.text += item[VALUE];
    }
  }
  for (const scope of scopes.values()) [scope.title, scope.text] = [pairsOf(scope.title), pairsOf(scope.text)];
  return [...scopes.values()];
};
// Which occurrence of the other record is which of the first: the most alike first (numbers say little: the third
// system of two bodies is hardly the same); of one body what is left by number.
const partners = (first, other, sameBody) => {
  const known = new Map();
  const pair = (above, aboveOther) => {
    const inside = (all, parent) => all.filter(scope => scope.name.startsWith(parent) && scope.name !== parent && scope.name.indexOf("]", parent.length) === scope.name.length - 1);
    const left = new Set(inside(first, above)), right = new Set(inside(other, aboveOther)), found = [];
    const repeat = scope => pattern(scope.name);
    for (const a of left) for (const b of right) {
      const alike = repeat(a) === repeat(b) ? 0.7 * likeness(a.title, b.title) + 0.3 * likeness(a.text, b.text) : 0;
      if (alike >= 0.45) found.push([alike, a, b]);
    }
    const take = (a, b) => { left.delete(a); right.delete(b); known.set(b.name, a.name); pair(a.name, b.name); };
    for (const [, a, b] of found.sort((x, y) => y[0] - x[0])) if (left.has(a) && right.has(b)) take(a, b);
    for (const b of [...right]) {
      const alone = [...left].filter(a => repeat(a) === repeat(b)).length === 1 && [...right].filter(o => repeat(o) === repeat(b)).length === 1;
      const a = [...left].find(a => repeat(a) === repeat(b) && (alone || sameBody && a.name.slice(above.length) === b.name.slice(aboveOther.length)));
      if (a) take(a, b);
    }
  };
  pair("", "");
  return known;
};
// Rows of questions with the answer of each record, in the order of the first; what only others have behind it.
const aligned = all => {
  const first = all[0], scopes = scopesOf(first), rows = [], byKey = new Map();
  all.forEach((data, column) => {
    const known = column ? partners(scopes, scopesOf(data), R.body[data.at] === R.body[first.at]) : null;
    let last = -1;
    for (const one of questionsOf(data)) {
      const scope = around(one.id), mapped = !column || !scope ? scope : known.get(scope) || `${column} ${scope}`;
      const concept = one.list ? (conceptOf(data.form, one.items[0][ID]) || pattern(one.items[0][ID])).replace(/\.[^.]*$/, "") : conceptOf(data.form, one.id) || pattern(one.id);
      const key = `${mapped} ${concept}`;
      let row = byKey.get(key);
      if (!row || row.cells[column]) {
        row = { cells: [], labels: one.labels, concept: one.list ? conceptOf(data.form, one.items[0][ID]) : concept };
        byKey.set(key, row);
        rows.splice(last + 1, 0, row);
      }
      row.cells[column] = one;
      last = rows.indexOf(row);
    }
  });
  return rows;
};
const wordsOf = text => window.Intl && Intl.Segmenter ? Array.from(new Intl.Segmenter("ja", { granularity: "word" }).segment(text), one => one.segment) : Array.from(text);
// Which words of two texts are not in the other: longest common subsequence.
const changed = (a, b) => {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length * right.length > 2e6) return null;
  const width = right.length + 1, best = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) for (let j = right.length - 1; j >= 0; j--) {
    best[i * width + j] = left[i] === right[j] ? best[(i + 1) * width + j + 1] + 1 : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
  }
  const out = [[], []];
  const put = (side, word, tag) => {
    const last = out[side].at(-1);
    if (last && last.tag === tag) last.text += word; else out[side].push({ tag, text: word });
  };
  let i = 0, j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) { put(0, left[i++], null); put(1, right[j++], null); }
    else if (j >= right.length || i < left.length && best[(i + 1) * width + j] >= best[i * width + j + 1]) put(0, left[i++], "del");
    else put(1, right[j++], "ins");
  }
  return out.map(parts => parts.map(({ tag, text }) => tag ? h(tag, {}, text) : text));
};
const compareView = async (ids, parameters) => {
  const places = ids.map(id => R.at.has(id) ? R.at.get(id) : newest(id)).filter(at => at !== undefined).slice(0, 4);
  if (places.length < 2) return gone(ids.join("、"));
  const all = await Promise.all(places.map(record));
  if (all.some(data => !data)) return gone(ids.join("、"));
  const body0 = R.body[places[0]], versions = places.every(at => R.body[at] === body0);
  // What a body has changed over the years says nothing about another body.
  for (const data of all) {
    const has = filledBlocks(data.items);
    data.items = data.items.filter(item => has(item[ID]) && (versions || !item[ID].startsWith("changes.")));
  }
  const everything = parameters.get("all") === "1", rows = aligned(all), shown = [];
  let same = 0, section = null;
  for (const row of rows) {
    const texts = all.map((data, column) => row.cells[column] ? plainAnswer(data, row.cells[column]) : null);
    if (texts.every(text => text == null || isBlank(text))) continue;
    const unclear = row.cells.some(one => one && one.items.some(item => isBox(item) && item[VALUE] == null));
    const equal = !unclear && texts.every(text => text != null && fold(text) === fold(texts[0]));
    if (equal) { same++; if (!everything) continue; }
    if (row.labels[0] !== section && row.labels.length > 1) { section = row.labels[0]; shown.push({ heading: section }); }
    shown.push({ row, texts, equal, unclear });
  }
  const said = (text, column, row) => {
    if (text == null) return quiet(asks(places[column], row.concept) ? "記載なし" : "様式にない");
    return isBlank(text) ? quiet(row.cells[column].list ? "該当なし" : "空欄") : null;
  };
  const short = (at, n) => versions ? `${n + 1}. ${R.published[at] || "公表日不明"}` : bodyName(at);
  const cells = ({ row, texts, equal }) => {
    const marked = !equal && all.length === 2 && texts[0] && texts[1] ? changed(texts[0], texts[1]) : null;
    return texts.map((text, column) => {
      const one = row.cells[column];
      return h("td", { "data-of": short(places[column], column) }, said(text, column, row) || h("div", { class: "value" }, marked ? marked[column] : text), one ? [warnings(codesOf(all[column], one)),
        h("p", { class: "place" }, link(doc(places[column], one.items[0][ID]), place(one.items[0][PAGE], one.items[0][LINE]) || "本文へ"))] : null);
    });
  };
  const heads = places.map((at, n) => [h("span", {}, short(at, n)), h("br"), link(doc(at), name(at)), h("br"), h("small", {}, `${formLabel(at)}　公表 ${R.published[at] || "不明"}`)]);
  const titles = ["項目", ...places.map(at => [bodyName(at), name(at), R.published[at], ...tailOf(at)].filter(Boolean).join(" ")), "関係"];
  const toggle = new URLSearchParams(parameters);
  if (everything) toggle.delete("all"); else toggle.set("all", "1");
  const kind = item => item.equal ? "同じ" : item.unclear ? "判読できない" : "違う";
  const differing = shown.filter(one => one.row && !one.equal).length;
  return { title: "比較", said: `違う答え ${differing}項目、同じ答え ${same}項目`, view: [
    h("h1", {}, versions ? "版の比較" : "評価書の比較"),
    h("p", {}, `違う答え ${number(differing)}項目。同じ答え ${number(same)}項目${everything ? "も示しています" : "は畳んでいます"}。${versions ? "" : "変更箇所の表は、団体が違うため省いています。"}`, link(`#/cmp/${places.map(at => R.id[at]).join("/")}?${toggle}`, everything ? "違いだけにする" : "同じ答えも示す"),
      all.length === 2 ? ["　", h("del", {}, "左だけの語"), " ", h("ins", {}, "右だけの語")] : null),
    h("div", { class: "scroll" }, h("table", { class: "compare", "aria-label": "答えの比較" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "項目"), heads.map(head => h("th", { scope: "col" }, head)))),
      h("tbody", {}, shown.map(one => one.heading ? h("tr", { class: "section" }, h("th", { scope: "rowgroup", colspan: places.length + 1 }, one.heading))
        : h("tr", { class: one.equal ? "equal" : null }, h("th", { scope: "row" }, one.row.labels.length > 2 ? h("small", {}, one.row.labels.slice(1, -1).join(" › ")) : null, one.row.labels.at(-1), h("small", {}, kind(one))), cells(one)))))),
    downloads("比較", titles, () => shown.filter(one => one.row).map(one => [one.row.labels.join(" › "), ...one.texts.map((text, column) => text == null ? (asks(places[column], one.row.concept) ? "記載なし" : "様式にない") : text), kind(one)])),
  ] };
};
