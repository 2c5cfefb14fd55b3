// What a browser test can do. Each test gets a context of its own: no cookies are shared.
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const here = dirname(fileURLToPath(import.meta.url));
export const pictures = process.env.SAMKJOP_PICTURES ?? join(here, "../../build/pictures");
export const demoPassword = process.env.SAMKJOP_DEMO_PASSWORD ?? "Hallingdal-2026";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

export class Failure extends Error {}

export const expect = (condition, message) => {
  if (!condition) throw new Failure(message);
};

export class Tester {
  constructor(browser, base) {
    this.browser = browser;
    this.base = base;
    this.complaints = []; // errors of the page itself: scripts and refused resources
  }

  async start(options = {}) {
    if (this.context) await this.context.close();
    this.context = await this.browser.newContext({
      locale: "nb-NO", timezoneId: "Europe/Oslo", viewport: { width: 1280, height: 900 }, ...options,
    });
    this.page = await this.context.newPage();
    this.page.setDefaultTimeout(10_000);
    this.page.on("pageerror", (error) => this.complaints.push(`script: ${error.message}`));
    this.page.on("console", (message) => {
      const text = message.text();
      // A refused form answers 422 on purpose; the browser logs every such answer.
      if (message.type() === "error" && !/status of (403|404|409|422)/.test(text)) this.complaints.push(text);
    });
    return this;
  }

  phone(width = 390) {
    return this.start({ viewport: { width, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });
  }
  withoutScript() {
    return this.start({ javaScriptEnabled: false });
  }
  size(width, height = 900) {
    return this.page.setViewportSize({ width, height });
  }

  async open(path) {
    const answer = await this.page.goto(this.base + path);
    return answer.status();
  }
  get path() {
    const at = new URL(this.page.url());
    return at.pathname + at.search;
  }

  async signIn(user, password = demoPassword) {
    await this.open("/logg-inn");
    await this.page.fill("#bruker", user);
    await this.page.fill("#passord", password);
    await this.page.click("main form button");
    expect(!this.path.startsWith("/logg-inn"), `${user} was not signed in: ${await this.says("main")}`);
  }
  async signOut() {
    await this.page.locator("form[action='/logg-ut'] button:visible").first().click();
  }
  // By the buttons in the page head, as a person would.
  async language(code) {
    const button = this.page.locator(`button[name=sprak][value=${code}]:visible`).first();
    if ((await button.count()) === 0) await this.page.click(".phonemenu > summary");
    await this.page.locator(`button[name=sprak][value=${code}]:visible`).first().click();
    expect((await this.page.getAttribute("html", "lang")) === code, `the page is not in ${code}`);
  }

  says(selector) {
    return this.page.innerText(selector);
  }
  async sees(text) {
    const all = (await this.page.innerText("body")).replaceAll("\u00a0", " ");
    expect(all.includes(text), `«${text}» is not on ${this.path}`);
  }

  // WCAG 2.0–2.2 A and AA, and best practice. By evaluate: the page's policy refuses script tags.
  async axe(where = this.path) {
    await this.page.evaluate(axeSource);
    const result = await this.page.evaluate(() => window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    const found = result.violations.map((rule) =>
      `${rule.id}: ${rule.help}\n      ${rule.nodes.slice(0, 3).map((node) => node.html).join("\n      ")}`);
    expect(found.length === 0, `axe on ${where}:\n    ${found.join("\n    ")}`);
  }
  async noSidewaysScroll() {
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over <= 0, `${this.path} scrolls ${over} px sideways at ${this.page.viewportSize().width} px`);
  }
  // axe and no sideways scroll at the widths that WCAG and the drawings ask for.
  async goodAtEveryWidth(widths = [1280, 768, 390, 320]) {
    const before = this.page.viewportSize();
    for (const width of widths) {
      await this.size(width);
      await this.axe(`${this.path} at ${width} px`);
      await this.noSidewaysScroll();
    }
    await this.page.setViewportSize(before);
  }
  async screenshot(name) {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  // Keyboard only.
  async press(key, times = 1) {
    for (let i = 0; i < times; ++i) await this.page.keyboard.press(key);
  }
  type(text) {
    return this.page.keyboard.type(text);
  }
  // What has the focus, as its label, name or text: «Passord», «Logg inn».
  focused() {
    return this.page.evaluate(() => {
      const at = document.activeElement;
      return (at.labels?.[0]?.innerText ?? at.getAttribute("aria-label") ?? at.innerText ?? at.id ?? "").trim();
    });
  }
  // Tabs until the focus stands on something whose words begin so.
  async tabTo(words, most = 80) {
    for (let i = 0; i < most; ++i) {
      await this.page.keyboard.press("Tab");
      if ((await this.focused()).startsWith(words)) return;
    }
    throw new Failure(`the keyboard never came to «${words}»`);
  }
}
