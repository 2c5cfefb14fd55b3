// The coordinator's register of agreements: taken in from a messy spreadsheet, an agreement from draft
// to signed, and what everybody else may see of it.
import { expect } from "./harness.mjs";

const register = [
  "Avtaleoversikt;;;;;;;",
  ";;;;;;;",
  "Avtalenr;Avtale;Leverandør;Org.nr;Periode;Anslått verdi;Kommuner;Vedtak",
  "R-1;Kaffe og te;Dalmat Engros AS;313 001 741;01.02.2026–31.01.2028 + 1 + 1;ca. 0,4 mill;Alle;Sak 3/26, 14.01.2026",
  ";Gravemaskintjenester;Ukjent Graver AS;;2026-2027;;Nes;",
  "R-2;Taxi;Fjellro Medisinske AS;;løpende;;Gol;",
].join("\r\n");

const save = (t) => t.page.locator("main form .ds-button").first().click();

export const tests = {
  "a register is looked at before it is taken in": async (t) => {
    await t.signIn("kjersti.odegard");
    await t.open("/avtaler/innlesing");
    await t.page.setInputFiles("#file", { name: "avtaler.csv", mimeType: "text/csv", buffer: Buffer.from(register) });
    await save(t);
    expect(t.path.startsWith("/avtaler/innlesing/"), `stands on ${t.path}`);
    const preview = await t.says("main");
    for (const words of ["Kaffe og te", "Én avtale kan leses inn", "Ukjent Graver AS", "uten sluttdato", "ca. 0,4 mill"]) {
      expect(preview.includes(words), `the preview does not say «${words}»`);
    }
    for (const width of [1280, 390]) {
      await t.size(width);
      await t.axe(`the preview at ${width} px`);
      await t.noSidewaysScroll();
    }
    await t.size(1280);
    await t.page.locator("main button", { hasText: "Les inn én avtale" }).click();
    expect(t.path.startsWith("/avtaler"), `stands on ${t.path}`);
    expect((await t.says("main")).includes("Kaffe og te"), "the agreement is not in the list");
  },

  "an agreement is not signed before it is decided": async (t) => {
    await t.signIn("kjersti.odegard");
    await t.open("/avtaler/ny");
    await t.page.fill("#title", "Blomster");
    await t.page.fill("#number", `B-${Date.now()}`);
    await t.page.fill("#supplier", "313 001 741");
    await t.page.fill("#valid_from", "2026-01-01");
    await t.page.fill("#valid_to", "2029-12-31");
    await save(t);
    const path = t.path;
    expect(/^\/avtaler\/\d+$/.test(path), `stands on ${path}`);
    expect(!(await t.says("main")).includes("Avtalen er signert"), "a draft can be signed");
    await t.page.locator("summary", { hasText: "Vedtaket er gjort" }).click();
    await t.page.fill("#decide-reference", "Sak 1/26");
    await t.page.locator("button", { hasText: "Registrer vedtaket" }).click();
    expect((await t.says("main")).includes("Ingen kommune har sluttet seg til"), "decided without a municipality");
    await t.open(`${path}/rediger/kommuner`);
    await t.page.selectOption("#municipality", { label: "Nes kommune" });
    await t.page.fill("#decided_on", "2026-01-05");
    await t.page.fill("#reference", "FS 2/26");
    await t.page.fill("#joined_on", "2026-02-01");
    await save(t);
    expect(t.path === path, `stands on ${t.path}: ${await t.says("main")}`);
    await t.page.locator("summary", { hasText: "Vedtaket er gjort" }).click();
    await t.page.fill("#decide-reference", "Sak 1/26");
    await t.page.locator("button", { hasText: "Registrer vedtaket" }).click();
    await t.page.locator("summary", { hasText: "Avtalen er signert" }).click();
    await t.page.locator("button", { hasText: "Registrer signeringen" }).click();
    expect((await t.says("main")).includes("Gjelder til"), "the agreement is not in force");
    for (const page of [path, `${path}/avrop`, `${path}/evaluering`, "/avtaler/kalender", `${path}/rediger/gebyrer`]) {
      await t.open(page);
      for (const width of [1280, 390]) {
        await t.size(width);
        await t.axe(`${page} at ${width} px`);
        await t.noSidewaysScroll();
      }
      await t.size(1280);
    }
  },

  "others read, and change nothing": async (t) => {
    await t.signIn("marit.svarteberg");
    await t.open("/avtaler?kommune=alle");
    await t.page.locator("main table a").first().click();
    expect((await t.page.locator("main a", { hasText: "Endre" }).count()) === 0, "a requester may change an agreement");
    const status = await t.open(`${t.path}/rediger/gebyrer`);
    expect(status === 403, `the form answers ${status}`);
  },
};
