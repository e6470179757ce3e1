// The list: hits, facets with their counts, the words marked. All of its state is in the address.
const NONE = "none";
const kindsOf = at => R.kinds[at].map(kind => D.kinds[kind][0]);
// What has no name comes last.
const last = key => key === "00" || key === NONE ? "~" : key;
const byKey = (a, b) => order(last(a[0]), last(b[0]));
const newestFirst = ([a], [b]) => order(b === NONE ? "" : b, a === NONE ? "" : a);
const position = form => D.forms.findIndex(one => one[0] === form);
// By what assessments are counted and narrowed: the key in the address, what a record has of it, the order of values.
const FACETS = [["form", formId, (a, b) => position(a[0]) - position(b[0])], ["pref", at => body(at)[3], byKey], ["kind", kindsOf], ["year", year, newestFirst], ["type", at => body(at)[4]],
  ["rev", revision, newestFirst], ["found", at => R.findings[at] ? "1" : "0"], ["body", at => body(at)[0], byKey]]
  .map(([key, of, sort]) => ({ key, sort, of: at => [of(at)].flat().map(one => one || NONE) }));
const nameOf = (facet, key) => {
  if (facet === "pref") return prefecture(key);
  if (facet === "found") return t(`found.${key}`);
  return D.names[facet]?.get(key) || (key === NONE ? t("unknown") : facet === "year" ? t("year", key) : key);
};
const fitsFacets = state => {
  const limits = FACETS.filter(({ key }) => state.get(key));
  return at => limits.every(({ key, of }) => of(at).includes(state.get(key)));
};
const facets = () => {
  if (D.allFacets) return D.allFacets;
  const answers = D.facets.map(([concept, all], slot) => ({
    key: `a.${concept}`, title: unnumbered((QUESTIONS.get(concept) || { labels: [concept] }).labels.at(-1)),
    of: at => (all || []).filter((_, bit) => R.answers[at][slot] >> bit & 1), label: key => key || t("blank"),
  }));
  const plain = FACETS.map(facet => ({ ...facet, title: t(`facet.${facet.key}`), label: key => nameOf(facet.key, key) }));
  // What each record has is worked out once: a key stroke only counts.
  D.allFacets = [...plain, ...answers].map(facet => ({ ...facet, has: every().map(facet.of) }));
  return D.allFacets;
};
const SORTS = [["code", inOrder], ["date", (a, b) => order(R.published[b], R.published[a]) || a - b], ["found", (a, b) => R.findings[b] - R.findings[a] || a - b]];
// The records that fit, and for each facet how many there would be with each of its values.
const chosen = state => {
  const full = state.get("full") === "1", asked = query(state.get("q") || ""), fits = matches(asked, full);
  const active = facets().map(facet => ({ ...facet, chosen: state.getAll(facet.key), counts: new Map() }));
  const limited = active.filter(facet => facet.chosen.length), all = [], fresh = state.get("fresh") === "1";
  for (let at = 0; at < R.count; at++) {
    if (fresh && !R.fresh[at] || !fits(at)) continue;
    const failed = limited.filter(facet => !facet.has[at].some(key => facet.chosen.includes(key)));
    if (!failed.length) all.push(at);
    if (failed.length > 1) continue;
    for (const facet of failed.length ? failed : active) for (const key of facet.has[at]) count(facet.counts, key);
  }
  return { all, facets: active, words: asked.wanted, full };
};
const withParameter = (state, change) => {
  const next = new URLSearchParams(state);
  change(next);
  return `#/?${next}`;
};
const facetBox = (facet, state) => {
  const isOn = key => facet.chosen.includes(key);
  for (const key of facet.chosen) count(facet.counts, key, 0);
  // A body is chosen in the list of bodies: here it is only taken back.
  const values = (facet.sort ? [...facet.counts].sort(facet.sort) : most(facet.counts)).filter(([key]) => facet.key !== "body" || isOn(key));
  if (values.length < 2 && !facet.chosen.length) return null;
  const line = ([key, n]) => {
    const href = withParameter(state, next => isOn(key) ? next.delete(facet.key, key) : next.append(facet.key, key));
    return li(h("a", { href, id: `f-${facet.key}-${key}`, "aria-current": isOn(key) && "true" }, isOn(key) ? "☑ " : "☐ ", facet.label(key)), small(number(n)));
  };
  const rest = values.slice(8);
  return h("section", h("h3", facet.title), ul(values.slice(0, 8).map(line)),
    rest.length ? details({ open: rest.some(([key]) => isOn(key)) }, summary(t("others", rest.length)), ul(rest.map(line))) : null);
};
const hit = (at, words, full) => {
  const contractors = words.length ? R.contractors[at].map(one => D.contractors[one]).filter(([key, printed]) =>
    words.some(word => key.includes(word) || fold(printed).includes(word))) : [];
  const made = h("li.hit",
    h("h3", link(doc(at), marked(title(at), words))),
    h("p.about", b(marked(bodyName(at), words)), ` ${prefecture(body(at)[3])}　${formLabel(at)}　${t("published", published(at))}`,
      R.draft[at] ? `　${t("draft")}` : "", R.ended[at] ? `　${t("ended", R.ended[at])}` : "", R.fresh[at] ? h("span.new", t("new")) : "",
      R.findings[at] ? small(`　${t("findings-count", number(R.findings[at]))}`) : ""),
    contractors.length ? h("p.about", t("vendor"), "：", joined(contractors.map(one => vendor(one, words)), "、")) : null,
    h("label.pick", h("input", { type: "checkbox", value: R.id[at], checked: picked.has(R.id[at]), onchange: pick }), t("compare")));
  if (full && words.length) excerpt(at, words).then(found => made.lastChild.before(found));
  return made;
};
// What has been picked for a comparison.
const picked = new Set();
const pick = event => {
  if (event.target.checked) picked.add(event.target.value); else picked.delete(event.target.value);
  document.querySelector(".picked").replaceWith(pickedLine());
};
const pickedLine = () => h("p.picked", picked.size > 1 && picked.size < 5 ? link(`#/cmp/${[...picked].join("/")}`, t("compare.picked", picked.size))
  : t(picked.size < 2 ? "compare.few" : "compare.many", picked.size));
