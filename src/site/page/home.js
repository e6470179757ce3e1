// The first page: what this is, and four ways in.
const tally = (of, all = every()) => {
  const counts = new Map();
  for (const at of all) for (const key of of(at)) count(counts, key);
  return counts;
};
// A list by number; on a wide screen each stands where it lies on the map.
const tiles = () => {
  const counts = tally(at => [body(at)[3]]), largest = Math.max(1, ...counts.values());
  const tile = ([code, name, column, row]) => {
    const n = counts.get(code) || 0, made = li(h(n ? "a" : "span", n ? { href: `#/?pref=${code}` } : {}, name.replace(/[都府県]$/, ""), " ", small(number(n))));
    made.style.cssText = `--at:${row}/${column};--depth:${Math.round(36 * Math.log(n + 1) / Math.log(largest + 1))}%`;
    return made;
  };
  return [h("p.quiet", t("tiles")), h("ul.tiles", D.tiles.map(tile)),
    counts.has("00") && p(link("#/?pref=00", `${t("no-prefecture")} ${pieces(counts.get("00"))}`))];
};
const choices = (counts, show, said = pieces) => h("ul.choices", counts.map(([key, n]) => li(show(key), " ", small(said(n)))));
const vendor = ([key, printed], words = []) => link(`#/vendor/${quoted(key)}`, marked(printed, words));
const home = () => {
  const last = R.published.filter(isDate).sort().pop() || t("unknown");
  const figures = [pieces(R.count), t("bodies-count", number(D.bodies.length)), last];
  const questions = D.asked.map(([concept, words]) => link(`#/ask/${concept}`, words));
  const way = (name, ...rest) => h("section", h2(t(name)), ...rest);
  return { title: t("site"), head: t("motto"), view: [
    p(t("lead")),
    facts("figures", figures, "figures"),
    h("div.ways",
      way("way.body", tiles(), p(link("#/bodies", t("bodies.choose")))),
      h("div",
        way("way.ask", ul([...questions, link(`#/?q=${t("cloud")}&full=1`, t("cloud.ask"))].map(one => li(one))), p(link("#/ask", t("ask.all")))),
        way("way.kind", choices(most(tally(kindsOf)).slice(0, 14), key => link(`#/?kind=${quoted(key)}`, D.names.kind.get(key)))),
        way("way.vendor", choices(most(tally(at => R.contractors[at])).slice(0, 10), key => vendor(D.contractors[key])),
          p(link("#/contractors", t("vendors.all")), "・", link("#/systems", t("systems.all")))))),
  ] };
};
const bodies = () => {
  const counts = tally(at => [R.body[at]]), groups = new Map();
  D.bodies.forEach((one, at) => grouped(groups, one[3], [at, counts.get(at)]));
  return { title: t("bodies"), view: [p(t("bodies.order")), [...groups].sort(byKey).map(([code, all]) => [
    h2(prefecture(code)), choices(all, at => link(`#/?body=${D.bodies[at][0]}`, nameOfBody(D.bodies[at])))])] };
};
