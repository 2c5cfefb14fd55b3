// Reads the newest version of a price list as the rows it was made of.

#include "catalogue/price_rows.h"

#include "catalogue/price_terms.h"
#include "db/db.h"

namespace samkjop::catalogue {
namespace {

#define ROW_COLUMNS                                                                              \
    "i.item_number, v.gtin, v.name, v.description, v.brand, v.unspsc, v.unit, v.unit_name, "     \
    "v.content, v.content_unit, v.price, v.vat_rate, v.minimum, v.multiple, v.delivery_days, "   \
    "v.environment, v.picture, v.policy, v.policy_reason, v.valid_from, v.valid_to, d.amount, "  \
    "d.base, d.steps, d.maximum, d.list_price, d.discount_group, d.unspsc_version, d.cpv, "      \
    "d.hazard, d.emission_factor, d.emission_net_quantity, d.emission_source, d.emission_rate, " \
    "d.emission_unit, r.item_number"
#define ROW_TABLES                                                                        \
    "catalogue_item i JOIN catalogue_item_version v ON v.item_id = i.id LEFT JOIN "       \
    "price_detail d ON d.price_list_id = v.price_list_id AND d.item_id = i.id LEFT JOIN " \
    "catalogue_item r ON r.id = v.replacement_id"

PriceRow read(const db::Row& row) {
    PriceRow out;
    out.item_number = row.get<std::string>(0);
    out.gtin = row.get<std::string>(1);
    out.name = row.get<std::string>(2);
    out.description = row.get<std::string>(3);
    out.brand = row.get<std::string>(4);
    out.unspsc = row.get<std::string>(5);
    out.unit = row.get<std::string>(6);
    out.unit_name = row.get<std::string>(7);
    out.content = row.get<Decimal>(8).normalised();
    out.content_unit = row.get<std::string>(9);
    out.price = row.get<Decimal>(10).normalised();
    out.vat_rate = row.get<Decimal>(11).normalised();
    out.minimum = row.get<Decimal>(12).normalised();
    out.multiple = row.get<Decimal>(13).normalised();
    out.delivery_days = row.get<int>(14);
    out.environment = row.get<std::string>(15);
    out.picture = row.get<std::string>(16);
    out.policy = row.get<Policy>(17);
    out.policy_reason = row.get<std::string>(18);
    out.valid_from = row.get<Date>(19);
    out.valid_to = row.get<Date>(20);
    if (!row.null(21)) {
        out.amount = Decimal::parse(row.get<std::string>(21)).value_or(Decimal());
        out.base = row.get<Decimal>(22).normalised();
        out.steps = price_steps(row.get<std::string>(23));
        out.maximum = row.get<Decimal>(24).normalised();
        out.list_price = row.get<Decimal>(25).normalised();
        out.discount_group = row.get<std::string>(26);
        out.unspsc_version = row.get<std::string>(27);
        out.cpv = row.get<std::string>(28);
        out.hazard = row.get<std::string>(29);
        out.emission = {row.get<std::string>(30), row.get<std::string>(31),
                        row.get<std::string>(32), row.get<std::string>(33),
                        row.get<std::string>(34)};
    }
    if (!row.null(35)) out.alternative = row.get<std::string>(35);
    return out;
}

}  // namespace

RowsInForce::RowsInForce(db::Session& session, agreement::AgreementId agreement,
                         party::SupplierId supplier)
    : session_(session), agreement_(agreement), supplier_(supplier) {
    session.each(
        "SELECT id, valid_from FROM price_list WHERE supplier_id = $1 AND COALESCE(agreement_id, "
        "0) = $2 ORDER BY version DESC LIMIT 1",
        [&](const db::Row& row) {
            list_ = row.get<PriceListId>(0);
            valid_from_ = row.get<Date>(1);
        },
        supplier, agreement);
}

std::optional<PriceRow> RowsInForce::of(std::string_view item_number) const {
    return session_.one("SELECT " ROW_COLUMNS " FROM " ROW_TABLES
                        " WHERE i.supplier_id = $1 AND i.item_number = $2 AND "
                        "COALESCE(i.agreement_id, 0) = $3 AND v.price_list_id = $4",
                        read, supplier_, item_number, agreement_, list_);
}

void RowsInForce::each(const std::function<void(PriceRow&&)>& take) const {
    session_.each(
        "SELECT " ROW_COLUMNS " FROM " ROW_TABLES
        " WHERE v.price_list_id = $1 ORDER BY i.item_number",
        [&](const db::Row& row) { take(read(row)); }, list_);
}

std::optional<PriceRow> RowsInForce::first_of(std::string_view item_number) const {
    return session_.one("SELECT " ROW_COLUMNS " FROM " ROW_TABLES
                        " WHERE i.supplier_id = $1 AND i.item_number = $2 AND "
                        "COALESCE(i.agreement_id, 0) = $3 ORDER BY v.price_list_id LIMIT 1",
                        read, supplier_, item_number, agreement_);
}

namespace {

constexpr char kPart = '\x1f';

}  // namespace

std::string packed(const PriceRow& row) {
    std::string steps;
    for (const PriceStep& step : row.steps) {
        if (!steps.empty()) steps += ';';
        steps += step.minimum.text() + ' ' + step.amount.text();
    }
    const Emission& e = row.emission;
    std::string out;
    for (const std::string& part : {row.item_number,
                                    row.gtin,
                                    row.name,
                                    row.description,
                                    row.brand,
                                    row.unspsc,
                                    row.unit,
                                    row.unit_name,
                                    row.content.text(),
                                    row.content_unit,
                                    row.price.text(),
                                    row.vat_rate.text(),
                                    row.minimum.text(),
                                    row.multiple.text(),
                                    std::to_string(row.delivery_days),
                                    row.environment,
                                    row.picture,
                                    std::to_string(static_cast<int>(row.policy)),
                                    row.policy_reason,
                                    row.alternative,
                                    row.valid_from.iso(),
                                    row.valid_to.iso(),
                                    row.amount.text(),
                                    row.base.text(),
                                    steps,
                                    row.maximum.text(),
                                    row.list_price.text(),
                                    row.discount_group,
                                    row.unspsc_version,
                                    row.cpv,
                                    row.hazard,
                                    e.factor,
                                    e.net_quantity,
                                    e.source,
                                    e.rate,
                                    e.unit}) {
        for (const char c : part) out += c == kPart || c == '\0' ? ' ' : c;
        out += kPart;
    }
    return out;
}

PriceRow unpacked(std::string_view text) {
    PriceRow out;
    const auto next = [&]() -> std::string {
        const std::size_t end = std::min(text.find(kPart), text.size());
        std::string part(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        return part;
    };
    const auto decimal = [&] { return Decimal::parse(next()).value_or(Decimal()); };
    const auto date = [&] { return Date::parse(next()).value_or(Date()); };
    const auto number = [&] { return static_cast<int>(decimal().digits()); };
    out.item_number = next();
    out.gtin = next();
    out.name = next();
    out.description = next();
    out.brand = next();
    out.unspsc = next();
    out.unit = next();
    out.unit_name = next();
    out.content = decimal();
    out.content_unit = next();
    out.price = decimal();
    out.vat_rate = decimal();
    out.minimum = decimal();
    out.multiple = decimal();
    out.delivery_days = number();
    out.environment = next();
    out.picture = next();
    out.policy = static_cast<Policy>(number());
    out.policy_reason = next();
    out.alternative = next();
    out.valid_from = date();
    out.valid_to = date();
    out.amount = decimal();
    out.base = decimal();
    out.steps = price_steps(next());
    out.maximum = decimal();
    out.list_price = decimal();
    out.discount_group = next();
    out.unspsc_version = next();
    out.cpv = next();
    out.hazard = next();
    out.emission.factor = next();
    out.emission.net_quantity = next();
    out.emission.source = next();
    out.emission.rate = next();
    out.emission.unit = next();
    return out;
}

}  // namespace samkjop::catalogue
