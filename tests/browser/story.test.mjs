// One purchase, from the need to the finance system, as seven people in their own browsers. Each step
// stands on what the one before left behind, so they are one test per way of using a browser.
import { expect } from "./harness.mjs";

const people = {
  requester: "marit.svarteberg",
  approver: "torbjorn.liodden",
  certifier: "liv.opheim",
  authoriser: "astrid.veglo",
  accountant: "ingrid.bakkene",
  auditor: "arne.kvale",
  administrator: "sigrun.haugerud",
};

// The path of the newest row of a table whose words contain this.
const open = async (t, list, words) => {
  await t.open(list);
  await t.page.locator("main a", { hasText: words }).first().click();
};

// Somebody else sits down at the machine.
const as = async (t, user) => {
  await t.context.clearCookies();
  await t.signIn(user);
};

const shop = async (t, title) => {
  await as(t, people.requester);
  await t.open("/handle?q=hansker");
  const buttons = t.page.locator("form.quantity button");
  expect((await buttons.count()) >= 3, "fewer than three gloves may be bought");
  for (let i = 0; i < 3; ++i) {
    await t.open("/handle?q=hansker");
    await t.page.locator("form.quantity button").nth(i).click();
  }
  await t.open("/kurv/fritekst");
  await t.page.fill("#beskrivelse", "Veggholder for hanskeesker, hvit");
  await t.page.selectOption("#leverandor", { label: "Dalføre Inventar AS" });
  await t.page.fill("#antall", "2");
  await t.page.selectOption("#enhet", { index: 1 });
  await t.page.fill("#pris", "442,50");
  await t.page.selectOption("#mva", { index: 1 });
  await t.page.fill("#grunn", "Passer skinnene vi har på veggen.");
  await t.page.locator("main form .ds-button--big").click();
  expect(t.path.startsWith("/kurv"), `stands on ${t.path}`);
  // A free-text line has no product group: its art is chosen.
  await codeWhatIsMissing(t);
  await t.page.fill("#tittel", title);
};

const codeWhatIsMissing = async (t) => {
  for (let round = 0; round < 5; ++round) {
    const missing = t.page.locator("ol.lines > li", { has: t.page.locator(".coding .says--stop") });
    if ((await missing.count()) === 0) return;
    await missing.first().locator("a", { hasText: "kontering" }).click();
    for (const select of await t.page.locator("main select").all()) {
      if ((await select.inputValue()) !== "") continue;
      const values = await select.locator("option").evaluateAll((all) => all.map((o) => o.value).filter(Boolean));
      const value = ["120", "3210", "253", "1"].find((each) => values.includes(each));
      if (value) await select.selectOption(value);
    }
    await t.page.click("button[name=lagre]");
  }
};

const submit = async (t) => {
  const button = t.page.locator("button[name=send]");
  expect((await button.innerText()).startsWith("Send "), "the button does not name the amount");
  if (await t.page.locator("#begrunnelse").count()) await t.page.fill("#begrunnelse", "Lageret er tomt.");
  await button.click();
  expect(t.path.startsWith("/rekvisisjoner/"), `the basket was not sent: ${await t.says("main")}`);
  return t.path;
};

const approve = async (t, title) => {
  await as(t, people.approver);
  await open(t, "/til-meg", title);
  await t.sees(title);
  const button = t.page.locator("button", { hasText: /^Godkjenn / }).first();
  if (await t.page.locator("textarea[name=begrunnelse]").count()) {
    await t.page.locator("textarea[name=begrunnelse]").first().fill("Må til før jul.");
  }
  await button.click();
  await t.sees("Godkjent");
};

const playSupplier = async (t, title, which, act, fill = {}) => {
  await t.open("/demo/leverandor");
  const rows = t.page.locator("main tbody tr", { hasText: title });
  await rows.nth(which).locator("a").click();
  for (const [field, value] of Object.entries(fill)) await t.page.fill(`#${field}`, value);
  await t.page.click(`button[name=hva][value=${act}]`);
};

// The inbox is looked into a few times a second: wait until the page says so, never a fixed time.
const until = async (t, path, words, tries = 60) => {
  for (let i = 0; i < tries; ++i) {
    await t.open(path);
    if ((await t.says("body")).replaceAll("\u00a0", " ").includes(words)) return;
    await new Promise((wake) => setTimeout(wake, 250));
  }
  throw new Error(`«${words}» never came on ${path}: ${(await t.says("main")).slice(0, 400)}`);
};

const receiveAll = async (t, order) => {
  if (t.plain) await t.withoutScript();
  else await t.phone(320);
  await as(t, people.requester);
  await t.open(`${order}/mottak`);
  await t.noSidewaysScroll();
  if (!t.plain) await t.axe();
  await t.screenshot("receipt-320");
  await t.page.click("button[name=alt]");
  await t.sees("mottatt");
};

