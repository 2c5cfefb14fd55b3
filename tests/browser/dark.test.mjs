// The dark: every kind of page keeps its contrasts, and paper stays light.
import { expect } from "./harness.mjs";

const pages = {
  "marit.svarteberg": ["/", "/handle?q=hansker", "/kurv", "/kurv/fritekst", "/rekvisisjoner", "/bestillinger", "/til-meg"],
  "torbjorn.liodden": ["/til-meg", "/budsjett"],
  "ingrid.bakkene": ["/fakturaer?vis=alle", "/eksport", "/eksport/profil", "/dokumenter"],
  "sigrun.haugerud": ["/administrasjon", "/administrasjon/regler", "/administrasjon/leverandorer"],
  "arne.kvale": ["/revisjon"],
};
const records = {
  "torbjorn.liodden": [["/budsjett", "main table a", "Elvetun"], ["/bestillinger", "main a", "Hansker"]],
  "ingrid.bakkene": [["/fakturaer?vis=alle", "main a", "Fjellro"]],
};

export const tests = {
  "the dark has the contrasts of the light": async (t) => {
    await t.start({ colorScheme: "dark" });
    await t.open("/logg-inn");
    await t.axe("/logg-inn in the dark");
    for (const [user, paths] of Object.entries(pages)) {
      await t.context.clearCookies();
      await t.signIn(user);
      for (const path of paths) {
        expect((await t.open(path)) === 200, `${path} does not open`);
        await t.axe(`${path} in the dark`);
      }
      for (const [list, where, words] of records[user] ?? []) {
        await t.open(list);
        await t.page.locator(where, { hasText: words }).first().click();
        await t.axe(`${t.path} in the dark`);
        await t.screenshot(`dark${t.path.replaceAll(/[/?=]/g, "-")}`);
      }
    }
    const ground = () => t.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await t.page.emulateMedia({ colorScheme: "light" });
    expect((await ground()) !== dark, "the light is as dark as the dark");
  },
};
