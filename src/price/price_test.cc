// Prices proposed and answered: what is changed, whether the agreement allows it, a file that is
// read in parts and stopped in the middle, and what stands on the shelf afterwards.
#include "price/price.h"

#include <doctest/doctest.h>

#include "catalogue/testing.h"
#include "db/testing.h"
#include "price/store.h"
#include "ubl/parts.h"
#include "ubl/ubl.h"

using namespace samkjop;
using namespace samkjop::price;
using catalogue::PriceRow;
using catalogue::testing::kNow;
using catalogue::testing::kToday;
using catalogue::testing::Small;

namespace {

Decimal dec(std::string_view text) { return Decimal::parse(text).value(); }

PriceRow row(std::string_view price) {
    PriceRow out;
    out.item_number = "FM-1";
    out.name = "Hanske";
    out.unit = "XBX";
    out.content = Decimal::whole(100);
    out.content_unit = "EA";
    out.unspsc = "42132203";
    out.price = dec(price);
    out.vat_rate = Decimal(25, 2);
    return out;
}

Circumstances agreed() {
    Circumstances out;
    out.product_groups = "41 42";
    out.from = Date(2026, 12, 1);
    return out;
}

Rule rule(agreement::PriceRuleKind kind) {
    Rule out;
    out.agreed.kind = kind;
    return out;
}

std::string said(const Verdict& verdict) {
    return std::to_string(verdict.change) + (verdict.allowed ? " yes " : " no ") +
           std::to_string(static_cast<int>(verdict.why));
}
std::string expected(unsigned change, bool allowed, Why why) {
    return said({change, allowed, why, "", ""});
}

}  // namespace

TEST_CASE("price rules: what is changed, and whether it may be") {
    const PriceRow before = row("62.50");
    PriceRow after = before;
    Circumstances with = agreed();
    const auto say = [&] { return said(judge(&before, &after, &before, with)); };
    CHECK(say() == expected(0, true, Why::same));
    after.price = dec("60");
    CHECK(say() == expected(kPriceDown, true, Why::price_down));
    after.price = dec("62.500001");
    CHECK(say() == expected(kPriceUp, false, Why::fixed));
    SUBCASE("the same price in other words") {
        after.price = before.price;
        after.amount = dec("625");
        after.base = Decimal::whole(10);
        CHECK(say() == expected(0, true, Why::same));
        after.amount = dec("625.0001");
        CHECK(say() == expected(kPriceUp, false, Why::fixed));
    }
    SUBCASE("a step that is taken away is a price that goes up") {
        PriceRow stepped = before;
        stepped.steps = {{Decimal::whole(10), dec("60")}};
        after.price = before.price;
        CHECK(said(judge(&stepped, &after, nullptr, with)) ==
              expected(kPriceUp, false, Why::fixed));
        CHECK(said(judge(&after, &stepped, nullptr, with)) ==
              expected(kPriceDown, true, Why::price_down));
    }
    SUBCASE("fixed until a day") {
        with.rules = {rule(agreement::PriceRuleKind::list_discount)};
        with.rules[0].agreed.fixed_until = Date(2026, 12, 31);
        with.rules[0].agreed.discount = Decimal(18, 2);
        after.list_price = dec("100");
        CHECK(say() == expected(kPriceUp | kOther, false, Why::fixed_until));
        with.from = Date(2027, 1, 1);
        CHECK(say() == expected(kPriceUp | kOther, true, Why::discount_holds));
        after.price = dec("82.01");
        CHECK(say() == expected(kPriceUp | kOther, false, Why::discount_over));
        CHECK(judge(&before, &after, &before, with).second == "82,00");
        after.list_price = Decimal();
        CHECK(say() == expected(kPriceUp, false, Why::list_price_missing));
    }
    SUBCASE("by index") {
        with.rules = {rule(agreement::PriceRuleKind::index)};
        with.rules[0].agreed.index_name = "KPI";
        with.rules[0].agreed.every_months = 12;
        CHECK(say() == expected(kPriceUp, false, Why::index_missing));
        with.rules[0].base = IndexPoint{"2025-10", dec("131.0")};
        with.rules[0].now = IndexPoint{"2026-10", dec("134.93")};  // 3 % up
        after.price = dec("64.38");                                // 64.375, rounded up
        CHECK(say() == expected(kPriceUp, true, Why::index_holds));
        after.price = dec("64.39");
        CHECK(say() == expected(kPriceUp, false, Why::index_over));
        with.rules[0].agreed.index_share = Decimal(5, 1);
        after.price = dec("63.44");
        CHECK(say() == expected(kPriceUp, true, Why::index_holds));
        CHECK(judge(&before, &after, &before, with).second ==
              "62,50 × (1 + 0,5 × (134,93 [2026-10] ÷ 131 [2025-10] − 1))");
        with.last_change = Date(2026, 1, 1);
        CHECK(say() == expected(kPriceUp, false, Why::index_early));
    }
    SUBCASE("units, packs, VAT, groups, new and gone") {
        after = before;
        after.content = Decimal::whole(90);
        CHECK(say() == expected(kUnit, false, Why::unit_changed));
        after = before;
        after.minimum = Decimal::whole(10);
        CHECK(say() == expected(kPack, false, Why::pack_changed));
        after = before;
        after.vat_rate = Decimal(15, 2);
        CHECK(say() == expected(kVat, false, Why::vat_changed));
        after = before;
        after.unspsc = "41000000";
        CHECK(say() == expected(kMoved, true, Why::moved_within));
        after.unspsc = "50000000";
        CHECK(say() == expected(kMoved, false, Why::moved_outside));
        after = before;
        after.name = "Hanske, ny";
        CHECK(say() == expected(kText, true, Why::only_text));
        CHECK(said(judge(nullptr, &after, nullptr, with)) == expected(kAdded, false, Why::added));
        CHECK(said(judge(&before, nullptr, nullptr, with)) == expected(kGone, false, Why::gone));
        after.unspsc = "50000000";
        CHECK(said(judge(nullptr, &after, nullptr, with)) ==
              expected(kAdded, false, Why::added_outside));
    }
}