const wholeStory = async (t, title) => {
  await shop(t, title);
  await t.screenshot("basket");
  const requisition = await submit(t);
  await t.screenshot("requisition-sent");

  // Nobody approves their own purchase: there is no button, and the act is refused.
  expect((await t.page.locator("button", { hasText: /^Godkjenn / }).count()) === 0, "the requester can approve");

  await approve(t, title);
  await t.screenshot("approval");
  await t.open(requisition);
  const orders = await t.page.locator("a[href^='/bestillinger/']").evaluateAll((all) => [...new Set(all.map((a) => new URL(a.href).pathname))]);
  expect(orders.length >= 2, `the requisition became ${orders.length} orders`);

  await as(t, people.requester);
  await playSupplier(t, title, 0, "bekreft");
  await playSupplier(t, title, 1, "bekreft");
  for (const order of orders) {
    await until(t, order, "ekreftet");
    await t.screenshot("order");
    await receiveAll(t, order);
    await (t.plain ? t.withoutScript() : t.start());
    await as(t, people.requester);
  }
  await playSupplier(t, title, 0, "faktura");
  await as(t, people.accountant);
  await until(t, "/fakturaer?vis=alle", "Godkjent");
  await t.screenshot("invoices");
  return orders;
};

export const tests = {
  "from need to approved invoice": async (t) => {
    const title = "Hansker før jul";
    await wholeStory(t, title);
    // The budget shows it, and every figure opens.
    await as(t, people.approver);
    await t.open("/budsjett");
    await t.page.locator("main table a", { hasText: "Elvetun" }).first().click();
    await t.sees("igjen");
    await t.screenshot("budget");
    await t.page.locator("main tbody a").nth(5).click();
    await t.sees("Kontering");
    // The auditor sees it and proves it.
    await as(t, people.auditor);
    await t.open("/revisjon?kontroller=ja");
    await t.sees("Sporet og regnskapet holder");
    await t.screenshot("audit");
  },

  "year end: what is open is carried over by a person, line by line": async (t) => {
    const year = new Date().getFullYear();
    await as(t, people.accountant);
    expect((await t.open(`/budsjett/arsslutt/${year}`)) === 200, "no year-end page");
    await t.axe();
    await t.noSidewaysScroll();
    await t.screenshot("year-end");
    const carry = t.page.locator("button[value=overfor]");
    const before = await carry.count();
    expect(before > 0, "nothing can be carried over");
    await carry.first().click();
    expect((await carry.count()) === before - 1, "the line is still open");
    // The year cannot be closed while something stands open.
    await t.page.click("button[value=lukk]");
    await t.sees("Det er ikke gjort ennå");
  },

  "the same without script, to the budget and the proof": async (t) => {
    t.plain = true;
    await t.withoutScript();
    await wholeStory(t, "Uten skript");
    await as(t, people.approver);
    await t.open("/budsjett");
    await t.page.locator("main table a", { hasText: "Elvetun" }).first().click();
    await t.sees("igjen");
    await as(t, people.accountant);
    await t.open("/eksport");
    await t.page.locator("button", { hasText: /^Eksporter / }).click();
    expect(t.path.startsWith("/eksport/"), `stands on ${t.path}`);
    await t.page.click("form[action$='/gjenta'] button");
    await as(t, people.auditor);
    await t.open("/revisjon?kontroller=ja");
    await t.sees("Sporet og regnskapet holder");
  },

  "every page of the story is accessible, in three languages": async (t) => {
    await as(t, people.requester);
    await t.open("/handle?q=hansker");
    await t.page.locator("form.quantity button").first().click();
    const pages = {
      requester: ["/handle", "/handle?q=hansker", "/kurv", "/kurv/fritekst", "/rekvisisjoner", "/bestillinger", "/til-meg", "/avtaler"],
      approver: ["/til-meg", "/budsjett", "/rekvisisjoner?vis=enheter"],
      accountant: ["/fakturaer", "/eksport", "/dokumenter"],
      administrator: ["/administrasjon", "/administrasjon/personer", "/administrasjon/enheter", "/administrasjon/regler",
                      "/administrasjon/kontering", "/administrasjon/leverandorer"],
      auditor: ["/revisjon"],
    };
    for (const [who, paths] of Object.entries(pages)) {
      await as(t, people[who]);
      for (const language of ["nb", "nn", "en"]) {
        await t.open("/");
        await t.language(language);
        for (const path of paths) {
          const status = await t.open(path);
          expect(status === 200, `${path} answers ${status} to ${who}`);
          await t.axe(`${path} in ${language}`);
          if (language === "nb") {
            await t.goodAtEveryWidth([320]);
            await t.screenshot(`${who}${path.replaceAll(/[/?=]/g, "-")}`);
          }
        }
      }
      await t.language("nb");
    }
  },

  "out of reach is not found; without the role is refused": async (t) => {
    await as(t, people.requester);
    for (const path of ["/administrasjon", "/revisjon", "/eksport"]) {
      expect((await t.open(path)) === 403, `${path} opens for a requester`);
    }
    for (const path of ["/rekvisisjoner/999999", "/bestillinger/999999", "/fakturaer/999999"]) {
      const status = await t.open(path);
      expect(status === 404 || status === 403, `${path} answers ${status}`);
    }
  },
};
