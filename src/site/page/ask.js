// One question over all assessments: counts, bars, who is behind each bar.
const resolve = text => {
  if (QUESTIONS.has(text)) return text;
  const plain = id => id.replace(/\[[^\]]*\]/g, "");
  for (const one of QUESTIONS.values()) {
    if (Object.values(one.items).some(item => plain(item) === plain(text))) return one.concept;
  }
  return [...QUESTIONS.values()].filter(one => fold(one.labels.at(-1) || "") === fold(text)).map(one => one.concept)[0];
};
const titleOf = question => question.labels.slice(-2).join(" › ");
const NOT = { blank: "空欄", unclear: "判読できない", none: "空欄または判読できない" };
// What an answer is: text, and whether it counts in shares.
const kindOf = (question, value) => {
  if (Array.isArray(value) || value === "") return [NOT.blank, false];
  if (question.kind === "checkbox") return value === null ? [NOT.unclear, false] : [value ? "該当" : "該当せず", true];
  if (value === null) return [NOT.none, false];
  return [String(value), true];
};
const GROUPS = [["pref", "都道府県", at => body(at)[3], prefecture], ["form", "様式", formId, key => (DATA.forms.find(one => one[0] === key) || [0, "不明"])[1]],
  ["year", "公表年", at => year(at) || "0", key => key === "0" ? "不明" : `${key}年`], ["type", "団体の種別", at => body(at)[4], key => DATA.bodyKinds.get(key) || key],
  ["rev", "様式の改定", at => revision(at) || "0", key => key === "0" ? "不明" : key], ["kind", "事務", at => R.kinds[at].map(kind => DATA.kinds[kind][0]), key => (DATA.kinds.find(one => one[0] === key) || [0, key || "分類なし"])[1]],
  ["body", "団体", at => body(at)[0], key => (DATA.bodies.find(one => one[0] === key) || [0, key])[1]]];