TEST_CASE("price rules: a regulated price is exact to four decimals") {
    CHECK(regulated(dec("100"), dec("100"), dec("103.45"), Decimal::whole(1)) == dec("103.45"));
    CHECK(regulated(dec("62.5"), dec("131"), dec("134.93"), Decimal::whole(1)) == dec("64.375"));
    CHECK(regulated(dec("10"), dec("3"), dec("4"), Decimal::whole(1)) == dec("13.3333"));
    CHECK(regulated(dec("10"), dec("4"), dec("3"), Decimal(5, 1)) == dec("8.75"));
    CHECK_FALSE(regulated(dec("10"), Decimal(), dec("3"), Decimal::whole(1)).has_value());
}

namespace {

ubl::Catalogue catalogue_of(int lines) {
    ubl::Catalogue out;
    out.number = "K-1";
    out.name = "<CatalogueLine> i et navn";
    out.issue_date = kToday;
    out.validity.start = kToday + 10;
    out.validity.end = Date(2027, 12, 31);
    out.contract_reference = "2025-014";
    out.provider.endpoint = out.seller.endpoint = {"313001008", "0192"};
    out.receiver.endpoint = {"313000516", "0192"};
    for (int i = 1; i <= lines; ++i) {
        ubl::CatalogueLine line;
        line.identifier = std::to_string(i);
        line.orderable_unit = "EA";
        line.item.name = "Vare " + std::to_string(i);
        line.item.sellers_identifier = "N-" + std::to_string(i);
        line.item.vat_category = "S";
        line.item.vat_rate = Decimal::whole(25);
        line.prices.emplace_back();
        line.prices[0].amount = ubl::Amount{Decimal(1000 + i, 2), "NOK"};
        out.lines.push_back(std::move(line));
    }
    return out;
}

ubl::CatalogueParts::More pieces(const std::string& bytes, std::size_t size) {
    return [&bytes, size, at = std::size_t(0)]() mutable {
        std::string out = bytes.substr(std::min(at, bytes.size()), size);
        at += out.size();
        return out;
    };
}

}  // namespace

TEST_CASE("ubl: a catalogue in parts says the same as the whole") {
    std::string bytes = ubl::write(catalogue_of(23));
    const ubl::Catalogue whole = *ubl::read(bytes)->catalogue();
    const auto first = bytes.find("<cac:CatalogueLine");
    bytes.insert(first, "<!-- <cac:CatalogueLine> er ikke en linje </cac:CatalogueLine> -->");
    for (const std::size_t size : {1u, 7u, 100u, 5000u, 1'000'000u}) {
        for (const std::size_t lines : {1u, 5u, 23u, 100u}) {
            CAPTURE(size);
            CAPTURE(lines);
            ubl::CatalogueParts parts(pieces(bytes, size), lines);
            ubl::Catalogue joined;
            while (true) {
                const auto part = parts.next();
                REQUIRE(part);
                if (joined.number.empty()) {
                    joined = part->catalogue;
                } else {
                    joined.lines.insert(joined.lines.end(), part->catalogue.lines.begin(),
                                        part->catalogue.lines.end());
                }
                if (part->last) break;
            }
            CHECK(joined == whole);
        }
    }
    SUBCASE("cut off in the middle of a line") {
        const std::string torn = bytes.substr(0, bytes.size() * 2 / 3);
        ubl::CatalogueParts parts(pieces(torn, 400), 5);
        bool failed = false;
        for (int i = 0; i < 20 && !failed; ++i) {
            const auto part = parts.next();
            failed = !part;
            if (part && part->last) break;
        }
        CHECK(failed);
    }
    SUBCASE("something else") {
        const std::string other = "<html><body>Nei</body></html>";
        ubl::CatalogueParts parts(pieces(other, 10), 5);
        CHECK(!parts.next());
    }
}

