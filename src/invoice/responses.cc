// Which answer the supplier gets, with which codes. BIS Invoice Response 3: CA, UQ and RE need a
// reason; a correction names the business term and the right value.
#include "invoice/responses.h"

#include <algorithm>
#include <array>

namespace samkjop::invoice {
namespace {

constexpr std::array<std::string_view, 7> kOrder = {"AB", "IP", "UQ", "CA", "RE", "AP", "PD"};

std::ptrdiff_t rank(std::string_view code) {
    return std::ranges::find(kOrder, code) - kOrder.begin();
}

std::string plain(Decimal value) { return value.normalised().text(); }

}  // namespace

std::string_view response_code(State to, bool differences_accepted) {
    switch (to) {
        case State::received:
            return "AB";
        case State::waiting_receipt:
        case State::deviating:
        case State::without_order:
        case State::to_certify:
            return "IP";
        case State::disputed:
            return "UQ";
        case State::refused:
            return "RE";
        case State::approved:
            return differences_accepted ? "CA" : "AP";
        default:
            return {};
    }
}

bool may_follow(std::string_view earlier, std::string_view next) {
    if (earlier.empty()) return true;
    if (earlier == "RE" || earlier == "PD") return false;
    if (earlier == "AP") return next == "PD";
    if (earlier == "UQ" && next == "UQ") return true;
    return rank(next) > rank(earlier);
}

Clarification clarification(const Finding& finding) {
    switch (finding.kind) {
        case Difference::price_differs:
            return {"PRI", "BT-146", plain(finding.expected)};
        case Difference::more_than_received:
            return {"QTY", "BT-129", plain(finding.expected)};
        case Difference::not_received:
            return {"DEL", "BT-129", {}};
        case Difference::not_ordered:
            return {"ITM", "BT-153", {}};
        case Difference::fee_not_agreed:
            return {"PRI", finding.line < 0 ? "BT-99" : "BT-131", "0"};
        case Difference::vat_differs:
            return {"LEG", "BT-152", {}};
        case Difference::unit_differs:
            return {"QTY", "BT-130", finding.what};
        case Difference::totals_differ:
            return {"FIN", "BT-115", {}};
        case Difference::order_unknown:
            return {"REF", "BT-13", {}};
        case Difference::number_used_before:
            return {"OTH", "BT-1", {}};
        case Difference::currency_differs:
            return {"FIN", "BT-5", {}};
        case Difference::credit_unclear:
        case Difference::credited_invoice_unknown:
            return {"REF", "BT-25", {}};
        case Difference::supplier_unknown:
            return {"UNR", "BT-30", {}};
        default:
            return {"OTH", "", {}};
    }
}

std::string_view wanted_action(std::string_view code, std::span<const Finding> findings) {
    if (code == "RE") return "NIN";
    if (code != "UQ") return "NOA";
    const bool reference = std::ranges::any_of(findings, [](const Finding& each) {
        return clarification(each).code == "REF" || each.kind == Difference::number_used_before;
    });
    return reference ? "PIN" : "CNP";
}

}  // namespace samkjop::invoice
