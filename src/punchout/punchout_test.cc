#include "punchout/punchout.h"

#include <doctest/doctest.h>

#include "base/crypto.h"
#include "catalogue/testing.h"
#include "db/testing.h"
#include "http/testing.h"
#include "peppol/peppol.h"
#include "punchout/pages.h"

using namespace samkjop;
using namespace samkjop::punchout;
using catalogue::testing::kNow;

namespace {

constexpr std::string_view kShopOrigin = "https://butikk.fjellro.example";

struct Item {
    std::string number, name, price, quantity, unit = "XBX", currency = "NOK";
};

// What a shop returns: transaction 77.
std::string basket(const std::vector<Item>& items, std::string supplier = "313001008") {
    std::string out =
        R"(<?xml version="1.0" encoding="UTF-8"?><Catalogue xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:punch_out:3</cbc:CustomizationID><cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:punch_out:3</cbc:ProfileID><cbc:ID>K-1</cbc:ID><cbc:ActionCode>false</cbc:ActionCode><cbc:IssueDate>2026-11-20</cbc:IssueDate><cbc:IssueTime>09:00:00</cbc:IssueTime><cac:ValidityPeriod><cbc:EndDate>2026-12-31</cbc:EndDate></cac:ValidityPeriod>)";
    const auto party = [&](std::string_view tag, std::string_view number, std::string_view name) {
        out += fmt::format(
            "<cac:{0}><cbc:EndpointID schemeID=\"0192\">{1}</cbc:EndpointID>"
            "<cac:PartyIdentification><cbc:ID schemeID=\"0192\">{1}</cbc:ID>"
            "</cac:PartyIdentification><cac:PartyLegalEntity><cbc:RegistrationName>{2}"
            "</cbc:RegistrationName></cac:PartyLegalEntity></cac:{0}>",
            tag, number, name);
    };
    party("ProviderParty", supplier, "Fjellro Medisinske AS");
    party("ReceiverParty", "313000516", "Nes kommune");
    int line = 0;
    for (const Item& item : items) {
        out += fmt::format(
            "<cac:CatalogueLine><cbc:ID>{}</cbc:ID><cac:RequiredItemLocationQuantity><cac:Price>"
            "<cbc:PriceAmount currencyID=\"{}\">{}</cbc:PriceAmount><cbc:BaseQuantity "
            "unitCode=\"{}\">1</cbc:BaseQuantity></cac:Price><cac:DeliveryUnit><cbc:BatchQuantity "
            "unitCode=\"{}\">{}</cbc:BatchQuantity></cac:DeliveryUnit>"
            "</cac:RequiredItemLocationQuantity><cac:Item><cbc:Description>{}</cbc:Description>"
            "<cbc:Name>{}</cbc:Name><cac:SellersItemIdentification><cbc:ID>{}</cbc:ID>"
            "</cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>"
            "<cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
            "</cac:ClassifiedTaxCategory></cac:Item></cac:CatalogueLine>",
            ++line, item.currency, item.price, item.unit, item.unit, item.quantity, item.name,
            item.name, item.number);
    }
    return out + "</Catalogue>";
}

Actor who_is_here;

struct House {
    explicit House(db::Database& database_) : database(database_) {
        database.write([&](db::Tx& tx) {
            small = catalogue::testing::make(tx, true);
            const UnitId unit =
                party::create_unit(
                    tx, Actor::system(), kNow,
                    {.municipality = small.nes, .code = "3210", .name = "Elvetun sykehjem"})
                    .value();
            marit = small.marit();
            marit.unit = unit;
            marit.units = {unit.value};
            marit.user = party::create_person(tx, Actor::system(), kNow,
                                              {.municipality = small.nes,
                                               .unit = unit,
                                               .user_name = "marit.prove",
                                               .name = "Marit",
                                               .email = "marit@nes.example"})
                             .value();
            shop = save_shop(tx, marit, kNow,
                             {.supplier = small.fjellro,
                              .name = "Fjellro nett",
                              .address = std::string(kShopOrigin) + "/inn?sprak=nb",
                              .secret = "en hemmelighet paa minst seksten tegn"})
                       .value();
            tx.commit();
        });
        who_is_here = marit;
    }
    db::Database& database;
    catalogue::testing::Small small;
    Actor marit;
    ShopId shop;
    http::Dispatcher dispatcher{
        http::Site{.database = database,
                   .routes = {kRoutes},
                   .who = [](db::Session&, std::string_view token, Instant) {
                       return token.empty() ? std::nullopt : std::optional(who_is_here);
                   }}};
    http::testing::Browser browser{dispatcher};

