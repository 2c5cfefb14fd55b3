// Every page that the menu and the start page lead to, as each of the people on the short list sees it:
// no accessibility violation, no sideways scroll, nothing that fails. People whom other stories have
// added have a number in their name and a password of their own.
import { expect } from "./harness.mjs";

const people = async (t) => {
  await t.open("/logg-inn");
  const links = await t.page.locator(".people >> nth=0").locator("a").evaluateAll((all) => all.map((a) => a.href));
  return links.map((link) => new URL(link).searchParams.get("bruker")).filter((name) => !/\d/.test(name));
};

const linksOn = (t, selector) =>
  t.page.locator(selector).evaluateAll((all) => all.map((a) => new URL(a.href).pathname + new URL(a.href).search));

export const tests = {
  "every page in everybody's menu": async (t) => {
    const wrong = [];
    const seen = new Set();
    for (const person of await people(t)) {
      await t.start();
      await t.signIn(person);
      const paths = new Set(["/", "/meg", ...(await linksOn(t, ".menu a")), ...(await linksOn(t, "main a.action"))]);
      for (const path of paths) {
        const status = await t.open(path);
        if (status !== 200) {
          wrong.push(`${person} ${path}: ${status}`);
          continue;
        }
        for (const width of [1280, 390]) {
          await t.size(width);
          await t.axe(`${path} as ${person} at ${width} px`).catch((error) => wrong.push(error.message));
          await t.noSidewaysScroll().catch((error) => wrong.push(`${person}: ${error.message}`));
          const name = `page-${path === "/" ? `start-${person}` : path.slice(1).replaceAll(/[/?=&]/g, "-")}-${width}`;
          if (!seen.has(name)) await t.screenshot(name);
          seen.add(name);
        }
        await t.size(1280);
      }
    }
    expect(wrong.length === 0, wrong.join("\n    "));
  },
};
