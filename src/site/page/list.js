// The list: hits, facets with their counts, the words marked. All of its state is in the address.
const NONE = "なし";
const FACETS = [
  { key: "form", title: "様式", of: at => [formId(at)], label: key => (DATA.forms.find(one => one[0] === key) || [0, "不明"])[1] },
  { key: "pref", title: "都道府県", of: at => [body(at)[3]], label: prefecture, sort: (a, b) => order(a[0] === "00" ? "99" : a[0], b[0] === "00" ? "99" : b[0]) },
  { key: "kind", title: "事務", of: at => R.kinds[at].map(kind => DATA.kinds[kind][0]), label: key => (DATA.kinds.find(one => one[0] === key) || [0, key])[1] },
  { key: "year", title: "公表年", of: at => [year(at) || NONE], label: key => key === NONE ? "不明" : `${key}年`, sort: (a, b) => order(b[0], a[0]) },
  { key: "type", title: "団体の種別", of: at => [body(at)[4]], label: key => DATA.bodyKinds.get(key) || key },
  { key: "rev", title: "様式の改定", of: at => [revision(at) || NONE], label: key => key === NONE ? "不明" : key, sort: (a, b) => order(b[0], a[0]) },
  { key: "found", title: "読み取りの所見", of: at => [R.findings[at] ? "1" : "0"], label: key => key === "1" ? "所見あり" : "所見なし" },
  { key: "body", title: "団体", of: at => [body(at)[0]], label: key => (DATA.bodies.find(one => one[0] === key) || [0, key])[1], hidden: true },
];
const facets = () => {
  if (DATA.allFacets) return DATA.allFacets;
  const answers = DATA.facets.map(([concept, all], slot) => ({
    key: `a.${concept}`, title: unnumbered((QUESTIONS.get(concept) || { labels: [concept] }).labels.at(-1)),
    of: at => (all || []).filter((_, bit) => R.answers[at][slot] >> bit & 1), label: key => key || "（空欄）",
  }));
  // What each record has is worked out once: a key stroke only counts.
  DATA.allFacets = [...FACETS, ...answers].map(facet => ({ ...facet, has: R.id.map((_, at) => facet.of(at)) }));
  return DATA.allFacets;
};
const SORTS = [["code", "団体コード順", (a, b) => R.body[a] - R.body[b] || a - b],
  ["date", "公表日の新しい順", (a, b) => order(R.published[b], R.published[a]) || a - b],
  ["found", "所見の多い順", (a, b) => R.findings[b] - R.findings[a] || a - b]];
