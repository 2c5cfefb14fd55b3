#include "catalogue/catalogue.h"

#include <doctest/doctest.h>

#include "catalogue/testing.h"
#include "db/testing.h"
#include "trail/trail.h"
#include "ubl/documents.h"

using namespace samkjop;
using namespace samkjop::catalogue;
using catalogue::testing::kNow;
using catalogue::testing::kToday;
using Status = Offer::Status;

namespace {

void with_small(const std::function<void(db::Tx&, const catalogue::testing::Small&)>& test) {
    db::testing::each_database([&](db::Database& database) {
        database.write([&](db::Tx& tx) { test(tx, catalogue::testing::make(tx)); });
    });
}

Item box_of_gloves() {
    Item item;
    item.name = "Undersøkelseshanske";
    item.unit = "BX";
    item.unit_name = "eske";
    item.content = Decimal::whole(100);
    item.content_unit = "EA";
    item.price = Decimal(625, 1);
    return item;
}

}  // namespace

TEST_CASE("catalogue: an item is what its price list says that day") {
    with_small([](db::Tx& tx, const catalogue::testing::Small&) {
        const auto id = catalogue::testing::id_of(tx, "FM-10442");
        const auto found = item(tx, id, kToday);
        REQUIRE(found);
        CHECK(found->name == "Undersøkelseshanske, nitril, pudderfri, blå, M");
        CHECK(found->supplier_name == "Fjellro Medisinske AS");
        CHECK(found->agreement_title == "Medisinsk forbruksmateriell");
        CHECK(found->price == Decimal(6250, 2));
        CHECK(found->vat_rate == Decimal(25, 2));
        CHECK(found->content == Decimal::whole(100));
        CHECK(found->vat_category == "S");
        CHECK(line_net(*found, Decimal::whole(60)) == kroner(3750));
        CHECK(pack_text(*found, Language::nb) == "Eske med 100 stk.");
        CHECK(base_price_text(*found, Language::nb) == "0,63 kr per stk.");
        CHECK(item_by_number(tx, found->supplier, "FM-10442", kToday)->id == id);
        CHECK_FALSE(item(tx, ItemId{99999}, kToday));
        const std::vector<ItemId> ids = {catalogue::testing::id_of(tx, "DB-881"), ItemId{99999},
                                         id};
        const auto several = items(tx, ids, kToday);
        REQUIRE(several.size() == 2);
        CHECK(several[0].item_number == "DB-881");
        CHECK(several[1].id == id);
    });
}

TEST_CASE("catalogue: who may buy what") {
    with_small([](db::Tx& tx, const catalogue::testing::Small& small) {
        struct {
            const char* name;
            bool nes;
            const char* number;
            Date on;
            Status then;
        } const rows[] = {
            {"preferred on the agreement", true, "FM-10442", kToday, Status::preferred},
            {"allowed with a hint", true, "FM-10431", kToday, Status::allowed},
            {"blocked for everybody", true, "FM-10418", kToday, Status::blocked},
            {"on the other agreement", true, "HV-2207", kToday, Status::allowed},
            {"without agreement", true, "DB-881", kToday, Status::without_agreement},
            {"Gol has not joined", false, "FM-10442", kToday, Status::outside},
            {"nor is a blocked item shown as such", false, "FM-10418", kToday, Status::outside},
            {"Gol has joined the other", false, "HV-2207", kToday, Status::allowed},
            {"no price before the list begins", true, "FM-10442", Date(2025, 12, 31),
             Status::ended},
            {"the last day", true, "FM-10442", Date(2026, 12, 31), Status::preferred},
            {"no price after it ends", true, "FM-10442", Date(2027, 1, 1), Status::ended},
        };
        for (const auto& row : rows) {
            CAPTURE(row.name);
            const Actor actor = row.nes ? small.marit() : small.somebody_in_gol();
            const auto id = catalogue::testing::id_of(tx, row.number);
            const Offer found = offer(tx, actor, id, row.on);
            CHECK(found.status == row.then);
            const auto refused = refusal(*item(tx, id, row.on), found);
            CHECK(refused.has_value() != found.buyable());
        }
        const Offer blocked =
            offer(tx, small.marit(), catalogue::testing::id_of(tx, "FM-10418"), kToday);
        CHECK(blocked.reason == "lateks er utelukket i Hallingdal på grunn av allergi.");
        REQUIRE(blocked.instead);
        CHECK(blocked.instead->item_number == "FM-10442");
        CHECK(blocked.instead->price == Decimal(6250, 2));
        CHECK(offer(tx, small.marit(), ItemId{99999}, kToday).status == Status::ended);
    });
}

