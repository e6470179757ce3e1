// Drives the site in Chromium: node check.mjs BROWSER FOLDER [SHOTS]
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import assert from "node:assert/strict";

const [browserPath, folder, shots] = process.argv.slice(2);
const require = createRequire(`${folder}/node_modules/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const root = `file://${folder}/site/index.html`;
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const troubles = [];
const open = async (options = {}) => {
  // The page's own policy stays in force; only the checker for accessibility is let in beside it.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on("console", message => { if (["error", "warning"].includes(message.type())) troubles.push(message.text()); });
  page.on("pageerror", error => troubles.push(error.message));
  page.on("request", request => { if (!/^(file|data|blob):/.test(request.url())) troubles.push(`request ${request.url()}`); });
  return page;
};
const go = async (page, hash, address = root) => {
  if (page.url() === address + hash) await page.reload();
  else if (page.url().split("#")[0] === address) await page.evaluate(hash => { delete document.body.dataset.ready; location.hash = hash; }, hash);
  else await page.goto(address + hash);
  await page.waitForFunction(() => document.body.dataset.ready !== undefined);
};
const parse = text => {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, "").matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.filter(row => row.length > 1);
};
const objects = text => { const [head, ...rows] = parse(text); return rows.map(row => Object.fromEntries(head.map((name, at) => [name, row[at]]))); };
const table = name => objects(readFileSync(`${folder}/output/${name}.csv`, "utf8"));
const saved = async (page, button) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return readFileSync(await download.path(), "utf8");
};
const check = async (name, what) => {
  const before = troubles.length;
  try { await what(); console.log(`ok    ${name}`); } catch (error) { console.log(`FAIL  ${name}: ${error.message}`); process.exitCode = 1; }
  for (const trouble of troubles.slice(before)) { console.log(`FAIL  ${name}: ${trouble}`); process.exitCode = 1; }
};

const page = await open();
const texts = selector => page.$$eval(selector, all => all.map(one => one.textContent.trim()));
const assessments = table("assessments"), entrustments = table("entrustments");

await check("the first page says what there is", async () => {
  await go(page, "#/");
  const figures = await texts(".figures dd");
  assert.equal(figures[0], `${assessments.length}件`);
  assert.equal(figures[2], assessments.map(row => row.published_on).sort().at(-1));
  assert.equal((await page.$$(".tiles li")).length, 47);
});