// The records that fit, and for each facet how many there would be with each of its values.
const chosen = parameters => {
  const full = parameters.get("full") === "1", asked = query(parameters.get("q") || "");
  const fits = matches(asked, full);
  const active = facets().map(facet => ({ ...facet, chosen: parameters.getAll(facet.key), counts: new Map() }));
  const limited = active.filter(facet => facet.chosen.length);
  const all = [], fresh = parameters.get("fresh") === "1";
  for (let at = 0; at < R.count; at++) {
    if (fresh && !R.fresh[at] || !fits(at)) continue;
    const failed = limited.filter(facet => !facet.has[at].some(key => facet.chosen.includes(key)));
    if (!failed.length) all.push(at);
    if (failed.length > 1) continue;
    for (const facet of failed.length ? failed : active) for (const key of facet.has[at]) count(facet.counts, key);
  }
  return { all, facets: active, words: asked.wanted, full };
};
const withParameter = (parameters, change) => {
  const next = new URLSearchParams(parameters);
  change(next);
  return `#/?${next}`;
};
const facetBox = (facet, parameters) => {
  const sort = facet.sort || ((a, b) => b[1] - a[1] || order(a[0], b[0]));
  const values = [...facet.counts].sort(sort);
  for (const key of facet.chosen) if (!facet.counts.has(key)) values.push([key, 0]);
  if (facet.hidden && !facet.chosen.length || values.length < 2 && !facet.chosen.length) return null;
  const line = ([key, n]) => {
    const on = facet.chosen.includes(key);
    const href = withParameter(parameters, next => on ? next.delete(facet.key, key) : next.append(facet.key, key));
    return h("li", {}, h("a", { href, "aria-current": on ? "true" : null }, on ? "☑ " : "☐ ", facet.label(key)), h("small", {}, number(n)));
  };
  const shown = facet.hidden ? values.filter(([key]) => facet.chosen.includes(key)) : values;
  return h("section", {}, h("h3", {}, facet.title), h("ul", {}, shown.slice(0, 8).map(line)),
    shown.length > 8 ? h("details", { open: shown.slice(8).some(([key]) => facet.chosen.includes(key)) },
      h("summary", {}, `ほか${shown.length - 8}`), h("ul", {}, shown.slice(8).map(line))) : null);
};
const hit = (at, words, full) => {
  const there = full && excerpt(at, words);
  const contractors = words.length ? R.contractors[at].map(one => DATA.contractors[one]).filter(([key, printed]) =>
    words.some(word => key.includes(word) || fold(printed).includes(word))) : [];
  return h("li", { class: "hit" },
    h("h3", {}, link(doc(at), marked(name(at), words))),
    h("p", { class: "about" }, h("b", {}, marked(bodyName(at), words)), ` ${prefecture(body(at)[3])}　${formLabel(at)}　公表 ${R.published[at] || "不明"}`,
      R.draft[at] ? "　案" : "", R.ended[at] ? `　${R.ended[at]}終了` : "", R.fresh[at] ? h("span", { class: "new" }, "新着") : "",
      R.findings[at] ? h("small", {}, `　所見${number(R.findings[at])}件`) : ""),
    contractors.length ? h("p", { class: "about" }, "委託先：", contractors.map(([key, printed], n) => [n ? "、" : "",
      link(`#/vendor/${encodeURIComponent(key)}`, marked(printed, words))])) : null,
    there ? h("p", { class: "excerpt" }, marked(there.text, words), " ", link(doc(at, there.id), `${labelsOf(formId(at), there.id).at(-1)} ${place(there.page, there.line)}`)) : null,
    h("label", { class: "pick" }, h("input", { type: "checkbox", value: R.id[at], checked: picked.has(R.id[at]), onchange: pick }), "くらべる"));
};
// What has been picked for a comparison.
const picked = new Set();
const pick = event => {
  if (event.target.checked) picked.add(event.target.value); else picked.delete(event.target.value);
  for (const place of document.querySelectorAll(".picked")) place.replaceWith(pickedLine());
};
const pickedLine = () => h("p", { class: "picked" }, picked.size < 2 ? `2件から4件を選ぶと、くらべられます（いま${picked.size}件）。`
  : picked.size > 4 ? `くらべられるのは4件までです（いま${picked.size}件）。`
    : link(`#/cmp/${[...picked].join("/")}`, `選んだ${picked.size}件をくらべる`));
const list = parameters => {
  const found = chosen(parameters), total = found.all.length;
  const sort = SORTS.find(([key]) => key === parameters.get("sort")) || SORTS[0];
  found.all.sort(sort[2]);
  const row = at => [...headOf(at), R.findings[at], R.contractors[at].map(one => DATA.contractors[one][1]).join("、"), ...tailOf(at)];
  const side = [h("p", {}, link("#/?all=1", "絞り込みをすべて外す")), found.facets.map(facet => facetBox(facet, parameters))];
  const narrow = matchMedia("(max-width: 700px)").matches;
  return { title: "一覧", said: `${number(total)}件の評価書`, view: [
    h("h1", { class: "quiet" }, total ? `${number(total)}件の評価書` : "当てはまる評価書はありません"),
    h("div", { class: "listing" },
      h("aside", { "aria-label": "絞り込み" }, h("details", { open: !narrow }, h("summary", {}, "絞り込み"), side)),
      h("div", {},
        h("p", { class: "tools" }, "並べ方 ", SORTS.map(([key, title], at) => [at ? "・" : "", sort[0] === key ? h("b", {}, title)
          : link(withParameter(parameters, next => next.set("sort", key)), title)])),
        pickedLine(),
        total ? h("div", {}, paged(found.all, 30, some => h("ol", { class: "hits" }, some.map(at => hit(at, found.words, found.full)))))
          : h("p", {}, "ことばを減らすか、絞り込みを外してみてください。", found.full ? "" : link(withParameter(parameters, next => next.set("full", "1")), "本文からも探す")),
        total ? downloads("一覧", [...HEAD, "所見", "委託先", ...TAIL], () => found.all.map(row)) : null))] };
};
