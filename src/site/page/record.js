// One assessment as the form prints it.
const [ID, KIND, VALUE, PAGE, LINE, BOX, CODES, PRINTED, READER, CONFIDENCE, BEFORE] = Array(11).keys();
const isBox = item => item[KIND] === "checkbox";
// The list of boxes that a box, or what is written beside it, stands in.
const listOf = item => isBox(item) ? item[ID].replace(/\.[^.]*$/, "")
  : item[ID].endsWith(".detail") ? item[ID].replace(/\.[^.]*\.detail$/, "") : null;
// Items in print order, the boxes of one list together.
const questionsOf = data => {
  const all = [];
  for (const item of data.items) {
    const list = listOf(item), last = all.at(-1);
    if (list && last && last.list === list) last.items.push(item);
    else all.push({ list: isBox(item) ? list : null, id: isBox(item) ? list : item[ID], items: [item], labels: labelsOf(data.form, item[ID]) });
  }
  return all;
};
const isBlank = value => value === "" || typeof value === "string" && /^[-－―—ー\s]*$/.test(value);
// The numbered blocks in which something is filled in; the command counts with these alone.
const filledBlocks = items => {
  const filled = new Set();
  for (const item of items) {
    if (isBox(item) ? item[VALUE] !== true : item[VALUE] == null || isBlank(item[VALUE])) continue;
    for (const match of item[ID].matchAll(/\]/g)) filled.add(item[ID].slice(0, match.index + 1));
  }
  return id => !around(id) || filled.has(around(id));
};
const around = id => id.slice(0, id.lastIndexOf("]") + 1);
const quiet = text => h("span", { class: "quiet" }, text);
// An answer for a person: unknown, blank and no are three things.
const answer = item => {
  if (item[KIND] === "count") return item[VALUE] == null ? quiet("空欄または判読できない") : number(item[VALUE]);
  if (item[VALUE] === "") return quiet("空欄");
  return [item[VALUE], item[PRINTED] ? quiet(`（${item[PRINTED]}）`) : ""];
};
const saidOf = item => isBox(item) ? item[VALUE] == null ? "判読できない" : item[VALUE] ? "該当" : "該当せず" : item[VALUE];
const boxText = (data, item) => {
  if (!isBox(item)) return isBlank(item[VALUE]) ? null : h("li", { class: "detail" }, `（${item[VALUE]}）`);
  const mark = item[VALUE] === true ? "☑" : item[VALUE] === false ? "☐" : "？";
  const word = item[VALUE] === true ? "該当" : item[VALUE] === false ? "該当せず" : "判読できない";
  return h("li", { class: item[VALUE] === false ? "quiet" : item[VALUE] == null ? "unclear" : null },
    h("span", { role: "img", "aria-label": word }, mark), " ", boxLabel(data.form, item[ID]), item[VALUE] == null ? "（判読できない）" : "");
};
const plainAnswer = (data, one) => one.list ? one.items.map(item => isBox(item)
  ? item[VALUE] === false ? null : `${item[VALUE] ? "☑" : "？"} ${boxLabel(data.form, item[ID])}` : isBlank(item[VALUE]) ? null : `（${item[VALUE]}）`)
  .filter(Boolean).join("\n") : one.items[0][VALUE] == null ? "" : String(one.items[0][VALUE]);