namespace {

Actor coordinator() {
    Actor out = Actor::system();
    out.name = "Kjersti Ødegård";
    return out;
}

void with_small(const std::function<void(db::Database&, const Small&)>& test) {
    db::testing::each_database([&](db::Database& database) {
        const Small small = database.writing([&](db::Tx& tx) {
            Small out = catalogue::testing::make(tx);
            tx.commit();
            return out;
        });
        test(database, small);
    });
}

ProposalId proposed(db::Database& database, const Small& small, const std::string& bytes,
                    Format format = Format::peppol) {
    return database.writing([&](db::Tx& tx) {
        const auto made = propose(tx, coordinator(), kNow,
                                  {small.fjellro, small.medical, format, "K-1", bytes, 0});
        if (!made) FAIL(made.error().in(Language::en));
        tx.commit();
        return *made;
    });
}

Result<void> doing(db::Database& database, const std::function<Result<void>(db::Tx&)>& what) {
    return database.writing([&](db::Tx& tx) {
        Result<void> done = what(tx);
        if (done) tx.commit();
        return done;
    });
}

Counts counted(db::Database& database, ProposalId id) {
    return database.reading([&](db::Session& session) { return counts(session, id); });
}

}  // namespace

TEST_CASE("price: a catalogue is read, answered and taken into use") {
    with_small([](db::Database& database, const Small& small) {
        ubl::Catalogue offered = catalogue_of(0);
        std::vector<PriceRow> now;
        database.read([&](db::Session& session) {
            catalogue::RowsInForce(session, small.medical, small.fjellro)
                .each([&](PriceRow&& each) { now.push_back(std::move(each)); });
        });
        REQUIRE(now.size() > 4);
        for (const PriceRow& each : now) {
            if (each.item_number == "FM-20020") continue;  // gone
            ubl::CatalogueLine line;
            line.identifier = each.item_number;
            line.orderable_unit = each.unit;
            line.content = ubl::Quantity{each.content, each.content_unit};
            line.item.name = each.name;
            line.item.description = each.description;
            line.item.sellers_identifier = each.item_number;
            if (!each.gtin.empty()) line.item.standard_identifier = {each.gtin, "0160"};
            line.item.vat_rate = Decimal::whole(25);
            line.prices.emplace_back();
            Decimal price = each.price;
            if (each.item_number == "FM-20010") price = dec("12.80");  // up
            if (each.item_number == "FM-10442") price = dec("60");     // down
            line.prices[0].amount = ubl::Amount{price, "NOK"};
            offered.lines.push_back(std::move(line));
        }
        ubl::CatalogueLine broken = offered.lines[0];
        broken.item.sellers_identifier = "FM-99";
        broken.orderable_unit = "nei";
        offered.lines.push_back(broken);
        const ProposalId id = proposed(database, small, ubl::write(offered));
        CHECK(advance(database, kNow) == 1);
        CHECK(advance(database, kNow) == 0);
        const auto one =
            database.reading([&](db::Session& session) { return proposal(session, id); });
        REQUIRE(one);
        CHECK(one->state == State::waiting);
        CHECK(one->percent() == 100);
        Counts all = counted(database, id);
        CHECK(all.up == 1);
        CHECK(all.down == 1);
        CHECK(all.gone == 1);
        CHECK(all.changed == 3);
        CHECK(all.allowed == 1);
        CHECK(
            database.reading([&](db::Session& session) { return messages(session, id); }).size() ==
            1);
        const auto refused = doing(database, [&](db::Tx& tx) -> Result<void> {
            return finish(tx, coordinator(), kNow, id);
        });
        REQUIRE(!refused);
        CHECK(refused.error().name() == "price.nothing_accepted");
        REQUIRE(doing(database, [&](db::Tx& tx) -> Result<void> {
            CHECK(TRY(accept_allowed(tx, coordinator(), kNow, id)) == 1);
            for (const Line& line : lines(tx, id, kGone, false, 0, 10))
                TRY(decide_line(tx, coordinator(), kNow, id, line.position, Decision::accepted));
            return finish(tx, coordinator(), kNow, id);
        }));
        database.read([&](db::Session& session) {
            const Date then = kToday + 10;
            const auto gloves = catalogue::testing::id_of(session, "FM-10442");
            CHECK(catalogue::item(session, gloves, then)->price == Decimal::whole(60));
            CHECK(catalogue::item(session, gloves, then)->policy == catalogue::Policy::preferred);
            CHECK(catalogue::item(session, gloves, then - 1)->price > Decimal::whole(60));
            const auto gauze = catalogue::testing::id_of(session, "FM-20010");
            CHECK(catalogue::item(session, gauze, then)->price == dec("12.4"));
            CHECK(!catalogue::item_by_number(session, small.fjellro, "FM-20020", then));
            CHECK(!catalogue::item_by_number(session, small.fjellro, "FM-99", then));
        });
        const auto again = doing(database, [&](db::Tx& tx) -> Result<void> {
            return finish(tx, coordinator(), kNow, id);
        });
        CHECK(again.error().name() == "price.already_answered");
    });
}

