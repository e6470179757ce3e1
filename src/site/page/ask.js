// One question over all assessments: counts, bars, who is behind each bar.
const resolve = text => {
  const bare = id => id.replace(/\[[^\]]*\]/g, ""), all = [...QUESTIONS.values()];
  return QUESTIONS.get(text) || all.find(one => Object.values(one.items).some(id => bare(id) === bare(text)))
    || all.find(one => fold(one.labels.at(-1) || "") === fold(text));
};
// What an answer is: text, and whether it counts in shares.
const kindOf = (question, value) => {
  if (Array.isArray(value) || value === "") return [t("blank"), false];
  if (question.kind === "checkbox") return [boxWord(value), value !== null];
  return value === null ? [t("blank-or-unclear"), false] : [question.kind === "count" ? number(value) : value, true];
};
const frequencies = (question, answers) => {
  const counts = [new Map(), new Map()];
  for (const answer of answers) {
    const [text, given] = kindOf(question, answer[2]), map = counts[given ? 0 : 1], key = given ? fold(text) : text;
    if (!map.has(key)) map.set(key, { key, text, n: 0 });
    map.get(key).n++;
  }
  const [given, rest] = counts.map(map => [...map.values()].sort((a, b) => b.n - a.n || order(a.text, b.text)));
  return { given, rest, total: sum(given.map(one => one.n)), blank: sum(rest.map(one => one.n)) };
};
// Of how many a share is, and what is not among them.
const ofWhat = (total, rest) => t("of", number(total)) + (rest.length ? t("without", rest.map(one => `${one.text}${pieces(one.n)}`).join("、")) : "");
const askList = (_, state) => {
  const words = query(state.get("q") || "").wanted, groups = new Map();
  for (const one of QUESTIONS.values()) {
    if (words.every(word => fold(one.labels.join("\n")).includes(word))) grouped(groups, one.sum ? t("ask.sums") : one.labels.length > 1 ? one.labels[0] : t("ask.cover"), one);
  }
  const line = one => li(one.labels.length > 2 ? small(one.labels.slice(1, -1).join(" › ")) : null, link(`#/ask/${one.concept}`, one.labels.at(-1) || one.concept));
  return { title: t("ask.choose"), view: [p(t("ask.lead")), finder("aq", t("ask.word"), state, "ask"),
    [...groups].map(([name, all]) => details({ open: words.length > 0 || groups.size < 3 || all[0].sum }, summary(name, small(`　${all.length}`)), h("ul.questions", all.map(line))))] };
};
const askView = async (steps, state) => {
  const question = resolve(steps.join("/"));
  if (!question) return { title: t("ask.gone"), view: [p(link("#/ask", t("ask.all")))] };
  const rows = await load("ask", question.concept) || [], fits = fitsFacets(state), select = state.get("v");
  const saidOf = row => kindOf(question, row[2]), inside = rows.filter(row => fits(row[0]));
  const within = inside.filter(row => !select || fold(saidOf(row)[0]) === fold(select)).sort((a, b) => inOrder(a[0], b[0]));
  // A question about a task that is given away is answered with whom it is given to.
  const given = Object.values(question.items).some(id => id.includes(".tasks[")) && new Map((await load("ask", "contractors") || []).map(row => [`${row[0]} ${around(row[1])}`, row]));
  const whom = row => given.get(`${row[0]} ${around(row[1])}`);
  const whole = frequencies(question, inside), records = every().filter(fits), asked = new Set(inside.map(row => row[0]));
  const asking = records.filter(at => asks(at, question.concept));
  const address = (key, value) => {
    const next = new URLSearchParams(state);
    if (value == null) next.delete(key); else next.set(key, value);
    return `#/ask/${question.concept}?${next}`;
  };
  const counted = (name, n) => [name, number(n), share(n, whole.total), bar(n, whole.total)];
  const choice = (one, name) => h("a", { id: `v-${one.key}`, href: address("v", select === one.text ? null : one.text), "aria-current": select === one.text && "true" }, name);
  const others = whole.given.slice(12), shown = whole.given.slice(0, 12).map(one => counted(choice(one, one.text), one.n));
  if (others.length) shown.push(counted(t("ask.others", others.length), sum(others.map(one => one.n))));
  for (const one of whole.rest) shown.push([choice(one, quiet(one.text)), number(one.n), "", ""]);
  const ways = FACETS.filter(({ key }) => key !== "found"), by = ways.find(({ key }) => key === (state.get("by") || "pref")), groups = new Map();
  for (const row of inside) for (const key of by.of(row[0])) grouped(groups, key, row);
  const columns = whole.given.slice(0, 4), facet = key => t(`facet.${key}`);
  const lines = [...groups].sort(by.sort || byKey).map(([key, answers]) => {
    const one = frequencies(question, answers), n = column => one.given.find(given => given.key === column.key)?.n || 0;
    return [link(address(by.key, key), nameOf(by.key, key)), ...columns.map(column => [number(n(column)), " ", one.total ? small(share(n(column), one.total)) : ""]), number(one.total), number(one.blank)];
  });
  const picks = ways.filter(({ key }) => key !== "body" || state.get(key)).map(({ key, of }) => {
    const all = [...new Set(rows.flatMap(row => of(row[0])))].sort();
    return h("label", facet(key), h("select", { id: `p-${key}`, onchange: event => { location.hash = address(key, event.target.value || null); } },
      h("option", { value: "" }, t("all")), all.map(value => h("option", { value, selected: state.get(key) === value }, nameOf(key, value)))));
  });
  // Which of several a block is: the headings that end in a number.
  const blockOf = (at, id) => [(/^file\[(\d+)\]/.exec(id) || []).slice(1).map(n => t("file", n)), labelsOf(formId(at), id).slice(1, -1).filter(label => /\d$/.test(label))].flat().join(" ");
  const contractor = row => row ? [vendor([row[2].split(";")[0], row[3]]), small(row[4])] : quiet(t("blank-or-missing"));
  const behind = row => {
    const [at, id, , page, line, says] = row, [text, counts] = saidOf(row);
    return [[bodyName(at), small(prefecture(body(at)[3]))], link(doc(at, id), title(at)), [counts ? text : quiet(text), warnings(says)],
      [blockOf(at, id), small(place(page, line))], ...given ? [contractor(whom(row))] : [], R.published[at]];
  };
  const titles = key => cols(key).filter(name => given || !cols("ask.given").includes(name));
  return { title: question.labels.slice(-2).join(" › "), head: unnumbered(question.labels.at(-1) || question.concept), path: [link("#/ask", t("ask")), " › ", question.labels.slice(0, -1).join(" › ")], said: t("ask.said", number(whole.total)), view: [
    p(whole.given.length ? [b(`${whole.given[0].text}　${share(whole.given[0].n, whole.total)}`), `（${ofWhat(whole.total, whole.rest)}）`] : t("ask.none")),
    p(t("ask.records", number(records.length), number(asked.size), number(records.length - asking.length), number(asking.filter(at => !asked.has(at)).length)), question.sum ? "" : t("ask.each")),
    details({ open: !isNarrow() }, summary(t("narrow"), ways.filter(({ key }) => state.get(key)).map(({ key }) => `　${facet(key)}：${nameOf(key, state.get(key))}`)), h("p.tools", picks)),
    table(t("ask.answers"), cols("ask.heads"), shown, "counts"),
    h2(t("ask.by", facet(by.key))), h("p.tools", joined(ways.map(({ key }) => key === by.key ? b(facet(key)) : link(address("by", key), facet(key))), "・")),
    table(t("ask.by.answers", facet(by.key)), [facet(by.key), ...columns.map(one => one.text.slice(0, 20)), ...cols("ask.by.heads")], lines, "groups"),
    h2(select ? t("ask.those", select, number(within.length)) : t("ask.rows", number(within.length))), select ? p(link(address("v", null), t("ask.free"))) : null,
    pagedTable(within, titles("ask.rows.heads"), behind),
    save(question.concept, titles("ask.titles"), within, row => {
      const [at, id, , page, line, says] = row, to = given && (whom(row) || []);
      return [at, id, id, ...given ? [to[4], to[3]] : [], saidOf(row)[0], page || "", line || "", says.map(([code]) => finding(code)).join("、")];
    })] };
};
// Contractors and systems: who, what, since when, as printed.
const nameList = kind => (_, state) => {
  const all = D[kind], heading = t(kind), words = query(state.get("q") || "").wanted, path = kind === "systems" ? "system" : "vendor";
  const found = most(tally(at => R[kind][at])).filter(([at]) => words.every(word => all[at][0].includes(word) || fold(all[at][1]).includes(word)));
  return { title: heading, said: pieces(found.length), view: [p(t("names.lead")), finder("nq", t("names.word", heading), state, kind),
    pagedTable(found, [heading, t("names.count")], ([at, n]) => [link(`#/${path}/${quoted(all[at][0])}`, all[at][1]), number(n)], "names")] };
};
const nameView = kind => async (steps, state) => {
  const key = steps.join("/"), isVendor = kind === "vendor", file = isVendor ? "contractors" : "systems", fits = fitsFacets(state);
  const rows = (await load("ask", file) || []).filter(row => row[2].split(";").includes(key) && fits(row[0])).sort((a, b) => inOrder(a[0], b[0]));
  if (!rows.length) return gone(key);
  const spellings = most(tally(row => [row[3].replaceAll("\n", " ")], rows)), heading = spellings[0][0];
  const again = isVendor ? frequencies({}, rows.map(row => [0, 0, row[5]])) : null;
  const values = [t("bodies-count", number(new Set(rows.map(row => R.body[row[0]])).size)), pieces(rows.length), rows.map(row => R.published[row[0]]).filter(isDate).sort()[0] || t("unknown"),
    spellings.map(([text, n]) => `${text}（${number(n)}）`).join("、"),
    again && again.total ? `${again.given.map(one => `${one.text} ${pieces(one.n)}（${share(one.n, again.total)}）`).join("、")}（${ofWhat(again.total, again.rest)}）` : t("no-answer")];
  const spot = row => place(...row.slice(isVendor ? 6 : 4)), own = row => isVendor ? [row[4] || quiet(t("blank")), row[5] || quiet(t("blank-or-missing"))] : [row[3]];
  const line = row => [[bodyName(row[0]), small(prefecture(body(row[0])[3]))], link(doc(row[0], row[1]), title(row[0])), ...own(row), R.published[row[0]], spot(row)];
  return { title: heading, said: pieces(rows.length), path: link(`#/${file}`, t(file)), view: [facts(`${kind}.facts`, values), pagedTable(rows, cols(`${kind}.heads`), line),
    save(heading, cols(`${kind}.titles`), rows, row => [row[0], row[1], row[3], ...isVendor ? [row[4], row[5]] : [], spot(row)])] };
};
// What is new by month, and the tables of changes as a line of time.
const changesView = async (_, state) => {
  const fits = fitsFacets(state), months = new Map(), fresh = sum(R.fresh);
  for (const at of every().filter(fits)) grouped(months, isDate(R.published[at]) ? R.published[at].slice(0, 7) : NONE, at);
  const month = ([key, all]) => details(summary(key === NONE ? t("no-date") : t("month", key.slice(0, 4), Number(key.slice(5))), small(`　${pieces(all.length)}`)),
    ul(all.slice(0, 200).map(one => li(link(doc(one), called(one)), " ", small(R.published[one])))));
  const view = [fresh ? p(link("#/?fresh=1", t("fresh", number(fresh)))) : null, h2(t("months")),
    [...months].sort(newestFirst).map(month), h2(t("changes.made"))];
  if (state.get("rows") !== "1") return { title: t("changes"), view: [...view, p(link("#/new?rows=1", t("changes.read")))] };
  const rows = new Map();
  for (const [column, name] of ["date", "item", "before", "after"].entries()) {
    for (const [at, id, value, page, line] of await load("ask", `change.${name}`) || []) {
      if (!fits(at)) continue;
      const key = `${at} ${around(id)}`;
      if (!rows.has(key)) rows.set(key, { at, id, cells: ["", "", "", ""], spot: place(page, line) });
      rows.get(key).cells[column] = Array.isArray(value) ? value[1] : value || "";
    }
  }
  const date = one => isDate(one.cells[0]) ? one.cells[0] : "", sorted = [...rows.values()].sort((a, b) => order(date(b), date(a)) || a.at - b.at);
  return { title: t("changes"), view: [...view, pagedTable(sorted, cols("changes.heads"), ({ at, id, cells: [day, ...cells], spot }) => [day || quiet(t("blank")), link(doc(at, id), bodyName(at)), ...cells, spot])] };
};
const aboutView = () => {
  const part = name => [h2(t(`about.${name}`)), p(t(`about.${name}.text`))], pairs = t("about.terms").split("／").map(one => one.split("＝"));
  return { title: t("about"), view: [p(t("about.lead")),
    h2(t("about.promise")), ul(pairs.map(([term, text]) => li(b(term), "　", text))),
    part("quality"), table(t("about.measured"), cols("about.heads"), D.quality.map(([form, ...cells]) => [D.names.form.get(form) || t("all"), ...cells]), "quality"),
    part("quote"), part("safe"), p(t("about.made", D.version))] };
};
