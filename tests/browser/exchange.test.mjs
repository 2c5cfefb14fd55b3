// Who looks after documents: what flows, what waits and why, what a person can do about it, and every
// type of document as a page.
import { readFileSync, readdirSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, pictures } from "./harness.mjs";

const operator = "ingrid.bakkene";
const here = dirname(fileURLToPath(import.meta.url));
const cases = join(here, "../../testdata/rules");
const types = readdirSync(cases).filter((file) => file.endsWith(".xml")).map((file) => file.replace(".xml", ""));
const languages = ["nn", "en", "nb"]; // a person keeps the last one chosen

const upload = async (t, name, bytes) => {
  await t.open("/dokumenter");
  await t.page.setInputFiles("#dokument", { name, mimeType: "application/xml", buffer: Buffer.from(bytes) });
  await t.page.locator("form[enctype] button").click();
  expect(/^\/dokumenter\/\d+$/.test(t.path), `the upload stands on ${t.path}`);
  return t.path;
};

const discard = async (t, path) => {
  await t.open(path);
  await t.page.locator("details.more > summary", { hasText: /Forkast/ }).click();
  await t.page.fill("#forkast-grunn", "Prøve");
  await t.page.locator("form[action$='/forkast'] button").click();
  await t.sees("Forkastet");
};

// The rows of a document come back with another number each time the tests are run.
const own = (type) => readFileSync(join(cases, `${type}.xml`), "utf8") + `\n<!-- ${Date.now()} -->\n`;

export const tests = {
  "what flows, what waits and what failed, with the reason": async (t) => {
    await t.signIn(operator);
    await t.open("/dokumenter");
    await t.sees("trenger deg");
    await t.sees("Beløpet å betale (BT-115) stemmer ikke");
    await t.sees("Noen kan utgi seg for en annen");
    await t.sees("Filen er en PDF og ikke et e-dokument");
    await t.sees("dokumenter inn og");
    await t.page.locator("summary", { hasText: "Tallene dag for dag" }).click();
    await t.sees("Kommet før");
    for (const language of languages) {
      await t.language(language);
      await t.goodAtEveryWidth([1280, 360, 320]);
    }
    await t.screenshot("utveksling");
  },

  "what was given up is sent again": async (t) => {
    await t.signIn(operator);
    await t.open("/dokumenter?vis=trenger");
    const row = t.page.locator("table a", { hasText: "-UQ" });
    if ((await row.count()) === 0) return; // sent again by an earlier round on the same data
    await row.first().click();
    await t.sees("tar ikke imot (HTTP 403)");
    const path = t.path;
    await t.goodAtEveryWidth([1280, 320]);
    await t.page.getByRole("button", { name: "Send på nytt" }).click();
    expect(t.path === path, `stands on ${t.path}`);
    await t.sees("Sendes på nytt");
    expect(!(await t.says("main")).includes("HTTP 403"), "the old reason still stands there");
  },

  "what stands in quarantine is let in with a reason, and not without": async (t) => {
    await t.signIn(operator);
    await t.open("/dokumenter?sok=61255");
    await t.page.locator("table a", { hasText: "61255" }).first().click();
    if ((await t.page.locator("#grunn").count()) === 0) return; // let in by an earlier round
    for (const language of ["nn", "en", "nb"]) {
      await t.language(language);
      await t.goodAtEveryWidth([1280, 360, 320]);
    }
    await t.screenshot("karantene");
    const release = t.page.getByRole("button", { name: "Prøv igjen og ta imot" });
    await release.click();
    await t.sees("Skriv hvorfor.");
    await t.axe("the refusal");
    await t.page.fill("#grunn", "Dalmat har byttet aksesspunkt. Jeg har ringt dem.");
    await release.click();
    await t.sees("Noen kan utgi seg for en annen"); // still: nobody has said that it is to be let in anyway
    await t.page.fill("#grunn", "Dalmat har byttet aksesspunkt. Jeg har ringt dem.");
    await t.page.check("#likevel");
    await t.page.getByRole("button", { name: "Prøv igjen og ta imot" }).click();
    await t.sees("Tatt imot");
    await t.sees("Dalmat har byttet aksesspunkt");
  },

  "the original comes out as it went in": async (t) => {
    await t.signIn(operator);
    const bytes = own("invoice");
    const path = await upload(t, "faktura.xml", bytes);
    const original = await t.page.evaluate(async (at) => {
      const answer = await fetch(at);
      return Array.from(new Uint8Array(await answer.arrayBuffer()));
    }, `${path}/original`);
    expect(Buffer.from(original).equals(Buffer.from(bytes)), "the bytes differ");
    await discard(t, path);
  },

  "every type of document can be read as a page": async (t) => {
    await t.signIn(operator);
    expect(types.length >= 17, `only ${types.length} types have a document`);
    for (const type of types) {
      const path = await upload(t, `${type}.xml`, own(type));
      expect((await t.page.locator("#hode").count()) === 1, `${type} is not shown as a document`);
      await t.goodAtEveryWidth([1280, 320]);
      await t.screenshot(`dokument-${type}`);
      for (const language of ["nn", "en"]) {
        await t.language(language);
        await t.axe(`${type} in ${language}`);
      }
      await t.language("nb");
      await discard(t, path);
    }
  },

  "what is wrong stands where it is wrong, on the screen and on paper": async (t) => {
    await t.signIn(operator);
    const wrong = own("invoice")
      .replace(/(<cbc:PayableAmount[^>]*>)[^<]*/, "$199999.99")
      .replace(/(<cbc:InvoicedQuantity[^>]*>)[^<]*/, "$17");
    const path = await upload(t, "feil.xml", wrong);
    const findings = t.page.locator(".findings > li");
    expect((await findings.count()) >= 2, "the findings are not shown");
    expect((await t.page.locator("section[aria-labelledby=sum] .findings").count()) >= 1, "not at the totals");
    expect((await t.page.locator("section[aria-labelledby=linjer] .findings").count()) >= 1, "not at the line");
    await t.goodAtEveryWidth([1280, 360, 320]);
    await t.screenshot("dokument-feil");
    await t.open(`${path}/les`);
    await t.goodAtEveryWidth([1280, 320]);
    await t.page.emulateMedia({ media: "print" });
    await t.screenshot("dokument-papir");
    mkdirSync(pictures, { recursive: true });
    await t.page.pdf({ path: join(pictures, "dokument.pdf"), format: "A4", preferCSSPageSize: true });
    await t.page.emulateMedia({ media: "screen" });
    await discard(t, path);
  },

  "who takes which answers is written down": async (t) => {
    await t.signIn(operator);
    await t.open("/dokumenter/mottakere");
    await t.sees("Fjellro Medisinske AS");
    await t.page.fill("#deltaker", "0192:12");
    await t.page.locator("form[action='/dokumenter/mottakere'] button").click();
    await t.sees("Skriv fire sifre, kolon og nummeret");
    await t.axe("the refusal");
    await t.page.fill("#deltaker", "0192:313002489");
    await t.page.fill("#navn", "Nordlys Kontor AS");
    await t.page.check("#fakturasvar");
    await t.page.locator("form[action='/dokumenter/mottakere'] button").click();
    await t.sees("Nordlys Kontor AS");
    for (const language of languages) {
      await t.language(language);
      await t.goodAtEveryWidth([1280, 360, 320]);
    }
    await t.screenshot("mottakere");
  },
};
