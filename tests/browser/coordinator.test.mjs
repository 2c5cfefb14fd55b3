// The coordinator: what should be done next, and every page of the register, the prices and the
// control, in three languages and on a phone.
import { expect } from "./harness.mjs";

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
};
