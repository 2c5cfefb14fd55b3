// Writing: a price list is stored whole as a new version or not at all. Every wrong row is named.
// The versions before it end the day before its first day; the same file again changes nothing.

#include <unordered_set>

#include "catalogue/catalogue.h"
#include "catalogue/price_terms.h"
#include "catalogue/texts.h"
#include "catalogue/units.h"
#include "db/db.h"
#include "trail/trail.h"

namespace samkjop::catalogue {
namespace {

using agreement::AgreementId;

struct Key {
    AgreementId agreement;
    party::SupplierId supplier;
    std::optional<AgreementId> in_sql() const {
        return agreement ? std::optional(agreement) : std::nullopt;
    }
};

bool storable(Decimal value) { return value.normalised().scale() <= db::kDecimalScale; }
bool positive(Decimal value) { return !value.is_zero() && !value.is_negative() && storable(value); }

bool is_unspsc(std::string_view code) {
    return code.empty() || (code.size() == 8 &&
                            std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; }));
}

class Check {
public:
    explicit Check(import::Report& report) : report_(report) {}

    void row(const PriceRow& row) {
        line_ = row.line;
        if (row.item_number.empty())
            say(text::item_number_missing, "item_number");
        else if (!numbers_.insert(row.item_number).second)
            say(text::item_number_twice, "item_number", {{"number", row.item_number}});
        if (row.name.empty()) say(text::name_missing, "name");
        if (!is_unit_code(row.unit)) say(text::unit_malformed, "unit", {{"unit", row.unit}});
        if (!row.content_unit.empty() && !is_unit_code(row.content_unit)) {
            say(text::unit_malformed, "content_unit", {{"unit", row.content_unit}});
        }
        if (!row.gtin.empty() && !Gtin::parse(row.gtin))
            say(text::gtin_malformed, "gtin", {{"number", row.gtin}});
        if (!is_unspsc(row.unspsc)) say(text::unspsc_malformed, "unspsc", {{"code", row.unspsc}});
        if (row.price.is_negative() || !storable(row.price))
            say(text::price_malformed, "price", {{"price", row.price}});
        if (row.vat_rate.is_negative() || row.vat_rate > Decimal::whole(1) ||
            !storable(row.vat_rate)) {
            say(text::vat_rate_malformed, "vat_rate", {{"rate", row.vat_rate}});
        }
        if (!positive(row.content)) say(text::content_malformed, "content");
        if (!positive(row.minimum) || !positive(row.multiple))
            say(text::quantity_rule_malformed, "minimum");
        if (row.valid_to < row.valid_from) say(text::price_ends_before_it_begins, "valid_to");
        if (row.policy == Policy::blocked && row.policy_reason.empty())
            say(text::reason_missing, "policy_reason");
    }

private:
    void say(const Text& text, const std::string& field, Arguments arguments = {}) {
        report_.messages.push_back({line_, 0, field, Refusal{&text, std::move(arguments), field}});
    }
    import::Report& report_;
    std::unordered_set<std::string> numbers_;
    int line_ = 0;
};

struct Existing {
    std::unordered_map<std::string, ItemId> ids;         // every item number this list has had
    std::unordered_map<std::string, std::string> looks;  // what the newest version said
};

std::string steps_text(const PriceRow& row) {
    std::string out;
    for (const PriceStep& step : row.steps) {
        if (!out.empty()) out += ';';
        out += step.minimum.text() + ' ' + step.amount.text();
    }
    return out;
}

// What a row says beyond a price of six decimals for one ordered unit, as one text; mostly nothing.
std::string says_more(const PriceRow& row) {
    const Decimal amount = row.amount.is_zero() ? row.price : row.amount;
    const Emission& e = row.emission;
    if (amount == row.price && row.base == Decimal::whole(1) && row.steps.empty() &&
        row.maximum.is_zero() && row.list_price.is_zero() && row.discount_group.empty() &&
        row.unspsc_version.empty() && row.cpv.empty() && row.hazard.empty() && e.empty()) {
        return "";
    }
    std::string out;
    for (const std::string& part :
         {amount.text(), row.base.text(), steps_text(row), row.maximum.text(),
          row.list_price.text(), row.discount_group, row.unspsc_version, row.cpv, row.hazard,
          e.factor, e.net_quantity, e.source, e.rate, e.unit}) {
        out += '\x1f' + part;
    }
    return out;
}

// What of a row a reader would notice, as one text to compare.
std::string looks(const PriceRow& row) {
    std::string out;
    for (const std::string_view part :
         {std::string_view(row.name), std::string_view(row.description), std::string_view(row.gtin),
          std::string_view(row.brand), std::string_view(row.unspsc), std::string_view(row.unit),
          std::string_view(row.unit_name), std::string_view(row.content_unit),
          std::string_view(row.environment), std::string_view(row.policy_reason)}) {
        out += part;
        out += '\x1f';
    }
    for (const Decimal value : {row.price, row.vat_rate, row.content, row.minimum, row.multiple}) {
        out += value.text() + " ";
    }
    return out + std::to_string(row.delivery_days) + " " +
           std::to_string(static_cast<int>(row.policy)) + says_more(row);
}

