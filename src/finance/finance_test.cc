// Scenarios on both databases: a batch is made once, repeated without a double posting, answered by
// the finance system, and what it rejects comes back to accounts.
#include "finance/finance.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "finance/store.h"
#include "invoice/testing.h"

using namespace samkjop;
using namespace samkjop::finance;
using namespace samkjop::invoice::testing;
using invoice::InvoiceId;
using invoice::State;

namespace {

InvoiceId approved_invoice(const Nes& nes, std::string number) {
    const auto order = place(nes, nes.fjellro);
    receive(nes, order, {60, 48});
    return taken(
        nes, document(nes, as_ordered(nes.order(order)),
                      {.number = std::move(number), .order_reference = nes.order(order).number}));
}

Result<BatchId> exporting(const Nes& nes, Instant at = later(300)) {
    return acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
        return export_approved(tx, who, at, nes.municipality);
    });
}

ReceiptReport answered(const Nes& nes, const std::string& csv) {
    const auto report = acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
        return take_receipt(tx, who, later(400), nes.municipality, csv);
    });
    REQUIRE(report.has_value());
    return *report;
}

std::string outcomes(const ReceiptReport& report) {
    std::string out;
    for (const ReceiptLine& line : report.lines)
        out += std::to_string(line.line) + ":" + line.outcome + " ";
    return out;
}

}  // namespace

TEST_CASE("finance: exported once, repeated with the same bytes, booked once") {
    in_nes([](Nes& nes) {
        const std::string folder =
            (std::filesystem::temp_directory_path() / "samkjop_finance_test").string();
        std::filesystem::remove_all(folder);
        set_folder(folder);
        CHECK(refused(exporting(nes)) == "finance.nothing_to_export");
        const InvoiceId one = approved_invoice(nes, "104518"),
                        two = approved_invoice(nes, "104519");
        const auto made = exporting(nes);
        REQUIRE(made.has_value());
        CHECK(refused(exporting(nes)) == "finance.nothing_to_export");
        CHECK(nes.record(one).state == State::exported);
        const auto batches = nes.database.reading(
            [&](db::Session& s) { return finance::batches(s, nes.municipality); });
        REQUIRE(batches.size() == 1);
        CHECK(batches[0].number == "3322-2026-0001");
        CHECK(batches[0].invoices == 2);
        CHECK(batches[0].total == Money(2 * 792'750));
        const auto bytes = [&] {
            return nes.database.reading([&](db::Session& s) { return finance::bytes(s, *made); });
        };
        const std::string first = bytes();
        CHECK(first.size() == 6 * (kGl07Length + 2));  // AP, GL and TX for each
        CHECK(first.find("F3322-2026-000001") != first.npos);
        const std::string file = folder + "/" + batches[0].file_name;
        const auto on_disk = [&] {
            std::ifstream in(file, std::ios::binary);
            std::ostringstream out;
            out << in.rdbuf();
            return out.str();
        };
        CHECK(on_disk() == first);
        std::filesystem::remove(file);
        REQUIRE(acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
            return repeat(tx, who, later(310), *made);
        }));
        CHECK(on_disk() == first);
        CHECK(bytes() == first);
        const auto invoiced = nes.balance().invoiced;
        CHECK(invoiced == kroner(12'684));

        const std::string receipt =
            "Referanse;Bilag;Dato;Beløp\nF3322-2026-000001;700123;2026-11-20;7 927,50\n"
            "F3322-2026-000002;700124;2026-11-20;7 927,51\nF3322-2026-000009;1;2026-11-20;5\n";
        CHECK(outcomes(answered(nes, receipt)) ==
              "2:posted 3:invoice.posted_amount_differs 4:unknown_reference ");
        CHECK(nes.record(one).state == State::posted);
        CHECK(nes.record(two).state == State::exported);
        CHECK(nes.balance().posted == kroner(6'342));
        // The same receipt again changes nothing.
        CHECK(outcomes(answered(nes, receipt)) ==
              "2:repeated 3:invoice.posted_amount_differs 4:unknown_reference ");
        CHECK(outcomes(answered(nes, "F3322-2026-000001;999;2026-11-20;7927.50")) ==
              "1:invoice.already_posted ");
        CHECK(nes.balance().posted == kroner(6'342));
        const auto stored = nes.database.reading(
            [&](db::Session& s) { return finance::receipts(s, nes.municipality); });
        CHECK(stored.size() == 3);
        set_folder("");
        std::filesystem::remove_all(folder);
    });
}

TEST_CASE(
    "finance: what is rejected comes back with its reason and goes again under the same "
    "reference") {
    in_nes([](Nes& nes) {
        const InvoiceId id = approved_invoice(nes, "104518");
        REQUIRE(exporting(nes).has_value());
        CHECK(outcomes(answered(nes, "F3322-2026-000001;;;;Leverandøren er sperret")) ==
              "1:rejected ");
        CHECK(nes.record(id).state == State::finance_rejected);
        CHECK(nes.record(id).reason == "Leverandøren er sperret");
        CHECK(nes.tasks(nes.ingrid, "invoice_finance_rejected") == 1);
        CHECK(nes.balance().invoiced == kroner(6'342));
        REQUIRE(acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
            return invoice::release(tx, who, later(500), id);
        }));
        CHECK(nes.tasks(nes.ingrid, "invoice_finance_rejected") == 0);
        const auto again = exporting(nes, later(510));
        REQUIRE(again.has_value());
        const auto bytes =
            nes.database.reading([&](db::Session& s) { return finance::bytes(s, *again); });
        CHECK(bytes.find("F3322-2026-000001") != bytes.npos);
        CHECK(outcomes(answered(nes, "F3322-2026-000001;700123;2026-11-20;7927,50")) ==
              "1:posted ");
        CHECK(nes.balance().posted == kroner(6'342));
    });
}

TEST_CASE(
    "finance: the municipality's own profile is used, and a file that is made never changes") {
    in_nes([](Nes& nes) {
        approved_invoice(nes, "104518");
        nes.database.write([&](db::Tx& tx) {
            Profile how;
            how.format = "csv";
            how.columns =
                columns_from("reference = Ref\nart = Art\ncost = Kost\nvat = Mva").value();
            save_profile(tx, nes.municipality, how);
            tx.commit();
        });
        const auto made = exporting(nes);
        REQUIRE(made.has_value());
        CHECK(nes.database.reading([&](db::Session& s) { return finance::bytes(s, *made); }) ==
              "Ref;Art;Kost;Mva\r\nF3322-2026-000001;110;6342,00;1585,50\r\n");
        for (const char* sql :
             {"UPDATE export_batch SET total_ore = 0", "DELETE FROM export_item"}) {
            CHECK_THROWS_AS(nes.database.write([&](db::Tx& tx) {
                tx->run(sql);
                tx.commit();
            }),
                            db::Error);
        }
        const Actor stranger = [&] {
            Actor actor = nes.actor(nes.ingrid);
            actor.municipality = MunicipalityId{77};
            return actor;
        }();
        CHECK(!nes.database.reading([&](db::Session& s) { return batch(s, stranger, *made); }));
    });
}
