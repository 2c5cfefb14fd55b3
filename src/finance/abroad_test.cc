// Scenarios on both databases, through to the file that the finance system reads: an invoice in
// euro from a seller that nobody knows, VAT that the municipality itself owes (with and without
// compensation), and a booked invoice that is moved to another coding.
#include <sstream>

#include "base/words.h"
#include "finance/finance.h"
#include "finance/formats.h"
#include "invoice/correction.h"
#include "invoice/testing.h"

using namespace samkjop;
using namespace samkjop::finance;
using namespace samkjop::invoice::testing;
using invoice::CodedLine;
using invoice::InvoiceId;
using invoice::State;

namespace {

CodedLine coded(std::string art, std::string ansvar, std::string funksjon, std::string vat) {
    return {0, {std::move(art), std::move(ansvar), std::move(funksjon)}, std::move(vat), 1};
}

Result<void> doing(const Nes& nes, UserId user,
                   const std::function<Result<void>(db::Tx&, const Actor&)>& what) {
    return acting(nes, user, what);
}

std::string exported(const Nes& nes) {
    const auto made = acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
        return export_approved(tx, who, later(300), nes.municipality);
    });
    REQUIRE(made.has_value());
    return nes.database.reading([&](db::Session& session) { return bytes(session, *made); });
}

std::string answered(const Nes& nes, const std::string& csv) {
    const auto report = acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
        return take_receipt(tx, who, later(400), nes.municipality, csv);
    });
    REQUIRE(report.has_value());
    std::string out;
    for (const ReceiptLine& line : report->lines) out += line.outcome + " ";
    return out;
}

// "AP -11611,50 · GL 110 86 11611,50 …": the transactions of a GL07 file, by their own columns.
std::string in_short(const std::string& file) {
    std::string out;
    std::istringstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        const auto field = [&](std::string_view name) {
            std::size_t at = 0;
            for (const Field& each : gl07_layout()) {
                const auto length = static_cast<std::size_t>(each.length);
                if (each.name == name) return std::string(trimmed(line.substr(at, length)));
                at += length;
            }
            FAIL("no such field");
            return std::string();
        };
        out += field("trans_type") + " " + field("account") + " " + field("tax_code") + " " +
               field("amount") + "; ";
    }
    return out;
}

void add_code(const Nes& nes, const char* code, int right) {
    nes.database.write([&](db::Tx& tx) {
        REQUIRE(coding::save_vat_code(
            tx, Actor::system(), kNow, nes.municipality,
            {0, code, code, Decimal(25, 2), right, code, "S", Date(2026, 1, 1), party::kOpenEnd}));
        tx.commit();
    });
}

// 1 000 euro for a service from Finland: no VAT on it, and the seller is not known.
InvoiceId from_finland(const Nes& nes, const std::string& number = "FI-1") {
    auto document = invoice::testing::document(
        nes,
        {{"Lisens, fagsystem", "", "EA", Decimal::whole(1), Decimal::whole(1'000), Decimal(), "G"}},
        {.number = number});
    document.vat_breakdown[0].exemption_reason = "Export of services";
    document.seller = seller_of("12345678", "Järvi Ohjelmistot Oy");
    document.seller.endpoint = {"003712345678", "0216"};
    document.seller.legal_identifier = {"12345678", "0212"};
    document.seller.address.country = "FI";
    document.seller.tax_registrations = {{"FI12345678", "VAT"}};
    std::string xml = ubl::write(document);
    for (std::size_t at = 0; (at = xml.find("NOK", at)) != xml.npos;) xml.replace(at, 3, "EUR");
    const auto outcome = gateway::receive(nes.database, {xml, "folder", "finland.xml", later(120)});
    if (outcome.reason) FAIL(outcome.reason->in(Language::en));
    REQUIRE(outcome.state == gateway::State::filed);
    return InvoiceId{outcome.filed.subject};
}

void through_the_hands(const Nes& nes, InvoiceId id, const CodedLine& line) {
    REQUIRE(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
        return invoice::code_lines(tx, who, later(140), id, std::span(&line, 1));
    }));
    REQUIRE(doing(nes, nes.certifier, [&](db::Tx& tx, const Actor& who) {
        return invoice::certify(tx, who, later(150), id);
    }));
    REQUIRE(doing(nes, nes.authoriser, [&](db::Tx& tx, const Actor& who) {
        return invoice::authorise(tx, who, later(160), id);
    }));
}

}  // namespace

