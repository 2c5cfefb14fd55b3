import { expect } from "./harness.mjs";
import { openShop } from "./shop.mjs";

const marit = "marit.svarteberg";
const secret = "en felles hemmelighet til proven";

export const tests = {
  "search: suggestions while typing, more filters, side by side": async (t) => {
    await t.signIn(marit);
    await t.open("/handle");
    await t.page.fill("#sok", "hans");
    await t.page.waitForFunction(() => document.querySelectorAll("#forslag option").length > 0);
    const first = await t.page.getAttribute("#forslag option", "value");
    expect(first.toLowerCase().includes("hans"), `the suggestion is «${first}»`);
    await t.open("/handle?q=hånddesinfeksjon");
    await t.page.click(".facets__more > summary");
    await t.goodAtEveryWidth();
    const ticks = t.page.locator("input[form=sammenlign]");
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await t.page.click("#sammenlign button");
    await t.sees("Sammenlign varer");
    await t.sees("kr per liter");
    await t.goodAtEveryWidth();
  },

  "a shopping list: made from an item, shared with the unit, all of it into the basket": async (t) => {
    await t.withoutScript();
    await t.signIn(marit);
    await t.open("/handle?q=FM-10442");
    await t.page.click("a[href^='/lister/legg-i']");
    await t.page.fill("#antall", "4");
    await t.page.fill("#navn", "Stell på Elvetun");
    await t.page.selectOption("#for", "enhet");
    await t.page.click("main form button.ds-button");
    await t.sees("Listen er lagret.");
    await t.sees("deles med");
    await t.page.click("button[name=kjop]");
    expect(t.path === "/kurv", `the list led to ${t.path}`);
    await t.sees("Undersøkelseshanske, nitril");
    await t.start();
    await t.signIn(marit);
    await t.open("/lister");
    await t.goodAtEveryWidth();
    await t.page.click(".wait");
    await t.goodAtEveryWidth();
  },

  "punch out: to the supplier's shop and back, and each price held against the agreement": async (t) => {
    const shop = await openShop(secret, "313001008");
    try {
      await t.signIn("kjersti.odegard");
      await t.open("/butikker/ny");
      await t.goodAtEveryWidth();
      await t.page.fill("#navn", "Fjellro nett");
      await t.page.selectOption("#leverandor", { label: "Fjellro Medisinske AS" });
      await t.page.fill("#adresse", `${shop.address}/inn`);
      await t.page.fill("#hemmelig", secret);
      await t.page.click("main form button.ds-button");
      await t.sees("Fjellro nett");
      await t.start();
      await t.signIn(marit);
      await t.open("/butikker");
      await t.goodAtEveryWidth();
      await t.page.locator("main form button").last().click();
      await t.sees("Butikken får vite hvilken kommune du handler for, ikke hvem du er.");
      await t.page.click("main a.ds-button");
      await t.sees("Velkommen");
      await t.page.fill("input[name='FM-10442']", "3");
      await t.page.fill("input[name='FM-10430']", "2");
      await t.page.fill("input[name='FM-99999']", "1");
      await t.page.click("button");
      await t.page.click("button");
      await t.sees("Kurven fra Fjellro nett er kommet");
      await t.sees("Avtalens pris.");
      await t.sees("Butikken krever 99,00 kr.");
      await t.sees("Ikke på prislisten");
      await t.goodAtEveryWidth();
      await t.page.fill("#grunn", "Avtalen har ingen holder.");
      await t.page.click("main form button.ds-button");
      expect(t.path === "/kurv", `the basket led to ${t.path}`);
      await t.sees("Hanskeholder, ny modell");
    } finally {
      shop.close();
    }
  },
};