const fitsGroups = parameters => {
  const limits = GROUPS.filter(([key]) => parameters.get(key));
  return at => limits.every(([key, , of]) => [of(at)].flat().includes(parameters.get(key)));
};
const frequencies = (question, answers) => {
  const given = new Map(), rest = new Map();
  for (const answer of answers) {
    const [text, counts] = kindOf(question, answer[2]);
    const map = counts ? given : rest, key = counts ? fold(text) : text;
    if (!map.has(key)) map.set(key, { key, text, n: 0 });
    map.get(key).n++;
  }
  const sorted = map => [...map.values()].sort((a, b) => b.n - a.n || order(a.text, b.text));
  const all = sorted(given);
  return { given: all, rest: sorted(rest), total: all.reduce((sum, one) => sum + one.n, 0), blank: sorted(rest).reduce((sum, one) => sum + one.n, 0) };
};
const ofWhat = one => `回答のある${number(one.total)}件のうち。${one.rest.map(rest => `${rest.text}${number(rest.n)}件`).join("、")}${one.rest.length ? "を除く" : ""}`.replace(/。$/, "");
const askList = parameters => {
  const words = query(parameters.get("q") || "").wanted, groups = new Map();
  for (const one of QUESTIONS.values()) {
    if (!words.every(word => fold(one.labels.join("\n")).includes(word))) continue;
    const key = one.sum ? "まとめて問う" : one.labels.length > 1 ? one.labels[0] : "表紙など";
    groups.set(key, [...(groups.get(key) || []), one]);
  }
  const input = h("input", { type: "search", id: "aq", value: parameters.get("q") || "", oninput: event => replaceHash(`#/ask?q=${encodeURIComponent(event.target.value)}`) });
  return { title: "問い", keep: "aq", view: [h("h1", {}, "問いをえらぶ"), h("p", { class: "lead" }, "様式の項目をえらぶと、すべての団体の答えを数え、だれがどう答えたかを示します。"),
    h("p", {}, h("label", { for: "aq" }, "項目の名のことば　"), input),
    [...groups].map(([title, all]) => h("details", { open: words.length > 0 || groups.size < 3 || title === "まとめて問う" }, h("summary", {}, title, h("small", {}, `　${all.length}`)),
      h("ul", { class: "questions" }, all.map(one => h("li", {}, one.labels.length > 2 ? h("small", {}, one.labels.slice(1, -1).join(" › ")) : null, link(`#/ask/${one.concept}`, one.labels.at(-1) || one.concept))))))] };
};
const contractorOf = row => row ? [link(`#/vendor/${encodeURIComponent(row[2].split(";")[0])}`, row[3]), h("small", {}, row[4])] : quiet("空欄または記載なし");
const askView = async (text, parameters) => {
  const question = QUESTIONS.get(resolve(text));
  if (!question) return { title: "問い", view: [h("h1", {}, "その問いはありません"), h("p", {}, link("#/ask", "問いの一覧へ"))] };
  const rows = await load("ask", question.concept) || [], fits = fitsGroups(parameters);
  const inside = rows.filter(row => fits(row[0]));
  const within = inside.filter(row => !parameters.get("v") || kindOf(question, row[2])[0] === parameters.get("v") || fold(kindOf(question, row[2])[0]) === fold(parameters.get("v")));
  // A question about a task that is given away is answered with whom it is given to.
  const given = Object.values(question.items).some(item => item.includes(".tasks[")) ? new Map((await load("ask", "contractors") || []).map(row => [`${row[0]} ${around(row[1])}`, row])) : null;
  const whom = row => given && given.get(`${row[0]} ${around(row[1])}`);
  const whole = frequencies(question, inside), records = [...R.id.keys()].filter(fits);
  const asked = new Set(inside.map(row => row[0])), notOn = records.filter(at => !asks(at, question.concept)).length;
  const silent = records.filter(at => asks(at, question.concept) && !asked.has(at)).length;
  const address = (key, value, drop) => {
    const next = new URLSearchParams(parameters);
    if (value == null) next.delete(key); else next.set(key, value);
    if (drop) next.delete(drop);
    return `#/ask/${question.concept}?${next}`;
  };
  const select = parameters.get("v"), LIMIT = 12;
  const line = (one, all) => [h("a", { href: address("v", select === one.text ? null : one.text), "aria-current": select === one.text ? "true" : null }, one.text), number(one.n), all ? share(one.n, all) : "", all ? bar(one.n, all) : ""];
  const shown = whole.given.slice(0, LIMIT).map(one => line(one, whole.total));
  const others = whole.given.slice(LIMIT);
  if (others.length) { const n = others.reduce((sum, one) => sum + one.n, 0); shown.push([`ほか${others.length}種類`, number(n), share(n, whole.total), bar(n, whole.total)]); }
  for (const one of whole.rest) shown.push([h("a", { href: address("v", one.text) }, quiet(one.text)), number(one.n), "", ""]);
  const by = GROUPS.find(([key]) => key === (parameters.get("by") || "pref")), groups = new Map();
  for (const row of inside) for (const key of [by[2](row[0])].flat()) groups.set(key, [...(groups.get(key) || []), row]);
  const columns = whole.given.slice(0, 4), grouped = [...groups].sort((a, b) => order(a[0] === "00" ? "99" : a[0], b[0] === "00" ? "99" : b[0])).map(([key, answers]) => {
    const one = frequencies(question, answers);
    const n = text => (one.given.find(given => given.key === text.key) || { n: 0 }).n;
    return [link(address(by[0], key), by[3](key)), ...columns.map(column => [number(n(column)), " ", one.total ? h("small", {}, share(n(column), one.total)) : ""]), number(one.total), number(one.blank)];
  });
  const active = GROUPS.filter(([key]) => parameters.get(key)), picks = [["form", "様式"], ["kind", "事務"], ["pref", "都道府県"]].map(([key, title]) => {
    const group = GROUPS.find(one => one[0] === key), all = [...new Set(rows.flatMap(row => group[2](row[0])))].sort();
    return h("label", {}, title, h("select", { onchange: event => { location.hash = address(key, event.target.value || null); } },
      h("option", { value: "" }, "すべて"), all.map(value => h("option", { value, selected: parameters.get(key) === value }, group[3](value)))));
  });
  const data = ([at, id, value, page, line, codes]) => [...headOf(at), id, ...given ? [(whom([at, id]) || [])[4] || "", (whom([at, id]) || [])[3] || ""] : [], kindOf(question, value)[0], page || "", line || "", (codes || []).map(finding).join("、"), ...tailOf(at, id)];
  within.sort((a, b) => R.body[a[0]] - R.body[b[0]] || a[0] - b[0]);
  const behind = ([at, id, value, page, line, codes]) => [[bodyName(at), h("small", {}, prefecture(body(at)[3]))], link(doc(at, id), name(at)), [kindOf(question, value)[1] ? kindOf(question, value)[0] : quiet(kindOf(question, value)[0]), warnings(codes || [])],
    [[(/^file\[(\d+)\]/.exec(id) || []).slice(1).map(n => `ファイル${n}`), labelsOf(formId(at), id).slice(1, -1).filter(label => /\d$/.test(label))].flat().join(" "), h("small", {}, place(page, line))],
    ...given ? [contractorOf(whom([at, id]))] : [], R.published[at]];
  return { title: titleOf(question), said: `${number(whole.total)}件の答え`, view: [
    h("p", { class: "path" }, link("#/ask", "問い"), " › ", question.labels.slice(0, -1).join(" › ")),
    h("h1", {}, unnumbered(question.labels.at(-1) || question.concept)),
    h("p", { class: "lead" }, whole.given.length ? [h("b", {}, `${whole.given[0].text}　${share(whole.given[0].n, whole.total)}`), `（${ofWhat(whole)}）`] : "答えのある評価書はありません。"),
    h("p", {}, `評価書 ${number(records.length)}件：答えか空欄のあるもの ${number(asked.size)}件、様式にない ${number(notOn)}件、様式にあるが記載の欄がない ${number(silent)}件。`,
      question.sum ? "" : "一つの評価書に同じ問いがいくつもあるときは、それぞれを1件と数えます。"),
    h("p", { class: "tools" }, picks, active.map(([key, title, , label]) => h("a", { class: "chip", href: address(key, null) }, `${title}：${label(parameters.get(key))} ✕`))),
    table("答えの内訳", ["答え", "件数", "割合（回答のあるもののうち）", ""], shown, "counts"),
    h("h2", {}, `${by[1]}ごと`), h("p", { class: "tools" }, GROUPS.map(([key, title], at) => [at ? "・" : "", key === by[0] ? h("b", {}, title) : link(address("by", key), title)])),
    table(`${by[1]}ごとの答え`, [by[1], ...columns.map(one => one.text.slice(0, 20)), "回答", "空欄など"], grouped, "groups"),
    h("h2", {}, select ? `「${select}」と答えた${number(within.length)}件` : `答えの一覧　${number(within.length)}件`), select ? h("p", {}, link(address("v", null), "答えによる絞り込みを外す")) : null,
    paged(within, 100, (some, first) => table(`${first + 1}件目から`, ["団体", "評価書", "答え", "位置", ...given ? ["委託先"] : [], "公表日"], some.map(behind), "rows")),
    downloads(question.concept, [...HEAD, "項目", ...given ? ["委託事項", "委託先"] : [], "答え", "頁", "行", "所見", ...TAIL], () => within.map(data))] };
};
// Contractors and systems: who, what, since when, as printed.
const nameList = (kind, parameters) => {
  const [all, column, title, path] = kind === "contractors" ? [DATA.contractors, R.contractors, "委託先", "vendor"] : [DATA.systems, R.systems, "システム", "system"];
  const counts = tally(at => column[at]), words = query(parameters.get("q") || "").wanted;
  const found = most(counts).filter(([at]) => words.every(word => all[at][0].includes(word) || fold(all[at][1]).includes(word)));
  const input = h("input", { type: "search", id: "nq", value: parameters.get("q") || "", oninput: event => replaceHash(`#/${kind}?q=${encodeURIComponent(event.target.value)}`) });
  return { title, keep: "nq", said: `${number(found.length)}件`, view: [h("h1", {}, title), h("p", { class: "lead" }, "表記のゆれ（株式会社、全角と半角、支社の名）をまとめて数えています。"), h("p", {}, h("label", { for: "nq" }, `${title}の名のことば　`), input),
    paged(found, 100, (some, first) => table(`${first + 1}件目から`, [title, "評価書の数"], some.map(([at, n]) => [link(`#/${path}/${encodeURIComponent(all[at][0])}`, all[at][1]), number(n)]), "names"))] };
};
const nameView = async (kind, key, parameters) => {
  const vendor = kind === "vendor", file = vendor ? "contractors" : "systems", fits = fitsGroups(parameters);
  const rows = (await load("ask", file) || []).filter(row => row[2].split(";").includes(key) && fits(row[0]));
  if (!rows.length) return gone(key);
  const spellings = new Map(), again = new Map(), groups = new Map();
  for (const row of rows) {
    count(spellings, row[3].replaceAll("\n", " "));
    if (vendor) count(again, row[5] || NOT.blank);
    groups.set(R.body[row[0]], true);
  }
  const dates = rows.map(row => R.published[row[0]]).filter(date => /^\d{4}-/.test(date)).sort();
  const answered = [...again].filter(([text]) => text !== NOT.blank), total = answered.reduce((sum, [, n]) => sum + n, 0), blank = again.get(NOT.blank) || 0;
  rows.sort((a, b) => R.body[a[0]] - R.body[b[0]] || a[0] - b[0]);
  const spot = row => place(...row.slice(vendor ? 6 : 4));
  const line = row => [[bodyName(row[0]), h("small", {}, prefecture(body(row[0])[3]))], link(doc(row[0], row[1]), name(row[0])), vendor ? row[4] || quiet("空欄") : row[3],
    ...vendor ? [row[5] || quiet("空欄または記載なし")] : [], R.published[row[0]], spot(row)];
  const heads = ["団体", "評価書", vendor ? "委託事項" : "印刷された名", ...vendor ? ["再委託の有無"] : [], "公表日", "位置"];
  const data = row => [...headOf(row[0]), row[3], ...vendor ? [row[4], row[5]] : [], spot(row), ...tailOf(row[0], row[1])];
  const title = most(spellings)[0][0];
  return { title, said: `${rows.length}件`, view: [h("p", { class: "path" }, link(`#/${file}`, vendor ? "委託先" : "システム")), h("h1", {}, title),
    h("dl", { class: "facts" }, [["団体", `${number(groups.size)}団体`], [vendor ? "委託事項" : "記載", `${number(rows.length)}件`], ["最も古い公表日", dates[0] || "不明"],
      ...vendor ? [["再委託", total ? `${answered.map(([text, n]) => `${text} ${number(n)}件（${share(n, total)}）`).join("、")}（回答のある${number(total)}件のうち${blank ? `。空欄${number(blank)}件を除く` : ""}）` : "回答なし"]] : [],
      ["印刷された名", most(spellings).map(([text, n]) => `${text}（${number(n)}）`).join("、")]].map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    paged(rows, 100, (some, first) => table(`${first + 1}件目から`, heads, some.map(line), "rows")), downloads(title, [...HEAD, "印刷された名", ...vendor ? ["委託事項", "再委託の有無"] : [], "位置", ...TAIL], () => rows.map(data))] };
};
// What is new by month, and the tables of changes as a line of time.
const changesView = async parameters => {
  const fits = fitsGroups(parameters), months = new Map(), fresh = R.fresh.reduce((sum, one) => sum + one, 0);
  for (const at of R.id.keys()) if (fits(at)) { const month = (/^\d{4}-\d\d/.exec(R.published[at]) || ["不明"])[0]; months.set(month, [...(months.get(month) || []), at]); }
  const newest = [...months].sort((a, b) => order(b[0] === "不明" ? "" : b[0], a[0] === "不明" ? "" : a[0]));
  const view = [h("h1", {}, "新着・変更"), fresh ? h("p", { class: "lead" }, link("#/?fresh=1", `前の版のこの画面になかった評価書 ${number(fresh)}件`)) : null, h("h2", {}, "公表された月ごと"),
    paged(newest, 12, some => some.map(([month, all], at) => h("details", {}, h("summary", {}, month === "不明" ? "公表日が読めない" : month.replace("-", "年") + "月", h("small", {}, `　${number(all.length)}件`)),
      h("ul", {}, all.slice(0, 200).map(one => h("li", {}, link(doc(one), `${bodyName(one)} ${name(one)}`), " ", h("small", {}, R.published[one]))))))), h("h2", {}, "変更箇所の記載")];
  if (parameters.get("rows") !== "1") return { title: "新着・変更", view: [...view, h("p", {}, link("#/new?rows=1", "評価書の「変更箇所」の表を、日付の新しい順に読む"))] };
  const parts = await Promise.all(["date", "item", "before", "after"].map(one => load("ask", `change.${one}`))), rows = new Map();
  parts.forEach((part, column) => {
    for (const [at, id, value, page, line] of part || []) {
      if (!fits(at)) continue;
      const key = `${at} ${around(id)}`;
      if (!rows.has(key)) rows.set(key, { at, id, cells: ["", "", "", ""], page, line });
      rows.get(key).cells[column] = Array.isArray(value) ? value[1] : value || "";
    }
  });
  const sorted = [...rows.values()].sort((a, b) => order(/^\d{4}-/.test(b.cells[0]) ? b.cells[0] : "", /^\d{4}-/.test(a.cells[0]) ? a.cells[0] : "") || a.at - b.at);
  return { title: "新着・変更", view: [...view, paged(sorted, 50, (some, first) => table(`${first + 1}件目から（全${number(sorted.length)}件）`, ["変更日", "団体", "項目", "変更前", "変更後", "位置"],
    some.map(({ at, id, cells, page, line }) => [cells[0] || quiet("空欄"), link(doc(at, id), bodyName(at)), cells[1], cells[2], cells[3], place(page, line)]), "rows"))] };
};
const aboutView = () => {
  const rows = DATA.quality.trim().split("\n").slice(1).map(row => row.split(",")).filter(row => row[1] === "all" && row[12] === "all");
  const kinds = { all: "すべて", basic: "基礎項目評価書", key: "重点項目評価書", full: "全項目評価書" };
  return { title: "この画面について", view: [h("h1", {}, "この画面について"),
    h("p", { class: "lead" }, "公表された特定個人情報保護評価書を機械が読み取り、項目ごとの答えと、その答えが紙面のどこにあるかを示します。公式の資料ではありません。"),
    h("h2", {}, "表示の約束"), h("ul", {}, [["空欄", "欄はあるが、何も書かれていない。"], ["判読できない", "印や文字が読めない。「該当せず」や「いいえ」という意味ではありません。"], ["様式にない", "その様式、またはその改定では問われていない。"],
      ["⚠", "読み取りで気づいたこと。値が誤っているかもしれません。"], ["割合", "回答のあるものを分母とし、空欄と判読できないものは外に書きます。"]].map(([term, text]) => h("li", {}, h("b", {}, term), "　", text))),
    h("h2", {}, "読み取りの確かさ"), h("p", {}, "人が答えを付けた文書で測った値です。再現率は、ある答えのうち読み取れたもの、適合率は、読み取った答えのうち正しいものの割合です。"),
    table("測った結果", ["様式", "文書の数", "答えの数", "再現率（%）", "適合率（%）"], rows.map(row => [kinds[row[0]] || row[0], row[2], row[3], row[10], row[11]]), "quality"),
    h("h2", {}, "引用するとき"), h("p", {}, "番地（アドレス欄の # から後）は、その画面をそのまま指します。原本の頁を確かめ、団体名・評価書名・公表日とともに引用してください。保存した表には、文書名・頁・原本の所在・利用条件が入っています。"),
    h("h2", {}, "安全"), h("p", {}, "この画面は外と通信しません。評価書の文はすべて文字として表示し、中に書かれた命令は実行されません。"), h("p", {}, `hyokasho ${DATA.version} で作成`)] };
};
