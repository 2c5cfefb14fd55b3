import { launch, Tester } from "./harness.mjs";
const b = await launch(); const t = new Tester(b, "http://localhost:8311"); await t.start(); await t.signIn("ingrid.bakkene"); await t.open("/dokumenter");
for (const l of ["nb","nn","en"]) { await t.language(l); await t.page.locator("details.more > summary").first().click().catch(()=>{}); await t.size(320);
console.log(l, await t.page.evaluate(() => [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > 321).slice(0,6).map(e => e.tagName+"."+e.className+": "+e.textContent.trim().slice(0,60)+" "+Math.round(e.getBoundingClientRect().right)))); await t.size(1280);}
await b.close();