await check("a word typed finds what holds it, and the address keeps it", async () => {
  await go(page, "#/");
  await page.fill("#q", "かいご");
  await page.fill("#q", "介護");
  await page.waitForFunction(() => document.querySelector(".hits mark"));
  assert.equal((await texts(".hits h3")).length, assessments.filter(row => row.name.includes("介護")).length);
  assert.match(decodeURIComponent(page.url()), /#\/\?q=介護$/);
  await page.fill("#q", "重点項目 -国民");
  await page.waitForFunction(() => document.body.dataset.ready.includes("-"));
  const expected = assessments.filter(row => row.form === "key" && !row.name.includes("国民")).length;
  const found = await texts(".hits h3");
  assert.ok(found.every(name => !name.includes("国民")) && found.length <= expected && found.length > 0);
});

await check("facets count and narrow, a reload shows the same", async () => {
  await go(page, "#/?all=1");
  const chiba = assessments.filter(row => row.prefecture === "千葉県").length;
  const box = page.locator("aside li", { hasText: "千葉県" });
  assert.match(await box.textContent(), new RegExp(`${chiba}$`));
  await box.locator("a").click();
  await page.waitForFunction(() => location.hash.includes("pref=12"));
  await page.waitForFunction(() => document.querySelector("aside a[aria-current]"));
  assert.equal((await texts(".hits h3")).length, chiba);
  const before = await texts(".hits h3");
  await page.reload();
  await page.waitForFunction(() => document.body.dataset.ready !== undefined);
  assert.deepEqual(await texts(".hits h3"), before);
  const rows = parse(await saved(page, "CSVで保存"));
  assert.equal(rows.length - 1, chiba);
});

await check("an assessment shows values, findings in words, places, and the printed page", async () => {
  const row = assessments.find(row => row.source === "D006.pdf");
  await go(page, `#/doc/${row.record}`);
  assert.equal(await page.textContent("h1"), row.name);
  const spots = page.locator("button.spot");
  await spots.nth(5).click();
  const image = page.locator(".crop img");
  await image.waitFor();
  assert.ok(await image.evaluate(one => one.complete && one.naturalWidth > 100));
  const said = await texts(".warning");
  assert.ok(said.every(text => /[ぁ-んァ-ヶ一-龠]/.test(text)));
  const items = table("items").filter(item => item.record === row.record);
  const rows = parse(await saved(page, "CSVで保存"));
  assert.equal(rows.length - 1, items.length);
});

await check("an address without its digest leads to the newest version", async () => {
  const row = assessments.find(row => row.source === "D006.pdf");
  await go(page, `#/doc/${row.record.replace(/[0-9a-f]{8}$/, "00000000")}`);
  assert.equal(await page.textContent("h1"), row.name);
  assert.match(await page.textContent(".notice"), /最も新しい版/);
});

await check("text of documents is searched when asked for", async () => {
  await go(page, "#/?q=クラウド&full=1");
  await page.waitForFunction(() => document.querySelector(".excerpt mark"));
  const holding = new Set(table("items").filter(item => item.kind === "text" && item.value.replace(/\s/g, "").includes("クラウド")).map(item => item.record));
  const found = Number((await page.textContent("h1")).replace(/\D/g, ""));
  assert.equal(found, holding.size);
});

await check("two assessments stand side by side", async () => {
  const [a, b] = ["000_491281ded6c99a7d.txt", "001_75823ff776d4fa76.txt"].map(source => assessments.find(row => row.source === source).record);
  await go(page, `#/cmp/${a}/${b}`);
  assert.ok((await page.$$(".compare tbody tr")).length > 50);
  assert.ok((await page.$$(".compare del")).length > 5 && (await page.$$(".compare ins")).length > 5);
  const said = await texts(".compare .warning small");
  assert.ok(said.length > 3 && said.every(text => text.length > 8), "findings say in a sentence what they found");
});

await check("two versions differ where the fixture says", async () => {
  const versions = await open(), address = `file://${folder}/site-versions/index.html`;
  await go(versions, "#/?all=1", address);
  for (const box of await versions.$$(".pick input")) await box.check();
  await versions.click(".picked a");
  await versions.waitForFunction(() => document.querySelector(".compare"));
  const rows = await versions.$$eval(".compare tbody tr:not(.section) th", all => all.map(one => one.textContent));
  assert.ok(rows.length >= 5 && rows.length < 30, String(rows.length));
  await versions.context().close();
});

await check("a question counts as the command counts", async () => {
  const answers = objects(readFileSync(`${folder}/subcontract.csv`, "utf8"));
  await go(page, "#/ask/file.entrustment.tasks[].subcontract.performed");
  const expected = new Map();
  for (const row of answers) if (row.value) expected.set(row.value, (expected.get(row.value) || 0) + 1);
  const rows = await page.$$eval(".counts tbody tr", all => all.map(row => [...row.children].map(cell => cell.textContent)));
  for (const [value, n] of expected) assert.equal(rows.find(row => row[0] === value)[1], String(n), value);
  const saidRows = objects(await saved(page, "CSVで保存"));
  assert.equal(saidRows.length, answers.length);
  assert.ok(saidRows.every(row => row["この画面での番地"].startsWith("#/doc/")));
  await page.click(".counts tbody a");
  await page.waitForFunction(() => location.hash.includes("v="));
  await page.waitForFunction(() => /と答えた/.test(document.querySelector("main").textContent));
  assert.equal(objects(await saved(page, "CSVで保存")).length, Number(rows[0][1]));
});

// The figures of tests/figures.rs: from the tables, and again from the page.
const counted = async concept => {
  await go(page, `#/ask/${concept}`);
  return Object.fromEntries(await page.$$eval(".counts tbody tr", all => all.map(row => [row.children[0].textContent, Number(row.children[1].textContent.replaceAll(",", ""))]).filter(row => !row[0].startsWith("空欄"))));
};
const tallied = (rows, column) => {
  const counts = {};
  for (const row of rows) if (row[column]) counts[row[column]] = (counts[row[column]] || 0) + 1;
  return counts;
};
let figures = 0;
for (const [name, column, concept] of [["entrustments", "subcontracted", "subcontract.performed"], ["entrustments", "staff_count", "entrustment.task.staff_count"],
  ["thresholds", "population", "project.population?form=basic"], ["thresholds", "incident", "threshold.incident"], ["projects", "linkage", "linkage.performed"],
  ["provisions", "subjects_count", "provision.subjects_count"], ["files", "kind", "file.kind"], ["files", "subjects_count", "file.subjects_count"],
  ["thresholds", "staff", "threshold.staff"], ["transfers", "subjects_count", "transfer.subjects_count"]]) {
  await check(`figure ${++figures}: ${name}.${column}`, async () => {
    const expected = tallied(table(name), column);
    assert.deepEqual(await counted(concept), expected);
  });
}
await check(`figure ${++figures}: risks.adequacy`, async () => assert.deepEqual(await counted("adequacy"), tallied(table("risks"), "adequacy")));
// A row of a table is a numbered block with an answer in it, whichever of its questions that is; a file has blocks of its own.
for (const [name, block, ...concepts] of [["entrustments", /^.*\]/, "entrustment.task.name"], ["provisions", /^.*\]/, "provision.name", "provision.subjects_count", "provision.timing"],
  ["transfers", /^.*\]/, "transfer.name"], ["systems", /^.*\]/, "system.name"], ["files", /^file\[\d+\]/, "file.name", "file.kind", "entrustment.task.name"], ["changes", /^.*\]/, "change.item", "change.date"]]) {
  await check(`figure ${++figures}: rows of ${name}`, async () => {
    const blocks = new Set();
    for (const concept of concepts) {
      await go(page, `#/ask/${concept}`);
      for (const row of objects(await saved(page, "CSVで保存"))) blocks.add(`${row["この画面での番地"].split("?")[0]} ${(block.exec(row["項目"]) || [])[0]}`);
    }
    assert.equal(blocks.size, table(name).length);
  });
}
await check(`figure ${++figures}: assessments by form`, async () => {
  await go(page, "#/?all=1");
  for (const [form, label] of [["basic", "基礎項目評価書"], ["key", "重点項目評価書"], ["full", "全項目評価書"]]) {
    const n = assessments.filter(row => row.form === form).length;
    assert.match(await page.locator("aside li", { hasText: label }).first().textContent(), new RegExp(`${n}$`));
  }
});
await check(`figure ${++figures}: assessments by year`, async () => {
  for (const [year, n] of Object.entries(tallied(assessments.map(row => ({ year: row.published_on.slice(0, 4) })), "year"))) {
    assert.match(await page.locator("aside li", { hasText: `${year}年` }).first().textContent(), new RegExp(`年${n}$`));
  }
});
await check(`figure ${++figures}: contractors by their assessments`, async () => {
  await go(page, "#/contractors");
  const rows = await page.$$eval(".names tbody tr", all => all.map(row => Number(row.children[1].textContent)));
  const keys = new Map();
  for (const row of entrustments) for (const key of row.contractor_key.split(";").filter(Boolean)) keys.set(key, (keys.get(key) || new Set()).add(row.record));
  assert.deepEqual(rows, [...keys.values()].map(all => all.size).sort((a, b) => b - a).slice(0, 100));
});

