// Reads what the suppliers of the demonstration send, and what is done with it. A document names
// its case in purchases.csv, and what of it is not as ordered: "2 pris 31,50 / 1 antall 6 / frakt
// 149". Without a case it is an invoice that nobody ordered. "sum 1" makes the document's own total
// wrong by a krone, so that the gateway has something to set aside.

#include "app/demo_documents.h"

#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "app/demo_flow.h"
#include "base/words.h"
#include "db/db.h"
#include "demo_supplier/documents.h"
#include "finance/finance.h"
#include "gateway/gateway.h"
#include "invoice/handling.h"
#include "order/order.h"
#include "party/party.h"
#include "trail/trail.h"
#include "ubl/ubl.h"

namespace samkjop::app {
namespace {

[[noreturn]] void stop(std::string_view what, const std::string& why) {
    throw std::runtime_error(fmt::format("{}: {}", what, why));
}

std::vector<std::string_view> parted(std::string_view text, std::string_view by) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = text.find(by);
        if (const auto part = trimmed(text.substr(0, end)); !part.empty()) out.push_back(part);
        text = end == text.npos ? std::string_view() : text.substr(end + by.size());
    }
    return out;
}

// ---- Documents ---------------------------------------------------------------------------------

struct Deviations {
    std::vector<demo_supplier::Wish> wishes;
    Money freight, wrong_by;
};

Deviations deviations(const order::Order& order, std::string_view text, bool only_named) {
    Deviations out;
    if (!only_named) {
        for (const order::Line& line : order.lines)
            out.wishes.push_back({line.position, line.quantity, line.unit_price()});
    }
    for (const std::string_view part : parted(text, "/")) {
        const auto words = parted(part, " ");
        const auto value = Decimal::parse_typed(words.back()).value();
        if (words[0] == "frakt") {
            out.freight = Money(value.scaled(2));
        } else if (words[0] == "sum") {
            out.wrong_by = Money(value.scaled(2));
        } else {
            const order::Line* line = order.line(static_cast<int>(whole_number(words[0])));
            if (line == nullptr) stop(order.number, fmt::format("no line {}", words[0]));
            auto wish =
                std::ranges::find(out.wishes, line->position, &demo_supplier::Wish::position);
            if (wish == out.wishes.end()) {
                out.wishes.push_back({line->position, line->quantity, line->unit_price()});
                wish = out.wishes.end() - 1;
            }
            (words[1] == "pris" ? wish->price : wish->quantity) = value;
        }
    }
    return out;
}

// The case's order with this supplier; without a case, one that exists on the invoice only.
order::Order order_of(db::Session& session, const Row& row, const Cases& cases) {
    const std::string& supplier = row.at("Leverandør");
    if (row.at("Sak").empty()) {
        order::Order out;
        const auto municipality = party::municipality_by_number(session, row.at("Kommune"));
        out.municipality = municipality.value().id;
        out.buyer_reference = row.at("Ansvar");
        out.street = "Rådhusvegen 1";
        out.postal_code = "3540";
        out.city = "Nesbyen";
        order::Line line;
        line.position = 1;
        line.name = row.at("Tekst");
        line.unit = "EA";
        line.quantity = Decimal::parse_typed(row.at("Antall")).value();
        line.price = Decimal::parse_typed(row.at("Pris")).value();
        line.vat_rate = Decimal(25, 2);
        line.vat_category = "S";
        out.lines.push_back(line);
        return out;
    }
    const auto found = cases.find(row.at("Sak"));
    if (found == cases.end()) stop("documents.csv", "no case " + row.at("Sak"));
    for (const trail::Link& link :
         trail::links_from(session, {"requisition", found->second.value})) {
        if (link.kind != "order") continue;
        auto order = order::load(session, order::OrderId{link.id});
        if (order && order->supplier_organisation_number == supplier) return *order;
    }
    stop("documents.csv", fmt::format("case {} has no order with {}", row.at("Sak"), supplier));
}

