// The public site as a reader meets it: no script, three languages, a phone; and the coordinator, who
// writes, looks and releases.
import { expect } from "./harness.mjs";

const pages = ["", "/avtaler", "/planer", "/strategi", "/kontakt", "/tilgjengelighet", "/personvern", "/data"];

export const tests = {
  "every page in three languages, down to 320 px": async (t) => {
    for (const prefix of ["/offentlig", "/offentlig/nn", "/offentlig/en"]) {
      for (const page of pages) {
        const status = await t.open(prefix + page);
        expect(status === 200, `${prefix}${page}: ${status}`);
        await t.goodAtEveryWidth([1280, 320]);
      }
    }
    expect((await t.context.cookies()).length === 0, "the public pages set a cookie");
  },

  "somebody finds an agreement, a plan and the strategy, without script": async (t) => {
    await t.withoutScript();
    await t.open("/offentlig");
    await t.page.fill("#sok", "hansker");
    await t.page.click(".search button");
    await t.page.click("main table a >> nth=0");
    await t.sees("For ansatte i kommunene");
    await t.noSidewaysScroll();
    await t.screenshot("public-agreement");
    await t.page.click(".menu a[href='/offentlig/planer']");
    await t.page.click("main table a >> nth=0");
    await t.sees("Hva innkjøpet omfatter");
    await t.page.click(".tools a[lang=en]");
    await t.sees("What the purchase covers");
    await t.page.click(".menu a[href='/offentlig/en/strategi']");
    await t.page.click(".card a >> nth=0");
    await t.sees("This text exists in Norwegian only.");
  },

  "one page of each kind on a phone, and on paper": async (t) => {
    await t.phone(320);
    await t.open("/offentlig/avtaler");
    for (const path of ["/offentlig", await t.page.getAttribute("main table a", "href"), "/offentlig/planer/1",
                        "/offentlig/sider/anskaffelsesstrategi-for-hallingdal"]) {
      expect((await t.open(path)) === 200, path);
      await t.axe();
      await t.noSidewaysScroll();
      await t.screenshot(`public-phone-${path.replaceAll("/", "-").slice(1)}`);
    }
    await t.page.emulateMedia({ media: "print" });
    expect(!(await t.page.isVisible(".menu")), "the menu is printed");
  },

  "with the keyboard alone": async (t) => {
    await t.open("/offentlig");
    await t.press("Tab");
    expect((await t.focused()) === "Hopp til innholdet", "the skip link is not first");
    await t.press("Enter");
    await t.tabTo("Søk i avtaler");
    await t.type("rørlegger");
    await t.press("Enter");
    await t.sees("Rørleggertjenester");
  },

  "a reader writes, and the coordinator answers": async (t) => {
    const words = `Kan vi levere poteter? ${Date.now()}`;
    await t.open("/offentlig/kontakt");
    await t.page.click("form[method=post] button");
    await t.sees("Skriv hva du vil si.");
    await t.axe();
    await t.page.fill("#melding", words);
    await t.page.fill("#navn", "Kari Nordby");
    await t.page.click("form[method=post] button");
    await t.sees("Takk, meldingen er kommet fram");
    await t.axe();
    await t.signIn("kjersti.odegard");
    await t.open("/til-meg");
    await t.page.click(`text=${words}`);
    await t.sees("Kari Nordby");
    await t.goodAtEveryWidth([1280, 320]);
    await t.page.fill("#svar", "Ja, følg planen.");
    await t.page.click("aside button");
    await t.open("/samarbeid/tilbakemeldinger");
    expect(!(await t.says("main")).includes(words), "the case is still open");
  },

  "the coordinator plans a purchase, looks at it and releases it": async (t) => {
    await t.signIn("kjersti.odegard");
    await t.open("/plan/ny");
    await t.page.click("main form button");
    await t.sees("Skriv hva som skal kjøpes.");
    await t.goodAtEveryWidth([1280, 320]);
    const title = `Lekeplasser ${Date.now()}`;
    await t.page.fill("#title", title);
    await t.page.fill("#description", "Nye apparater og fallunderlag. Leverandøren sier 845 kr per matte.");
    await t.page.check("input[name=municipalities] >> nth=0");
    await t.page.selectOption("#announcement", { index: 8 });
    await t.page.click("main form button");
    await t.sees("Ikke frigitt");
    await t.goodAtEveryWidth([1280, 320]);
    await t.page.click("text=Se og frigi den åpne siden");
    await t.sees("Disse setningene er tatt ut");
    await t.goodAtEveryWidth([1280, 320]);
    await t.screenshot("public-preview");
    await t.page.click("text=Frigi siden");
    await t.start();
    await t.open("/offentlig/planer");
    await t.page.click(`text=${title}`);
    await t.sees("Nye apparater og fallunderlag.");
    expect(!(await t.says("main")).includes("845"), "a price is shown");
  },

  "the coordinator's pages behind the site": async (t) => {
    await t.signIn("kjersti.odegard");
    for (const path of ["/plan", "/plan/innlesing", "/samarbeid/offentlig", "/samarbeid/offentlig/ny-side",
                        "/samarbeid/offentlig/sider/1", "/samarbeid/offentlig/sider/1/se",
                        "/samarbeid/offentlig/avtaler/1", "/samarbeid/offentlig/oppsett",
                        "/samarbeid/tilbakemeldinger"]) {
      expect((await t.open(path)) === 200, path);
      await t.goodAtEveryWidth([1280, 320]);
    }
  },
};
