// A hit that fails only one facet is counted for that one: each facet shows what it would give if
// it were not chosen itself.

#include "catalogue/search_count.h"

#include <cmath>

#include "catalogue/groups.h"

namespace samkjop::catalogue {
namespace {

template <class Ids, class T>
std::int32_t number_of(const Ids& ids, T id) {
    const auto it = std::ranges::find(ids, id);
    return it == ids.end() ? -1 : static_cast<std::int32_t>(it - ids.begin());
}

constexpr double kPriceTop = 4.0e15;  // a double has every whole number below it

}  // namespace

void PlaceWeight::init(double factor) {
    if (factor == 0) return;  // the part that depends on no word
    const double all = get_collection_size(), with = get_termfreq();
    rarity_ = factor * std::log2(1 + all / (with + 1)) * 0.8;
}

double PlaceWeight::get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const {
    using namespace format::count;
    return rarity_ * (wdf >= kKindAlone  ? 2.3
                      : wdf >= kKind     ? 1.9
                      : wdf >= kKindHead ? 1.6
                      : wdf >= kInName   ? 1.0
                      : wdf >= kInBrand  ? 0.8
                                         : 0.4);
}

double PlaceWeight::get_maxpart() const { return get_sumpart(get_wdf_upper_bound(), 0, 0); }

Judge::Judge(const state::View& view, const Question& question, const Worth& worth)
    : state_(*view.state),
      question_(question),
      worth_(worth),
      size_(static_cast<Xapian::doccount>(state_.figures.size())),
      agreements_(state_.agreements.size()),
      suppliers_(state_.suppliers.size()),
      groups_(static_cast<std::size_t>(group_count()) + 1),
      sizes_(std::size(format::kSizes)),
      units_(256),
      labels_(std::size(format::kLabels)),
      bands_(std::size(format::kPriceBands)) {
    agreement_ = number_of(state_.agreements, question.agreement.value);
    supplier_ = number_of(state_.suppliers, question.supplier.value);
    group_ = question.group.empty() ? 0 : group_by_code(question.group);
    size_letter_ = question.size.empty() ? 0 : format::size_number(question.size);
    unit_ = number_of(state_.units, format::unit_number(format::unit_code(question.unit)));
    label_ = number_of(std::span(format::kLabels), std::string_view(question.label));
    narrowed_ = question.terms != Question::Terms::any || question.agreement || question.supplier ||
                !question.group.empty() || !question.size.empty() || !question.unit.empty() ||
                !question.label.empty() || question.price_band != 0;
    if (!view.popularity) return;
    const auto it = view.popularity->times.find(question.municipality.value);
    if (it != view.popularity->times.end()) popular_ = &it->second;
}

void Judge::init(const Xapian::Database& index) {
    // The index may have been written since the figures were loaded. The items that have no figures
    // yet do not pass; but the end is the index's own: Xapian 1.4 falls over a source that has come
    // to its end while the words beside it go on.
    size_ = index.get_lastdocid() + 1;
    at_ = 0;
    set_maxweight(worth_.by_price
                      ? 2 * kPriceTop
                      : worth_.on_agreement + worth_.preferred + worth_.popular + worth_.blocked);
}

void Judge::next(double) {
    do ++at_;
    while (at_ < size_ && !count(at_));
}
void Judge::skip_to(Xapian::docid id, double) {
    at_ = std::max(at_, id);
    while (at_ < size_ && !count(at_)) ++at_;
}
bool Judge::check(Xapian::docid id, double) {
    at_ = id;
    return id < size_ && count(id);
}

double Judge::get_weight() const {
    const format::Figures& item = state_.figures[at_];
    if (worth_.by_price) {
        const double price = std::min(static_cast<double>(item.base_price), kPriceTop);
        return kPriceTop - price + (item.agreement != 0 ? kPriceTop : 0);
    }
    const auto policy = static_cast<Policy>(item.policy);
    double out = (item.agreement != 0 ? worth_.on_agreement : 0.0) +
                 (policy == Policy::blocked ? 0.0 : worth_.blocked) +
                 (policy == Policy::preferred ? worth_.preferred : 0.0);
    if (popular_ != nullptr) {
        if (at_ < popular_->size()) out += worth_.popular * (*popular_)[at_] / 255;
    }
    return out;
}

bool Judge::terms_hold(const format::Figures& item) const {
    switch (question_.terms) {
        case Question::Terms::any:
            return true;
        case Question::Terms::on_agreement:
            return item.agreement != 0;
        case Question::Terms::without_agreement:
            return item.agreement == 0;
        case Question::Terms::environment:
            return item.label != 0;
    }
    return true;
}

bool Judge::count(Xapian::docid id) {
    if (id >= state_.figures.size()) return false;  // newer than what is loaded
    const format::Figures& item = state_.figures[id];
    if (!item.is_item) return false;
    if (!narrowed_) {
        count_facets(id, item, 0, Facet::none);
        ++passed_;
        return true;
    }
    int failed = 0;
    Facet which = Facet::none;
    const auto need = [&](Facet facet, bool holds) {
        if (holds) return;
        ++failed;
        which = facet;
    };
    need(Facet::terms, terms_hold(item));
    need(Facet::agreement, !question_.agreement || item.agreement == agreement_);
    need(Facet::supplier, !question_.supplier || item.supplier == supplier_);
    need(Facet::group, question_.group.empty() || item.group == group_);
    need(Facet::size, question_.size.empty() || item.size == size_letter_);
    need(Facet::unit, question_.unit.empty() || state_.unit[id] == unit_);
    need(Facet::label, question_.label.empty() || item.label == label_);
    need(Facet::price, question_.price_band == 0 || item.price_band + 1 == question_.price_band);
    if (failed > 1) return false;
    count_facets(id, item, failed, which);
    passed_ += failed == 0;
    return failed == 0;
}

void Judge::count_facets(Xapian::docid id, const format::Figures& item, int failed, Facet which) {
    const auto counts = [&](Facet facet) { return failed == 0 || which == facet; };
    if (counts(Facet::terms)) {
        ++(item.agreement != 0 ? on_agreement_ : without_agreement_);
        environment_ += item.label != 0;
    }
    if (counts(Facet::agreement)) ++agreements_[static_cast<std::size_t>(item.agreement)];
    if (counts(Facet::supplier)) ++suppliers_[static_cast<std::size_t>(item.supplier)];
    if (counts(Facet::group)) ++groups_[item.group];
    if (counts(Facet::size)) ++sizes_[item.size];
    if (counts(Facet::unit)) ++units_[state_.unit[id]];
    if (counts(Facet::label)) ++labels_[item.label];
    if (counts(Facet::price)) ++bands_[item.price_band];
}

void Judge::tell(Answer& out) const {
    out.total = passed_;
    out.on_agreement = on_agreement_;
    out.without_agreement = without_agreement_;
    out.environment = environment_;
    // From the second: the first is «none».
    const auto each = [](const std::vector<int>& counts, std::size_t from, auto name, auto& into) {
        for (std::size_t i = from; i < counts.size(); ++i) {
            if (counts[i] > 0) into.push_back({name(i), counts[i]});
        }
    };
    each(
        agreements_, 1, [&](auto i) { return agreement::AgreementId{state_.agreements[i]}; },
        out.agreements);
    each(
        suppliers_, 0, [&](auto i) { return party::SupplierId{state_.suppliers[i]}; },
        out.suppliers);
    each(
        groups_, 1, [](auto i) { return std::string(catalogue::group(static_cast<int>(i)).code); },
        out.groups);
    each(sizes_, 1, [](auto i) { return std::string(format::kSizes[i]); }, out.sizes);
    each(
        units_, 0,
        [&](auto i) { return i < state_.units.size() ? format::unit_text(state_.units[i]) : ""; },
        out.units);
    each(labels_, 1, [](auto i) { return std::string(format::kLabels[i]); }, out.labels);
    each(bands_, 0, [](auto i) { return static_cast<int>(i) + 1; }, out.price_bands);
    const auto most_first = [](auto& counts) {
        std::ranges::sort(counts, [](const auto& a, const auto& b) {
            return a.number != b.number ? a.number > b.number : a.key < b.key;
        });
    };
    most_first(out.agreements);
    most_first(out.suppliers);
    most_first(out.groups);
    most_first(out.units);
    most_first(out.labels);
}

}  // namespace samkjop::catalogue
