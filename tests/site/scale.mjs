// How soon a large site is there and how fast it answers: node scale.mjs BROWSER MODULES SITE
import { createRequire } from "node:module";
const [browserPath, modules, site] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/node_modules/`)("playwright-core");
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(300000);
const took = () => page.evaluate(() => Number(document.body.dataset.took));
const tell = (name, ms) => console.log(`${name}: ${Math.round(ms)} ms`);
const start = Date.now();
await page.goto(`file://${site}/index.html`);
await page.waitForFunction(() => document.body.dataset.ready !== undefined);
tell("ready", Date.now() - start);
tell("first paint", await page.evaluate(() => performance.getEntriesByType("paint").find(one => one.name === "first-contentful-paint").startTime));
await page.waitForTimeout(3000);
const all = [];
for (const word of ["介", "介護", "税", "国民健康", "再委託", "日立", "千葉市 介護", "基礎 -国民", "ﾃﾞｰﾀ", "xyz"]) {
  await page.evaluate(() => { delete document.body.dataset.ready; });
  await page.fill("#q", word);
  await page.waitForFunction(() => document.body.dataset.ready !== undefined);
  all.push(await took());
}
all.sort((a, b) => a - b);
tell("key stroke, half of them at most", all[5]);
tell("key stroke, longest", all[9]);
const ask = async (hash, until = () => document.body.dataset.ready !== undefined) => {
  await page.evaluate(hash => { delete document.body.dataset.ready; location.hash = hash; }, hash);
  await page.waitForFunction(until);
};
for (const [name, hash] of [["list of all", "#/?all=1"], ["question", "#/ask/subcontract.performed"], ["contractors", "#/contractors"]]) {
  await ask(hash);
  tell(name, await took());
}
// Texts are searched prefecture by prefecture: when there is something to see, when all of them are there, and once more.
const begun = Date.now();
await ask("#/?q=クラウド&full=1&pref=12");
tell("text of a prefecture", Date.now() - begun);
const all47 = Date.now();
await ask("#/?q=クラウド&full=1", () => document.querySelector(".excerpt mark") !== null);
tell("text, first sentences", Date.now() - all47);
await page.waitForFunction(() => document.body.dataset.ready !== undefined);
tell("text, all of it", Date.now() - all47);
await ask("#/?q=再委託&full=1");
tell("text, again", await took());
await browser.close();