TEST_CASE("catalogue: quantities follow the supplier's rule") {
    Item item = box_of_gloves();
    item.minimum = Decimal::whole(10);
    item.multiple = Decimal::whole(6);
    struct {
        Decimal quantity;
        const char* then;
        Decimal nearest;
    } const rows[] = {
        {Decimal::whole(0), "catalogue.quantity_not_positive", Decimal::whole(12)},
        {Decimal::whole(-1), "catalogue.quantity_not_positive", Decimal::whole(12)},
        {Decimal::whole(6), "catalogue.quantity_below_minimum", Decimal::whole(12)},
        {Decimal::whole(12), "", Decimal::whole(12)},
        {Decimal::whole(13), "catalogue.quantity_not_in_steps", Decimal::whole(18)},
        {Decimal(125, 1), "catalogue.quantity_not_in_steps", Decimal::whole(18)},
        {Decimal(1, 9), "catalogue.quantity_not_positive", Decimal::whole(12)},
    };
    for (const auto& row : rows) {
        const auto answer = check_quantity(item, row.quantity);
        CHECK(answer.has_value() == (*row.then == 0));
        if (!answer) CHECK(answer.error().name() == row.then);
        CHECK(nearest_quantity(item, row.quantity) == row.nearest);
    }
    item = box_of_gloves();
    CHECK(check_quantity(item, Decimal::whole(1)));
    CHECK_FALSE(check_quantity(item, Decimal(15, 1)));
}

TEST_CASE("catalogue: packs and base prices in words") {
    Item item = box_of_gloves();
    CHECK(pack_text(item, Language::nb) == "Eske med 100 stk.");
    CHECK(pack_text(item, Language::en) == "Eske of 100 piece");
    CHECK(base_price_text(item, Language::nb) == "0,63 kr per stk.");
    item.unit_name.clear();
    CHECK(unit_text(item, Language::nn) == "øskje");
    CHECK(pack_text(item, Language::nn) == "Øskje med 100 stk.");
    item.content = Decimal::whole(1);
    CHECK(base_price_text(item, Language::nb).empty());
    item.content = Decimal(25, 1);
    item.content_unit = "KGM";
    CHECK(base_price_text(item, Language::nb) == "25,00 kr per kg");
}

TEST_CASE("price list: a new version ends the old one, and the item keeps its id") {
    with_small([](db::Tx& tx, const catalogue::testing::Small& small) {
        const Actor actor = Actor::system();
        const auto id = catalogue::testing::id_of(tx, "FM-10442");
        const auto gone = catalogue::testing::id_of(tx, "FM-20020");
        auto rows = catalogue::testing::goods();
        std::erase_if(rows, [](const PriceRow& row) { return row.agreement != "2025-014"; });
        std::erase_if(rows, [](const PriceRow& row) { return row.item_number == "FM-20020"; });
        for (PriceRow& row : rows) {
            row.valid_from = Date(2027, 1, 1);
            row.valid_to = Date(2027, 12, 31);
        }
        rows[0].price = Decimal(65, 0);
        rows.push_back(
            catalogue::testing::row("2025-014", "313001008", "FM-30000", "Sprøyte 10 ml", "4.2"));
        rows.back().valid_from = Date(2027, 2, 1);
        rows.back().valid_to = Date(2027, 12, 31);
        const auto stored = store_price_list(tx, actor, kNow, small.medical, small.fjellro, rows,
                                             {"2027.csv", "second"});
        CHECK(stored.messages.empty());
        CHECK(stored.created == 1);
        CHECK(stored.changed == 1);
        CHECK(stored.unchanged == 3);

        CHECK(item(tx, id, Date(2026, 12, 31))->price == Decimal(6250, 2));
        CHECK(item(tx, id, Date(2027, 1, 1))->price == Decimal::whole(65));
        CHECK(offer(tx, small.marit(), gone, Date(2026, 12, 31)).buyable());
        CHECK(offer(tx, small.marit(), gone, Date(2027, 1, 1)).status == Status::ended);
        const auto fresh = catalogue::testing::id_of(tx, "FM-30000");
        CHECK(offer(tx, small.marit(), fresh, Date(2027, 1, 31)).status == Status::ended);
        CHECK(offer(tx, small.marit(), fresh, Date(2027, 2, 1)).buyable());

        // The same file once more.
        const auto again = store_price_list(tx, actor, kNow, small.medical, small.fjellro, rows,
                                            {"2027.csv", "second"});
        CHECK(again.unchanged == again.rows);
        CHECK(price_lists(tx, small.medical).size() == 2);

        // A correction that begins in December: the year's list ends in November, and the one that
        // was to begin in January never does.
        for (PriceRow& row : rows) row.valid_from = Date(2026, 12, 1);
        rows[0].price = Decimal::whole(60);
        CHECK(store_price_list(tx, actor, kNow, small.medical, small.fjellro, rows,
                               {"des.csv", "third"})
                  .messages.empty());
        CHECK(item(tx, id, Date(2026, 11, 30))->price == Decimal(6250, 2));
        CHECK(item(tx, id, Date(2026, 12, 1))->price == Decimal::whole(60));
        CHECK(item(tx, id, Date(2027, 1, 1))->price == Decimal::whole(60));
        const auto lists = price_lists(tx, small.medical);
        REQUIRE(lists.size() == 3);
        CHECK(lists[0].version == 3);
        CHECK(lists[2].valid_to == Date(2026, 11, 30));
        CHECK(trail::of(tx, {"price_list", lists[0].id.value}).size() == 1);
    });
}