void read_more(const db::Row& row, int at, PriceRow& out) {
    if (row.null(at)) return;
    out.amount = Decimal::parse(row.get<std::string>(at)).value_or(Decimal());
    out.base = row.get<Decimal>(at + 1);
    out.steps = price_steps(row.get<std::string>(at + 2));
    out.maximum = row.get<Decimal>(at + 3);
    out.list_price = row.get<Decimal>(at + 4);
    out.discount_group = row.get<std::string>(at + 5);
    out.unspsc_version = row.get<std::string>(at + 6);
    out.cpv = row.get<std::string>(at + 7);
    out.hazard = row.get<std::string>(at + 8);
    out.emission = {row.get<std::string>(at + 9), row.get<std::string>(at + 10),
                    row.get<std::string>(at + 11), row.get<std::string>(at + 12),
                    row.get<std::string>(at + 13)};
}

Existing existing(db::Session& session, const Key& key) {
    Existing out;
    session.each(
        "SELECT id, item_number FROM catalogue_item WHERE supplier_id = $1 AND "
        "COALESCE(agreement_id, 0) = $2",
        [&](const db::Row& row) { out.ids.emplace(row.get<std::string>(1), row.get<ItemId>(0)); },
        key.supplier, key.agreement);
    session.each(
        "SELECT i.item_number, v.name, v.description, v.gtin, v.brand, v.unspsc, v.unit, "
        "v.unit_name, "
        "v.content_unit, v.environment, v.policy_reason, v.price, v.vat_rate, v.content, "
        "v.minimum, "
        "v.multiple, v.delivery_days, v.policy, d.amount, d.base, d.steps, d.maximum, "
        "d.list_price, d.discount_group, d.unspsc_version, d.cpv, d.hazard, d.emission_factor, "
        "d.emission_net_quantity, d.emission_source, d.emission_rate, d.emission_unit "
        "FROM catalogue_item i "
        "JOIN catalogue_item_version v ON v.item_id = i.id JOIN price_list l ON l.id = "
        "v.price_list_id "
        "LEFT JOIN price_detail d ON d.price_list_id = v.price_list_id AND d.item_id = i.id "
        "WHERE l.supplier_id = $1 AND COALESCE(l.agreement_id, 0) = $2 AND l.version = "
        "(SELECT MAX(m.version) FROM price_list m WHERE m.supplier_id = $1 AND "
        "COALESCE(m.agreement_id, 0) = $2)",
        [&](const db::Row& row) {
            PriceRow old;
            old.name = row.get<std::string>(1);
            old.description = row.get<std::string>(2);
            old.gtin = row.get<std::string>(3);
            old.brand = row.get<std::string>(4);
            old.unspsc = row.get<std::string>(5);
            old.unit = row.get<std::string>(6);
            old.unit_name = row.get<std::string>(7);
            old.content_unit = row.get<std::string>(8);
            old.environment = row.get<std::string>(9);
            old.policy_reason = row.get<std::string>(10);
            old.price = row.get<Decimal>(11);
            old.vat_rate = row.get<Decimal>(12);
            old.content = row.get<Decimal>(13);
            old.minimum = row.get<Decimal>(14);
            old.multiple = row.get<Decimal>(15);
            old.delivery_days = row.get<int>(16);
            old.policy = row.get<Policy>(17);
            read_more(row, 18, old);
            out.looks.emplace(row.get<std::string>(0), looks(old));
        },
        key.supplier, key.agreement);
    return out;
}

// The item bought instead: on the same list, else of the same supplier, else the only one of that
// number in the region.
std::optional<ItemId> replacement(db::Session& session, const Key& key, const Existing& known,
                                  const PriceRow& row) {
    if (const auto here = known.ids.find(row.alternative); here != known.ids.end())
        return here->second;
    std::vector<ItemId> all;
    std::optional<ItemId> same_supplier;
    session.each(
        "SELECT id, supplier_id FROM catalogue_item WHERE item_number = $1 ORDER BY id",
        [&](const db::Row& found) {
            all.push_back(found.get<ItemId>(0));
            if (found.get<party::SupplierId>(1) == key.supplier) same_supplier = all.back();
        },
        row.alternative);
    if (same_supplier) return same_supplier;
    return all.size() == 1 ? std::optional(all.front()) : std::nullopt;
}

