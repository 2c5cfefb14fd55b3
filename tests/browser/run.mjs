// node run.mjs BASE_URL [part of a file name]: runs every *.test.mjs against a server that is running.
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, Tester } from "./harness.mjs";

const [base = "http://localhost:8080", only = ""] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const files = readdirSync(here).filter((file) => file.endsWith(".test.mjs") && file.includes(only)).sort();
const browser = await launch();
let failed = 0;
let passed = 0;
for (const file of files) {
  const { tests } = await import(`./${file}`);
  for (const [name, test] of Object.entries(tests)) {
    const t = new Tester(browser, base);
    const began = Date.now();
    try {
      await t.start();
      await test(t);
      if (t.complaints.length > 0) throw new Error(`the page complains: ${t.complaints.join("; ")}`);
      ++passed;
      console.log(`ok   ${file.replace(".test.mjs", "")}: ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      ++failed;
      console.log(`FAIL ${file.replace(".test.mjs", "")}: ${name}\n    ${error.message}`);
      await t.screenshot(`fail-${file}-${passed + failed}`).catch(() => {});
    } finally {
      await t.context?.close();
    }
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
