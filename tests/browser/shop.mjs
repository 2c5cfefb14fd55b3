// A small shop that plays the other side of Peppol BIS Punch Out 3: checks that the visit comes from
// whom it has a secret with, lets a person choose, and sends the basket back with the browser. It
// stands on 127.0.0.1, another site than localhost, as a real shop does.
import { createHmac } from "node:crypto";
import { createServer } from "node:http";

const goods = [
  { number: "FM-10442", name: "Undersøkelseshanske, nitril, blå, M", unit: "XBX", price: "62.50" },
  { number: "FM-10430", name: "Undersøkelseshanske, vinyl, S", unit: "XBX", price: "99.00" },
  { number: "FM-99999", name: "Hanskeholder, ny modell", unit: "EA", price: "240.00" },
];

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const party = (tag, number, name) => `<cac:${tag}><cbc:EndpointID schemeID="0192">${number}</cbc:EndpointID>
<cac:PartyIdentification><cbc:ID schemeID="0192">${number}</cbc:ID></cac:PartyIdentification>
<cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity></cac:${tag}>`;

export const basket = (chosen, supplier, customer) => `<?xml version="1.0" encoding="UTF-8"?>
<Catalogue xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:punch_out:3</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:punch_out:3</cbc:ProfileID>
<cbc:ID>K-1</cbc:ID><cbc:ActionCode>false</cbc:ActionCode><cbc:IssueDate>2026-11-20</cbc:IssueDate><cbc:IssueTime>09:00:00</cbc:IssueTime>
<cac:ValidityPeriod><cbc:EndDate>2027-12-31</cbc:EndDate></cac:ValidityPeriod>
${party("ProviderParty", supplier, "Fjellro Medisinske AS")}${party("ReceiverParty", customer, "Kommunen")}
${chosen.map(({ number, name, unit, price, quantity }, at) => `<cac:CatalogueLine><cbc:ID>${at + 1}</cbc:ID>
<cac:RequiredItemLocationQuantity><cac:Price><cbc:PriceAmount currencyID="NOK">${price}</cbc:PriceAmount><cbc:BaseQuantity unitCode="${unit}">1</cbc:BaseQuantity></cac:Price>
<cac:DeliveryUnit><cbc:BatchQuantity unitCode="${unit}">${quantity}</cbc:BatchQuantity></cac:DeliveryUnit></cac:RequiredItemLocationQuantity>
<cac:Item><cbc:Description>${escaped(name)}</cbc:Description><cbc:Name>${escaped(name)}</cbc:Name><cac:SellersItemIdentification><cbc:ID>${number}</cbc:ID></cac:SellersItemIdentification>
<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item></cac:CatalogueLine>`).join("")}
</Catalogue>`;

export async function openShop(secret, supplier) {
  const server = createServer((request, response) => {
    const at = new URL(request.url, "http://127.0.0.1");
    const given = Object.fromEntries(at.searchParams);
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (at.pathname === "/inn") {
      const signed = createHmac("sha256", secret).update(`${given.HOOK_URL}\n${given.customer}\n${given.time}`).digest("hex");
      if (signed !== given.signature) return response.writeHead(403).end("Ukjent kunde");
      return response.end(`<!DOCTYPE html><title>Fjellro nett</title><h1>Velkommen</h1><form action="/kasse"><input type="hidden" name="hook" value="${escaped(given.HOOK_URL)}"><input type="hidden" name="customer" value="${escaped(given.customer)}">
${goods.map((one) => `<p><label>${one.name}, ${one.price} <input name="${one.number}" value="0"></label></p>`).join("")}<button>Til kassen</button></form>`);
    }
    if (at.pathname !== "/kasse") return response.writeHead(204).end();
    const chosen = goods.map((one) => ({ ...one, quantity: given[one.number] })).filter((one) => Number(one.quantity) > 0);
    const document = basket(chosen, supplier, given.customer);
    response.end(`<!DOCTYPE html><title>Kasse</title><h1>Send kurven tilbake</h1><form method="post" action="${escaped(given.hook)}"><textarea name="catalogue" hidden>${escaped(document)}</textarea><button>Send til innkjøpssystemet</button></form>`);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
