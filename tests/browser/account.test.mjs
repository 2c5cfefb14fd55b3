import { demoPassword, expect } from "./harness.mjs";

// The demonstration's first person, whoever it is.
export const somebody = async (t) => {
  await t.open("/logg-inn");
  const link = await t.page.getAttribute(".people a >> nth=0", "href");
  return new URLSearchParams(link.split("?")[1]).get("bruker");
};

export const tests = {
  "the sign-in page is accessible in three languages and at 320 px": async (t) => {
    await t.open("/logg-inn");
    for (const code of ["nb", "nn", "en"]) {
      await t.language(code);
      await t.goodAtEveryWidth();
      await t.screenshot(`sign-in-${code}`);
    }
    await t.phone(320);
    await t.open("/logg-inn");
    await t.axe();
    await t.noSidewaysScroll();
    await t.screenshot("sign-in-320");
  },

  "a wrong password says so on top and by the field, and keeps the name": async (t) => {
    const user = await somebody(t);
    await t.page.fill("#bruker", user);
    await t.page.fill("#passord", "feil");
    await t.page.click("main form button");
    await t.sees("Du er ikke logget inn");
    expect((await t.page.inputValue("#bruker")) === user, "the name is gone");
    expect((await t.page.title()).startsWith("Feil:"), "the title does not begin with «Feil:»");
    expect(await t.page.evaluate(() => document.activeElement.classList.contains("ds-error-summary")),
           "the summary has no focus");
    await t.axe();
    await t.screenshot("sign-in-refused");
  },

  "the keyboard alone signs in": async (t) => {
    const user = await somebody(t);
    await t.open("/logg-inn");
    await t.press("Tab");
    expect((await t.focused()) === "Hopp til innholdet", "the first stop is not the skip link");
    await t.tabTo("Brukernavn");
    await t.type(user);
    await t.press("Tab");
    await t.type(demoPassword);
    await t.press("Enter");
    await t.page.waitForURL((url) => url.pathname === "/");
  },

  "without script: choose a person, sign in, change the language, sign out": async (t) => {
    await t.withoutScript();
    await t.open("/logg-inn");
    await t.page.click(".people a >> nth=1");
    expect((await t.page.inputValue("#bruker")) !== "", "the name was not filled in");
    await t.page.fill("#passord", demoPassword);
    await t.page.click("main form button");
    expect(t.path === "/", `stands on ${t.path}`);
    await t.language("nn");
    await t.language("nb");
    await t.signOut();
    expect(t.path === "/logg-inn", `stands on ${t.path}`);
    expect((await t.open("/")) === 200 && t.path === "/logg-inn", "the session did not end");
  },

  "start page, own page and the pages about the service are accessible": async (t) => {
    const user = await somebody(t);
    await t.signIn(user);
    for (const path of ["/", "/meg", "/tilgjengelighet", "/personvern", "/hjelp", "/finnes-ikke"]) {
      await t.open(path);
      await t.goodAtEveryWidth();
      await t.screenshot(path === "/" ? "start" : path.slice(1));
    }
    await t.phone();
    await t.signIn(user);
    await t.page.click(".phonemenu > summary");
    await t.axe("the menu on a phone");
    await t.screenshot("phone-menu");
  },
};
