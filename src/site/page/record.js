// One assessment as the form prints it.
const [ID, KIND, VALUE, PAGE, LINE, BOX, PRINTED, READER, CONFIDENCE, BEFORE] = Array(10).keys();
const isBox = one => one[KIND] === "checkbox";
// The list of boxes that a box, or what is written beside it, stands in.
const listOf = one => isBox(one) ? one[ID].replace(/\.[^.]*$/, "")
  : one[ID].endsWith(".detail") ? one[ID].replace(/\.[^.]*\.detail$/, "") : null;
// Items in print order, the boxes of one list together.
const questionsOf = data => {
  const all = [];
  for (const one of data.items) {
    const list = listOf(one), last = all.at(-1);
    if (list && last?.list === list) last.items.push(one);
    else all.push({ list: isBox(one) ? list : null, id: isBox(one) ? list : one[ID], items: [one], labels: labelsOf(data.form, one[ID]) });
  }
  return all;
};
const isBlank = value => typeof value === "string" && /^[-－―—ー\s]*$/.test(value);
const isFilled = one => isBox(one) ? one[VALUE] === true : one[VALUE] != null && !isBlank(one[VALUE]);
// The numbered blocks in which something is filled in; the command counts with these alone.
const filledBlocks = items => {
  const filled = new Set();
  for (const [id] of items.filter(isFilled)) for (const match of id.matchAll(/\]/g)) filled.add(id.slice(0, match.index + 1));
  return id => !around(id) || filled.has(around(id));
};
// Unknown, blank and no are three things.
const boxWord = value => t(value == null ? "unclear" : value ? "ticked" : "unticked");
const saidOf = one => isBox(one) ? boxWord(one[VALUE]) : one[VALUE];
const answer = one => one[KIND] === "count" ? one[VALUE] == null ? quiet(t("blank-or-unclear")) : number(one[VALUE])
  : one[VALUE] === "" ? quiet(t("blank")) : [one[VALUE], one[PRINTED] ? quiet(`（${one[PRINTED]}）`) : ""];
const MARKS = new Map([[true, "☑"], [false, "☐"]]);
const boxText = (data, one) => {
  const value = one[VALUE];
  if (!isBox(one)) return isBlank(value) ? null : h("li.detail", `（${value}）`);
  return h(value ? "li" : value === false ? "li.quiet" : "li.unclear",
    span({ role: "img", "aria-label": boxWord(value) }, MARKS.get(value) || "？"), " ", boxLabel(data.form, one[ID]), value == null ? `（${t("unclear")}）` : "");
};
const plainAnswer = (data, { list, items: [first, ...rest] }) => !list ? first[VALUE] == null ? "" : String(first[VALUE])
  : [first, ...rest].filter(one => one[VALUE] !== false && !isBlank(one[VALUE]))
    .map(one => isBox(one) ? `${one[VALUE] ? "☑" : "？"} ${boxLabel(data.form, one[ID])}` : `（${one[VALUE]}）`).join("\n");