std::string document(db::Session& session, const Row& row, const Cases& cases, Date today) {
    const order::Order order = order_of(session, row, cases);
    const std::string& supplier = row.at("Leverandør");
    const auto seller = party::supplier_by_organisation_number(session, supplier);
    if (!seller) stop("documents.csv", "no supplier " + supplier);
    const demo_supplier::Sides sides{party::municipality(session, order.municipality).value(),
                                     *seller};
    const std::string& kind = row.at("Dokument");
    const std::string& number = row.at("Nummer");
    const Deviations how = deviations(order, row.at("Endringer"), kind == "kreditnota");
    if (kind == "bekreftelse" || kind == "endring" || kind == "avvisning") {
        const char* code = kind == "bekreftelse" ? "AP" : kind == "endring" ? "CA" : "RE";
        return ubl::write(demo_supplier::response(order, sides, code, how.wishes, number, today));
    }
    ubl::Invoice out =
        kind == "kreditnota"
            ? demo_supplier::credit_note(order, sides, how.wishes, number, row.at("Gjelder"), today)
            : demo_supplier::invoice(order, sides, how.wishes, number, today);
    out.note = row.at("Merknad");
    if (order.number.empty()) {
        for (ubl::InvoiceLine& line : out.lines) line.order_line_reference.clear();
    }
    if (!how.freight.is_zero()) demo_supplier::add_charge(out, "Frakt", how.freight);
    if (!how.wrong_by.is_zero())
        out.totals.payable->value =
            Decimal::from(Money(out.totals.payable->value.scaled(2)) + how.wrong_by);
    return ubl::write(out);
}

void send(db::Database& database, const Row& row, const Cases& cases, Instant at) {
    const std::string bytes = database.reading([&](db::Session& session) {
        const order::Order order = order_of(session, row, cases);
        const auto buyer = party::municipality(session, order.municipality);
        return enveloped(document(session, row, cases, at.oslo_date()),
                         "0192:" + row.at("Leverandør"), "0192:" + buyer->organisation_number, at);
    });
    const gateway::Outcome outcome = gateway::receive(
        database,
        {bytes, "folder", fmt::format("{}-{}.xml", row.at("Dokument"), row.at("Nummer")), at});
    const bool expected = !row.at("Endringer").contains("sum ");
    if (expected != (outcome.state == gateway::State::filed)) {
        stop(fmt::format("documents.csv, {} {}", row.at("Dokument"), row.at("Nummer")),
             outcome.reason ? outcome.reason->in(Language::nb) : "was taken in, and should not be");
    }
}

// ---- People ------------------------------------------------------------------------------------

invoice::InvoiceId invoice_numbered(db::Session& session, std::string_view number) {
    const auto found = invoice::list(session, Actor::system(), {.text = std::string(number)});
    for (const invoice::Summary& one : found) {
        if (one.number == number) return one.id;
    }
    stop("invoice_steps.csv", fmt::format("no invoice {}", number));
}

Actor actor_called(db::Session& session, const std::string& user_name, Date today) {
    const auto person = party::person_by_user_name(session, user_name);
    if (!person) throw std::runtime_error("nobody is called " + user_name);
    return party::actor(session, person->id, today).value();
}

// "230 4100 345": the same coding for every line.
std::vector<invoice::CodedLine> coded(db::Session& session, invoice::InvoiceId id,
                                      std::string_view codes) {
    const auto words = parted(codes, " ");
    std::vector<invoice::CodedLine> out;
    const auto record = invoice::load(session, id);
    for (const invoice::Line& line : record->content.lines) {
        invoice::CodedLine one;
        one.position = line.position;
        for (std::size_t i = 0; i < words.size() && i < one.codes.size(); ++i)
            one.codes[i] = words[i];
        one.vat_code = "1";
        out.push_back(std::move(one));
    }
    return out;
}