// A version and what it says of every item. The versions before it end.
PriceListId add_version(db::Tx& tx, Instant at, const Key& key, std::span<const PriceRow> rows,
                        const Source& source, Date first, Date last, std::int64_t version) {
    // Items that the list before had and this one has not must leave the index too.
    tx->run(
        "INSERT INTO catalogue_change (price_list_id) SELECT id FROM price_list WHERE supplier_id "
        "= $1 "
        "AND COALESCE(agreement_id, 0) = $2 AND valid_to >= $3 AND valid_to >= valid_from",
        key.supplier, key.agreement, first);
    tx->run(
        "UPDATE price_list SET valid_to = $3 WHERE supplier_id = $1 AND COALESCE(agreement_id, 0) "
        "= $2 "
        "AND valid_to >= $4",
        key.supplier, key.agreement, first - 1, first);
    const PriceListId id{tx->insert(
        "INSERT INTO price_list (supplier_id, agreement_id, version, valid_from, valid_to, "
        "source_name, "
        "source_sha256, stored_at, items) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        key.supplier, key.in_sql(), version, first, last, source.name, source.sha256, at,
        rows.size())};
    tx->run("INSERT INTO catalogue_change (price_list_id) VALUES ($1)", id);
    return id;
}

void add_item(db::Tx& tx, PriceListId list, ItemId item, const PriceRow& row,
              std::optional<ItemId> instead) {
    tx->run(
        "INSERT INTO catalogue_item_version (item_id, price_list_id, valid_from, valid_to, gtin, "
        "name, "
        "description, brand, unspsc, unit, unit_name, content, content_unit, price, vat_rate, "
        "minimum, "
        "multiple, delivery_days, environment, picture, policy, policy_reason, replacement_id) "
        "VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
        "$20, $21, "
        "$22, $23)",
        item, list, row.valid_from, row.valid_to, row.gtin, row.name, row.description, row.brand,
        row.unspsc, row.unit, row.unit_name, row.content, row.content_unit, row.price, row.vat_rate,
        row.minimum, row.multiple, row.delivery_days, row.environment, row.picture, row.policy,
        row.policy_reason, instead);
    if (says_more(row).empty()) return;
    const Emission& e = row.emission;
    tx->run(
        "INSERT INTO price_detail (price_list_id, item_id, amount, base, steps, maximum, "
        "list_price, discount_group, unspsc_version, cpv, hazard, emission_factor, "
        "emission_net_quantity, emission_source, emission_rate, emission_unit) VALUES ($1, $2, "
        "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        list, item, (row.amount.is_zero() ? row.price : row.amount).text(), row.base,
        steps_text(row), row.maximum, row.list_price, row.discount_group, row.unspsc_version,
        row.cpv, row.hazard, e.factor, e.net_quantity, e.source, e.rate, e.unit);
}

// The names it goes by, for those who look for it by what a document calls it.
void add_keys(db::Tx& tx, const Key& key, ItemId item, const PriceRow& row) {
    for (const std::string& each : price_keys(row.item_number, row.gtin, row.name)) {
        tx->run(
            "INSERT INTO price_key (key, supplier_id, item_id) VALUES ($1, $2, $3) ON CONFLICT DO "
            "NOTHING",
            each, key.supplier, item);
    }
}

}  // namespace

std::vector<import::Message> check(const PriceRow& row) {
    import::Report report;
    Check(report).row(row);
    return std::move(report.messages);
}

import::Report store_price_list(db::Tx& tx, const Actor& actor, Instant at, AgreementId agreement,
                                party::SupplierId supplier, std::span<const PriceRow> rows,
                                const Source& source) {
    import::Report report;
    report.rows = static_cast<int>(rows.size());
    const Key key{agreement, supplier};
    if (tx->value<std::int64_t>("SELECT version FROM price_list WHERE supplier_id = $1 "
                                "AND COALESCE(agreement_id, 0) = $2 AND source_sha256 = $3",
                                supplier, agreement, source.sha256)) {
        report.unchanged = report.rows;
        return report;
    }
    Check check(report);
    for (const PriceRow& row : rows) check.row(row);
    if (rows.empty())
        report.messages.push_back({0, 0, "", Refusal{&text::price_list_empty, {}, ""}});
    if (!report.messages.empty()) return report;

    Date first = rows.front().valid_from;
    Date last = rows.front().valid_to;
    for (const PriceRow& row : rows) {
        first = std::min(first, row.valid_from);
        last = std::max(last, row.valid_to);
    }
    Existing known = existing(tx, key);
    const std::int64_t version = 1 + tx->value<std::int64_t>(
                                           "SELECT COALESCE(MAX(version), 0) FROM price_list WHERE "
                                           "supplier_id = $1 AND COALESCE(agreement_id, 0) = $2",
                                           supplier, agreement)
                                         .value_or(0);
    for (const PriceRow& row : rows) {
        if (known.ids.contains(row.item_number)) continue;
        known.ids[row.item_number] =
            ItemId{tx->insert("INSERT INTO catalogue_item (supplier_id, agreement_id, item_number) "
                              "VALUES ($1, $2, $3) RETURNING id",
                              supplier, key.in_sql(), row.item_number)};
    }
    const PriceListId list = add_version(tx, at, key, rows, source, first, last, version);
    for (const PriceRow& row : rows) {
        std::optional<ItemId> instead;
        if (!row.alternative.empty()) {
            instead = replacement(tx, key, known, row);
            if (!instead) {
                report.messages.push_back({row.line, 0, "alternative",
                                           Refusal{&text::alternative_unknown,
                                                   {{"number", row.alternative}},
                                                   "alternative"}});
            }
        }
        add_item(tx, list, known.ids.at(row.item_number), row, instead);
        const auto before = known.looks.find(row.item_number);
        const bool same = before != known.looks.end() && before->second == looks(row);
        if (!same) add_keys(tx, key, known.ids.at(row.item_number), row);
        ++(before == known.looks.end() ? report.created : same ? report.unchanged : report.changed);
    }
    trail::append(tx, actor, at, {"price_list", list.value}, "stored",
                  trail::Detail()
                      .add("supplier", supplier.value)
                      .add("agreement", agreement.value)
                      .add("version", version)
                      .add("from", first.iso())
                      .add("to", last.iso())
                      .add("items", std::int64_t(report.rows))
                      .add("source", source.name)
                      .add("sha256", source.sha256));
    return report;
}

