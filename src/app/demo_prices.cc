// Writes the catalogue as the supplier's system would, from the list in force and what
// price_update.csv changes of it, and lets the gateway take it like any other.

#include "app/demo_prices.h"

#include <fmt/format.h>

#include <map>
#include <stdexcept>

#include "agreement/agreement.h"
#include "base/words.h"
#include "catalogue/price_rows.h"
#include "control/control.h"
#include "db/db.h"
#include "gateway/gateway.h"
#include "party/party.h"
#include "price/price.h"
#include "sheet/sheet.h"
#include "ubl/ubl.h"

namespace samkjop::app {
namespace {

using catalogue::PriceRow;

struct Changes {
    std::string agreement;
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> of;  // item → what, to
};

Changes changes_of(std::string_view csv) {
    const auto book = sheet::read(csv);
    if (!book) throw std::runtime_error("price_update.csv: " + book.error().in(Language::nb));
    Changes out;
    const auto& rows = book->sheets.at(0).rows;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        out.agreement = rows[i].at(0).value;
        out.of[rows[i].at(1).value].emplace_back(rows[i].at(2).value, rows[i].at(3).shown());
    }
    return out;
}

Decimal number(const std::string& text) { return Decimal::parse_typed(text).value(); }

ubl::CatalogueLine line_of(const PriceRow& row, std::size_t position) {
    ubl::CatalogueLine out;
    out.identifier = std::to_string(position);
    out.orderable = true;
    out.orderable_unit = row.unit;
    out.content = ubl::Quantity{row.content, row.content_unit.empty() ? "EA" : row.content_unit};
    out.order_increment = row.multiple;
    out.minimum_order = ubl::Quantity{row.minimum, row.unit};
    out.prices.emplace_back();
    out.prices[0].amount = ubl::Amount{row.price, "NOK"};
    out.prices[0].base_quantity = ubl::Quantity{Decimal::whole(1), row.unit};
    out.item.name = row.name;
    out.item.description = row.description;
    out.item.sellers_identifier = row.item_number;
    if (!row.gtin.empty()) out.item.standard_identifier = {row.gtin, "0160"};
    out.item.classifications.push_back({row.unspsc, "TST", "19.0501", ""});
    out.item.vat_category = "S";
    out.item.vat_rate = Decimal(row.vat_rate.scaled(6), 4).normalised();
    return out;
}

// What is changed of a row; false: it is gone.
bool change(PriceRow& row, const Changes& changes) {
    const auto at = changes.of.find(row.item_number);
    if (at == changes.of.end()) return true;
    for (const auto& [what, value] : at->second) {
        if (what == "borte") return false;
        if (what == "pris") row.price = number(value);
        if (what == "navn") row.name = value;
        if (what == "innhold") row.content = number(value);
        if (what == "minstekjøp") row.minimum = number(value);
    }
    return true;
}

ubl::Party side(const std::string& number, const std::string& name) {
    ubl::Party out;
    out.endpoint = {number, "0192"};
    out.identifiers = {{number, "0192"}};
    out.legal_name = name;
    return out;
}

std::string catalogue_of(db::Session& session, const Changes& changes, Date today) {
    const auto agreement = agreement::find_by_number(session, changes.agreement);
    if (!agreement) throw std::runtime_error("price_update.csv: no " + changes.agreement);
    ubl::Catalogue out;
    out.number = fmt::format("FM-{}-2", today.year());
    out.name = "Fjellro, priser fra nyttår";
    out.issue_date = today;
    out.version = "2";
    out.customization = "urn:fdc:peppol.eu:poacc:trns:catalogue:3";
    out.profile = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3";
    out.validity.start = Date(today.year() + 1, 1, 1);
    out.validity.end = agreement->valid_to;
    out.contract_reference = agreement->number;
    out.provider = side(agreement->supplier_number, agreement->supplier_name);
    for (const party::Municipality& each : party::municipalities(session)) {
        if (each.host) out.receiver = side(each.organisation_number, each.title());
    }
    catalogue::RowsInForce(session, agreement->id, agreement->supplier).each([&](PriceRow&& row) {
        if (change(row, changes)) out.lines.push_back(line_of(row, out.lines.size() + 1));
    });
    for (const auto& [item, what] : changes.of) {
        for (const auto& [kind, value] : what) {
            if (kind != "ny") continue;
            const auto first = value.find('|');
            const auto second = value.find('|', first + 1);
            PriceRow row;
            row.item_number = item;
            row.name = value.substr(0, first);
            row.price = number(value.substr(first + 1, second - first - 1));
            row.unspsc = value.substr(second + 1);
            row.unit = "XBX";
            row.content = Decimal::whole(100);
            row.content_unit = "EA";
            row.vat_rate = Decimal(25, 2);
            out.lines.push_back(line_of(row, out.lines.size() + 1));
        }
    }
    return ubl::write(out);
}

}  // namespace

Happening new_catalogue(db::Database& database, std::string_view csv, Instant now) {
    const Instant at = days_ago(2, 7, now);
    return {at, [&database, changes = changes_of(csv), at] {
                const std::string bytes = database.reading([&](db::Session& session) {
                    return catalogue_of(session, changes, at.oslo_date());
                });
                const auto outcome =
                    gateway::receive(database, {bytes, "folder", "katalog-fjellro.xml", at});
                if (outcome.state != gateway::State::filed) {
                    throw std::runtime_error(
                        "price_update.csv: " +
                        (outcome.reason ? outcome.reason->in(Language::nb) : "not taken in"));
                }
                price::advance(database, at);
            }};
}

Happening sent_claim(db::Database& database, Instant now) {
    const Instant at = days_ago(1, 9, now);
    return {at, [&database, at] {
                database.write([&](db::Tx& tx) {
                    const auto person = party::person_by_user_name(tx, "ingrid.bakkene");
                    const auto supplier = party::supplier_by_organisation_number(tx, "313001377");
                    const Actor actor = party::actor(tx, person.value().id, at.oslo_date()).value();
                    const auto made =
                        control::make_claim(tx, actor, at, actor.municipality, supplier.value().id);
                    if (!made) throw std::runtime_error(made.error().in(Language::nb));
                    const auto sent = control::send_claim(tx, actor, at, *made);
                    if (!sent) throw std::runtime_error(sent.error().in(Language::nb));
                    tx.commit();
                });
            }};
}

}  // namespace samkjop::app