// What findings say of an answer, on its items or on the list of boxes as a whole: codes and sentences.
const saysOf = (data, one) => {
  const all = data.findings.filter(([, , id]) => id === one.id || one.items.some(item => item[ID] === id));
  return [...new Map(all.map(found => [found[0] + found[5], [found[0], found[5]]])).values()];
};
const warnings = says => says.map(([code, said]) => h("p.warning", span({ "aria-hidden": "true" }, "⚠ "), finding(code), small(`　${said}`)));
const places = (data, one) => {
  const first = one.items[0], at = data.at, spot = place(first[PAGE], first[LINE]), [url] = originOf(at);
  const notes = [first[READER] ? t(`read-by.${first[READER]}`) : "", first[CONFIDENCE] != null ? t("confidence", share(first[CONFIDENCE], 1)) : "",
    first[BEFORE] != null ? t("before", first[BEFORE] || t("blank")) : ""].filter(Boolean).join("、");
  const fill = { record: R.id[at], item: first[ID], value: plainAnswer(data, one), place: spot };
  const report = D.report.replace(/\{(\w+)\}/g, (all, key) => key in fill ? quoted(fill[key]) : all);
  return h("p.place",
    D.crops && first[PAGE] && first[BOX] ? h("button.spot", { type: "button", "aria-expanded": "false", onclick: event => showCrop(event.currentTarget, data, first) }, t("crop", spot)) : spot,
    url && first[PAGE] ? [" ", web(`${url}#page=${first[PAGE]}`, t("original.page"))] : null,
    notes ? ` ${notes}` : null,
    /^(https?:|mailto:)/.test(report) ? [" ", h("a.report", { href: report }, t("report"))] : null);
};
// The printed page around a value, drawn as a picture: nothing in a picture can run.
const showCrop = async (spot, data, one) => {
  const old = spot.parentElement.nextElementSibling, isOpen = old?.matches(".crop");
  spot.setAttribute("aria-expanded", !isOpen);
  if (isOpen) return old.remove();
  const box = h("figure.crop");
  spot.parentElement.after(box);
  const page = (await load("crops", R.id[data.at], String(data.at)) || []).find(page => page[0] === one[PAGE]);
  if (!page) return box.append(h("figcaption", t("crop.none")));
  const [, width, height, svg] = page, [x0, y0, x1, y1] = one[BOX];
  const draw = whole => {
    const top = whole ? 0 : Math.max(0, y0 - 40), tall = whole ? height : Math.min(height, Math.min(y1, y0 + 360) + 40) - top;
    const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${tall}" viewBox="0 ${top} ${width} ${tall}" font-family="sans-serif">${svg}<rect x="${x0 - 1}" y="${y0 - 1}" width="${Math.max(2, x1 - x0 + 2)}" height="${Math.max(2, y1 - y0 + 2)}" fill="#fc0" fill-opacity=".2" stroke="#c28f00"/></svg>`;
    box.replaceChildren(h("img", { src: `data:image/svg+xml,${quoted(text)}`, alt: t("crop.alt", one[PAGE], labelsOf(data.form, one[ID]).at(-1)), width: Math.round(width), height: Math.round(tall) }),
      h("figcaption", t("crop.caption", one[PAGE]), button(() => draw(!whole), t(whole ? "crop.around" : "crop.whole"))));
  };
  draw(false);
};
const factsOf = at => {
  const [url, got, licence] = originOf(at), [stem, , , code, kind] = body(at);
  const values = [[link(`#/?body=${stem}`, bodyName(at)), `　${prefecture(code)}　${D.bodyKinds.get(kind) || ""}`],
    kindsOf(at).map(key => D.names.kind.get(key)).join("・") || t("no-kind"), published(at),
    [formLabel(at), revision(at) ? t("of-revision", revision(at)) : "", `　${t("number", R.number[at] || t("blank"))}`],
    url ? [web(url, url), got ? `　${t("retrieved", got)}` : "", licence ? `　${licence}` : ""] : R.source[at].replaceAll("\n", "、"),
    [t("read", share(R.conformity[at], 1000), number(R.findings[at])), R.ocr[at] ? t("read.ocr", share(R.ocr[at], 1000)) : ""]];
  return facts("facts", values);
};
const gone = id => ({ title: t("gone"), view: [p(t("gone.id", id)), p(link("#/?all=1", t("to-list")))] });
// The questions under the headings of the form; blocks in which nothing is filled in are left out.
const sectionsOf = (data, has) => {
  const sections = [];
  for (const one of questionsOf(data).filter(one => has(one.items[0][ID]))) {
    const key = one.id.replace(/\..*/, ""), part = key.split("[")[0];
    if (sections.at(-1)?.key !== key) sections.push({ key, title: D.words.get(`section.${part}`) || one.labels[0], rows: [] });
    sections.at(-1).rows.push(one);
  }
  return sections;
};
const sectionView = (data, one, n) => {
  let above = null;
  const row = question => {
    const labels = question.labels.slice(question.labels.length > 1 ? 1 : 0), own = labels.pop() || question.id, heading = labels.join(" › ");
    const says = saysOf(data, question), made = h(says.length ? "tr.doubtful" : "tr", { id: `i-${question.id}` }, h("th", { scope: "row" }, heading && heading !== above ? small(heading) : null, own),
      h("td", question.list ? h("ul.boxes", question.items.map(item => boxText(data, item))) : h("div.value", answer(question.items[0])), warnings(says), places(data, question)));
    above = heading;
    return made;
  };
  return h("section", { id: `s${n}` }, h2(one.title), h("div.scroll", h("table.form", { "aria-label": one.title }, h("tbody", one.rows.map(row)))));
};
const recordView = async (steps, state) => {
  const id = steps.join("/"), at = find(id), data = at === undefined ? null : await record(at);
  if (!data) return gone(id);
  const filled = filledBlocks(data.items), target = state.get("item"), all = state.get("all") === "1" || target && !filled(target);
  const left = new Set(data.items.map(item => item[ID]).filter(id => !filled(id)).map(around)).size, sections = sectionsOf(data, all ? () => true : filled);
  const versions = every().filter(one => one !== at && R.body[one] === R.body[at] && R.form[one] === R.form[at]
    && (R.number[one] && R.number[one] === R.number[at] || R.name[one] === R.name[at]));
  const same = R.kinds[at].length ? every().filter(one => R.body[one] !== R.body[at] && String(R.kinds[one]) === String(R.kinds[at])).slice(0, 8) : [];
  const general = data.findings.filter(one => !one[2]);
  const aimed = target && questionsOf(data).find(one => one.id === target || one.items.some(item => item[ID] === target));
  return { title: called(at), head: title(at), focus: aimed && `i-${aimed.id}`, view: [
    R.id[at] === id ? null : h("p.notice", t("newest")),
    h("p.notice", t("by-machine"), versions.length ? [t("versions"), joined(versions.map(one => [link(doc(one), published(one)), "（", link(`#/cmp/${R.id[one]}/${R.id[at]}`, t("compare")), "）"]), "、")] : ""),
    factsOf(at),
    general.length ? h("section", h2(t("general")), ul(general.map(one => li(finding(one[0]), " ", small(one[5], " ", place(one[3], one[4])))))) : null,
    same.length ? h("details.same", summary(t("same")), ul(same.map(one => li(link(`#/cmp/${R.id[at]}/${R.id[one]}`, called(one)))))) : null,
    h("details.contents", summary(t("contents")), h("ol", sections.map((one, n) => li(button(() => $(`s${n}`).scrollIntoView(), one.title, "button.plain"))))),
    left ? p(h("a", { id: "all", href: `#/doc/${R.id[at]}${all ? "" : "?all=1"}` }, t(all ? "blocks.hide" : "blocks.show", left))) : null,
    sections.map((one, n) => sectionView(data, one, n)),
    save(R.id[at], cols("record.titles"), data.items, one => [at, one[ID], one[ID], pathOf(data.form, one[ID]),
      saidOf(one), one[PAGE] || "", one[LINE] || "", saysOf(data, { items: [one] }).map(([code]) => finding(code)).join("、")]),
  ] };
};
// What whoever is about to publish looks at: the findings of a body's documents.
const checkView = async ([stem]) => {
  const mine = stem ? every().filter(at => body(at)[0] === stem) : [], heading = t("check");
  if (!mine.length) {
    const counts = new Map();
    R.body.forEach((one, at) => count(counts, one, R.findings[at]));
    return { title: heading, view: [p(t("check.lead")),
      choices([...counts].sort((a, b) => a[0] - b[0]), at => link(`#/check/${D.bodies[at][0]}`, nameOfBody(D.bodies[at])), n => t("findings-count", number(n)))] };
  }
  const all = [], parts = [];
  for (const at of mine) {
    const data = await record(at);
    if (!data) continue;
    const values = new Map(data.items.map(one => [one[ID], one]));
    const rows = data.findings.map(([code, , id, page, line, said]) => {
      const value = values.has(id) ? saidOf(values.get(id)) : null, advice = D.advice.get(code) || t("check.see");
      const label = id ? pathOf(data.form, id, 3) : t("whole");
      all.push([at, id, finding(code), said, advice, label, value, page || "", line || ""]);
      return [[b(finding(code)), h("br"), said, h("br"), advice],
        id ? link(doc(at, id), label) : label, value == null ? "" : value === "" ? quiet(t("blank")) : String(value).slice(0, 80), place(page, line)];
    });
    parts.push(h("section", h2(link(doc(at), title(at))), rows.length ? table(`${published(at)}　${pieces(rows.length)}`, cols("check.heads"), rows, "check") : p(t("check.none"))));
  }
  return { title: heading, said: pieces(all.length), head: `${heading}　${bodyName(mine[0])}`, view: [
    h("p.notice", t("check.notice")), parts, save(heading, cols("check.titles"), all, row => row)] };
};