await check("a contractor has a page: who, what, again, spellings", async () => {
  const row = entrustments.find(row => row.contractor_key && !row.contractor_key.includes(";"));
  await go(page, `#/vendor/${encodeURIComponent(row.contractor_key)}`);
  const mine = entrustments.filter(other => other.contractor_key.split(";").includes(row.contractor_key));
  assert.equal(parse(await saved(page, "CSVで保存")).length - 1, mine.length);
});

await check("what to look at before publishing", async () => {
  await go(page, "#/check/121002");
  const findings = table("findings").filter(row => row.record.startsWith("121002-"));
  assert.equal((await page.$$(".check tbody tr")).length, findings.length);
});

await check("months, changes, this page, all questions", async () => {
  for (const hash of ["#/new", "#/new?rows=1", "#/about", "#/ask", "#/bodies", "#/systems", "#/check"]) {
    await go(page, hash);
    assert.ok(!(await page.textContent("main")).includes("[object"), hash);
  }
});

await check("by keyboard alone: from the box to an assessment", async () => {
  await go(page, "#/?q=介護");
  await page.focus("#q");
  for (let at = 0; at < 40; at++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.closest(".hit h3") !== null)) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.startsWith("#/doc/"));
  await page.waitForFunction(() => document.body.dataset.ready.startsWith("#/doc/"));
});

await check("the keyboard stays where it was when the list is narrowed", async () => {
  await go(page, "#/?all=1");
  await page.focus("#f-pref-12");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.body.dataset.ready.includes("pref=12"));
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-pref-12");
});

const record = assessments.find(row => row.source === "001_75823ff776d4fa76.txt").record;
const other = assessments.find(row => row.source === "000_491281ded6c99a7d.txt").record;
const PAGES = [["home", "#/"], ["list", "#/?all=1"], ["record", `#/doc/${record}`], ["compare", `#/cmp/${other}/${record}`], ["ask", "#/ask/subcontract.performed"],
  ["contractors", "#/contractors"], ["new", "#/new?rows=1"], ["check", "#/check/121002"], ["about", "#/about"], ["questions", "#/ask"]];
for (const colorScheme of ["light", "dark"]) for (const width of [1280, 390]) {
  const view = await open({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  for (const [name, hash] of PAGES) {
    await check(`accessible: ${name}, ${width} px, ${colorScheme}`, async () => {
      await go(view, hash);
      assert.equal(await view.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "scrolls sideways");
      if (shots) { mkdirSync(shots, { recursive: true }); await view.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png` }); }
      // The markup is the same in all four: the widest in light and the narrowest in dark are looked into.
      if ((width === 390) !== (colorScheme === "dark")) return;
      await view.evaluate(axe);
      const { violations } = await view.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      const grave = violations.filter(one => ["serious", "critical"].includes(one.impact));
      assert.deepEqual(grave.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`), []);
    });
  }
  if (shots && width === 1280 && colorScheme === "light") await go(view, `#/doc/${record}`);
  if (shots && width === 1280 && colorScheme === "light") await view.pdf({ path: `${shots}/print.pdf`, preferCSSPageSize: true });
  await view.context().close();
}

await check("without scripts there is a page for each body", async () => {
  const plain = await open({ javaScriptEnabled: false });
  await plain.goto(root);
  await plain.click("noscript a");
  await plain.click("main li a");
  assert.ok((await plain.$$("article")).length > 0);
  await plain.context().close();
});
await browser.close();
