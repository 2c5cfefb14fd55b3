// Reads and keeps the municipality's codes. resolve() turns an account string into its row, or says
// which dimension is wrong; propose() guesses, from the surest source to the least; the save
// functions change one row, with a line in the trail, and nothing where nothing differs.

#include "coding/coding.h"
#include "coding/rules.h"
#include "coding/texts.h"
#include "db/db.h"
#include "trail/trail.h"

namespace samkjop::coding {
namespace {

using Codes = std::array<std::string, kDimensions>;

const Text* const kLabels[kDimensions] = {
    &text::label_art,    &text::label_ansvar, &text::label_funksjon, &text::label_prosjekt,
    &text::label_free_1, &text::label_free_2, &text::label_free_3};

template <class... Parts>
std::string sql(Parts... parts) {
    std::string out;
    (out.append(parts), ...);
    return out;
}

constexpr std::string_view kValue =
    "SELECT id, dimension, code, name, parent, kostra, valid_from, valid_to, blocked, budget_only,"
    " investment FROM dimension_value";

DimensionValue read_value(const db::Row& row) {
    return {row.get<std::int64_t>(0), row.get<Dimension>(1),   row.get<std::string>(2),
            row.get<std::string>(3),  row.get<std::string>(4), row.get<std::string>(5),
            row.get<Date>(6),         row.get<Date>(7),        row.get<bool>(8),
            row.get<bool>(9),         row.get<bool>(10)};
}

constexpr std::string_view kVatCode =
    "SELECT id, code, name, rate, right_share, saft_code, category, valid_from, valid_to FROM "
    "vat_code";

VatCode read_vat_code(const db::Row& row) {
    return {row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2),
            row.get<Decimal>(3),      row.get<int>(4),         row.get<std::string>(5),
            row.get<std::string>(6),  row.get<Date>(7),        row.get<Date>(8)};
}

constexpr std::string_view kGroup =
    "SELECT id, prefix, name, art, vat_code, valid_from, valid_to FROM product_group_rule";

ProductGroupRule read_group(const db::Row& row) {
    return {row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2),
            row.get<std::string>(3),  row.get<std::string>(4), row.get<Date>(5),
            row.get<Date>(6)};
}

constexpr std::string_view kCodes = "art, ansvar, funksjon, prosjekt, free_1, free_2, free_3";

Codes read_codes(const db::Row& row, int first) {
    Codes codes;
    for (int i = 0; i < kDimensions; ++i) codes[i] = row.get<std::string>(first + i);
    return codes;
}

std::vector<DimensionValue> rows_of(db::Session& session, MunicipalityId municipality,
                                    Dimension dimension, std::string_view code) {
    return session.list(sql(kValue,
                            " WHERE municipality_id = $1 AND dimension = $2 AND code = $3"
                            " ORDER BY valid_from"),
                        read_value, municipality, dimension, code);
}

// Those that may concern this art: rows of other arts would only be stepped over.
std::vector<check::InvalidCombination> invalid_combinations(db::Session& session,
                                                            std::string_view art) {
    return session.list(
        "SELECT investment, art, funksjon, valid_from, valid_to FROM invalid_combination"
        " WHERE art IN ($1, '') ORDER BY id",
        [](const db::Row& row) {
            return check::InvalidCombination{row.get<bool>(0), row.get<std::string>(1),
                                             row.get<std::string>(2), row.get<Date>(3),
                                             row.get<Date>(4)};
        },
        art);
}

std::optional<Refusal> wrong_with(db::Session& session, MunicipalityId municipality,
                                  const Codes& codes, Date on, bool for_purchase) {
    std::optional<DimensionValue> art, funksjon;
    for (const DimensionRule& rule : coding::rules(session, municipality)) {
        const std::string& code = codes[static_cast<std::size_t>(rule.dimension)];
        const auto rows = code.empty() ? std::vector<DimensionValue>()
                                       : rows_of(session, municipality, rule.dimension, code);
        if (auto wrong = check::wrong_with(rule, code, rows, on, for_purchase)) return wrong;
        for (const DimensionValue& row : rows) {
            if (on < row.valid_from || row.valid_to < on) continue;
            if (rule.dimension == Dimension::art) art = row;
            if (rule.dimension == Dimension::funksjon) funksjon = row;
        }
    }
    if (!art) return std::nullopt;
    const std::string kostra = check::kostra_of(*art);
    return check::wrong_with(invalid_combinations(session, kostra), art->investment, kostra,
                             funksjon ? check::kostra_of(*funksjon) : "", on);
}