const READERS = { ocr: "画像から読み取り", "ocr-layer": "文書にある画像認識の文字", "form-field": "フォームの値", person: "人が訂正" };
// Findings on an answer: on its items, or on the list of boxes as a whole.
const codesOf = (data, one) => [...new Set([...one.items.flatMap(item => item[CODES] || []), ...data.findings.filter(found => found[2] === one.id).map(found => found[0])])];
const places = (data, one) => {
  const item = one.items[0], at = data.at, spot = place(item[PAGE], item[LINE]);
  const url = DATA.texts[R.url[at]], canDraw = DATA.crops && item[PAGE] && item[BOX];
  const notes = [item[READER] ? READERS[item[READER]] : "", item[CONFIDENCE] != null ? `確からしさ ${share(item[CONFIDENCE], 1)}` : "",
    item[BEFORE] != null ? `機械の読み取り：${item[BEFORE] || "空欄"}` : ""].filter(Boolean);
  const report = DATA.report && DATA.report.replace(/\{(record|item|value|place)\}/g, (_, key) =>
    encodeURIComponent({ record: R.id[at], item: item[ID], value: plainAnswer(data, one), place: spot }[key]));
  return h("p", { class: "place" },
    canDraw ? h("button", { type: "button", class: "spot", "aria-expanded": "false", onclick: event => showCrop(event.currentTarget, data, item) }, `${spot} 紙面を見る`) : spot,
    url && item[PAGE] ? [" ", web(`${url}#page=${item[PAGE]}`, "原本のこの頁")] : null,
    notes.length ? ` ${notes.join("、")}` : null,
    report && /^(https?:|mailto:)/.test(report) ? [" ", h("a", { class: "report", href: report, rel: "noreferrer" }, "誤りを知らせる")] : null);
};
// What the findings of a code on a question say.
const saysOf = (data, one, code) => [...new Set(data.findings.filter(found => found[0] === code && (found[2] === one.id || one.items.some(item => item[ID] === found[2]))).map(found => found[5]))].map(said => h("small", {}, `　${said}`));
const warnings = (codes, says = () => null) => codes.map(code => h("p", { class: "warning" }, h("span", { "aria-hidden": "true" }, "⚠ "), finding(code), says(code)));
// The printed page around a value, drawn as a picture: nothing in a picture can run.
const showCrop = async (button, data, item) => {
  const old = button.parentElement.nextElementSibling;
  if (old && old.classList.contains("crop")) { old.remove(); button.setAttribute("aria-expanded", "false"); return; }
  const pages = await load("crops", R.id[data.at], String(data.at)) || [];
  const page = pages.find(one => one[0] === item[PAGE]);
  const box = h("figure", { class: "crop" });
  button.parentElement.after(box);
  button.setAttribute("aria-expanded", "true");
  if (!page) { box.append(h("figcaption", {}, "この頁の紙面は書き出されていません。")); return; }
  const [, width, height, svg] = page, [x0, y0, x1, y1] = item[BOX];
  const draw = whole => {
    const [x, y, w, t] = whole ? [0, 0, width, height]
      : [0, Math.max(0, y0 - 40), width, Math.min(height, Math.min(y1, y0 + 360) + 40) - Math.max(0, y0 - 40)];
    const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${t}" viewBox="${x} ${y} ${w} ${t}" font-family="sans-serif"><rect x="${x}" y="${y}" width="${w}" height="${t}" fill="#fff"/><rect x="${x0 - 1}" y="${y0 - 1}" width="${Math.max(2, x1 - x0 + 2)}" height="${Math.max(2, y1 - y0 + 2)}" fill="#fff3b0" stroke="#c28f00"/>${svg}</svg>`;
    const label = labelsOf(data.form, item[ID]).at(-1);
    box.replaceChildren(h("img", { src: `data:image/svg+xml,${encodeURIComponent(text)}`, alt: `${item[PAGE]}頁のうち「${label}」の値があるところ`, width: Math.round(w), height: Math.round(t) }),
      h("figcaption", {}, `${item[PAGE]}頁。枠の中が読み取った値です。`, h("button", { type: "button", onclick: () => draw(!whole) }, whole ? "まわりだけ" : "頁全体")));
  };
  draw(false);
};
const facts = at => {
  const url = DATA.texts[R.url[at]], got = DATA.texts[R.retrieved[at]], licence = DATA.texts[R.licence[at]];
  const rows = [["団体", [link(`#/?body=${body(at)[0]}`, bodyName(at)), `　${prefecture(body(at)[3])}　${DATA.bodyKinds.get(body(at)[4]) || ""}`]],
    ["事務", kindLabels(at).join("・") || "（分類なし）"], ["公表日", R.published[at] || "不明"],
    ["様式", `${formLabel(at)}${revision(at) ? `（${revision(at)}の様式）` : ""}　評価書番号 ${R.number[at] || "空欄"}`],
    ["原本", url ? [web(url, url), got ? `　${got}取得` : "", licence ? `　${licence}` : ""] : source(at).join("、")],
    ["読み取り", `様式の見出しとの一致 ${share(R.conformity[at], 1000)}、所見 ${number(R.findings[at])}件${R.ocr[at] ? `、画像から読み取った文字 ${share(R.ocr[at], 1000)}` : ""}`]];
  return h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
};
const gone = id => ({ title: "見つかりません", view: [h("h1", {}, "その評価書はありません"), h("p", {}, `番地の評価書（${id}）は、ここに入っていません。`), h("p", {}, link("#/?all=1", "一覧へ"))] });
const recordView = async (id, parameters) => {
  let at = R.at.get(id), replaced = false;
  if (at === undefined) { at = newest(id); replaced = true; }
  if (at === undefined) return gone(id);
  const data = await record(at);
  if (!data) return gone(id);
  const has = filledBlocks(data.items), target = parameters.get("item"), all = parameters.get("all") === "1" || target && !has(target);
  const versions = [...R.id.keys()].filter(one => one !== at && R.body[one] === R.body[at] && R.form[one] === R.form[at] && (R.number[one] && R.number[one] === R.number[at] || R.name[one] === R.name[at]));
  const same = R.kinds[at].length ? [...R.id.keys()].filter(one => R.body[one] !== R.body[at] && String(R.kinds[one]) === String(R.kinds[at])).slice(0, 8) : [];
  const general = data.findings.filter(one => !one[2]);
  const sections = [], left = new Set();
  for (const one of questionsOf(data)) {
    if (!all && !has(one.items[0][ID])) { left.add(around(one.items[0][ID])); continue; }
    const section = one.id.split(/[.[]/)[0];
    const title = section === "cover" ? "表紙" : section === "appendix" ? "別紙" : one.labels.length > 1 || !sections.length ? one.labels[0] : null;
    const last = sections.at(-1);
    const key = one.id.replace(/\..*/, "");
    if (!last || last.key !== key) sections.push({ key, title: title || one.labels[0], rows: [] });
    sections.at(-1).rows.push(one);
  }
  const row = (one, above) => {
    const labels = one.labels.slice(one.labels.length > 1 ? 1 : 0), own = labels.pop() || one.id;
    const codes = codesOf(data, one), heading = labels.join(" › ");
    return h("tr", { id: `i-${one.id}`, class: codes.length ? "doubtful" : null },
      h("th", { scope: "row" }, heading && heading !== above ? h("small", {}, heading) : null, own),
      h("td", {}, one.list ? h("ul", { class: "boxes" }, one.items.map(item => boxText(data, item))) : h("div", { class: "value" }, answer(one.items[0])),
        warnings(codes, code => saysOf(data, one, code)), places(data, one)));
  };
  const rows = () => data.items.map(item => [...headOf(at), item[ID], [...labelsOf(data.form, item[ID]), boxLabel(data.form, item[ID])].filter(Boolean).join(" › "),
    saidOf(item), item[PAGE] || "", item[LINE] || "", (item[CODES] || []).map(finding).join("、"), ...tailOf(at, item[ID])]);
  const aimed = target && questionsOf(data).find(one => one.id === target || one.items.some(item => item[ID] === target));
  return { title: `${bodyName(at)} ${name(at)}`, focus: aimed && `i-${aimed.id}`, view: [
    h("h1", {}, name(at)), replaced ? h("p", { class: "notice" }, "番地にあった版は、ここにありません。同じ評価書の最も新しい版を示しています。") : null,
    h("p", { class: "notice" }, "この画面は機械が読み取ったものです。", versions.length ? ["ほかの版：", versions.map((one, n) => [n ? "、" : "", link(doc(one), R.published[one] || "公表日不明"), "（", link(`#/cmp/${R.id[one]}/${R.id[at]}`, "くらべる"), "）"])] : ""),
    facts(at),
    general.length ? h("section", { class: "general" }, h("h2", {}, "文書全体の所見"), h("ul", {}, general.map(one => h("li", {}, finding(one[0]), " ", h("small", {}, one[5], " ", place(one[3], one[4])))))) : null,
    same.length ? h("details", { class: "same" }, h("summary", {}, "同じ事務の評価書とくらべる"), h("ul", {}, same.map(one => h("li", {}, link(`#/cmp/${R.id[at]}/${R.id[one]}`, `${bodyName(one)} ${name(one)}`))))) : null,
    h("details", { class: "contents" }, h("summary", {}, "目次"), h("ol", {}, sections.map((one, n) => h("li", {}, h("button", { type: "button", class: "plain", onclick: () => $(`s${n}`).scrollIntoView() }, one.title))))),
    h("p", { class: "tools" }, h("label", {}, h("input", { type: "checkbox", checked: document.body.classList.contains("noblank"), onchange: event => document.body.classList.toggle("noblank", event.target.checked) }), "空欄を隠す"),
      left.size || all ? link(`#/doc/${R.id[at]}${all ? "" : "?all=1"}`, all ? "記入のない番号の欄を省く" : `記入のない番号の欄（${left.size}組）も示す`) : null),
    sections.map((one, n) => {
      let above = null;
      return h("section", { id: `s${n}` }, h("h2", {}, one.title), h("div", { class: "scroll" }, h("table", { class: "form", "aria-label": one.title },
        h("tbody", {}, one.rows.map(question => {
          const made = row(question, above);
          above = question.labels.slice(question.labels.length > 1 ? 1 : 0, -1).join(" › ");
          if (question.items.every(item => isBox(item) ? item[VALUE] === false : isBlank(item[VALUE]))) made.classList.add("blank");
          return made;
        })))));
    }),
    downloads(R.id[at], [...HEAD, "項目", "見出し", "値", "頁", "行", "所見", ...TAIL], rows),
  ] };
};
// What whoever is about to publish looks at: the findings of a body's documents.
const checkView = async stem => {
  const mine = stem ? [...R.id.keys()].filter(at => body(at)[0] === stem) : [];
  if (!mine.length) {
    const counts = new Map();
    R.body.forEach((one, at) => count(counts, one, R.findings[at]));
    return { title: "公表前チェック", view: [h("h1", {}, "公表前チェック"), h("p", { class: "lead" }, "団体を選ぶと、その団体の評価書について、読み取りで気づいたことと、見直すところを一覧にします。"),
      h("ul", { class: "choices" }, DATA.bodies.map((one, at) => h("li", {}, link(`#/check/${one[0]}`, one[1] || "（団体不明）"), " ", h("small", {}, `所見${number(counts.get(at) || 0)}件`))))] };
  }
  const titles = [...HEAD, "気づいたこと", "説明", "見るところ", "項目", "読み取った値", "頁", "行", ...TAIL], all = [];
  const parts = [];
  for (const at of mine) {
    const data = await record(at);
    if (!data) continue;
    const values = new Map(data.items.map(item => [item[ID], item]));
    const rows = data.findings.map(([code, severity, id, page, line, said]) => {
      const item = values.get(id), value = item && saidOf(item);
      const label = id ? [...labelsOf(data.form, id).slice(-3), boxLabel(data.form, id)].filter(Boolean).join(" › ") : "文書全体";
      all.push([...headOf(at), finding(code), said, DATA.adviceOf.get(code) || "原本を見てください。", label, value, page || "", line || "", ...tailOf(at, id)]);
      return [[h("b", {}, finding(code)), h("br"), said, h("br"), DATA.adviceOf.get(code) || "原本を見てください。"],
        id ? link(doc(at, id), label) : label, value == null ? "" : value === "" ? quiet("空欄") : String(value).slice(0, 80), place(page, line)];
    });
    parts.push(h("section", {}, h("h2", {}, link(doc(at), name(at))), rows.length ? table(`${R.published[at] || "公表日不明"}　${number(rows.length)}件`, ["気づいたことと見るところ", "項目", "読み取った値", "位置"], rows, "check") : h("p", {}, "気づいたことはありません。")));
  }
  return { title: "公表前チェック", said: `${number(all.length)}件`, view: [h("h1", {}, `公表前チェック　${DATA.bodies.find(one => one[0] === stem)[1]}`),
    h("p", { class: "notice" }, "機械が気づいたことです。直すかどうかは、原本を見て決めてください。気づかない誤りもあります。"), parts, downloads("公表前チェック", titles, () => all)] };
};