TEST_CASE("abroad: an unknown seller's invoice in euro; the VAT is owed and comes back") {
    in_nes([](Nes& nes) {
        add_code(nes, "86", 10'000);
        const InvoiceId id = from_finland(nes);
        CHECK(told(nes, id) == "received -1:supplier_unknown=0 -1:currency_differs=0");
        CHECK(invoice::headline(nes.record(id), Language::nb) ==
              "Järvi Ohjelmistot Oy er ikke registrert som leverandør");
        const auto enrol = [&](UserId user, std::optional<Decimal> rate) {
            return refused(doing(nes, user, [&](db::Tx& tx, const Actor& who) {
                return invoice::register_supplier(tx, who, later(130), id, "Järvi Ohjelmistot Oy",
                                                  "50077", rate);
            }));
        };
        CHECK(enrol(nes.certifier, Decimal(116'115, 4)) == "invoice.not_permitted");
        CHECK(enrol(nes.ingrid, Decimal()) == "invoice.exchange_rate_wrong");
        CHECK(enrol(nes.ingrid, Decimal(116'115, 4)) == "(went through)");
        CHECK(told(nes, id) == "without_order");
        CHECK(nes.record(id).content.seller_number == "FI12345678");
        through_the_hands(nes, id, coded("110", "3210", "253", "86"));
        // The compensation takes the VAT away again: the unit bears the net.
        CHECK(nes.balance().invoiced == Money(1'161'150));
        const auto out = nes.database.reading(
            [&](db::Session& session) { return invoice::exportable(session, nes.municipality); });
        REQUIRE(out.size() == 1);
        CHECK(out[0].payable == Money(1'161'150));
        CHECK(out[0].currency_amount == kroner(1'000));
        CHECK(out[0].vat_owed == Money(290'288));
        CHECK(in_short(exported(nes)) ==
              "AP   -1161150; GL 110 86 1161150; TX 429 86 290288; TX 429 86 -290288; ");
        CHECK(answered(nes, "F3322-2026-000001;9001;2026-11-20;11 700,00") == "posted ");
        CHECK(nes.balance().posted == kroner(11'700));  // the bank's rate was another
    });
}

TEST_CASE(
    "abroad: without the right, the VAT that is owed is cost; without a code, there is none") {
    in_nes([](Nes& nes) {
        add_code(nes, "87", 0);
        for (const char* number : {"FI-1", "FI-2"}) {
            const InvoiceId id = from_finland(nes, number);
            const auto rate = Decimal::whole(10);
            REQUIRE(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                if (number == std::string("FI-2"))
                    return invoice::try_again(tx, who, later(130), id, rate);
                return invoice::register_supplier(tx, who, later(130), id, "Järvi", "", rate);
            }));
            const bool owed = number == std::string("FI-1");
            through_the_hands(nes, id, coded("230", "4310", "265", owed ? "87" : "0"));
            CHECK(nes.balance_of(nes.flats).invoiced == kroner(owed ? 12'500 : 22'500));
        }
        CHECK(in_short(exported(nes)) ==
              "AP   -1000000; GL 230 87 1250000; TX 429 87 -250000; AP   -1000000; GL 230 0 "
              "1000000; ");
    });
}

TEST_CASE("correction: a booked invoice is moved by two people, as a voucher of its own") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {60, 48});
        const InvoiceId id =
            taken(nes, document(nes, as_ordered(nes.order(order)),
                                {.number = "104518", .order_reference = nes.order(order).number}));
        const auto ask = [&](UserId user, std::string reason) {
            return refused(doing(nes, user, [&](db::Tx& tx, const Actor& who) {
                const CodedLine to[] = {coded("230", "4310", "265", "9")};
                return invoice::ask_correction(tx, who, later(500), id, nes.coding, to, reason);
            }));
        };
        const auto grant = [&](UserId user) {
            return refused(doing(nes, user, [&](db::Tx& tx, const Actor& who) {
                return invoice::grant_correction(tx, who, later(510), id);
            }));
        };
        CHECK(ask(nes.ingrid, "Feil enhet") == "invoice.state_forbids_event");  // not booked yet
        exported(nes);
        CHECK(answered(nes, "F3322-2026-000001;700123;2026-11-20;7 927,50") == "posted ");
        CHECK(ask(nes.ingrid, "") == "invoice.reason_missing");
        CHECK(ask(nes.ingrid, "Feil enhet") == "(went through)");
        CHECK(ask(nes.ingrid, "Feil enhet") == "invoice.correction_waits_already");
        CHECK(nes.balance().posted == kroner(6'342));  // nothing moves before it is granted
        CHECK(nes.tasks(nes.authoriser, "authorise_correction") == 1);
        CHECK(grant(nes.ingrid) == "invoice.not_permitted");
        CHECK(grant(nes.authoriser) == "(went through)");
        CHECK(nes.tasks(nes.authoriser, "authorise_correction") == 0);
        // Both codings are right in «available» at once; the flats bear the VAT.
        CHECK(nes.balance().invoiced == -kroner(6'342));
        CHECK(nes.balance_of(nes.flats).invoiced == Money(792'750));
        CHECK(in_short(exported(nes)) == "GL 230 9 792750; GL 110 1 -634200; TX 429 1 -158550; ");
        CHECK(answered(nes, "F3322-2026-000001-K1;700200;2026-11-20;5") ==
              "invoice.posted_amount_differs ");
        CHECK(answered(nes, "F3322-2026-000001-K1;;;;Perioden er lukket") == "rejected ");
        CHECK(nes.tasks(nes.ingrid, "invoice_correction_rejected") == 1);
        REQUIRE(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
            return invoice::release_correction(tx, who, later(600), id);
        }));
        exported(nes);
        CHECK(answered(nes, "F3322-2026-000001-K1;700201;2026-11-20;0") == "posted ");
        CHECK(answered(nes, "F3322-2026-000001-K1;700201;2026-11-20;0") == "repeated ");
        CHECK(nes.balance().posted == Money());
        CHECK(nes.balance().invoiced == Money());
        CHECK(nes.balance_of(nes.flats).posted == Money(792'750));
        CHECK(nes.record(id).finance_voucher == "700123");  // the invoice's own voucher stands
        // Back again: what is moved is what stands there now.
        REQUIRE(doing(nes, nes.certifier, [&](db::Tx& tx, const Actor& who) {
            const CodedLine to[] = {coded("110", "3210", "253", "1")};
            return invoice::ask_correction(tx, who, later(700), id, nes.flats, to, "Likevel");
        }));
        REQUIRE(doing(nes, nes.authoriser, [&](db::Tx& tx, const Actor& who) {
            return invoice::decline_correction(tx, who, later(710), id, "Nei");
        }));
        CHECK(grant(nes.authoriser) == "invoice.state_forbids_event");
        CHECK(nes.balance_of(nes.flats).posted == Money(792'750));
    });
}

TEST_CASE("correction: whoever asked cannot grant, and nobody grants beyond their authority") {
    invoice::Correction one;
    one.asked_by = UserId{7};
    one.amount = kroner(5'000);
    Actor actor = Actor::system();
    actor.user = UserId{7};
    const auto says = [&](invoice::Event event, std::optional<Money> authority) {
        const auto step = invoice::decide_correction(one, event, actor, authority, "Fordi");
        return step ? std::string(invoice::name(step->to)) : std::string(step.error().name());
    };
    CHECK(says(invoice::Event::authorise, kroner(9'000)) == "invoice.correction_same_person");
    actor.user = UserId{8};
    CHECK(says(invoice::Event::authorise, kroner(4'999)) == "invoice.authority_too_small");
    CHECK(says(invoice::Event::authorise, std::nullopt) == "invoice.no_authority");
    CHECK(says(invoice::Event::authorise, kroner(5'000)) == "approved");
    // Every event that is not in the table is refused, whoever asks.
    for (int state = 0; state < invoice::kStates; ++state) {
        one.state = static_cast<State>(state);
        for (int event = 0; event < invoice::kEvents; ++event) {
            const auto what = static_cast<invoice::Event>(event);
            const bool listed = std::ranges::any_of(
                invoice::correction_steps(),
                [&](const auto& step) { return step.from == one.state && step.event == what; });
            const bool taken =
                invoice::decide_correction(one, what, actor, kroner(5'000), "Fordi").has_value();
            CHECK(taken == listed);
        }
    }
}
