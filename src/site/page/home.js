// The first page: what this is, and four ways in.
const tally = (of, all = R.id.keys()) => {
  const counts = new Map();
  for (const at of all) for (const key of of(at)) count(counts, key);
  return counts;
};
const most = counts => [...counts].sort((a, b) => b[1] - a[1] || order(a[0], b[0]));
const tiles = () => {
  const counts = tally(at => [body(at)[3]]);
  const largest = Math.max(1, ...counts.values());
  const at = new Map(DATA.tiles.map(tile => [`${tile[2]},${tile[3]}`, tile]));
  const columns = Math.max(...DATA.tiles.map(tile => tile[2])), rows = Math.max(...DATA.tiles.map(tile => tile[3]));
  const cell = (column, row) => {
    const tile = at.get(`${column},${row}`);
    if (!tile) return h("td", { class: "sea" });
    const n = counts.get(tile[0]) || 0, name = tile[1].replace(/[都府県]$/, "");
    const level = n ? 1 + Math.min(3, Math.floor(4 * Math.log(n) / Math.log(largest + 1))) : 0;
    const made = h("td", { class: `level${level}` }, n
      ? h("a", { href: `#/?pref=${tile[0]}` }, name, " ", h("small", {}, number(n)))
      : h("span", {}, name, h("small", {}, "0")));
    made.style.order = Number(tile[0]); // on a phone the squares are a list by number
    return made;
  };
  const line = row => h("tr", {}, Array.from({ length: columns }, (_, column) => cell(column + 1, row)));
  const national = counts.get("00");
  return [h("table", { class: "tiles" }, h("caption", {}, "都道府県ごとの評価書の数"),
    h("tbody", {}, Array.from({ length: rows }, (_, row) => line(row + 1)))),
  national ? h("p", {}, link("#/?pref=00", `国の機関など・不明 ${number(national)}件`)) : null];
};
const choices = (counts, show, limit) => h("ul", { class: "choices" }, most(counts).slice(0, limit).map(([key, n]) =>
  h("li", {}, show(key), " ", h("small", {}, `${number(n)}件`))));
const home = () => {
  const last = R.published.filter(date => /^\d{4}-\d\d-\d\d$/.test(date)).sort().pop() || "不明";
  const figures = [["評価書", `${number(R.count)}件`], ["団体", `${number(DATA.bodies.length)}団体`], ["最後の公表日", last]];
  const kinds = tally(at => R.kinds[at]), contractors = tally(at => R.contractors[at]);
  const questions = DATA.asked.map(([concept, words]) => h("li", {}, link(`#/ask/${concept}`, words)));
  questions.push(h("li", {}, link("#/?q=クラウド&full=1", "クラウドに触れているのは誰か")));
  const way = (id, title, ...rest) => h("section", { "aria-labelledby": id }, h("h2", { id }, title), ...rest);
  return { title: "特定個人情報保護評価書を読む", view: [
    h("h1", {}, "マイナンバーを扱う事務の評価書を、読み、くらべ、問う"),
    h("p", { class: "lead" }, "国や自治体が公表した特定個人情報保護評価書を、団体をこえて探し、原本のどこに書いてあるかまで確かめられます。"),
    h("dl", { class: "figures" }, figures.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    h("div", { class: "ways" },
      way("w1", "団体から探す", tiles(), h("p", {}, link("#/bodies", "団体を一覧から選ぶ"))),
      h("div", {},
        way("w4", "問いから調べる", h("ul", {}, questions), h("p", {}, link("#/ask", "すべての問い"))),
        way("w2", "事務から探す", choices(kinds, key => link(`#/?kind=${encodeURIComponent(DATA.kinds[key][0])}`, DATA.kinds[key][1]), 14)),
        way("w3", "委託先から探す", choices(contractors, key => link(`#/vendor/${encodeURIComponent(DATA.contractors[key][0])}`, DATA.contractors[key][1]), 10),
          h("p", {}, link("#/contractors", "すべての委託先"), "・", link("#/systems", "すべてのシステム"))))),
  ] };
};
const bodies = () => {
  const counts = tally(at => [R.body[at]]), groups = new Map();
  DATA.bodies.forEach((one, at) => groups.set(one[3], [...(groups.get(one[3]) || []), at]));
  return { title: "団体の一覧", view: [h("h1", {}, "団体の一覧"), h("p", {}, "全国地方公共団体コードの順です。"),
    [...groups].sort((a, b) => order(a[0] === "00" ? "99" : a[0], b[0] === "00" ? "99" : b[0])).map(([code, all]) => [
      h("h2", {}, prefecture(code)), h("ul", { class: "choices" }, all.map(at => h("li", {},
        link(`#/?body=${DATA.bodies[at][0]}`, DATA.bodies[at][1] || "（団体不明）"), " ", h("small", {}, `${number(counts.get(at))}件`))))])] };
};
