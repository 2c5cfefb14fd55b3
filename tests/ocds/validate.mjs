// node validate.mjs BASE_URL [FOLDER]: the site's OCDS packages against the 1.1 schemas, from a folder or
// from where the standard publishes them.
import { readFile } from "node:fs/promises";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const [base = "http://localhost:8080", folder = process.env.OCDS_SCHEMAS ?? ""] = process.argv.slice(2);
const names = ["release-schema", "versioned-release-validation-schema", "release-package-schema", "record-package-schema"];
const published = "https://standard.open-contracting.org/1.1/en/";

const schemas = {};
for (const name of names) {
  try {
    const text = folder
      ? await readFile(`${folder}/${name}.json`, "utf8")
      : await (await fetch(`${published}${name}.json`, { signal: AbortSignal.timeout(20_000) })).text();
    schemas[name] = JSON.parse(text);
  } catch (error) {
    console.log(`skipped: the schema ${name} could not be had (${error.message})`);
    process.exit(0);
  }
}
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

let failed = 0;
const judge = (schema, what, document) => {
  const check = ajv.getSchema(schemas[schema].id);
  const fine = check(document);
  if (!fine) for (const error of check.errors.slice(0, 10)) console.log(`  ${error.instancePath} ${error.message}`);
  console.log(`${fine ? "ok  " : "FAIL"} ${what}`);
  return fine;
};
const get = async (path) => (await fetch(base + path)).json();

const releases = await get("/offentlig/ocds/releases.json");
const records = await get("/offentlig/ocds/records.json");
failed += !judge("release-package-schema", `${releases.releases.length} releases`, releases);
failed += !judge("record-package-schema", `${records.records.length} records`, records);
const one = records.records[0].ocid;
failed += !judge("record-package-schema", `the record ${one}`, await get(`/offentlig/ocds/${encodeURIComponent(one)}`));

// A check that cannot fail is none.
const broken = structuredClone(releases);
broken.releases[0].tag = ["nonsense"];
delete broken.releases[0].ocid;
console.log("     a broken one, which must be refused:");
failed += judge("release-package-schema", "a broken package is taken", broken);

console.log(`${4 - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