const isNarrow = () => matchMedia("(max-width: 700px)").matches;
const list = state => {
  const found = chosen(state), total = found.all.length, left = found.full && found.words.length ? unreadTexts(state.getAll("pref")) : [];
  const sort = SORTS.find(([key]) => key === state.get("sort")) || SORTS[0];
  found.all.sort(sort[1]);
  const heading = total ? t("hits", number(total)) : t(left.length ? "reading" : "no-hits"), reading = left.length ? t("reading.left", left.length) : "";
  return { title: t("list"), said: reading || heading, path: [...found.words, ...found.facets.filter(facet => facet.chosen.length).map(facet => `${facet.title}：${facet.chosen.map(facet.label).join("・")}`)].join("　"), more: left.length ? () => readTexts(left) : null, head: heading, view: [
    reading ? h("p.notice", reading) : null,
    h("div.listing",
      h("aside", { "aria-label": t("narrow") }, details({ open: !isNarrow() }, summary(t("narrow")),
        p(link("#/?all=1", t("narrow.none"))), found.facets.map(facet => facetBox(facet, state)))),
      h("div",
        h("p.tools", t("sort"), " ", joined(SORTS.map(([key]) => sort[0] === key ? b(t(`sort.${key}`))
          : link(withParameter(state, next => next.set("sort", key)), t(`sort.${key}`))), "・")),
        pickedLine(),
        total ? div(paged(found.all, 30, some => h("ol.hits", some.map(at => hit(at, found.words, found.full)))))
          : p(t("no-hits.hint"), found.full ? "" : link(withParameter(state, next => next.set("full", "1")), t("full.too"))),
        total ? save(t("list"), cols("list.titles"), found.all, at => [at, "", R.findings[at], R.contractors[at].map(one => D.contractors[one][1]).join("、")]) : null))] };
};
