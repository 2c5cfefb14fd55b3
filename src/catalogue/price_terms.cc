// Reading the price lists for the control: by what a document calls the goods, every version.

#include "catalogue/price_terms.h"

#include <algorithm>
#include <map>
#include <set>

#include "db/db.h"

namespace samkjop::catalogue {
namespace {

#define TERMS_COLUMNS                                                                            \
    "i.id, i.supplier_id, COALESCE(i.agreement_id, 0), v.price_list_id, i.item_number, v.gtin, " \
    "v.name, v.unspsc, v.unit, v.content, v.content_unit, v.price, v.vat_rate, v.minimum, "      \
    "v.valid_from, v.valid_to, l.valid_from, l.valid_to, d.amount, d.base, d.steps"
#define TERMS_TABLES                                                      \
    "catalogue_item i JOIN catalogue_item_version v ON v.item_id = i.id " \
    "JOIN price_list l ON l.id = v.price_list_id "                        \
    "LEFT JOIN price_detail d ON d.price_list_id = v.price_list_id AND d.item_id = i.id"

constexpr int kSameNameAtMost = 50;

std::optional<Terms> read(const db::Row& row) {
    Terms out;
    out.item = row.get<ItemId>(0);
    out.supplier = row.get<party::SupplierId>(1);
    out.agreement = row.get<agreement::AgreementId>(2);
    out.price_list = row.get<PriceListId>(3);
    out.item_number = row.get<std::string>(4);
    out.gtin = row.get<std::string>(5);
    out.name = row.get<std::string>(6);
    out.unspsc = row.get<std::string>(7);
    out.unit = row.get<std::string>(8);
    out.content = row.get<Decimal>(9);
    out.content_unit = row.get<std::string>(10);
    out.amount = row.get<Decimal>(11);
    out.vat_rate = row.get<Decimal>(12);
    out.minimum = row.get<Decimal>(13);
    out.valid_from = std::max(row.get<Date>(14), row.get<Date>(16));
    out.valid_to = std::min(row.get<Date>(15), row.get<Date>(17));
    if (!row.null(18)) {
        out.amount = Decimal::parse(row.get<std::string>(18)).value_or(out.amount);
        out.base = row.get<Decimal>(19);
        out.steps = price_steps(row.get<std::string>(20));
    }
    // Replaced before it began: it never held.
    if (out.valid_to < out.valid_from) return std::nullopt;
    return out;
}

void add(std::vector<Terms>& out, const db::Row& row) {
    if (auto one = read(row)) out.push_back(*std::move(one));
}

std::string plain(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string() : std::string(digits.substr(first));
}

}  // namespace

// "20 55.5;100 50": from twenty ordered units 55.5 kroner.
std::vector<PriceStep> price_steps(std::string_view text) {
    std::vector<PriceStep> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view one = text.substr(0, end);
        const std::size_t blank = one.find(' ');
        if (blank != std::string_view::npos) {
            const auto minimum = Decimal::parse(one.substr(0, blank));
            const auto amount = Decimal::parse(one.substr(blank + 1));
            if (minimum && amount) out.push_back({*minimum, *amount});
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::vector<std::string> price_keys(std::string_view item_number, std::string_view gtin,
                                    std::string_view name) {
    std::vector<std::string> out;
    if (const auto key = plain(number_key(item_number)); !key.empty()) out.push_back("n" + key);
    if (const auto key = plain(number_key(gtin)); !key.empty()) out.push_back("g" + key);
    if (auto key = text_key(name); !key.empty()) out.push_back("t" + key);
    return out;
}

std::vector<Terms> terms(db::Session& session, party::SupplierId supplier, const Wanted& wanted) {
    std::set<std::string> keys;
    const auto with = [&](const std::vector<std::string>& more) {
        keys.insert(more.begin(), more.end());
    };
    for (const std::string& each : wanted.numbers) with(price_keys(each, "", ""));
    for (const std::string& each : wanted.gtins) with(price_keys("", each, ""));
    for (const std::string& each : wanted.names) with(price_keys("", "", each));
    std::set<std::int64_t> items;
    for (const std::string& key : keys) {
        session.each(
            "SELECT item_id FROM price_key WHERE key = $1 AND supplier_id = $2 LIMIT $3",
            [&](const db::Row& row) { items.insert(row.get<std::int64_t>(0)); }, key, supplier,
            kSameNameAtMost);
    }
    std::vector<Terms> out;
    out.reserve(items.size());
    for (const std::int64_t item : items) {
        session.each(
            "SELECT " TERMS_COLUMNS " FROM " TERMS_TABLES " WHERE i.id = $1",
            [&](const db::Row& row) { add(out, row); }, item);
    }
    return out;
}

std::vector<Terms> terms(db::Session& session, ItemId item) {
    std::vector<Terms> out;
    session.each(
        "SELECT " TERMS_COLUMNS " FROM " TERMS_TABLES " WHERE i.id = $1",
        [&](const db::Row& row) { add(out, row); }, item);
    return out;
}

std::vector<Terms> terms_elsewhere(db::Session& session, party::SupplierId not_this,
                                   std::string_view gtin, std::string_view name, Date on) {
    std::vector<Terms> out;
    for (const std::string& key : price_keys("", gtin, name)) {
        if (!out.empty()) break;
        session.each(
            "SELECT " TERMS_COLUMNS " FROM " TERMS_TABLES
            " JOIN price_key k ON k.item_id = i.id "
            "WHERE k.key = $1 AND k.supplier_id <> $2 AND i.agreement_id IS NOT NULL AND "
            "v.valid_from <= $3 AND v.valid_to >= $3 AND l.valid_from <= $3 AND "
            "l.valid_to >= $3 LIMIT $4",
            [&](const db::Row& row) { add(out, row); }, key, not_this, on, kSameNameAtMost);
    }
    return out;
}

std::vector<Called> names_of(db::Session& session, party::SupplierId supplier,
                             std::string_view begins, int limit) {
    const std::string from = "t" + std::string(begins);
    return session.list(
        "SELECT item_id, key FROM price_key WHERE supplier_id = $1 AND key >= $2 AND key < $3 "
        "ORDER BY supplier_id, key, item_id LIMIT $4",
        [](const db::Row& row) {
            return Called{row.get<ItemId>(0), row.get<std::string>(1).substr(1)};
        },
        supplier, from, from + "\xF4\x8F\xBF\xBF", limit);
}

}  // namespace samkjop::catalogue
