#include "coding/coding.h"

#include <doctest/doctest.h>

#include "coding/rules.h"
#include "db/testing.h"

using namespace samkjop;
using namespace samkjop::coding;

namespace {

constexpr Instant kNow(1'795'000'000'000);
constexpr Date kToday(2026, 11, 20), kFrom(2026, 1, 1);
using Codes = std::array<std::string, kDimensions>;

Codes codes(std::string art, std::string ansvar, std::string funksjon, std::string prosjekt = "") {
    return {std::move(art), std::move(ansvar), std::move(funksjon), std::move(prosjekt)};
}

DimensionValue make(Dimension dimension, std::string code, std::string name) {
    DimensionValue row;
    row.dimension = dimension;
    row.code = std::move(code);
    row.name = std::move(name);
    row.valid_from = kFrom;
    row.valid_to = party::kOpenEnd;
    return row;
}

struct Nes {
    MunicipalityId municipality;
    UnitId elvetun, ward;
    Actor system = Actor::system();
};

Nes build(db::Tx& tx) {
    Nes nes;
    party::Municipality row;
    row.number = "3322";
    row.name = "Nes";
    row.organisation_number = "313001008";
    nes.municipality = party::create_municipality(tx, nes.system, kNow, row).value();
    party::Unit unit;
    unit.municipality = nes.municipality;
    unit.code = "3210";
    unit.name = "Elvetun sykehjem";
    unit.function = "253";
    nes.elvetun = party::create_unit(tx, nes.system, kNow, unit).value();
    unit.parent = nes.elvetun;
    unit.code = "32101";
    unit.name = "Korttidsavdelingen";
    unit.function = "";
    nes.ward = party::create_unit(tx, nes.system, kNow, unit).value();
    const auto save = [&](DimensionValue value) {
        REQUIRE(save_value(tx, nes.system, kNow, nes.municipality, value));
    };
    DimensionValue medical = make(Dimension::art, "110", "Medisinsk forbruksmateriell");
    medical.parent = "1";
    save(medical);
    DimensionValue other = make(Dimension::art, "120", "Annet forbruksmateriell");
    other.parent = "1";
    save(other);
    DimensionValue group = make(Dimension::art, "1", "Kjøp av varer");
    group.budget_only = true;
    save(group);
    save(make(Dimension::art, "200", "Inventar og utstyr"));
    save(make(Dimension::art, "270", "Andre tjenester"));
    DimensionValue building = make(Dimension::art, "0110", "Medisinsk, investering");
    building.kostra = "110";
    building.investment = true;
    save(building);
    save(make(Dimension::ansvar, "3210", "Elvetun sykehjem"));
    save(make(Dimension::funksjon, "253", "Institusjon"));
    save(make(Dimension::funksjon, "841", "Finans"));
    const VatCode full{0,   "1",   "25 % kompensasjon", Decimal(25, 2), 10000, "1",
                       "S", kFrom, party::kOpenEnd};
    const VatCode none{0,   "9",   "25 % uten rett", Decimal(25, 2), 0, "1",
                       "S", kFrom, party::kOpenEnd};
    const VatCode food{0,   "11",  "15 % kompensasjon", Decimal(15, 2), 10000, "11",
                       "S", kFrom, party::kOpenEnd};
    for (const VatCode& code : {full, none, food}) {
        REQUIRE(save_vat_code(tx, nes.system, kNow, nes.municipality, code));
    }
    for (const auto& [prefix, art, vat] :
         {std::tuple("42", "120", "1"), std::tuple("4213", "110", "1")}) {
        REQUIRE(save_product_group(tx, nes.system, kNow, nes.municipality,
                                   {0, prefix, "Varegruppe", art, vat, kFrom, party::kOpenEnd}));
    }
    return nes;
}

void in_nes(const std::function<void(db::Tx&, const Nes&)>& test) {
    db::testing::each_database(
        [&](db::Database& database) { database.write([&](db::Tx& tx) { test(tx, build(tx)); }); });
}

template <class T>
std::string_view refused(const Result<T>& result) {
    return result ? "" : result.error().name();
}

}  // namespace

TEST_CASE("coding: an account string is found once, or the wrong dimension is named") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        const auto id = resolve(tx, nes.municipality, codes("110", "3210", "253"), kToday);
        REQUIRE(id);
        CHECK(resolve(tx, nes.municipality, codes("110", "3210", "253"), kToday) == *id);
        CHECK(find(tx, *id)->text() == "110 · 3210 · 253");
        CHECK(name_of(tx, nes.municipality, Dimension::art, "110") ==
              "Medisinsk forbruksmateriell");

        DimensionValue blocked = *value(tx, nes.municipality, Dimension::art, "200", kToday);
        blocked.blocked = true;
        CHECK(save_value(tx, nes.system, kNow, nes.municipality, blocked) == Saved::changed);
        CHECK(save_value(tx, nes.system, kNow, nes.municipality, blocked) == Saved::unchanged);
        struct Row {
            const char* name;
            Codes given;
            Date on;
            bool purchase;
            std::string_view then;
            std::string_view field;
        };
        const Row rows[] = {
            {"missing", codes("110", "", "253"), kToday, true, "coding.dimension_missing",
             "ansvar"},
            {"unknown", codes("111", "3210", "253"), kToday, true, "coding.dimension_unknown",
             "art"},
            {"before it holds", codes("110", "3210", "253"), kFrom - 1, true,
             "coding.dimension_expired", "art"},
            {"blocked", codes("200", "3210", "253"), kToday, true, "coding.dimension_blocked",
             "art"},
            {"open for budget only", codes("1", "3210", "253"), kToday, true,
             "coding.dimension_for_budget_only", "art"},
            {"… and a budget there", codes("1", "3210", "253"), kToday, false, "", ""},
            {"not used",
             {"110", "3210", "253", "", "x"},
             kToday,
             true,
             "coding.dimension_not_used",
             "free_1"},
            {"unknown project", codes("110", "3210", "253", "77"), kToday, true,
             "coding.dimension_unknown", "prosjekt"},
            {"art 270 ended with 2025", codes("270", "3210", "253"), kToday, true,
             "coding.art_not_in_running", "art"},
            {"art 110 in investment", codes("0110", "3210", "253"), kToday, true,
             "coding.art_not_in_investment", "art"},
            {"function 841 in running", codes("110", "3210", "841"), kToday, true,
             "coding.function_not_in_running", "funksjon"},
        };
        for (const Row& row : rows) {
            CAPTURE(row.name);
            const auto result = resolve(tx, nes.municipality, row.given, row.on, row.purchase);
            CHECK(refused(result) == row.then);
            if (!result) CHECK(result.error().field == row.field);
        }
    });
}

