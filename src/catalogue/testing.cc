#include "catalogue/testing.h"

namespace samkjop::catalogue::testing {

namespace {

Actor requester(MunicipalityId municipality, std::string_view name) {
    Actor actor;
    actor.user = {7};
    actor.municipality = municipality;
    actor.name = "Marit Svarteberg";
    actor.municipality_name = name;
    actor.permissions = permissions_of(Role::requester);
    return actor;
}

import::AgreementRow agreement_row(std::string_view number, std::string_view title,
                                   std::string_view supplier,
                                   std::vector<std::string> municipalities) {
    import::AgreementRow out;
    out.number = number;
    out.title = title;
    out.supplier = supplier;
    out.valid_from = Date(2025, 7, 1);
    out.valid_to = Date(2027, 6, 30);
    out.municipalities = std::move(municipalities);
    out.decided_on = Date(2024, 12, 12);
    out.decision = "Sak 31/24";
    return out;
}

}  // namespace

Actor Small::marit() const { return requester(nes, "Nes kommune"); }
Actor Small::somebody_in_gol() const { return requester(gol, "Gol kommune"); }

PriceRow row(std::string_view agreement, std::string_view supplier, std::string_view item_number,
             std::string_view name, std::string_view price) {
    PriceRow out;
    out.agreement = agreement;
    out.supplier = supplier;
    out.item_number = item_number;
    out.name = name;
    out.unit = "EA";
    out.content_unit = "EA";
    out.price = Decimal::parse(price).value();
    out.vat_rate = Decimal(25, 2);
    out.valid_from = Date(2026, 1, 1);
    out.valid_to = Date(2026, 12, 31);
    return out;
}

std::vector<PriceRow> goods() {
    constexpr std::string_view kFjellro = "313001008", kHallingvask = "313001377",
                               kDalfore = "313002489";
    constexpr std::string_view kMedical = "2025-014", kCleaning = "2026-002";
    std::vector<PriceRow> out = {
        row(kMedical, kFjellro, "FM-10442", "Undersøkelseshanske, nitril, pudderfri, blå, M",
            "62.50"),
        row(kMedical, kFjellro, "FM-10431", "Undersøkelseshanske, vinyl, pudderfri, klar, M", "41"),
        row(kMedical, kFjellro, "FM-10418", "Undersøkelseshanske, lateks, pudderfri, M", "55"),
        row(kMedical, kFjellro, "FM-20010", "Kompress 10 x 10 cm, steril", "12.40"),
        row(kMedical, kFjellro, "FM-20020", "Plaster, hvitt, 50 stk", "35"),
        row(kCleaning, kHallingvask, "HV-2207", "Oppvaskhanske, gummi, L, gul", "168"),
        row(kCleaning, kHallingvask, "HV-3001", "Håndklær, hvite, 50 x 70 cm", "89"),
        row(kCleaning, kHallingvask, "HV-3100", "Såpe til hender, 0,5 l", "24.90"),
        row(kCleaning, kHallingvask, "HV-3200", "Toalettpapir, 2-lags, 64 ruller", "310"),
        row(kCleaning, kHallingvask, "HV-3300", "Kopipapir A4, 80 g, 500 ark", "49"),
        row(kCleaning, kHallingvask, "HV-3400", "Blekkpatron til skriver, svart", "219"),
        row(kCleaning, kHallingvask, "HV-3500", "Lettmelk 1 liter", "17.30"),
        row("", kDalfore, "DB-881", "Arbeidshanske, fôret, skinn, str. 10", "189"),
        row("", kDalfore, "DB-990", "Kontorstol med hjul", "2490"),
    };
    for (PriceRow& each : out) {
        if (each.name.starts_with("Undersøkelse")) {
            each.unit = "BX";
            each.unit_name = "eske";
            each.content = Decimal::whole(100);
            each.unspsc = "42132203";
            each.delivery_days = 2;
        }
    }
    out[0].policy = Policy::preferred;
    out[0].policy_reason = "laveste pris på avtalen for pleie";
    out[0].gtin = "7035620000010";
    out[1].policy_reason = "Ikke til pleie. Bruk nitril der det er kroppsvæsker.";
    out[2].policy = Policy::blocked;
    out[2].policy_reason = "lateks er utelukket i Hallingdal på grunn av allergi.";
    out[2].alternative = "FM-10442";
    out[8].environment = "Svanemerket";
    return out;
}

Small make(db::Tx& tx, bool open_ended) {
    const Actor actor = Actor::system();
    Small out;
    out.nes =
        party::create_municipality(
            tx, actor, kNow,
            {.number = "3322", .name = "Nes", .organisation_number = "313000516", .host = true})
            .value();
    out.gol =
        party::create_municipality(
            tx, actor, kNow, {.number = "3324", .name = "Gol", .organisation_number = "313000524"})
            .value();
    const auto supplier = [&](std::string_view number, std::string_view name) {
        party::Supplier each;
        each.organisation_number = number;
        each.name = name;
        return party::create_supplier(tx, actor, kNow, each).value();
    };
    out.fjellro = supplier("313001008", "Fjellro Medisinske AS");
    out.hallingvask = supplier("313001377", "Hallingvask Engros AS");
    out.dalfore = supplier("313002489", "Dalføre Inventar AS");
    std::vector<import::AgreementRow> agreements = {
        agreement_row("2025-014", "Medisinsk forbruksmateriell", "313001008", {"3322"}),
        agreement_row("2026-002", "Renhold og tørk", "313001377", {"3322", "3324"})};
    std::vector<PriceRow> rows = goods();
    if (open_ended) {
        for (auto& each : agreements) each.valid_to = party::kOpenEnd;
        for (auto& each : rows) each.valid_to = party::kOpenEnd;
    }
    SK_ASSERT(agreement::store(tx, actor, kNow, agreements).messages.empty());
    out.medical = agreement::find_by_number(tx, "2025-014")->id;
    out.cleaning = agreement::find_by_number(tx, "2026-002")->id;
    const auto stored = store_prices(tx, actor, kNow, rows, {"priser.csv", "first"});
    SK_ASSERT(stored.messages.empty());
    return out;
}

ItemId id_of(db::Session& session, std::string_view item_number) {
    return session
        .value<ItemId>(
            "SELECT id FROM catalogue_item WHERE item_number = $1 ORDER BY id DESC LIMIT 1",
            item_number)
        .value();
}

}  // namespace samkjop::catalogue::testing
