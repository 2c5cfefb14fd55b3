// What the demonstration has waiting, from the signature to the finance system, and what the budget
// and the record pages say of it.
import { expect } from "./harness.mjs";

const openTask = async (t, words) => {
  await t.open("/til-meg");
  await t.page.locator("main a", { hasText: words }).first().click();
};

const authorise = async (t) => {
  await t.signIn("astrid.veglo");
  await openTask(t, "skal anvises");
  await t.sees("Hva vil du gjøre?");
  const path = t.path;
  await t.page.locator("button", { hasText: /^Anvis / }).click();
  expect(t.path === path, `stands on ${t.path}`);
  expect((await t.page.locator("button", { hasText: /^Anvis / }).count()) === 0, "it can be authorised again");
  return path;
};

export const tests = {
  "whoever certified may not authorise; the other one may, and it goes to the finance system": async (t) => {
    await t.signIn("liv.opheim");
    await openTask(t, "skal attesteres");
    const certified = t.path;
    await t.page.locator("button", { hasText: /^Attester/ }).click();
    await t.open(certified);
    expect((await t.page.locator("button", { hasText: /^Anvis / }).count()) === 0, "one person did both");
    await t.context.clearCookies();
    const path = await authorise(t);
    await t.context.clearCookies();
    await t.signIn("ingrid.bakkene");
    await t.open("/eksport");
    await t.page.locator("button", { hasText: /^Eksporter / }).click();
    expect(t.path.startsWith("/eksport/"), `stands on ${t.path}`);
    await t.axe();
    await t.open(path);
    await t.sees("Sendt til økonomisystemet");
  },

  "each page after the order is accessible, in three languages and at 320 px": async (t) => {
    const of = {
      "torbjorn.liodden": [["/til-meg", "skal anvises"], ["/budsjett", "Elvetun sykehjem"], ["/bestillinger", "Hansker og desinfeksjon"]],
      "aisha.warsame": [["/til-meg", "ikke mottatt"]],
      "liv.opheim": [["/til-meg", "mangler bestilling"]],
      "ingrid.bakkene": [["/til-meg", "tok ikke imot"], ["/fakturaer?vis=alle", "Fjellro"], ["/eksport", "3322-"]],
    };
    for (const [user, pages] of Object.entries(of)) {
      await t.context.clearCookies();
      await t.signIn(user);
      const paths = [];
      for (const [list, words] of pages) {
        await t.open(list);
        await t.page.locator("main a", { hasText: words }).first().click();
        paths.push(t.path);
      }
      for (const language of ["nn", "en", "nb"]) {
        await t.language(language);
        for (const path of paths) {
          expect((await t.open(path)) === 200, `${path} does not open`);
          await t.axe(`${path} in ${language}`);
          if (language === "nb") await t.goodAtEveryWidth([320]);
        }
      }
    }
  },

  "the budget says month by month how early a cost was seen": async (t) => {
    await t.signIn("torbjorn.liodden");
    await t.open("/budsjett");
    await t.page.locator("main table a", { hasText: "Elvetun" }).first().click();
    await t.sees("Tidlig synlig, måned for måned");
    expect((await t.page.locator("#maneder").count()) === 1, "no table by month");
    await t.screenshot("budget-early");
  },
};