TEST_CASE("coding: proposals go from last purchase to product group to unit") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        const auto ask = [&](std::string_view unspsc, Decimal rate, std::string_view item) {
            return propose(tx, nes.municipality, nes.ward, unspsc, rate, kToday, item);
        };
        const Proposal gloves = ask("42132203", Decimal(25, 2), "313001008/FM-10442");
        CHECK(gloves.codes == codes("110", "3210", "253"));
        CHECK(gloves.vat_code == "1");
        CHECK(gloves.reason == Proposal::Reason::product_group);
        CHECK(ask("42999999", Decimal(25, 2), "").codes == codes("120", "3210", "253"));
        const Proposal food = ask("50112000", Decimal(15, 2), "");
        CHECK(food.codes == codes("", "3210", "253"));
        CHECK(food.vat_code == "11");
        CHECK(food.reason == Proposal::Reason::unit);

        remember(tx, nes.municipality, nes.ward, "313001008/FM-10442", codes("200", "3210", "253"),
                 "9", kNow);
        const Proposal again = ask("42132203", Decimal(25, 2), "313001008/FM-10442");
        CHECK(again.codes == codes("200", "3210", "253"));
        CHECK(again.vat_code == "9");
        CHECK(again.reason == Proposal::Reason::last_purchase);
        // A coding that no longer holds is not proposed again.
        DimensionValue ended = *value(tx, nes.municipality, Dimension::art, "200", kToday);
        ended.valid_to = kToday - 1;
        REQUIRE(save_value(tx, nes.system, kNow, nes.municipality, ended));
        CHECK(ask("42132203", Decimal(25, 2), "313001008/FM-10442").codes ==
              codes("110", "3210", "253"));
    });
}

TEST_CASE("coding: scopes of the budget check") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        const auto a = *resolve(tx, nes.municipality, codes("110", "3210", "253"), kToday);
        const auto b = *resolve(tx, nes.municipality, codes("120", "3210", "253"), kToday);
        const auto c = *resolve(tx, nes.municipality, codes("200", "3210", "253"), kToday);
        const auto group = *resolve(tx, nes.municipality, codes("1", "3210", "253"), kToday, false);
        using enum party::BudgetScope;
        CHECK(in_scope(tx, a, coding) == std::vector{a});
        CHECK(in_scope(tx, a, art_group) == std::vector{a, b, group});
        CHECK(in_scope(tx, a, unit) == std::vector{a, b, c, group});
        CHECK(in_scope(tx, c, unit_function) == std::vector{a, b, c, group});
        CHECK(in_scope(tx, a, project) == std::vector{a});
    });
}

TEST_CASE("coding: a code has one row on a day, a new rate begins where the old ends") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        const Date first(2027, 1, 1);
        VatCode next = *vat_code(tx, nes.municipality, "11", kToday);
        const VatCode old = next;
        next.rate = Decimal(12, 2);
        next.valid_from = first;
        CHECK(refused(save_vat_code(tx, nes.system, kNow, nes.municipality, next)) ==
              "coding.overlapping_days");
        VatCode ended = old;
        ended.valid_to = first - 1;
        REQUIRE(save_vat_code(tx, nes.system, kNow, nes.municipality, ended));
        REQUIRE(save_vat_code(tx, nes.system, kNow, nes.municipality, next));
        CHECK(vat_code(tx, nes.municipality, "11", kToday)->rate == Decimal(15, 2));
        CHECK(vat_code(tx, nes.municipality, "11", first)->rate == Decimal(12, 2));
        CHECK(vat_code(tx, old.id)->rate == Decimal(15, 2));
        DimensionRule rule{Dimension::prosjekt, 1, "Prosjekt", true, true};
        CHECK(refused(save_rule(tx, nes.system, kNow, nes.municipality, rule)) ==
              "coding.place_in_use");
        rule.position = 4;
        CHECK(save_rule(tx, nes.system, kNow, nes.municipality, rule) == Saved::changed);
        CHECK(save_rule(tx, nes.system, kNow, nes.municipality, rule) == Saved::unchanged);
        CHECK(refused(resolve(tx, nes.municipality, codes("110", "3210", "253"), kToday)) ==
              "coding.dimension_missing");
    });
}