TEST_CASE("price: a reading that was stopped goes on where it was") {
    with_small([](db::Database& database, const Small& small) {
        const std::string bytes = ubl::write(catalogue_of(2500));
        const ProposalId id = proposed(database, small, bytes);
        // As a kill leaves it: a thousand lines in, and no more.
        database.write([&](db::Tx& tx) {
            Proposal one = proposal(tx, id).value();
            ubl::CatalogueParts parts(pieces(bytes, 1 << 20), 1000);
            const auto part = parts.next();
            REQUIRE(part);
            for (std::int64_t i = 0; i < 1000; ++i) {
                store::add_line(
                    tx, id, i + 1,
                    part->catalogue.lines[static_cast<std::size_t>(i)].item.sellers_identifier,
                    {kAdded, false, Why::added, "", ""}, nullptr, nullptr);
            }
            one.lines_read = part->lines;
            one.bytes_read = part->bytes;
            one.valid_from = part->catalogue.validity.start;
            store::save(tx, one);
            tx.commit();
        });
        const auto half =
            database.reading([&](db::Session& session) { return proposal(session, id); });
        CHECK(half->percent() > 20);
        CHECK(half->percent() < 60);
        CHECK(advance(database, kNow) == 2);
        const auto one =
            database.reading([&](db::Session& session) { return proposal(session, id); });
        CHECK(one->state == State::waiting);
        CHECK(one->lines_read == 2500);
        CHECK(counted(database, id).added == 2500);
        const auto twice = doing(database, [&](db::Tx& tx) -> Result<void> {
            TRY(propose(tx, coordinator(), kNow,
                        {small.fjellro, small.medical, Format::peppol, "K-1", bytes, 0}));
            return {};
        });
        CHECK(twice.error().name() == "price.came_before");
    });
}

TEST_CASE("price: a spreadsheet, a broken file, and an index table") {
    with_small([](db::Database& database, const Small& small) {
        // As a supplier writes it: a letterhead, its own headings, units in words, a note.
        const std::string csv =
            "Fjellro Medisinske AS;;;\n"
            "Priser fra nyttår;;;\n"
            "Art.nr.;Produktnavn;Enh.;Netto pris\n"
            "Kompresser;;;\n"
            "FM-20010;Kompress 10 x 10 cm, steril;stk;12,90\n"
            "FM-77;Ny vare;Eske;kr 9,90\n"
            "Alle priser uten mva;;;\n";
        const ProposalId id = proposed(database, small, csv, Format::sheet);
        CHECK(advance(database, kNow) == 1);
        CHECK(
            database.reading([&](db::Session& session) { return proposal(session, id); })->reason ==
            "");
        const Counts all = counted(database, id);
        CHECK(all.up == 1);
        CHECK(all.added == 1);
        CHECK(all.gone > 3);
        database.read([&](db::Session& session) {
            const auto fresh = lines(session, id, kAdded, false, 0, 2);
            REQUIRE(fresh.size() == 1);
            CHECK(fresh[0].after->unit == "XBX");
            CHECK(fresh[0].after->price == dec("9.9"));
        });
        const ProposalId torn = proposed(database, small, "<Catalogue", Format::peppol);
        CHECK(advance(database, kNow) == 1);
        CHECK(database.reading([&](db::Session& session) { return proposal(session, torn); })
                  ->state == State::unreadable);

        REQUIRE(doing(database, [&](db::Tx& tx) -> Result<void> {
            CHECK(TRY(store_index(tx, coordinator(), kNow, "KPI", "SSB 03013",
                                  "måned;Konsumprisindeks (2015=100)\n2026M09;138,9\n"
                                  "2026M10;139,2\n")) == 2);
            return {};
        }));
        database.read([&](db::Session& session) {
            CHECK(index_at(session, "KPI", "2026-09")->value == dec("138.9"));
            CHECK(index_latest(session, "KPI", "2026-12")->month == "2026-10");
            CHECK(!index_at(session, "KPI", "2026-11"));
        });
    });
}