namespace {

// The agreement and supplier that a file names; what is unknown is a finding.
std::optional<Key> looked_up(db::Session& session, const PriceRow& row, import::Report& report) {
    const auto say = [&](const Text& text, const std::string& field, Arguments arguments) {
        report.messages.push_back(
            {row.line, 0, field, Refusal{&text, std::move(arguments), field}});
        return std::nullopt;
    };
    const auto supplier = party::supplier_by_organisation_number(session, row.supplier);
    if (!supplier) return say(text::supplier_unknown, "supplier", {{"number", row.supplier}});
    if (row.agreement.empty()) return Key{{}, supplier->id};
    const auto found = agreement::find_by_number(session, row.agreement);
    if (!found) return say(text::agreement_unknown, "agreement", {{"number", row.agreement}});
    if (found->supplier != supplier->id) {
        return say(text::other_supplier, "supplier",
                   {{"number", row.agreement}, {"supplier", found->supplier_name}});
    }
    return Key{found->id, supplier->id};
}

// Makes the items that a list names for the first time.
void add_new_items(db::Tx& tx, const Key& key, std::span<const PriceRow> rows) {
    const Existing known = existing(tx, key);
    for (const PriceRow& row : rows) {
        if (known.ids.contains(row.item_number)) continue;
        tx->run(
            "INSERT INTO catalogue_item (supplier_id, agreement_id, item_number) VALUES ($1, $2, "
            "$3) "
            "ON CONFLICT DO NOTHING",
            key.supplier, key.in_sql(), row.item_number);
    }
}

}  // namespace

import::Report store_prices(db::Tx& tx, const Actor& actor, Instant at,
                            std::span<const PriceRow> rows, const Source& source) {
    import::Report report;
    std::map<std::pair<std::string, std::string>, std::vector<PriceRow>> lists;
    for (const PriceRow& row : rows) lists[{row.agreement, row.supplier}].push_back(row);
    // Items first: a blocked one may name a replacement that stands on another list of the file.
    std::vector<std::pair<Key, std::span<const PriceRow>>> known;
    for (const auto& [names, list] : lists) {
        const auto key = looked_up(tx, list.front(), report);
        if (!key) continue;
        add_new_items(tx, *key, list);
        known.emplace_back(*key, list);
    }
    for (const auto& [key, list] : known) {
        const import::Report one =
            store_price_list(tx, actor, at, key.agreement, key.supplier, list, source);
        report.created += one.created;
        report.changed += one.changed;
        report.unchanged += one.unchanged;
        report.messages.insert(report.messages.end(), one.messages.begin(), one.messages.end());
    }
    report.rows = static_cast<int>(rows.size());
    std::multimap<int, import::Message> by_line;  // in the order of the file
    for (import::Message& each : report.messages) by_line.emplace(each.line, std::move(each));
    report.messages.clear();
    for (auto& [line, each] : by_line) report.messages.push_back(std::move(each));
    return report;
}

import::Report take_prices(db::Tx& tx, const Actor& actor, Instant at,
                           std::span<const import::PriceRow> rows, std::string_view file_name,
                           std::string_view sha256) {
    std::vector<PriceRow> own;
    for (const import::PriceRow& row : rows) own.push_back({row, ""});
    return store_prices(tx, actor, at, own, {std::string(file_name), std::string(sha256)});
}

}  // namespace samkjop::catalogue
