// The table of states. The system's own hand moves an invoice by matching it; a person moves it by
// coding, accepting, certifying, authorising, disputing or refusing it. Two rules about who:
// nobody both certifies and authorises, and nobody authorises what they ordered themselves.
// Municipalities set this in the economy regulations (økonomireglement, internal control under
// kommuneloven § 25-1).

#include "invoice/lifecycle.h"

#include <algorithm>
#include <array>

#include "invoice/texts.h"

namespace samkjop::invoice {
namespace {

using enum State;
using enum Permission;

constexpr std::array kSteps = {
    // Matched, and matched anew when goods, a credit note or the supplier's name has come.
    Step{received, Event::agrees, approved, handle_invoices, Guard::none, Posts::invoice},
    Step{received, Event::waits, waiting_receipt, handle_invoices, Guard::none, Posts::invoice},
    Step{received, Event::deviates, deviating, handle_invoices, Guard::none, Posts::invoice},
    Step{received, Event::no_order, without_order, handle_invoices},
    Step{waiting_receipt, Event::agrees, approved, handle_invoices},
    Step{waiting_receipt, Event::waits, waiting_receipt, handle_invoices},
    Step{waiting_receipt, Event::deviates, deviating, handle_invoices},
    Step{deviating, Event::agrees, approved, handle_invoices},
    Step{deviating, Event::waits, waiting_receipt, handle_invoices},
    Step{deviating, Event::deviates, deviating, handle_invoices},
    Step{disputed, Event::agrees, approved, handle_invoices},
    Step{disputed, Event::waits, disputed, handle_invoices},
    Step{disputed, Event::deviates, disputed, handle_invoices},
    // A person deals with it.
    Step{without_order, Event::code, to_certify, handle_invoices, Guard::none, Posts::invoice},
    Step{deviating, Event::code, deviating, handle_invoices, Guard::none, Posts::recode},
    Step{to_certify, Event::code, to_certify, handle_invoices, Guard::none, Posts::recode},
    Step{certified, Event::code, to_certify, handle_invoices, Guard::none, Posts::recode},
    Step{approved, Event::code, to_certify, handle_invoices, Guard::none, Posts::recode},
    Step{finance_rejected, Event::code, to_certify, handle_invoices, Guard::none, Posts::recode},
    Step{waiting_receipt, Event::accept, to_certify, handle_invoices, Guard::reason},
    Step{deviating, Event::accept, to_certify, handle_invoices, Guard::reason},
    Step{disputed, Event::accept, to_certify, handle_invoices, Guard::reason},
    Step{deviating, Event::answer, approved, handle_invoices, Guard::none, Posts::invoice},
    Step{to_certify, Event::certify, certified, certify_invoice, Guard::certifier},
    Step{certified, Event::authorise, approved, authorise_invoice, Guard::authoriser},
    Step{certified, Event::send_back, to_certify, authorise_invoice, Guard::reason},
    Step{waiting_receipt, Event::ask_credit_note, disputed, handle_invoices},
    Step{deviating, Event::ask_credit_note, disputed, handle_invoices},
    Step{received, Event::refuse, refused, handle_invoices, Guard::reason},
    Step{waiting_receipt, Event::refuse, refused, handle_invoices, Guard::reason,
         Posts::refuse_invoice},
    Step{deviating, Event::refuse, refused, handle_invoices, Guard::reason, Posts::refuse_invoice},
    Step{without_order, Event::refuse, refused, handle_invoices, Guard::reason,
         Posts::refuse_invoice},
    Step{to_certify, Event::refuse, refused, handle_invoices, Guard::reason, Posts::refuse_invoice},
    Step{disputed, Event::refuse, refused, handle_invoices, Guard::reason, Posts::refuse_invoice},
    Step{received, Event::settle, settled, handle_invoices},
    Step{deviating, Event::settle, settled, handle_invoices},
    // The finance system.
    Step{approved, Event::export_, exported, export_to_finance},
    Step{exported, Event::post, posted, export_to_finance, Guard::none, Posts::posted},
    Step{exported, Event::reject, finance_rejected, export_to_finance},
    Step{finance_rejected, Event::release, approved, handle_invoices},
    Step{finance_rejected, Event::post, posted, export_to_finance, Guard::none, Posts::posted},
};

constexpr std::array<std::string_view, kStates> kStateNames = {
    "received",  "waiting_receipt", "deviating", "without_order",    "to_certify",
    "certified", "approved",        "exported",  "finance_rejected", "posted",
    "disputed",  "refused",         "settled"};
constexpr std::array<std::string_view, kEvents> kEventNames = {
    "agrees",  "waits",     "deviates",  "no_order",        "code",   "accept",
    "certify", "authorise", "send_back", "ask_credit_note", "refuse", "answer",
    "settle",  "export",    "reject",    "release",         "post"};

Result<void> guard(const Step& step, const Circumstances& circumstances, const Actor& actor) {
    switch (step.guard) {
        case Guard::none:
            return {};
        case Guard::reason:
            if (circumstances.reason.empty()) return refuse(text::reason_missing, {}, "grunn");
            return {};
        case Guard::certifier:
            return {};
        case Guard::authoriser:
            if (circumstances.certifier == actor.user) return refuse(text::same_person);
            if (std::ranges::find(circumstances.requesters, actor.user) !=
                circumstances.requesters.end()) {
                return refuse(text::own_order);
            }
            if (!circumstances.authority) return refuse(text::no_authority);
            if (circumstances.cost.magnitude() > *circumstances.authority) {
                return refuse(text::authority_too_small, {{"amount", *circumstances.authority}});
            }
            return {};
    }
    return {};
}

}  // namespace

std::string_view name(State state) { return kStateNames[static_cast<std::size_t>(state)]; }

std::optional<State> state_from(std::string_view name) {
    const auto found = std::ranges::find(kStateNames, name);
    if (found == kStateNames.end()) return std::nullopt;
    return static_cast<State>(found - kStateNames.begin());
}

std::string_view name(Event event) { return kEventNames[static_cast<std::size_t>(event)]; }

std::string_view name(Difference difference) {
    static constexpr std::array<std::string_view, 14> names = {"price_differs",
                                                               "more_than_received",
                                                               "not_received",
                                                               "not_ordered",
                                                               "fee_not_agreed",
                                                               "vat_differs",
                                                               "unit_differs",
                                                               "totals_differ",
                                                               "order_unknown",
                                                               "number_used_before",
                                                               "currency_differs",
                                                               "credit_unclear",
                                                               "credited_invoice_unknown",
                                                               "supplier_unknown"};
    return names[static_cast<std::size_t>(difference)];
}

std::span<const Step> steps() { return kSteps; }

Result<Step> decide(const Circumstances& circumstances, Event event, const Actor& actor) {
    for (const Step& step : kSteps) {
        if (step.from != circumstances.state || step.event != event) continue;
        if (!actor.may(step.permission)) return refuse(text::not_permitted);
        if (auto held = guard(step, circumstances, actor); !held)
            return std::unexpected(held.error());
        return step;
    }
    return refuse(text::state_forbids_event);
}

bool possible(const Circumstances& circumstances, Event event, const Actor& actor) {
    Circumstances with_reason = circumstances;
    with_reason.reason = "…";
    return decide(with_reason, event, actor).has_value();
}

}  // namespace samkjop::invoice
