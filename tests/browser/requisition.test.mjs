import { expect } from "./harness.mjs";

const marit = "marit.svarteberg";
const torbjorn = "torbjorn.liodden";

// Into the basket by the search page: the first thing that may be bought without more ado.
const shop = async (t, words = "hansker") => {
  await t.open(`/handle?q=${words}`);
  await t.page.locator("form[action='/kurv/linjer'] button").first().click();
};

const emptyBasket = async (t) => {
  for (;;) {
    await t.open("/kurv");
    const remove = t.page.locator("button[name=fjern]").first();
    if ((await remove.count()) === 0) return;
    await remove.click();
  }
};

const freeText = async (t, price = "442,00") => {
  await t.open("/kurv/fritekst");
  await t.page.fill("#beskrivelse", "Veggholder for hanskeesker, tre rom");
  await t.page.selectOption("#leverandor", { label: "Dalføre Inventar AS" });
  await t.page.fill("#antall", "5");
  await t.page.selectOption("#enhet", "EA");
  await t.page.fill("#pris", price);
  await t.page.selectOption("#mva", { index: 1 });
  await t.page.fill("#grunn", "Passer skinnene vi har på veggen.");
  await t.page.click("main form button.ds-button--big");
};

export const tests = {
  "the basket is accessible, empty and full, and says what is left": async (t) => {
    await t.signIn(marit);
    await emptyBasket(t);
    await t.goodAtEveryWidth();
    await shop(t);
    await freeText(t);
    await t.open("/kurv");
    await t.sees("Disponibelt etter");
    await t.goodAtEveryWidth();
    await t.screenshot("basket");
    await t.phone(320);
    await t.signIn(marit);
    await t.open("/kurv");
    await t.screenshot("basket-320");
  },

  "plus and minus work without script": async (t) => {
    await t.withoutScript();
    await t.signIn(marit);
    await emptyBasket(t);
    await shop(t);
    await t.open("/kurv");
    const field = t.page.locator(".stepper input").first();
    const before = Number(await field.inputValue());
    await t.page.locator(".stepper button[value$=opp]").first().click();
    const after = Number(await t.page.locator(".stepper input").first().inputValue());
    expect(after > before, `${before} became ${after}`);
    await t.page.locator(".stepper input").first().focus();
    await t.press("Enter");
    expect(Number(await t.page.locator(".stepper input").first().inputValue()) === after, "Enter pressed a button");
  },

  "plus with script keeps the basket whole": async (t) => {
    await t.signIn(marit);
    await emptyBasket(t);
    await shop(t);
    await freeText(t);
    await t.open("/kurv");
    const lines = await t.page.locator("ol.lines > li").count();
    const sum = await t.says(".act__sum strong");
    await t.page.locator(".stepper button[value$=opp]").first().click();
    await t.page.waitForFunction((was) => document.querySelector(".act__sum strong").innerText !== was, sum);
    expect((await t.page.locator("ol.lines > li").count()) === lines, "a line is gone");
  },

  "a free text line, its coding split on a page of its own, sent, and approved by name": async (t) => {
    await t.signIn(marit);
    await emptyBasket(t);
    await shop(t);
    await t.open("/kurv/fritekst");
    await t.goodAtEveryWidth();
    await t.page.click("main form button.ds-button--big");
    await t.sees("Velg en leverandør.");
    await t.axe();
    await freeText(t);
    await t.page.locator("a[href$='/kontering']").last().click();
    await t.goodAtEveryWidth();
    const art = await t.page.locator("#art-1 option").nth(1).getAttribute("value");
    await t.page.selectOption("#art-1", art);
    await t.page.click("button[name=ny]");
    await t.page.fill("#prosent-1", "60");
    await t.page.fill("#prosent-2", "30");
    await t.page.click("button[name=lagre]");
    await t.sees("er ikke fordelt ennå");
    await t.goodAtEveryWidth();
    await t.screenshot("coding-refused");
    await t.page.fill("#prosent-2", "");
    await t.page.click("button[name=lagre]");
    expect(t.path === "/kurv", `the coding was not saved: ${t.path}`);
    await t.page.fill("#tittel", "Forbruksmateriell før jul");
    if (await t.page.locator("textarea#begrunnelse").count()) await t.page.fill("#begrunnelse", "Dagens holdere er knekt.");
    await t.page.click("button[name=send]");
    await t.sees("Venter på at Torbjørn Liodden godkjenner");
    await t.goodAtEveryWidth();
    await t.screenshot("requisition-own");
    const path = t.path;

    await t.start();
    await t.signIn(torbjorn);
    await t.open("/til-meg");
    await t.sees("Forbruksmateriell før jul");
    await t.goodAtEveryWidth();
    await t.screenshot("for-me");
    await t.open(path);
    await t.goodAtEveryWidth();
    await t.screenshot("requisition-to-approve");
    await t.page.locator("details.more summary", { hasText: "Avvis linjen" }).last().click();
    await t.page.locator("textarea[name=grunn]:visible").last().fill("Vi har holdere på lager.");
    await t.page.locator("button:visible", { hasText: /^Avvis \d/ }).last().click();
    await t.sees("Avvist av Torbjørn Liodden: «Vi har holdere på lager.»");
    if (await t.page.locator("textarea#over").count()) await t.page.fill("#over", "Det haster.");
    await t.page.locator("button.ds-button--big", { hasText: "Godkjenn" }).click();
    await t.sees("Delvis godkjent av Torbjørn Liodden");
    await t.sees("Bestilling");
    await t.goodAtEveryWidth();
    await t.screenshot("requisition-approved");
  },

  "the list of requisitions is accessible and leads to the record": async (t) => {
    await t.signIn(marit);
    await t.open("/rekvisisjoner");
    await t.goodAtEveryWidth();
    await t.open("/rekvisisjoner?vis=enheter");
    await t.goodAtEveryWidth();
    await t.screenshot("requisitions");
  },
};
