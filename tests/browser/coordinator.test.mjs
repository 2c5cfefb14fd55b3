// The coordinator: what should be done next, and every page of the register, the prices and the
// control, in three languages and on a phone.
import { readFileSync } from "node:fs";
import { expect } from "./harness.mjs";

// The supplier's list as it is, but for: five things cheaper, three dearer, two gone.
function changedList() {
  const year = new Date().getFullYear();
  const [head, ...rows] = readFileSync(new URL("../../demo/prices/dalmat.csv", import.meta.url), "utf8")
    .replace(/\{year([+-]\d)?\}/g, (_, more) => String(year + Number(more ?? 0)))
    .trim().split("\n").map((row) => row.split(";"));
  const goods = rows.filter((row) => row[0] === rows[0][0]);
  const price = head.indexOf("Pris");
  goods.forEach((row, i) => {
    const times = i < 5 ? 0.9 : i < 8 ? 1.2 : 1;
    row[price] = (Number(row[price].replace(",", ".")) * times).toFixed(2).replace(".", ",");
  });
  goods.splice(10, 2);
  const kept = head.map((_, i) => i).filter(
    (i) => !["Avtale", "Leverandør", "Fra", "Til", "Regel", "Begrunnelse", "Alternativ"].includes(head[i]));
  return [head, ...goods].map((row) => kept.map((i) => row[i]).join(";")).join("\n");
}

const pages = [
  "/samarbeid", "/kontroll", "/krav", "/lekkasje", "/priser", "/priser/ny", "/priser/indeks",
  "/avtaler", "/avtaler/kalender", "/avtaler/1", "/avtaler/1/avrop", "/avtaler/1/evaluering",
  "/avtaler/innlesing", "/plan", "/samarbeid/offentlig",
];

export const tests = {
  "every page is good in three languages, wide and on a phone": async (t) => {
    await t.signIn("kjersti.odegard");
    for (const code of ["nb", "nn", "en"]) {
      await t.size(1280);
      await t.open("/samarbeid");
      await t.language(code);
      for (const path of pages) {
        await t.size(1280);
        expect((await t.open(path)) === 200, `${path} does not answer`);
        await t.goodAtEveryWidth([1280, 360]);
        if (code === "nb" && process.env.SAMKJOP_PICTURES) {
          for (const width of [1280, 360]) {
            await t.size(width);
            await t.screenshot(`coordinator${path.replaceAll("/", "-")}-${width}`);
          }
        }
      }
    }
    await t.open("/samarbeid");
    await t.language("nb");
  },

  "the start page leads to what waits": async (t) => {
    await t.signIn("kjersti.odegard");
    await t.open("/samarbeid");
    for (const words of ["Prisforslag som venter", "Krav som ikke er gjort opp", "Den åpne siden"]) await t.sees(words);
    await t.page.click("main a[href='/samarbeid/offentlig']");
    expect(t.path === "/samarbeid/offentlig", `stands on ${t.path}`);
  },

  "a price list in CSV: the differences, what the agreement allows, and into use": async (t) => {
    await t.signIn("kjersti.odegard");
    await t.open("/priser/ny");
    await t.page.selectOption("#avtale", { label: "Matvarer 2024–2026, Dalmat Engros AS" });
    await t.page.setInputFiles("#fil", { name: "ny prisliste.csv", mimeType: "text/csv", buffer: Buffer.from(changedList()) });
    await t.page.click("main form button");
    const accept = t.page.locator("main form[action$='/godta'] button");
    for (let i = 0; i < 30 && (await accept.count()) === 0; i++) {  // it is read while the page waits
      await t.page.waitForTimeout(500);
      await t.page.reload();
    }
    await t.sees("Dalmat Engros AS vil endre 10 varer");
    await t.sees("5 av 10 endringer tillater avtalen");
    await t.goodAtEveryWidth([1280, 360]);
    await accept.click();
    await t.sees("5 av 10 endringer tillater avtalen");
    expect((await accept.count()) === 0, "what is accepted is offered once more");
    // The rest line by line: no to what costs more, yes to what is taken off the list.
    for (let left = 5; left > 0; left--) {
      const yes = (await t.page.textContent("main")).includes("Tas av listen") && left <= 2;
      await t.page.locator(`main form[action*='/linjer/'] button >> text=${yes ? /^Godta/ : /^Ikke godta/}`).first().click();
    }
    await t.page.locator("main form[action$='/ta-i-bruk'] button").click();
    await t.sees("Tatt i bruk");
  },
};