TEST_CASE("price list: every wrong row is named and nothing is said to be stored") {
    with_small([](db::Tx& tx, const catalogue::testing::Small& small) {
        struct {
            const char* name;
            void (*spoil)(PriceRow&);
            const char* then;
        } const rows[] = {
            {"no number", [](PriceRow& row) { row.item_number.clear(); },
             "catalogue.item_number_missing"},
            {"no name", [](PriceRow& row) { row.name.clear(); }, "catalogue.name_missing"},
            {"unit", [](PriceRow& row) { row.unit = "eske"; }, "catalogue.unit_malformed"},
            {"gtin", [](PriceRow& row) { row.gtin = "7035620000011"; }, "catalogue.gtin_malformed"},
            {"unspsc", [](PriceRow& row) { row.unspsc = "4213"; }, "catalogue.unspsc_malformed"},
            {"price below zero", [](PriceRow& row) { row.price = Decimal(-1, 0); },
             "catalogue.price_malformed"},
            {"seven decimals", [](PriceRow& row) { row.price = Decimal(1, 7); },
             "catalogue.price_malformed"},
            {"VAT as per cent", [](PriceRow& row) { row.vat_rate = Decimal::whole(25); },
             "catalogue.vat_rate_malformed"},
            {"empty box", [](PriceRow& row) { row.content = Decimal(); },
             "catalogue.content_malformed"},
            {"steps of nothing", [](PriceRow& row) { row.multiple = Decimal(); },
             "catalogue.quantity_rule_malformed"},
            {"dates", [](PriceRow& row) { row.valid_to = row.valid_from - 1; },
             "catalogue.price_ends_before_it_begins"},
            {"blocked without reason", [](PriceRow& row) { row.policy = Policy::blocked; },
             "catalogue.reason_missing"},
            {"unknown alternative", [](PriceRow& row) { row.alternative = "X-1"; },
             "catalogue.alternative_unknown"},
        };
        for (const auto& each : rows) {
            CAPTURE(each.name);
            PriceRow row = catalogue::testing::row("2025-014", "313001008", "FM-9", "Ting", "1");
            row.line = 7;
            each.spoil(row);
            const auto report = store_price_list(tx, Actor::system(), kNow, small.medical,
                                                 small.fjellro, {&row, 1}, {"x", each.name});
            REQUIRE(report.messages.size() == 1);
            CHECK(report.messages[0].refusal.name() == each.then);
            CHECK(report.messages[0].line == 7);
        }
        std::vector<PriceRow> strange = {
            catalogue::testing::row("2025-014", "313001377", "A", "A", "1"),
            catalogue::testing::row("9", "313001377", "B", "B", "1"),
            catalogue::testing::row("", "313009999", "C", "C", "1")};
        for (int i = 0; i < 3; ++i) strange[static_cast<std::size_t>(i)].line = i + 2;
        const auto report = store_prices(tx, Actor::system(), kNow, strange, {"y", "y"});
        REQUIRE(report.messages.size() == 3);
        CHECK(report.messages[0].refusal.name() == "catalogue.other_supplier");
        CHECK(report.messages[1].refusal.name() == "catalogue.agreement_unknown");
        CHECK(report.messages[2].refusal.name() == "catalogue.supplier_unknown");
    });
}

