// The word for each kind of thing an agreement has.

#include "agreement/form.h"
#include "agreement/texts.h"

namespace samkjop::agreement {
namespace {

template <class E, std::size_t N>
const Text& of(const Text* const (&all)[N], E which) {
    return *all[std::min(static_cast<std::size_t>(which), N - 1)];
}

}  // namespace

const Text& words(Kind which) {
    static constexpr const Text* all[] = {&text::kind_single, &text::kind_ranked,
                                          &text::kind_mini_competition, &text::kind_local,
                                          &text::kind_outside};
    return of(all, which);
}

const Text& words(State which) {
    static constexpr const Text* all[] = {
        &text::state_draft,   &text::state_decided,    &text::state_in_force, &text::state_extended,
        &text::state_expired, &text::state_terminated, &text::state_discarded};
    return of(all, which);
}

const Text& words(FeeKind which) {
    static constexpr const Text* all[] = {
        &text::fee_freight,   &text::fee_small_order, &text::fee_invoice, &text::fee_environment,
        &text::fee_packaging, &text::fee_express,     &text::fee_other};
    return of(all, which);
}

const Text& words(PriceRuleKind which) {
    static constexpr const Text* all[] = {&text::price_fixed, &text::price_discount,
                                          &text::price_index};
    return of(all, which);
}

const Text& words(RequirementKind which) {
    static constexpr const Text* all[] = {
        &text::require_climate, &text::require_life_cycle, &text::require_universal_design,
        &text::require_ethics,  &text::require_wage,       &text::require_other};
    return of(all, which);
}

const Text& words(DocumentKind which) {
    static constexpr const Text* all[] = {&text::document_contract, &text::document_appendix,
                                          &text::document_prices,   &text::document_decision,
                                          &text::document_minutes,  &text::document_other};
    return of(all, which);
}

const Text& words(ContactKind which) {
    static constexpr const Text* all[] = {&text::contact_manager, &text::contact_contact,
                                          &text::contact_supplier};
    return of(all, which);
}

const Text& words(DueKind which) {
    static constexpr const Text* all[] = {&text::due_option,      &text::due_notice,
                                          &text::due_expiry,      &text::due_follow_up,
                                          &text::due_renegotiate, &text::due_price_rule};
    return of(all, which);
}

std::vector<Choice> kind_choices(Language language, Kind chosen) {
    std::vector<Choice> out;
    for (int i = 0; i < kKinds; ++i) {
        const auto each = static_cast<Kind>(i);
        out.push_back({std::to_string(i), std::string(words(each).in(language)), each == chosen});
    }
    return out;
}

}  // namespace samkjop::agreement