std::optional<CodingId> existing(db::Session& session, MunicipalityId municipality,
                                 const Codes& c) {
    return session.value<CodingId>(
        "SELECT id FROM coding WHERE municipality_id = $1 AND art = $2 AND ansvar = $3"
        " AND funksjon = $4 AND prosjekt = $5 AND free_1 = $6 AND free_2 = $7 AND free_3 = $8",
        municipality, c[0], c[1], c[2], c[3], c[4], c[5], c[6]);
}

// The unit's own ansvar and function, or those of the nearest unit above that has them.
void code_by_unit(db::Session& session, MunicipalityId municipality, UnitId unit, Date on,
                  Proposal& proposal) {
    std::string& ansvar = proposal.codes[static_cast<std::size_t>(Dimension::ansvar)];
    std::string& funksjon = proposal.codes[static_cast<std::size_t>(Dimension::funksjon)];
    for (auto row = party::unit(session, unit); row; row = party::unit(session, row->parent)) {
        const auto found = value(session, municipality, Dimension::ansvar, row->code, on);
        if (ansvar.empty() && found && !found->blocked && !found->budget_only) ansvar = row->code;
        if (funksjon.empty()) funksjon = row->function;
        if (!row->parent || (!ansvar.empty() && !funksjon.empty())) break;
    }
    if (!ansvar.empty()) proposal.reason = Proposal::Reason::unit;
}

// Of the codes with this rate, the one with the fullest right; where the group names one, that.
std::string vat_code_by_rate(std::span<const VatCode> codes, Decimal rate,
                             std::string_view wanted) {
    const VatCode* best = nullptr;
    for (const VatCode& code : codes) {
        if (code.rate != rate) continue;
        if (code.code == wanted) return code.code;
        if (!best || code.right > best->right) best = &code;
    }
    return best ? best->code : std::string();
}

Result<void> within(const Actor& actor, MunicipalityId municipality) {
    if (actor.user && actor.municipality != municipality) return refuse(text::out_of_reach);
    return {};
}

Result<void> right_row(std::string_view code, std::string_view name, Date from, Date to) {
    const bool blank_ends = !code.empty() && (code.front() == ' ' || code.back() == ' ');
    if (code.empty() || code.size() > 25 || blank_ends)
        return refuse(text::code_malformed, {}, "code");
    if (name.empty()) return refuse(text::name_missing, {}, "name");
    if (to < from) return refuse(text::dates_in_wrong_order, {}, "valid_to");
    return {};
}

// Rows with the same key on some of the same days would leave it open which one counts.
template <class Row>
Result<void> alone(std::span<const Row> rows, std::string_view code, Date from, Date to) {
    for (const Row& row : rows) {
        if (row.valid_from == from || !check::overlaps(from, to, row.valid_from, row.valid_to))
            continue;
        return refuse(text::overlapping_days, {{"code", std::string(code)}}, "valid_from");
    }
    return {};
}