TEST_CASE("price list: from a Peppol Catalogue") {
    ubl::Catalogue catalogue;
    catalogue.contract_reference = "2025-014";
    catalogue.seller.endpoint = {"313001008", "0192"};
    catalogue.validity.start = Date(2027, 1, 1);
    ubl::CatalogueLine line;
    line.orderable_unit = "BX";
    line.content = ubl::Quantity{Decimal::whole(100), "EA"};
    line.order_increment = Decimal::whole(2);
    line.item.name = "Undersøkelseshanske";
    line.item.sellers_identifier = "FM-10442";
    line.item.standard_identifier = {"7035620000010", "0160"};
    line.item.vat_rate = Decimal::whole(25);
    line.item.classifications.push_back({"42132203", "TST", "", ""});
    line.prices.emplace_back();
    line.prices[0].amount = ubl::Amount{Decimal(625, 0), "NOK"};
    line.prices[0].base_quantity = ubl::Quantity{Decimal::whole(10), "BX"};
    line.prices.push_back(line.prices[0]);
    line.prices[1].amount = ubl::Amount{Decimal(600, 0), "NOK"};
    line.prices[1].minimum_quantity = ubl::Quantity{Decimal::whole(50), "BX"};
    catalogue.lines = {line, line, line, line};
    catalogue.lines[1].action = "Delete";
    catalogue.lines[2].prices[0].base_quantity->value = Decimal::whole(7);
    catalogue.lines[3].prices[0].amount->currency = "EUR";
    catalogue.lines[2].prices.pop_back();
    const FromPeppol read = rows_from(catalogue);
    REQUIRE(read.rows.size() == 3);
    const PriceRow& row = read.rows[0];
    CHECK(row.agreement == "2025-014");
    CHECK(row.supplier == "313001008");
    CHECK(row.price == Decimal(625, 1));
    CHECK(row.vat_rate == Decimal(25, 2));
    CHECK(row.content == Decimal::whole(100));
    CHECK(row.content_unit == "EA");
    CHECK(row.multiple == Decimal::whole(2));
    CHECK(row.unspsc == "42132203");
    CHECK(row.gtin == "7035620000010");
    CHECK(row.valid_from == Date(2027, 1, 1));
    CHECK(row.amount == Decimal::whole(625));
    CHECK(row.base == Decimal::whole(10));
    CHECK(row.steps == std::vector<PriceStep>{{Decimal::whole(50), Decimal::whole(600)}});
    CHECK(read.rows[1].price == Decimal(89285714, 6));  // the exact price is 625 for seven
    CHECK(read.rows[1].base == Decimal::whole(7));
    REQUIRE(read.messages.size() == 1);
    CHECK(read.messages[0].refusal.name() == "catalogue.price_not_in_kroner");
}

TEST_CASE("catalogue: what a unit bought the last time") {
    with_small([](db::Tx& tx, const catalogue::testing::Small& small) {
        const auto unit =
            party::create_unit(
                tx, Actor::system(), kNow,
                {.municipality = small.nes, .code = "3210", .name = "Elvetun sykehjem"})
                .value();
        const auto gloves = catalogue::testing::id_of(tx, "FM-10442");
        const auto soap = catalogue::testing::id_of(tx, "HV-3100");
        remember_bought(tx, unit, gloves, Decimal::whole(20), Date(2026, 10, 1));
        remember_bought(tx, unit, soap, Decimal::whole(4), Date(2026, 11, 1));
        remember_bought(tx, unit, gloves, Decimal::whole(30), Date(2026, 11, 12));
        const auto all = bought(tx, unit);
        REQUIRE(all.size() == 2);
        CHECK(all[0].item == gloves);
        CHECK(all[0].quantity == Decimal::whole(30));
        CHECK(all[0].times == 2);
        CHECK(bought(tx, UnitId{999}).empty());
    });
}
