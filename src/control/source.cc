// Loads what judge() needs: the price lists of the goods that the document names, the supplier's
// agreements as the municipality may use them, and who else sells the same on an agreement.

#include "control/source.h"

#include <algorithm>
#include <set>

#include "control/reading.h"

namespace samkjop::control {
namespace {

constexpr int kNamesAtMost = 20'000;  // of one supplier, for names that only resemble
constexpr int kResembles = 75;
constexpr std::size_t kStrangersAtMost = 500;  // lines of one document that are compared so

catalogue::Wanted numbered(const Document& document) {
    catalogue::Wanted out;
    for (const Line& line : document.lines) {
        if (line.charge) continue;
        if (!line.item_number.empty()) out.numbers.push_back(line.item_number);
        if (!line.gtin.empty()) out.gtins.push_back(line.gtin);
    }
    return out;
}

// The lines that no number and no GTIN found, or only doubtfully.
std::vector<const Line*> unmatched(const Document& document, const Facts& facts, bool charged) {
    std::vector<const Line*> out;
    const Matcher matcher(facts);
    for (const Line& line : document.lines) {
        if (line.charge || line.name.empty() || (charged && line.net <= Money())) continue;
        const Match how = matcher.of(line).how;
        if (how == Match::none || (!charged && how == Match::similar_text)) out.push_back(&line);
    }
    return out;
}

// Both lists are of the same kinds of fees; energy is the register's «other».
FeeKind kind_of(const agreement::Fee& fee) {
    switch (fee.kind) {
        case agreement::FeeKind::freight:
            return FeeKind::freight;
        case agreement::FeeKind::small_order:
            return FeeKind::small_order;
        case agreement::FeeKind::invoice:
            return FeeKind::invoice;
        case agreement::FeeKind::environment:
            return FeeKind::environment;
        case agreement::FeeKind::packaging:
            return FeeKind::packaging;
        case agreement::FeeKind::express:
            return FeeKind::express;
        case agreement::FeeKind::other:
            break;
    }
    return fee_kind("", fee.text);
}

Agreed agreed_of(db::Session& session, const agreement::Held& from) {
    Agreed out;
    out.id = from.id;
    out.number = from.number;
    out.title = from.title;
    out.first = from.first;
    out.last = from.last;
    out.product_groups = from.product_groups;
    bool freight = false;
    for (const agreement::Fee& each : from.fees) {
        freight |= each.kind == agreement::FeeKind::freight;
        out.fees.push_back({kind_of(each), each.most, each.percent, each.below});
    }
    // Free delivery above an amount means that there is freight below it; how much is not said.
    if (from.free_delivery_from && !freight)
        out.fees.push_back({FeeKind::freight, {}, {}, from.free_delivery_from});
    out.listed = !catalogue::price_lists(session, from.id).empty();
    return out;
}

bool covers(std::string_view groups, std::string_view unspsc) {
    if (unspsc.empty()) return false;
    while (!groups.empty()) {
        const std::size_t end = std::min(groups.find(' '), groups.size());
        const std::string_view prefix = groups.substr(0, end);
        if (!prefix.empty() && unspsc.starts_with(prefix)) return true;
        groups.remove_prefix(std::min(end + 1, groups.size()));
    }
    return false;
}

}  // namespace

const std::vector<Agreed>& Source::agreed(db::Session& session, MunicipalityId municipality,
                                          party::SupplierId supplier) {
    const auto [at, fresh] = agreed_.try_emplace({municipality.value, supplier.value});
    if (!fresh) return at->second;
    for (const agreement::Held& each : agreement::held_with(session, municipality, supplier))
        at->second.push_back(agreed_of(session, each));
    return at->second;
}

const std::vector<Source::Covering>& Source::covering(db::Session& session,
                                                      MunicipalityId municipality) {
    const auto [at, fresh] = covering_.try_emplace(municipality.value);
    if (!fresh) return at->second;
    agreement::Filter filter;
    filter.municipality = municipality;
    filter.ended = true;
    for (const agreement::Agreement& each : agreement::list(session, filter, Date())) {
        const agreement::Member* member = each.member(municipality);
        if (member == nullptr) continue;
        at->second.push_back({each.id, each.supplier, each.title, each.supplier_name,
                              each.product_groups, std::max(each.valid_from, member->joined_on),
                              std::min(each.valid_to, member->left_on.value_or(each.valid_to))});
    }
    return at->second;
}

// All the supplier's names; of a supplier with too many, those that begin as this one does: the
// words of a key stand in alphabetical order, so most names that resemble it begin alike.
const std::vector<Source::Name>& Source::names(db::Session& session, party::SupplierId supplier,
                                               std::string_view key) {
    const auto load = [&](const std::string& begins, int limit) -> std::vector<Name>& {
        const auto [at, fresh] = names_.try_emplace({supplier.value, begins});
        if (!fresh) return at->second;
        for (const auto& each : catalogue::names_of(session, supplier, begins, limit))
            at->second.push_back({each.item, Words(each.key)});
        return at->second;
    };
    const std::vector<Name>& all = load("", kNamesAtMost);
    if (all.size() < static_cast<std::size_t>(kNamesAtMost)) return all;
    return load(std::string(key.substr(0, key.find(' '))), kNamesAtMost);
}

// What no number found is looked for by its words in any order, and last by names that resemble.
void Source::by_name(db::Session& session, party::SupplierId supplier, const Document& document,
                     Facts& facts) {
    std::set<std::int64_t> known;
    for (const catalogue::Terms& each : facts.terms) known.insert(each.item.value);
    catalogue::Wanted wanted;
    for (const Line* line : unmatched(document, facts, false)) wanted.names.push_back(line->name);
    if (wanted.names.empty()) return;
    for (auto& each : catalogue::terms(session, supplier, wanted)) {
        if (!known.contains(each.item.value)) facts.terms.push_back(std::move(each));
    }
    for (const catalogue::Terms& each : facts.terms) known.insert(each.item.value);
    std::size_t compared = 0;
    for (const Line* line : unmatched(document, facts, true)) {
        if (fee_kind(*line)) continue;
        if (++compared > kStrangersAtMost) break;
        const std::string key = catalogue::text_key(line->name);
        const Words own(key);
        int top = kResembles - 1;
        catalogue::ItemId best;
        for (const Name& each : names(session, supplier, key)) {
            const int percent = Words::likeness(own, each.words);
            if (percent <= top) continue;
            top = percent;
            best = each.item;
        }
        if (!best || !known.insert(best.value).second) continue;
        for (auto& each : catalogue::terms(session, best)) facts.terms.push_back(std::move(each));
    }
}

void Source::elsewhere(db::Session& session, MunicipalityId municipality,
                       party::SupplierId supplier, const Document& document, Facts& facts) {
    const Date day = days_of(document).likely;
    Facts own;  // what this supplier sells on an agreement that may be used
    for (const catalogue::Terms& each : facts.terms) {
        const bool usable = std::ranges::any_of(facts.agreements, [&](const Agreed& agreement) {
            return agreement.id == each.agreement;
        });
        if (usable) own.terms.push_back(each);
    }
    const Matcher matcher(own);
    for (const Line& line : document.lines) {
        if (line.charge || line.net <= Money()) continue;
        const Match how = matcher.of(line).how;
        if ((how != Match::none && how != Match::similar_text) || fee_kind(line)) continue;
        const Covering* category = nullptr;
        std::optional<Elsewhere> found;
        for (const catalogue::Terms& each :
             catalogue::terms_elsewhere(session, supplier, line.gtin, line.name, day)) {
            for (const Covering& agreement : covering(session, municipality)) {
                if (agreement.id != each.agreement || agreement.first > day ||
                    agreement.last < day) {
                    continue;
                }
                found = Elsewhere{line.position, agreement.id, agreement.title,
                                  agreement.supplier_name, each};
            }
        }
        if (!found) {
            const bool own_category =
                std::ranges::any_of(facts.agreements, [&](const Agreed& agreement) {
                    return covers(agreement.product_groups, line.unspsc) &&
                           agreement.first <= day && day <= agreement.last;
                });
            if (own_category) continue;
            for (const Covering& agreement : covering(session, municipality)) {
                if (agreement.supplier != supplier && agreement.first <= day &&
                    day <= agreement.last && covers(agreement.product_groups, line.unspsc)) {
                    category = &agreement;
                }
            }
            if (category == nullptr) continue;
            found = Elsewhere{
                line.position, category->id, category->title, category->supplier_name, {}};
        }
        facts.elsewhere.push_back(*std::move(found));
    }
}

Facts Source::of(db::Session& session, MunicipalityId municipality, party::SupplierId supplier,
                 const Document& document) {
    Facts out;
    out.terms = catalogue::terms(session, supplier, numbered(document));
    out.agreements = agreed(session, municipality, supplier);
    by_name(session, supplier, document, out);
    elsewhere(session, municipality, supplier, document, out);
    return out;
}

}  // namespace samkjop::control