template <class Row>
const Row* from_day(const std::vector<Row>& rows, Date from) {
    const auto found =
        std::ranges::find_if(rows, [&](const Row& r) { return r.valid_from == from; });
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::vector<DimensionRule> rules(db::Session& session, MunicipalityId municipality) {
    auto out = session.list(
        "SELECT dimension, place, label, required, used FROM dimension_rule"
        " WHERE municipality_id = $1 ORDER BY place, dimension",
        [](const db::Row& row) {
            return DimensionRule{row.get<Dimension>(0), row.get<int>(1), row.get<std::string>(2),
                                 row.get<bool>(3), row.get<bool>(4)};
        },
        municipality);
    // Until the municipality says otherwise: art, ansvar and funksjon are required, prosjekt is
    // free to use, and there are no further dimensions.
    for (int i = 0; i < kDimensions; ++i) {
        const auto dimension = static_cast<Dimension>(i);
        const bool known =
            std::ranges::any_of(out, [&](const auto& r) { return r.dimension == dimension; });
        if (!known) out.push_back({dimension, i + 1, std::string(kLabels[i]->nb), i < 3, i < 4});
    }
    return out;
}

std::vector<DimensionValue> values(db::Session& session, MunicipalityId municipality,
                                   Dimension dimension, Date on) {
    return session.list(sql(kValue,
                            " WHERE municipality_id = $1 AND dimension = $2"
                            " AND valid_from <= $3 AND valid_to >= $3 ORDER BY code"),
                        read_value, municipality, dimension, on);
}

std::string name_of(db::Session& session, MunicipalityId municipality, Dimension dimension,
                    std::string_view code) {
    const auto rows = rows_of(session, municipality, dimension, code);
    return rows.empty() ? std::string() : rows.back().name;
}

std::optional<DimensionValue> value(db::Session& session, MunicipalityId municipality,
                                    Dimension dimension, std::string_view code, Date on) {
    for (DimensionValue& row : rows_of(session, municipality, dimension, code)) {
        if (row.valid_from <= on && on <= row.valid_to) return std::move(row);
    }
    return std::nullopt;
}

std::vector<VatCode> vat_codes(db::Session& session, MunicipalityId municipality, Date on) {
    return session.list(sql(kVatCode,
                            " WHERE municipality_id = $1 AND valid_from <= $2"
                            " AND valid_to >= $2 ORDER BY code"),
                        read_vat_code, municipality, on);
}

std::optional<VatCode> vat_code(db::Session& session, MunicipalityId municipality,
                                std::string_view code, Date on) {
    return session.one(sql(kVatCode,
                           " WHERE municipality_id = $1 AND code = $2 AND valid_from <= $3"
                           " AND valid_to >= $3"),
                       read_vat_code, municipality, code, on);
}

std::optional<VatCode> vat_code(db::Session& session, std::int64_t id) {
    return session.one(sql(kVatCode, " WHERE id = $1"), read_vat_code, id);
}

Result<CodingId> resolve(db::Tx& tx, MunicipalityId municipality, const Codes& codes, Date on,
                         bool for_purchase) {
    if (auto wrong = wrong_with(tx, municipality, codes, on, for_purchase)) {
        return std::unexpected(*std::move(wrong));
    }
    if (const auto known = existing(tx, municipality, codes)) return *known;
    return CodingId{tx->insert(sql("INSERT INTO coding (municipality_id, ", kCodes,
                                   ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id"),
                               municipality, codes[0], codes[1], codes[2], codes[3], codes[4],
                               codes[5], codes[6])};
}

std::optional<Coding> find(db::Session& session, CodingId id) {
    return session.one(
        sql("SELECT id, municipality_id, ", kCodes, " FROM coding WHERE id = $1"),
        [](const db::Row& row) {
            return Coding{row.get<CodingId>(0), row.get<MunicipalityId>(1), read_codes(row, 2)};
        },
        id);
}

std::vector<CodingId> all(db::Session& session, MunicipalityId municipality) {
    return session.list(
        "SELECT id FROM coding WHERE municipality_id = $1 ORDER BY id",
        [](const db::Row& row) { return row.get<CodingId>(0); }, municipality);
}

std::vector<CodingId> in_scope(db::Session& session, CodingId id, party::BudgetScope scope) {
    using party::BudgetScope;
    const auto of = find(session, id);
    if (!of) return {};
    const auto some = [&](std::string_view condition, const auto&... arguments) {
        return session.list(
            sql("SELECT c.id FROM coding c WHERE c.municipality_id = $1 AND ", condition,
                " ORDER BY c.id"),
            [](const db::Row& row) { return row.get<CodingId>(0); }, of->municipality,
            arguments...);
    };
    if (scope == BudgetScope::unit) return some("c.ansvar = $2", of->ansvar());
    if (scope == BudgetScope::unit_function) {
        return some("c.ansvar = $2 AND c.funksjon = $3", of->ansvar(), of->funksjon());
    }
    if (scope == BudgetScope::project && !of->prosjekt().empty()) {
        return some("c.prosjekt = $2", of->prosjekt());
    }
    if (scope == BudgetScope::art_group) {
        // The collective code above the art, or the art itself where it has none. The budget may
        // stand on the collective code or on any art below it.
        const auto arts = rows_of(session, of->municipality, Dimension::art, of->art());
        const std::string group =
            arts.empty() || arts.back().parent.empty() ? of->art() : arts.back().parent;
        return some(
            "c.ansvar = $2 AND c.funksjon = $3 AND (c.art = $4 OR EXISTS (SELECT 1 FROM"
            " dimension_value v WHERE v.municipality_id = c.municipality_id"
            " AND v.dimension = 0 AND v.code = c.art AND v.parent = $4))",
            of->ansvar(), of->funksjon(), group);
    }
    return {id};
}

Proposal propose(db::Session& session, MunicipalityId municipality, UnitId unit,
                 std::string_view unspsc, Decimal vat_rate, Date on, std::string_view item_key) {
    const auto known_vat_codes = vat_codes(session, municipality, on);
    Proposal proposal;
    if (!item_key.empty()) {
        auto last = session.one(
            sql("SELECT vat_code, ", kCodes,
                " FROM last_purchase WHERE municipality_id = $1"
                " AND unit_id = $2 AND item_key = $3"),
            [](const db::Row& row) {
                return Proposal{read_codes(row, 1), row.get<std::string>(0),
                                Proposal::Reason::last_purchase};
            },
            municipality, unit, item_key);
        if (last && !wrong_with(session, municipality, last->codes, on, true)) {
            last->vat_code = vat_code_by_rate(known_vat_codes, vat_rate, last->vat_code);
            return *std::move(last);
        }
    }
    code_by_unit(session, municipality, unit, on, proposal);
    const auto group = unspsc.empty()
                           ? std::nullopt
                           : session.one(sql(kGroup,
                                             " WHERE municipality_id = $1 AND prefix = "
                                             "substr(CAST($2 AS TEXT), 1, length(prefix))"
                                             " AND valid_from <= $3 AND valid_to >= $3 ORDER BY "
                                             "length(prefix) DESC LIMIT 1"),
                                         read_group, municipality, unspsc, on);
    if (group) {
        proposal.codes[static_cast<std::size_t>(Dimension::art)] = group->art;
        proposal.reason = Proposal::Reason::product_group;
    }
    proposal.vat_code = vat_code_by_rate(known_vat_codes, vat_rate, group ? group->vat_code : "");
    return proposal;
}

void remember(db::Tx& tx, MunicipalityId municipality, UnitId unit, std::string_view item_key,
              const Codes& codes, std::string_view vat_code, Instant at) {
    if (item_key.empty()) return;
    tx->run(
        sql("INSERT INTO last_purchase (municipality_id, unit_id, item_key, ", kCodes,
            ", vat_code, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            " ON CONFLICT (municipality_id, unit_id, item_key) DO UPDATE SET art = excluded.art,"
            " ansvar = excluded.ansvar, funksjon = excluded.funksjon,"
            " prosjekt = excluded.prosjekt, free_1 = excluded.free_1, free_2 = excluded.free_2,"
            " free_3 = excluded.free_3, vat_code = excluded.vat_code, at = excluded.at"),
        municipality, unit, item_key, codes[0], codes[1], codes[2], codes[3], codes[4], codes[5],
        codes[6], vat_code, at);
}

std::vector<ProductGroupRule> product_groups(db::Session& session, MunicipalityId municipality,
                                             Date on) {
    return session.list(sql(kGroup,
                            " WHERE municipality_id = $1 AND valid_from <= $2"
                            " AND valid_to >= $2 ORDER BY prefix"),
                        read_group, municipality, on);
}

Result<Saved> save_rule(db::Tx& tx, const Actor& actor, Instant at, MunicipalityId municipality,
                        const DimensionRule& rule) {
    TRY(within(actor, municipality));
    if (rule.label.empty()) return refuse(text::label_missing, {}, "label");
    for (const DimensionRule& other : rules(tx, municipality)) {
        if (other.dimension == rule.dimension) {
            const bool stored =
                tx->value<std::int64_t>(
                      "SELECT 1 FROM dimension_rule WHERE municipality_id = $1 AND dimension = $2",
                      municipality, rule.dimension)
                    .has_value();
            const bool same = other.position == rule.position && other.label == rule.label &&
                              other.required == rule.required && other.used == rule.used;
            if (same && stored) return Saved::unchanged;
        } else if (rule.used && other.used && other.position == rule.position) {
            return refuse(text::place_in_use,
                          {{"place", std::int64_t(rule.position)}, {"label", other.label}},
                          "position");
        }
    }
    tx->run(
        "INSERT INTO dimension_rule (municipality_id, dimension, place, label, required, used)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (municipality_id, dimension) DO UPDATE SET"
        " place = excluded.place, label = excluded.label, required = excluded.required,"
        " used = excluded.used",
        municipality, rule.dimension, rule.position, rule.label, rule.required, rule.used);
    trail::append(tx, actor, at, {"municipality", municipality.value}, "dimension_rule_saved",
                  trail::Detail()
                      .add("dimension", name(rule.dimension))
                      .add("label", rule.label)
                      .add("place", std::int64_t(rule.position))
                      .add("required", std::int64_t(rule.required))
                      .add("used", std::int64_t(rule.used)));
    return Saved::changed;
}

Result<Saved> save_value(db::Tx& tx, const Actor& actor, Instant at, MunicipalityId municipality,
                         const DimensionValue& row) {
    TRY(within(actor, municipality));
    TRY(right_row(row.code, row.name, row.valid_from, row.valid_to));
    const auto rows = rows_of(tx, municipality, row.dimension, row.code);
    TRY(alone(std::span(rows), row.code, row.valid_from, row.valid_to));
    const DimensionValue* was = from_day(rows, row.valid_from);
    const auto facts = [](const DimensionValue& v) {
        return std::tie(v.name, v.parent, v.kostra, v.investment, v.valid_to, v.blocked,
                        v.budget_only);
    };
    if (was && facts(*was) == facts(row)) return Saved::unchanged;
    tx->run(
        "INSERT INTO dimension_value (municipality_id, dimension, code, name, parent, kostra,"
        " investment, valid_from, valid_to, blocked, budget_only)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        " ON CONFLICT (municipality_id, dimension, code, valid_from) DO UPDATE SET"
        " name = excluded.name, parent = excluded.parent, kostra = excluded.kostra,"
        " investment = excluded.investment, valid_to = excluded.valid_to,"
        " blocked = excluded.blocked, budget_only = excluded.budget_only",
        municipality, row.dimension, row.code, row.name, row.parent, row.kostra, row.investment,
        row.valid_from, row.valid_to, row.blocked, row.budget_only);
    trail::append(tx, actor, at, {"municipality", municipality.value},
                  was ? "dimension_value_saved" : "dimension_value_created",
                  trail::Detail()
                      .add("dimension", name(row.dimension))
                      .add("code", row.code)
                      .add("name", row.name)
                      .add("valid_to", row.valid_to.iso())
                      .add("blocked", std::int64_t(row.blocked)));
    return was ? Saved::changed : Saved::created;
}

Result<Saved> save_vat_code(db::Tx& tx, const Actor& actor, Instant at, MunicipalityId municipality,
                            const VatCode& row) {
    TRY(within(actor, municipality));
    TRY(right_row(row.code, row.name, row.valid_from, row.valid_to));
    if (row.right < 0 || row.right > 10000) return refuse(text::right_out_of_range, {}, "right");
    if (row.rate.is_negative() || row.rate > Decimal::whole(1)) {
        return refuse(text::rate_out_of_range, {}, "rate");
    }
    const auto rows = tx->list(sql(kVatCode, " WHERE municipality_id = $1 AND code = $2"),
                               read_vat_code, municipality, row.code);
    TRY(alone(std::span(rows), row.code, row.valid_from, row.valid_to));
    const VatCode* was = from_day(rows, row.valid_from);
    const auto facts = [](const VatCode& v) {
        return std::tie(v.name, v.right, v.saft_code, v.category, v.valid_to);
    };
    if (was && was->rate == row.rate && facts(*was) == facts(row)) return Saved::unchanged;
    tx->run(
        "INSERT INTO vat_code (municipality_id, code, name, rate, right_share, saft_code,"
        " category, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT (municipality_id, code, valid_from) DO UPDATE SET name = excluded.name,"
        " rate = excluded.rate, right_share = excluded.right_share,"
        " saft_code = excluded.saft_code, category = excluded.category,"
        " valid_to = excluded.valid_to",
        municipality, row.code, row.name, row.rate, row.right, row.saft_code, row.category,
        row.valid_from, row.valid_to);
    trail::append(tx, actor, at, {"municipality", municipality.value},
                  was ? "vat_code_saved" : "vat_code_created",
                  trail::Detail()
                      .add("code", row.code)
                      .add("name", row.name)
                      .add("rate", row.rate.text())
                      .add("right", std::int64_t(row.right)));
    return was ? Saved::changed : Saved::created;
}

Result<Saved> save_product_group(db::Tx& tx, const Actor& actor, Instant at,
                                 MunicipalityId municipality, const ProductGroupRule& row) {
    TRY(within(actor, municipality));
    const bool digits = row.prefix.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || row.prefix.size() < 2 || row.prefix.size() > 8) {
        return refuse(text::prefix_malformed, {}, "prefix");
    }
    TRY(right_row(row.prefix, row.name, row.valid_from, row.valid_to));
    if (rows_of(tx, municipality, Dimension::art, row.art).empty()) {
        return refuse(text::art_unknown, {{"code", row.art}}, "art");
    }
    const bool known_vat =
        tx->value<std::int64_t>(
              "SELECT count(*) FROM vat_code WHERE municipality_id = $1 AND code = $2",
              municipality, row.vat_code)
            .value_or(0) > 0;
    if (!row.vat_code.empty() && !known_vat) {
        return refuse(text::vat_code_unknown, {{"code", row.vat_code}}, "vat_code");
    }
    const auto rows = tx->list(sql(kGroup, " WHERE municipality_id = $1 AND prefix = $2"),
                               read_group, municipality, row.prefix);
    TRY(alone(std::span(rows), row.prefix, row.valid_from, row.valid_to));
    const ProductGroupRule* was = from_day(rows, row.valid_from);
    const auto facts = [](const ProductGroupRule& r) {
        return std::tie(r.name, r.art, r.vat_code, r.valid_to);
    };
    if (was && facts(*was) == facts(row)) return Saved::unchanged;
    tx->run(
        "INSERT INTO product_group_rule (municipality_id, prefix, name, art, vat_code, valid_from,"
        " valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (municipality_id, prefix, valid_from) DO UPDATE SET name = excluded.name,"
        " art = excluded.art, vat_code = excluded.vat_code, valid_to = excluded.valid_to",
        municipality, row.prefix, row.name, row.art, row.vat_code, row.valid_from, row.valid_to);
    trail::append(tx, actor, at, {"municipality", municipality.value},
                  was ? "product_group_saved" : "product_group_created",
                  trail::Detail()
                      .add("prefix", row.prefix)
                      .add("art", row.art)
                      .add("vat_code", row.vat_code));
    return was ? Saved::changed : Saved::created;
}

}  // namespace samkjop::coding
