// The administrator adds a colleague; the colleague chooses a password by the link and signs in.
import { expect } from "./harness.mjs";

const addPerson = async (t, name, user) => {
  await t.signIn("sigrun.haugerud");
  await t.open("/administrasjon/personer");
  await t.page.locator("details", { has: t.page.locator("#ny-name") }).locator("summary").click();
  await t.page.fill("#ny-name", name);
  await t.page.fill("#ny-user_name", user);
  await t.page.locator("details[open] button.ds-button").click();
  await t.sees(`Gi denne lenka til ${name}`);
  return new URL(await t.says("code.break")).search;
};

const welcomed = async (t, link, user) => {
  await t.context.clearCookies();
  await t.open(`/velkommen${link}`);
  await t.sees(user);
  await t.page.fill("#nytt", "kort");
  await t.page.click("main form button");
  await t.sees("minst");
  await t.page.fill("#nytt", "Snøen ligg på fjellet");
  await t.page.click("main form button");
  expect(t.path.startsWith("/logg-inn"), `stands on ${t.path}`);
  await t.signIn(user, "Snøen ligg på fjellet");
  await t.signOut();
  await t.open(`/velkommen${link}`);
  await t.sees("virker ikke lenger");
};

export const tests = {
  "a colleague is added, chooses a password by the link, once": async (t) => {
    const user = `tore.${Date.now()}`;
    const link = await addPerson(t, "Tore Nylund", user);
    await t.goodAtEveryWidth([1280, 320]);
    await t.screenshot("administration-person");
    await welcomed(t, link, user);
    for (const language of ["nn", "en", "nb"]) {
      await t.language(language);
      await t.open("/velkommen?nokkel=borte");
      await t.axe(`/velkommen in ${language}`);
    }
  },

  "the same without script": async (t) => {
    await t.withoutScript();
    const user = `kari.${Date.now()}`;
    await welcomed(t, await addPerson(t, "Kari Nylund", user), user);
  },

  "a municipality joins: the host's administrator adds it with an administrator of its own": async (t) => {
    await t.signIn("sigrun.haugerud");
    await t.open("/administrasjon");
    await t.page.locator("summary", { hasText: "Legg til en kommune" }).click();
    await t.page.fill("#kommune-number", "3338");
    await t.page.fill("#kommune-name", "Nore og Uvdal");
    await t.page.fill("#kommune-organisation_number", "313100406");
    await t.page.fill("#kommune-admin_name", "Ada Lie");
    await t.page.fill("#kommune-admin_user", `ada.${Date.now()}`);
    await t.page.locator("main form", { has: t.page.locator("#kommune-number") }).locator("button").click();
    // Four hundred and six does not pass the check digit: what was typed stands, and it is said where.
    await t.axe("a refused municipality");
    expect((await t.page.inputValue("#kommune-name")) === "Nore og Uvdal", "what was typed is gone");
    await t.page.fill("#kommune-organisation_number", "313100405");
    await t.page.locator("main form", { has: t.page.locator("#kommune-number") }).locator("button").click();
    await t.sees("Gi denne lenka til Ada Lie");
    await t.sees("Nore og Uvdal kommune");
    await t.screenshot("administration-municipality");
  },
};
