#pragma once
// For scenario tests: Nes with people who certify and authorise, VAT codes, and invoices that the
// gateway takes as it takes them from the network. Only tests include this.
#include <functional>
#include <map>
#include <tuple>

#include "invoice/handling.h"
#include "order/testing.h"
#include "receipt/receipt.h"

namespace samkjop::invoice::testing {

using order::testing::acting;
using order::testing::gloves;
using order::testing::kNow;
using order::testing::later;
using order::testing::place;
using order::testing::refused;

struct Nes : order::testing::Nes {
    explicit Nes(order::testing::Nes base) : order::testing::Nes(std::move(base)) {}
    UserId certifier, authoriser;  // Anne Dokken attests, Torbjørn Liodden authorises
    coding::CodingId flats;        // no right of compensation

    Record record(InvoiceId id) const {
        return database.reading([&](db::Session& session) { return load(session, id).value(); });
    }
    ledger::Balance balance_of(coding::CodingId coding_id) const {
        return database.reading(
            [&](db::Session& session) { return ledger::balance(session, coding_id, 2026); });
    }
};

inline void add_value(db::Tx& tx, const Nes& nes, coding::Dimension dimension, std::string code) {
    coding::DimensionValue row;
    row.dimension = dimension;
    row.code = row.name = std::move(code);
    row.valid_from = Date(2026, 1, 1);
    row.valid_to = party::kOpenEnd;
    REQUIRE(coding::save_value(tx, Actor::system(), kNow, nes.municipality, row));
}

inline Nes build(db::Database& database, Money line_tolerance = kroner(50),
                 Money total_tolerance = kroner(100)) {
    Nes nes(order::testing::build(database));
    database.write([&](db::Tx& tx) {
        const Actor system = Actor::system();
        nes.certifier = order::testing::add_person(tx, nes, "anne.dokken", "Anne Dokken",
                                                   {{Role::certifier, nes.elvetun}});
        nes.authoriser = nes.torbjorn;
        REQUIRE(party::grant_role(tx, system, kNow, nes.torbjorn, {Role::authoriser, nes.elvetun}));
        const std::tuple<const char*, int, int> codes[] = {
            {"1", 25, 10'000}, {"11", 15, 10'000}, {"9", 25, 0}, {"0", 0, 0}};
        for (const auto& [code, percent, right] : codes) {
            REQUIRE(coding::save_vat_code(tx, system, kNow, nes.municipality,
                                          {0, code, code, Decimal(percent, 2), right, "1", "S",
                                           Date(2026, 1, 1), party::kOpenEnd}));
        }
        add_value(tx, nes, coding::Dimension::art, "230");
        add_value(tx, nes, coding::Dimension::ansvar, "4310");
        add_value(tx, nes, coding::Dimension::funksjon, "265");
        nes.flats =
            coding::resolve(tx, nes.municipality, {"230", "4310", "265"}, kNow.oslo_date()).value();
        auto settings = party::municipality(tx, nes.municipality)->settings;
        settings.invoice_price_percent = Decimal::whole(2);
        settings.invoice_line_tolerance = line_tolerance;
        settings.invoice_total_tolerance = total_tolerance;
        settings.receipt_required = true;
        REQUIRE(party::save_settings(tx, system, kNow, nes.municipality, settings));
        tx.commit();
    });
    return nes;
}

inline void receive(const Nes& nes, order::OrderId id, std::vector<int> quantities) {
    const auto order = nes.order(id);
    const auto done = acting(nes, nes.marit, [&](db::Tx& tx, const Actor& who) {
        receipt::NewReceipt wanted;
        wanted.order = id;
        wanted.key =
            "k" + std::to_string(tx->value<std::int64_t>("SELECT count(*) FROM receipt").value());
        for (std::size_t i = 0; i < quantities.size(); ++i) {
            if (quantities[i] > 0)
                wanted.lines.push_back({order.lines[i].id, Decimal::whole(quantities[i])});
        }
        return receipt::receive(tx, who, later(60), wanted);
    });
    if (!done) FAIL(done.error().in(Language::en));
}

struct Charged {
    std::string name, item_number, unit = "XBX";
    Decimal quantity = Decimal::whole(1), price;
    Decimal percent = Decimal::whole(25);
    std::string category = "S", reference = "";  // the order line
};
inline std::vector<Charged> as_ordered(const order::Order& order) {
    std::vector<Charged> out;
    for (const order::Line& line : order.lines) {
        out.push_back({line.name, line.item_number, line.unit, line.quantity, line.price,
                       Decimal::whole(25), "S", std::to_string(line.position)});
    }
    return out;
}

inline ubl::Amount nok(Money money) { return {Decimal::from(money).normalised(), "NOK"}; }

struct Head {
    std::string number = "104518";
    std::string order_reference, buyer_reference = "3210", note, preceding;
    bool credit_note = false;
    std::vector<std::pair<std::string, Money>> charges;  // without VAT, at 25 %
};

inline ubl::Party seller_of(const std::string& number, const std::string& name) {
    ubl::Party out = order::testing::party_of(number, name);
    out.address.street = "Industriveien 4";
    out.address.city = "Nesbyen";
    out.address.postal_zone = "3540";
    out.address.country = "NO";
    out.tax_registrations = {{"NO" + number + "MVA", "VAT"}, {"Foretaksregisteret", "TAX"}};
    return out;
}

inline void add_vat(ubl::Invoice& out,
                    const std::map<std::pair<std::string, Decimal>, Money>& bases) {
    Money vat, net;
    for (const auto& [key, base] : bases) {
        const Money tax = share(
            base, Decimal(key.second.normalised().digits(), key.second.normalised().scale() + 2));
        out.vat_breakdown.push_back({nok(base), nok(tax), key.first, key.second, "", ""});
        vat += tax;
        net += base;
    }
    out.vat_total = nok(vat);
    out.totals.without_vat = nok(net);
    out.totals.with_vat = out.totals.payable = nok(net + vat);
}

inline ubl::Invoice document(const Nes& nes, const std::vector<Charged>& lines, const Head& head) {
    ubl::Invoice out;
    out.is_credit_note = head.credit_note;
    out.number = head.number;
    out.issue_date = kNow.oslo_date() - 2;
    if (!head.credit_note)
        out.due_date = kNow.oslo_date() + 19;
    else
        out.payment_terms = "Trekkes fra neste faktura";  // BR-CO-25: a due date or terms
    out.type_code = head.credit_note ? "381" : "380";
    out.currency = "NOK";
    out.note = head.note;
    out.buyer_reference = head.buyer_reference;
    out.order_reference = head.order_reference;
    if (!head.preceding.empty()) out.preceding_invoices.push_back({head.preceding, {}});
    out.seller = seller_of(nes.fjellro_number, "Fjellro Medisinske AS");
    out.buyer = seller_of(nes.organisation_number, "Nes kommune");
    out.buyer.tax_registrations.clear();
    ubl::PaymentMeans means;
    means.code = "30";
    means.remittance = "00481104518";
    means.account = "15061234567";
    out.payment_means.push_back(means);
    Money sum;
    std::map<std::pair<std::string, Decimal>, Money> bases;
    for (const Charged& each : lines) {
        ubl::InvoiceLine line;
        line.identifier = std::to_string(out.lines.size() + 1);
        line.quantity = {each.quantity, each.unit};
        const Money net = times(each.quantity, each.price);
        line.net_amount = nok(net);
        line.order_line_reference = each.reference;
        line.item.name = each.name;
        line.item.sellers_identifier = each.item_number;
        line.item.vat_category = each.category;
        line.item.vat_rate = each.percent;
        line.price.amount = ubl::Amount{each.price, "NOK"};
        out.lines.push_back(std::move(line));
        sum += net;
        bases[{each.category, each.percent}] += net;
    }
    out.totals.lines = nok(sum);
    Money charged;
    for (const auto& [reason, amount] : head.charges) {
        ubl::AllowanceCharge charge;
        charge.is_charge = true;
        charge.reason = reason;
        charge.amount = nok(amount);
        charge.vat_category = "S";
        charge.vat_rate = Decimal::whole(25);
        out.adjustments.push_back(std::move(charge));
        charged += amount;
        bases[{"S", Decimal::whole(25)}] += amount;
    }
    if (!charged.is_zero()) out.totals.charges = nok(charged);
    add_vat(out, bases);
    return out;
}

inline gateway::Outcome send(const Nes& nes, const ubl::Invoice& invoice,
                             std::string channel = "folder", Instant at = later(120)) {
    auto outcome = gateway::receive(nes.database,
                                    {ubl::write(invoice), std::move(channel), "faktura.xml", at});
    return outcome;
}
inline InvoiceId taken(const Nes& nes, const ubl::Invoice& invoice) {
    const auto outcome = send(nes, invoice);
    REQUIRE(outcome.state == gateway::State::filed);
    return InvoiceId{outcome.filed.subject};
}

inline std::string told(const Nes& nes, InvoiceId id) {  // state, amount at stake, what differs
    const Record record = nes.record(id);
    std::string out(name(record.state));
    for (const Finding& finding : record.findings) {
        out += " " + std::to_string(finding.line) + ":" + std::string(name(finding.kind)) + "=" +
               std::to_string(finding.at_stake.ore());
    }
    return out;
}

inline void in_nes(const std::function<void(Nes&)>& test) {
    register_takers();
    db::testing::each_database([&](db::Database& database) {
        Nes nes = build(database);
        test(nes);
        CHECK(nes.proved());
    });
}

}  // namespace samkjop::invoice::testing
