// The small scripts, on a page made for the purpose: it stands at an address of the site, so that the
// site's own policy and style hold.
import { expect } from "./harness.mjs";

const page = (rows, main) => `<!DOCTYPE html><html lang="nb"><head><title>Prøve</title>${rows}</head>
<body><header><a class="basketlink" href="/kurv">Kurv (1)</a></header><main>${main}</main></body></html>`;

const stepperMain = (number, note = "") => `<form method="post" action="/prove">
<button class="ds-sr-only" name="oppdater" value="1">Oppdater antall</button>
<label for="a1">Esker</label><div class="stepper"><button name="trinn" value="a1-ned">−</button>
<input class="ds-input" id="a1" name="a1" type="number" min="0" value="${number}">
<button name="trinn" value="a1-opp">+</button></div><p id="sier">${number} esker</p></form>
<form method="post" action="/annet"><textarea id="grunn" name="grunn"></textarea><button>Send</button></form>${note}`;

async function serve(t, main, posted) {
  const sheet = await t.page.request.get(t.base + "/logg-inn");
  const head = (await sheet.text()).match(/<link rel="stylesheet"[^>]*>|<script[^>]*><\/script>/g).join("\n");
  const policy = sheet.headers()["content-security-policy"];
  const answer = (body) => ({ body, contentType: "text/html; charset=utf-8", headers: { "content-security-policy": policy } });
  await t.page.route("**/prove", async (route) => {
    const request = route.request();
    if (request.method() === "POST") await route.fulfill(answer(page(head, posted(new URLSearchParams(request.postData())))));
    else await route.fulfill(answer(page(head, main)));
  });
  await t.open("/prove");
}

export const tests = {
  "stepper: steps at once, is sent once, keeps focus and what was typed elsewhere": async (t) => {
    const sent = [];
    await serve(t, stepperMain(10), (form) => {
      sent.push(Object.fromEntries(form));
      return stepperMain(form.get("a1"));
    });
    await t.page.fill("#grunn", "Vi går tom");
    for (let i = 0; i < 3; ++i) await t.page.click("button[value=a1-opp]");
    expect((await t.page.inputValue("#a1")) === "13", "the number did not step at once");
    await t.page.waitForFunction(() => document.querySelector("#sier").textContent === "13 esker");
    expect(sent.length === 1 && sent[0].a1 === "13" && sent[0].oppdater === "1", `sent ${JSON.stringify(sent)}`);
    expect((await t.page.inputValue("#grunn")) === "Vi går tom", "what was typed elsewhere is gone");
    expect((await t.page.evaluate(() => document.activeElement.value)) === "a1-opp", "the focus is lost");
    await t.page.click("button[value=a1-ned]");
    await t.page.waitForFunction(() => document.querySelector("#sier").textContent === "12 esker");
  },

  "errors: the summary has the focus, and a link opens what hides the field": async (t) => {
    await serve(t, `<div class="ds-error-summary" tabindex="-1"><ul><li><a href="#grunn">Skriv hvorfor</a></li></ul></div>
      <details><summary>Avvis</summary><input id="grunn"></details>`, () => "");
    expect(await t.page.evaluate(() => document.activeElement.className === "ds-error-summary"), "no focus");
    await t.press("Tab");
    await t.press("Enter");
    expect(await t.page.evaluate(() => document.activeElement.id === "grunn"), "the field has no focus");
  },

  "photo: the picture and its name are shown before they are sent": async (t) => {
    await serve(t, `<form method="post"><label class="photo"><span>Ta bilde</span><input type="file" name="bilde" accept="image/*"></label></form>`, () => "");
    const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    await t.page.setInputFiles("input[type=file]", { name: "kasse.png", mimeType: "image/png", buffer: pixel });
    await t.sees("kasse.png");
    await t.page.waitForFunction(() => document.querySelector(".taken img")?.naturalWidth === 1);
  },

  "leaving: unsent words are asked about, a form is sent once": async (t) => {
    let posts = 0;
    await serve(t, stepperMain(1), () => "");
    await t.page.route("**/annet", async (route) => {
      ++posts;
      await new Promise((done) => setTimeout(done, 300));
      await route.fulfill({ body: "ok" });
    });
    await t.page.fill("#grunn", "x");
    let asked = false;
    t.page.once("dialog", async (dialog) => { asked = dialog.type() === "beforeunload"; await dialog.dismiss(); });
    await t.page.goto(t.base + "/logg-inn").catch(() => {});
    expect(asked, "nobody asked");
    await t.page.evaluate(() => {
      const button = [...document.querySelectorAll("button")].find((each) => each.textContent === "Send");
      button.click();
      button.click();
    });
    await t.page.waitForURL("**/annet");
    expect(posts === 1, `sent ${posts} times`);
  },
};