    // Leaves for the shop; what the shop is told to return to.
    std::string leave() {
        browser.cookies["samkjop_session"] = "x";
        browser.get("/butikker");
        const auto away = browser.post("/butikker/" + std::to_string(shop.value), http::Fields{});
        REQUIRE(away.status == 303);
        visit_path = http::testing::Browser::location(away);
        const std::string page = browser.get(visit_path).body;
        visit_path = visit_path.substr(0, visit_path.find('?'));
        const auto at = page.find("HOOK_URL=");
        REQUIRE(at != std::string::npos);
        const std::string hook = page.substr(at + 9, page.find("&amp;", at) - at - 9);
        return hook.substr(hook.find("%2Fretur%2F") + 11);
    }
    // The shop's form, from another site: no session cookie comes along.
    http::Response give_back(const std::string& key, const std::string& document,
                             std::string_view origin = kShopOrigin) {
        http::testing::Browser shops(dispatcher);
        shops.headers = {{"origin", std::string(origin)}};
        return shops.post("/butikker/retur/" + key, {{"catalogue", document}});
    }
    std::string page() { return browser.get(visit_path).body; }
    std::string visit_path;
};

void with_house(const std::function<void(House&)>& test) {
    db::testing::each_database([&](db::Database& database) {
        House house(database);
        test(house);
    });
}

bool has(const std::string& page, std::string_view text) {
    return page.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("punch out: the basket comes back, and each line is held against the agreement") {
    with_house([](House& house) {
        const std::string document = basket({{"FM-10442", "Hanske M", "62.50", "2"},
                                             {"FM-10431", "Hanske vinyl", "44.00", "3"},
                                             {"FM-20010", "Kompress", "11.90", "5", "EA"},
                                             {"FM-10418", "Latekshanske", "55.00", "1"},
                                             {"FM-77777", "Ny vare", "80.00", "1", "EA"}});
        CHECK(peppol::judge(document).valid());
        const std::string key = house.leave();
        const auto back = house.give_back(key, document);
        CHECK(back.status == 303);
        CHECK(http::testing::Browser::location(back) == house.visit_path);
        const std::string page = house.page();
        CHECK(has(page, "Avtalens pris."));
        CHECK(has(page, "Butikken krever 44,00 kr. Avtalens pris er 41,00 kr"));
        CHECK(has(page, "Butikken krever bare 11,90 kr. Prislisten sier 12,40 kr"));
        CHECK(has(page, "lateks er utelukket"));
        CHECK(has(page, "Ikke på prislisten"));
        CHECK_FALSE(has(page, "name=\"linje-4\""));
        // Without a reason the one outside agreement is not bought, and nothing else either.
        const http::Fields all = {{"linje-1", "ja"}, {"linje-2", "ja"}, {"linje-5", "ja"}};
        CHECK(house.browser.post(house.visit_path, all).status == 422);
        http::Fields with_reason = all;
        with_reason.emplace_back("grunn", "Finnes ikke på avtalen");
        house.browser.get(house.visit_path);
        CHECK(http::testing::Browser::location(house.browser.post(house.visit_path, with_reason)) ==
              "/kurv");
        house.database.read([&](db::Session& session) {
            CHECK(requisition::basket_count(session, house.marit, kNow.oslo_date()) == 3);
        });
        // The same form once more answers as the first time and buys nothing more.
        house.browser.post(house.visit_path, with_reason);
        house.database.read([&](db::Session& session) {
            CHECK(requisition::basket_count(session, house.marit, kNow.oslo_date()) == 3);
        });
    });
}

TEST_CASE("punch out: the door lets in the shop's basket, once, and nothing else") {
    with_house([](House& house) {
        const std::string good = basket({{"FM-10442", "Hanske M", "62.50", "2"}});
        CHECK(house.give_back("no such key", good).status == 404);
        const std::string key = house.leave();
        // Another site, or none: turned away, and the key stays good.
        CHECK(house.give_back(key, good, "https://ond.example").status == 403);
        CHECK(house.give_back(key, good, "null").status == 403);
        CHECK(house.give_back(key, good).status == 303);
        CHECK(house.give_back(key, good).status == 404);
        // Somebody else does not see it.
        who_is_here.user = {house.marit.user.value + 1};
        CHECK(house.browser.get(house.visit_path).status == 404);
        who_is_here = house.marit;
        struct {
            std::string document, says;
        } const rows[] = {
            {"", "Butikken sendte ingen kurv."},
            {"hei", "Det som kom fra butikken, kan ikke leses"},
            {"<a/>", "Det som kom fra butikken, kan ikke leses"},
            {"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + good,
             "Det som kom fra butikken, kan ikke leses"},
            {basket({{"FM-10442", "Hanske", "62.50", "2"}}, "313001377"),
             "Kurven er fra en annen leverandør enn butikkens."},
            {basket({{"FM-10442", "Hanske", "62.50", "2", "XBX", "EUR"}}),
             "Prisene i kurven er ikke i norske kroner."},
        };
        for (const auto& row : rows) {
            CAPTURE(row.says);
            CHECK(house.give_back(house.leave(), row.document).status == 303);
            CHECK(has(house.page(), row.says));
        }
    });
}

TEST_CASE("punch out: the way there is signed, and a shop needs a safe address") {
    with_house([](House& house) {
        house.browser.cookies["samkjop_session"] = "x";
        house.leave();
        house.database.write([&](db::Tx& tx) {
            struct {
                std::string address;
                bool fine;
            } const rows[] = {
                {"https://butikk.example/inn", true},   {"http://butikk.example", false},
                {"javascript:alert(1)", false},         {"https://", false},
                {"http://localhost:9000/butikk", true}, {"ftp://butikk.example", false}};
            for (const auto& row : rows) {
                CAPTURE(row.address);
                CHECK(save_shop(tx, house.marit, kNow,
                                {.supplier = house.small.fjellro,
                                 .name = "En butikk",
                                 .address = row.address,
                                 .secret = "en hemmelighet paa minst seksten tegn"})
                          .has_value() == row.fine);
            }
        });
    });
    CHECK(origin_of("https://butikk.example/inn?a=b") == "https://butikk.example");
    CHECK(hmac_sha256_hex("key", "The quick brown fox jumps over the lazy dog") ==
          "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
}
