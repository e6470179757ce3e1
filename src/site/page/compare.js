// Two to four assessments side by side.
const pairsOf = text => {
  const counts = new Map(), chars = Array.from(fold(text)).slice(0, 400);
  for (let at = 0; at + 1 < chars.length; at++) count(counts, chars[at] + chars[at + 1]);
  return counts;
};
const likeness = (a, b) => {
  const both = sum([...a].map(([pair, n]) => Math.min(n, b.get(pair) || 0)));
  return both && 2 * both / (sum(a.values()) + sum(b.values()));
};
// The occurrences of repeats in a record: each with the one around it, its first text and all of its answers.
const scopesOf = data => {
  const scopes = new Map();
  for (const one of data.items) {
    for (const match of one[ID].matchAll(/\]/g)) {
      const name = one[ID].slice(0, match.index + 1);
      if (!scopes.has(name)) scopes.set(name, { name, above: around(name.slice(0, -1)), repeat: pattern(name), title: "", text: "" });
    }
    const scope = scopes.get(around(one[ID]));
    if (!scope || isBox(one) || one[VALUE] == null) continue;
    if (one[KIND] === "text" && !scope.title) scope.title = one[VALUE];
    if (scope.text.length < 400) scope.text += one[VALUE];
  }
  return [...scopes.values()].map(scope => ({ ...scope, title: pairsOf(scope.title), text: pairsOf(scope.text) }));
};
// Which occurrence of the other record is which of the first: the most alike first (numbers say little: the third
// system of two bodies is hardly the same); of one body what is left by number.
const partners = (first, other, sameBody) => {
  const known = new Map();
  const pair = (above, aboveOther) => {
    const left = new Set(first.filter(scope => scope.above === above)), right = new Set(other.filter(scope => scope.above === aboveOther)), found = [];
    const of = (all, repeat) => [...all].filter(scope => scope.repeat === repeat);
    const take = (a, b) => { left.delete(a); right.delete(b); known.set(b.name, a.name); pair(a.name, b.name); };
    for (const b of right) for (const a of of(left, b.repeat)) found.push([0.7 * likeness(a.title, b.title) + 0.3 * likeness(a.text, b.text), a, b]);
    for (const [alike, a, b] of found.sort((x, y) => y[0] - x[0])) if (alike >= 0.45 && left.has(a) && right.has(b)) take(a, b);
    for (const b of [...right]) {
      const mine = of(left, b.repeat), alone = mine.length === 1 && of(right, b.repeat).length === 1;
      const a = mine.find(a => alone || sameBody && a.name.slice(above.length) === b.name.slice(aboveOther.length));
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
    const known = column && partners(scopes, scopesOf(data), R.body[data.at] === R.body[first.at]);
    let last = -1;
    for (const one of questionsOf(data)) {
      const id = one.items[0][ID], scope = around(id), concept = conceptOf(data.form, id) || pattern(id);
      const key = `${!column || !scope ? scope : known.get(scope) || `${column} ${scope}`} ${one.list ? concept.replace(/\.[^.]*$/, "") : concept}`;
      let row = byKey.get(key);
      if (!row || row.cells[column]) {
        row = { cells: [], labels: one.labels, concept };
        byKey.set(key, row);
        rows.splice(last + 1, 0, row);
      }
      row.cells[column] = one;
      last = rows.indexOf(row);
    }
  });
  return rows;
};
const wordsOf = text => Intl.Segmenter ? Array.from(new Intl.Segmenter("ja", { granularity: "word" }).segment(text), one => one.segment) : Array.from(text);
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
  return out.map(parts => parts.map(({ tag, text }) => tag ? h(tag, text) : text));
};
const compareView = async (ids, state) => {
  const places = ids.map(find).filter(at => at !== undefined).slice(0, 4), all = await Promise.all(places.map(record));
  if (places.length < 2 || all.some(data => !data)) return gone(ids.join("、"));
  const versions = places.every(at => R.body[at] === R.body[places[0]]), everything = state.get("all") === "1";
  // What a body has changed over the years says nothing about another body.
  for (const data of all) {
    const has = filledBlocks(data.items);
    data.items = data.items.filter(one => has(one[ID]) && (versions || !one[ID].startsWith("changes.")));
  }
  const shown = [];
  let same = 0, section = null;
  for (const row of aligned(all)) {
    const texts = all.map((data, column) => row.cells[column] ? plainAnswer(data, row.cells[column]) : null);
    if (texts.every(text => text == null || isBlank(text))) continue;
    const unclear = row.cells.some(one => one?.items.some(item => isBox(item) && item[VALUE] == null));
    const equal = !unclear && texts.every(text => text != null && fold(text) === fold(texts[0]));
    if (equal) { same++; if (!everything) continue; }
    if (row.labels[0] !== section && row.labels.length > 1) { section = row.labels[0]; shown.push({ heading: section }); }
    shown.push({ row, texts, equal, kind: t(equal ? "equal" : unclear ? "unclear" : "differs") });
  }
  const answers = shown.filter(one => one.row), differing = answers.filter(one => !one.equal).length;
  const missing = (column, row) => t(asks(places[column], row.concept) ? "missing" : "not-asked");
  const short = (at, n) => versions ? `${n + 1}. ${published(at)}` : bodyName(at);
  const cells = ({ row, texts, equal }) => {
    const marked = !equal && all.length === 2 && texts[0] && texts[1] ? changed(texts[0], texts[1]) : texts;
    return texts.map((text, column) => {
      const one = row.cells[column];
      return h("td", { "data-of": short(places[column], column) }, !one ? quiet(missing(column, row)) : isBlank(text) ? quiet(t(one.list ? "none-ticked" : "blank"))
        : h("div.value", (marked || texts)[column]), one ? [warnings(saysOf(all[column], one)),
        h("p.place", link(doc(places[column], one.items[0][ID]), place(one.items[0][PAGE], one.items[0][LINE]) || t("to-text")))] : null);
    });
  };
  const heads = places.map((at, n) => [span(short(at, n)), h("br"), link(doc(at), title(at)), h("br"), small(`${formLabel(at)}　${t("published", published(at))}`)]);
  const titles = [t("question-title"), ...places.map(at => `${called(at)} ${published(at)} ${R.source[at]} ${originOf(at)[0]} ${doc(at)}`), t("relation")];
  return { title: t("comparison"), head: t(versions ? "compare.versions" : "compare.bodies"), said: t("compare.said", differing, same), view: [
    p(t("compare.said", number(differing), number(same)), t(everything ? "compare.all" : "compare.folded"), versions ? "" : t("compare.no-changes"),
      h("a", { id: "all", href: `#/cmp/${places.map(at => R.id[at]).join("/")}${everything ? "" : "?all=1"}` }, t(everything ? "compare.less" : "compare.more")),
      all.length === 2 ? ["　", h("del", t("left-only")), " ", h("ins", t("right-only"))] : null),
    h("div.scroll", h("table.compare", { "aria-label": t("comparison") },
      h("thead", h("tr", [t("question-title"), ...heads].map(head => h("th", { scope: "col" }, head)))),
      h("tbody", shown.map(one => one.heading ? h("tr.section", h("th", { scope: "rowgroup", colspan: places.length + 1 }, one.heading))
        : h(one.equal ? "tr.equal" : "tr", h("th", { scope: "row" }, one.row.labels.length > 2 ? small(one.row.labels.slice(1, -1).join(" › ")) : null, one.row.labels.at(-1), small(one.kind)), cells(one)))))),
    downloads(t("comparison"), titles, () => answers.map(one => [one.row.labels.join(" › "), ...one.texts.map((text, column) => text == null ? missing(column, one.row) : text), one.kind])),
  ] };
};