Result<void> step(db::Tx& tx, const Row& row, Instant at) {
    const Actor actor = actor_called(tx, row.at("Hvem"), at.oslo_date());
    const invoice::InvoiceId id = invoice_numbered(tx, row.at("Nummer"));
    const std::string& what = row.at("Hva");
    const std::string& why = row.at("Grunn");
    if (what == "konter")
        return invoice::code_lines(tx, actor, at, id, coded(tx, id, row.at("Kontering")));
    if (what == "godta") return invoice::accept(tx, actor, at, id, why);
    if (what == "attester") return invoice::certify(tx, actor, at, id);
    if (what == "anvis") return invoice::authorise(tx, actor, at, id);
    if (what == "be om kreditnota") return invoice::ask_credit_note(tx, actor, at, id, why);
    stop("invoice_steps.csv", "nothing is called " + what);
}

// ---- The finance system ------------------------------------------------------------------------

void export_all(db::Tx& tx, const Row& row, Instant at) {
    const Actor actor = actor_called(tx, row.at("Hvem"), at.oslo_date());
    const auto done = finance::export_approved(tx, actor, at, actor.municipality);
    if (!done) stop("exports.csv", done.error().in(Language::nb));
}

// The finance system's answer to the newest batch: booked, but for those it would not have.
void answer(db::Tx& tx, const Row& row, Instant at) {
    const Actor actor = actor_called(tx, row.at("Hvem"), at.oslo_date());
    const auto batches = finance::batches(tx, actor.municipality, 1);
    if (batches.empty()) stop("exports.csv", "there is nothing to answer");
    const std::string& refused = row.at("Avvist");
    std::string csv = "Referanse;Bilag;Dato;Beløp;Merknad\n";
    int running = 0;
    for (const finance::Item& item : finance::items(tx, batches[0].id)) {
        const auto found = invoice::find(tx, actor, item.invoice);
        const bool no = !refused.empty() && found && found->number == refused;
        csv +=
            fmt::format("{};{};{};{};{}\n", item.reference,
                        no ? "" : fmt::format("52{:05}", batches[0].id.value * 100 + ++running),
                        at.oslo_date().iso(), format_money(item.amount), no ? row.at("Grunn") : "");
    }
    const auto report = finance::take_receipt(tx, actor, at, actor.municipality, csv);
    if (!report) stop("exports.csv", report.error().in(Language::nb));
    for (const finance::ReceiptLine& line : report->lines) {
        if (line.outcome != "posted" && line.outcome != "rejected")
            stop("exports.csv", line.reference + ": " + line.detail[0]);
    }
}

}  // namespace

std::vector<Happening> papers(db::Database& database, const DemoPapers& from, Instant now,
                              const Cases& cases) {
    std::vector<Happening> out;
    int running = 0;  // what stands first in its file happens first on its day
    const auto at = [&](const Row& row, std::string_view heading, int hour) {
        running = (running + 1) % 120;
        const Instant on_the_hour = days_ago(std::stoi(row.find(heading)->second), hour, now);
        return std::min(Instant(on_the_hour.milliseconds() + running * 27'000), now);
    };
    const auto write = [&](Instant when, auto act) {
        out.push_back({when, [&database, act] {
                           database.write([&](db::Tx& tx) {
                               act(tx);
                               tx.commit();
                           });
                       }});
    };
    for (const Row& row : rows_of(from.documents)) {
        const Instant when = at(row, "Dager siden", 14);
        out.push_back({when, [&database, &cases, row, when] { send(database, row, cases, when); }});
    }
    for (const Row& row : rows_of(from.steps)) {
        const Instant when = at(row, "Dager siden", 15);
        write(when, [row, when](db::Tx& tx) {
            if (auto done = step(tx, row, when); !done)
                stop("invoice_steps.csv, " + row.at("Nummer") + " " + row.at("Hva"),
                     done.error().in(Language::nb));
        });
    }
    for (const Row& row : rows_of(from.exports)) {
        const Instant when = at(row, "Dager siden", 16);
        write(when, [row, when](db::Tx& tx) { export_all(tx, row, when); });
        if (row.at("Svar dager siden").empty()) continue;
        const Instant answered = at(row, "Svar dager siden", 17);
        write(answered, [row, answered](db::Tx& tx) { answer(tx, row, answered); });
    }
    return out;
}

}  // namespace samkjop::app
