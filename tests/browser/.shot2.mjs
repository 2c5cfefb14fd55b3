import { launch, Tester } from "./harness.mjs";
const [base,user, ...specs] = process.argv.slice(2);
const b = await launch();
const t = new Tester(b, base); await t.start(); await t.signIn(user);
for (const s of specs) { const [path,name,width,height,top] = s.split("|"); await t.size(Number(width??1280),Number(height??1400)); await t.open(path); await t.page.screenshot({path:`/tmp/gwp/${name}.png`, clip:{x:0,y:Number(top??0),width:Number(width??1280),height:Number(height??1400)}, fullPage:true}); }
await b.close();
