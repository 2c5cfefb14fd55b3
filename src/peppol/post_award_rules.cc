// The written rules of Peppol BIS 3 for orders and what follows them (PEPPOL-Tnn-R…), and of the
// message level status. The rules that only say what must be there are data: post_award.inc.

#include <cmath>

#include "peppol/identifiers.h"
#include "peppol/rule.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

constexpr Exact kSlack(2, 2);

bool within_slack(Exact stated, Exact computed) {
    return stated + kSlack >= computed && stated - kSlack <= computed;
}
template <Name parent>
bool in(N at, const Facts&) {
    return is_child_of(at, parent);
}
bool at_root(N at, const Facts& facts) { return &at.parent() == &facts.expected; }

// ---------------------------------------------------------------- in every document

bool no_schema_location(N at, const Facts&) {
    return std::ranges::none_of(at.attributes(), [](const ubl::Attribute& each) {
        return each.spelling == "schemaLocation";
    });
}
bool plain_date(N at, const Facts&) { return is_date(value(at)) && length(value(at)) == 10; }
constexpr Row kRoot[] = {
    {"PEPPOL-COMMON-R003", warning, {}, &text::schema_location, no_schema_location}};
constexpr Row kDate[] = {{"PEPPOL-COMMON-R030", fatal, {}, &text::date_format, plain_date}};
constexpr Context kCommon[] = {
    {Name::other, nullptr, kRoot, Context::Reach::any_root},
    {cbc::IssueDate, nullptr, kDate},
    {cbc::DueDate, nullptr, kDate},
    {cbc::TaxPointDate, nullptr, kDate},
    {cbc::StartDate, nullptr, kDate},
    {cbc::EndDate, nullptr, kDate},
    {cbc::ActualDeliveryDate, nullptr, kDate},
};

enum class Transaction : std::uint8_t {
    order,
    order_response,
    order_agreement,
    order_change,
    order_cancellation,
    order_response_advanced,
    despatch_advice,
    catalogue,
    catalogue_response,
    punch_out,
    invoice_response,
    mlr,
};
constexpr std::string_view kTransactions[] = {
    "order:3",           "order_response:3",     "order_agreement:3",
    "order_change:3",    "order_cancellation:3", "order_response_advanced:3",
    "despatch_advice:3", "catalogue:3",          "catalogue_response:3",
    "punch_out:3",       "invoice_response:3",   "mlr:3",
};
template <Transaction transaction>
bool customization(N at, const Facts&) {
    const std::string id = normalised(value(at));
    constexpr std::string_view kPrefix = "urn:fdc:peppol.eu:poacc:trns:";
    return id.starts_with(kPrefix) &&
           std::string_view(id)
               .substr(kPrefix.size())
               .starts_with(kTransactions[static_cast<std::size_t>(transaction)]);
}
template <CodeList list>
bool known_profile(N at, const Facts& facts) {
    return facts.in_list(list, normalised(value(at)));
}

// ---------------------------------------------------------------- amounts

bool document_currency_if_any(N at, const Facts& facts) {
    const auto* written = at.attribute(AttributeName::currencyID);
    return written == nullptr || facts.is_currency(written->value);
}
bool document_currency(N at, const Facts& facts) {
    const auto* written = at.attribute(AttributeName::currencyID);
    return written != nullptr && facts.is_currency(written->value);
}
bool two_decimals_outside_price(N at, const Facts&) {
    for (const ubl::Node* above = &at.parent(); *above; above = &above->parent()) {
        if (above->local_name() == "Price") return true;  // of any namespace
    }
    return two_decimals(value(at));
}
Exact adjustments(N holder, std::string_view kind) {
    Exact sum;
    for (N each : holder.children(cac::AllowanceCharge)) {
        if (!says(value(only<cbc::ChargeIndicator>(each)), kind)) continue;
        for (N amount : each.children(cbc::Amount)) sum = sum + *decimal(amount);
    }
    return sum.rounded(2);
}
Exact sum_of_lines(const Facts& facts) {
    Exact sum;
    any<cac::OrderLine, cac::LineItem, cbc::LineExtensionAmount>(facts.expected, [&](N amount) {
        sum = sum + *decimal(amount);
        return false;
    });
    return sum.rounded(2);
}
bool amount_is_share(N at, const Facts&) {
    N percent = only<cbc::MultiplierFactorNumeric>(at);
    N base = only<cbc::BaseAmount>(at);
    if (!percent || !base) return true;
    const Exact computed = divide(*decimal(base) * *decimal(percent), Exact::whole(100));
    return within_slack(decimal_or(only<cbc::Amount>(at), Exact()), computed);
}
bool reason_given(N at, const Facts&) {
    return has<cbc::AllowanceChargeReason>(at) || has<cbc::AllowanceChargeReasonCode>(at);
}
bool amount_not_negative(N at, const Facts&) { return number(value(only<cbc::Amount>(at))) >= 0; }
bool price_not_negative(N at, const Facts&) {
    return number(value(only<cbc::PriceAmount>(at))) >= 0;
}
bool gross_not_negative(N at, const Facts&) {
    return !has<cac::AllowanceCharge, cbc::BaseAmount>(at) ||
           any<cac::AllowanceCharge, cbc::BaseAmount>(at,
                                                      [](N each) { return compared(each) >= 0; });
}
bool discount_not_negative(N at, const Facts&) {
    N amount = only<cac::AllowanceCharge, cbc::Amount>(at);
    return !amount || number(value(amount)) >= 0;
}
bool net_price(N at, const Facts&) {
    N gross = only<cbc::BaseAmount>(at);
    if (!gross) return true;
    const auto net = decimal(only<cbc::PriceAmount>(at.parent()));
    const auto allowance = decimal(only<cbc::Amount>(at));
    return net && allowance && *net == *decimal(gross) - *allowance;
}
bool percent_unless_outside(N at, const Facts&) {
    return has<cbc::Percent>(at) || says(value(only<cbc::ID>(at)), "O");
}
bool standard_rate_positive(N at, const Facts&) {
    return !says(value(only<cbc::ID>(at)), "S") ||
           any<cbc::Percent>(at, [](N each) { return compared(each) > 0; });
}
template <CodeList list>
bool text_coded(N at, const Facts& facts) {
    return facts.in_list(list, normalised(sole_text(at)));
}
template <bool charge>
bool reason_of(N at, const Facts&) {
    return is_child_of(at, cac::AllowanceCharge) &&
           any_is<cbc::ChargeIndicator>(at.parent(), charge ? "true" : "false");
}
bool shares_identifier(N left, N right) {
    return any<cbc::ID>(left, [&](N mine) { return any_is<cbc::ID>(right, value(mine)); });
}
// No other line anywhere has the identifier.
bool line_once(N at, const Facts& facts) {
    const auto lines = facts.tree.all(cac::LineItem);
    if (at.count(cbc::ID) > 1) {
        return std::ranges::count_if(
                   lines, [&](const ubl::Node* each) { return shares_identifier(at, *each); }) == 1;
    }
    if (facts.line_ids.empty()) {
        for (const ubl::Node* line : lines) {
            for (N id : line->children(cbc::ID)) ++facts.line_ids[value(id)];
        }
    }
    N id = at.child(cbc::ID);
    return id && facts.line_ids[value(id)] == 1;
}
bool named_or_identified(N at, const Facts&) {
    return has<cac::Party, cac::PartyName, cbc::Name>(at) ||
           has<cac::Party, cac::PartyIdentification, cbc::ID>(at);
}
bool legal_name_or_identified(N at, const Facts&) {
    return has<cac::PartyLegalEntity, cbc::RegistrationName>(at) ||
           has<cac::PartyIdentification, cbc::ID>(at);
}
bool item_identified(N at, const Facts&) {
    return has<cac::StandardItemIdentification, cbc::ID>(at) ||
           has<cac::SellersItemIdentification, cbc::ID>(at);
}

// ---------------------------------------------------------------- order and order change

template <Name name>
std::optional<Exact> total(N at) {
    return decimal(only<name>(at));
}
template <Name name>
bool total_not_negative(N at, const Facts&) {
    const auto amount = total<name>(at);
    return amount && *amount >= Exact();
}
bool lines_add_up(N at, const Facts& facts) {
    const auto lines = total<cbc::LineExtensionAmount>(at);
    return lines && *lines == sum_of_lines(facts);
}
template <Name name, bool charge>
bool adjustments_add_up(N at, const Facts& facts) {
    return total<name>(at).value_or(Exact()) ==
           adjustments(facts.expected, charge ? "true" : "false");
}
std::optional<Exact> lines_adjusted(N at) {
    const auto lines = total<cbc::LineExtensionAmount>(at);
    if (!lines) return {};
    return *lines - total<cbc::AllowanceTotalAmount>(at).value_or(Exact()) +
           total<cbc::ChargeTotalAmount>(at).value_or(Exact());
}
std::optional<Exact> without_vat(N at) {
    const auto stated = total<cbc::TaxExclusiveAmount>(at);
    return stated ? stated : lines_adjusted(at);
}
bool without_vat_adds_up(N at, const Facts&) {
    const auto stated = without_vat(at);
    const auto computed = lines_adjusted(at);
    return stated && computed && *stated == *computed;
}
bool payable_adds_up(N at, const Facts&) {
    const auto with_vat = total<cbc::TaxInclusiveAmount>(at);
    if (!with_vat || with_vat->is_zero()) return true;
    const auto due = total<cbc::PayableAmount>(at);
    return due && *due == *with_vat - total<cbc::PrepaidAmount>(at).value_or(Exact()) +
                              total<cbc::PayableRoundingAmount>(at).value_or(Exact());
}
bool with_vat_adds_up(N at, const Facts& facts) {
    const auto with_vat = total<cbc::TaxInclusiveAmount>(at);
    if (!with_vat || with_vat->is_zero() || !has<cac::TaxTotal>(facts.expected)) return true;
    const auto before = without_vat(at);
    const Exact vat = decimal_or(only<cac::TaxTotal, cbc::TaxAmount>(facts.expected), Exact());
    return before && *with_vat == *before + vat;
}
bool line_amount(N at, const Facts&) {
    Exact base = decimal_or(only<cac::Price, cbc::BaseQuantity>(at), Exact::whole(1));
    if (base.is_zero()) base = Exact::whole(1);
    const Exact price = decimal_or(only<cac::Price, cbc::PriceAmount>(at), Exact());
    const Exact computed =
        decimal_or(only<cbc::Quantity>(at), Exact::whole(1)) * divide(price, base) +
        adjustments(at, "true") - adjustments(at, "false");
    return within_slack(decimal_or(only<cbc::LineExtensionAmount>(at), Exact()), computed);
}
bool base_quantity(N at, const Facts&) {
    const auto base = decimal(only<cac::Price, cbc::BaseQuantity>(at));
    return !base || *base > Exact();
}
bool quantity_not_negative(N at, const Facts&) {
    return number(value(only<cbc::Quantity>(at))) >= 0;
}
bool percent_without_base(N at, const Facts&) {
    return has<cbc::MultiplierFactorNumeric>(at) && !has<cbc::BaseAmount>(at);
}
bool on_document_or_line(N at, const Facts& facts) {
    return at_root(at, facts) ||
           (is_child_of(at, cac::LineItem) && is_child_of(at.parent(), cac::OrderLine) &&
            &at.parent().parent().parent() == &facts.expected);
}
bool base_without_percent(N at, const Facts& facts) {
    return on_document_or_line(at, facts) && !has<cbc::MultiplierFactorNumeric>(at) &&
           has<cbc::BaseAmount>(at);
}
bool vat_prefix(N at, const Facts& facts) {
    return facts.text_of(CodeList::OrderCountryPrefix)
        .contains(first(value(only<cbc::CompanyID>(at)), 2));
}
bool vat_registration(N at, const Facts&) { return any_is<cac::TaxScheme, cbc::ID>(at, "VAT"); }
bool quotation_cited(N, const Facts& facts) {
    return has<cac::QuotationDocumentReference, cbc::ID>(facts.root);
}
bool quotation_line(N at, const Facts&) { return is_child_of(at, cac::QuotationLineReference); }
bool order_line_item(N at, const Facts&) { return is_child_of(at, cac::OrderLine); }
bool expected_root(N, const Facts& facts) { return has_expected_root(facts); }

// The order and the order change have the same rules; R008 only warns in a change, which may carry
// fewer lines than the order has.
#define SAMKJOP_ORDER_TABLE(Name_, T, transaction, profiles, sum_severity)                       \
    struct Name_ {                                                                               \
        static constexpr Row kProfile[] = {                                                      \
            {"PEPPOL-" T "-R031", fatal, {}, &text::profile, known_profile<profiles>}};          \
        static constexpr Row kCustomization[] = {                                                \
            {"PEPPOL-" T "-R034", fatal, {}, &text::specification, customization<transaction>}}; \
        static constexpr Row kAmount[] = {                                                       \
            {"PEPPOL-" T "-R003", fatal, {}, &text::currency_same, document_currency_if_any},    \
            {"PEPPOL-" T "-R028", fatal, {}, &text::two_decimals, two_decimals_outside_price}};  \
        static constexpr Row kDocument[] = {{"PEPPOL-" T "-R002",                                \
                                             warning,                                            \
                                             {},                                                 \
                                             &text::missing_element,                             \
                                             exists<cac::ValidityPeriod, cbc::EndDate>}};        \
        static constexpr Row kOriginator[] = {                                                   \
            {"PEPPOL-" T "-R014", fatal, {}, &text::party_named, named_or_identified}};          \
        static constexpr Row kRegistration[] = {                                                 \
            {"PEPPOL-" T "-R026", fatal, {}, &text::vat_prefix, vat_prefix}};                    \
        static constexpr Row kTotals[] = {                                                       \
            {"PEPPOL-" T "-R006",                                                                \
             fatal,                                                                              \
             {},                                                                                 \
             &text::not_negative,                                                                \
             total_not_negative<cbc::PayableAmount>},                                            \
            {"PEPPOL-" T "-R007",                                                                \
             fatal,                                                                              \
             {},                                                                                 \
             &text::not_negative,                                                                \
             total_not_negative<cbc::LineExtensionAmount>},                                      \
            {"PEPPOL-" T "-R008", sum_severity, {}, &text::sum_lines, lines_add_up},             \
            {"PEPPOL-" T "-R009",                                                                \
             fatal,                                                                              \
             {},                                                                                 \
             &text::sum_allowances,                                                              \
             adjustments_add_up<cbc::AllowanceTotalAmount, false>},                              \
            {"PEPPOL-" T "-R010",                                                                \
             fatal,                                                                              \
             {},                                                                                 \
             &text::sum_charges,                                                                 \
             adjustments_add_up<cbc::ChargeTotalAmount, true>},                                  \
            {"PEPPOL-" T "-R011", fatal, {}, &text::sum_without_vat, without_vat_adds_up},       \
            {"PEPPOL-" T "-R016", fatal, {}, &text::sum_payable, payable_adds_up},               \
            {"PEPPOL-" T "-R017", fatal, {}, &text::sum_with_vat, with_vat_adds_up}};            \
        static constexpr Row kPercentAlone[] = {                                                 \
            {"PEPPOL-" T "-R020", fatal, {}, &text::base_needed, never}};                        \
        static constexpr Row kBaseAlone[] = {                                                    \
            {"PEPPOL-" T "-R021", fatal, {}, &text::base_needed, never}};                        \
        static constexpr Row kAdjustment[] = {                                                   \
            {"PEPPOL-" T "-R022", fatal, {}, &text::percent_amount, amount_is_share},            \
            {"PEPPOL-" T "-R023", fatal, {}, &text::reason_missing, reason_given},               \
            {"PEPPOL-" T "-R032", fatal, {}, &text::not_negative, amount_not_negative}};         \
        static constexpr Row kCategory[] = {                                                     \
            {"PEPPOL-" T "-R029", fatal, {}, &text::vat_rate, percent_unless_outside},           \
            {"PEPPOL-" T "-R030", fatal, {}, &text::vat_rate, standard_rate_positive}};          \
        static constexpr Row kLine[] = {                                                         \
            {"PEPPOL-" T "-R024", fatal, {}, &text::line_amount, line_amount},                   \
            {"PEPPOL-" T "-R025", fatal, {}, &text::base_quantity, base_quantity},               \
            {"PEPPOL-" T "-R001", fatal, {}, &text::duplicate_line, line_once},                  \
            {"PEPPOL-" T "-R004", fatal, {}, &text::not_negative, quantity_not_negative},        \
            {"PEPPOL-" T "-R013", warning, {}, &text::missing_element, exists<cbc::Quantity>}};  \
        static constexpr Row kPriceAllowance[] = {                                               \
            {"PEPPOL-" T "-R019", fatal, {}, &text::price_net, net_price}};                      \
        static constexpr Row kPrice[] = {                                                        \
            {"PEPPOL-" T "-R005", fatal, {}, &text::not_negative, price_not_negative},           \
            {"PEPPOL-" T "-R027", fatal, {}, &text::not_negative, gross_not_negative},           \
            {"PEPPOL-" T "-R033", fatal, {}, &text::not_negative, discount_not_negative}};       \
        static constexpr Row kQuotation[] = {                                                    \
            {"PEPPOL-" T "-R035", fatal, {}, &text::quotation_line, quotation_cited}};           \
        static constexpr Row kAllowanceCode[] = {{"PEPPOL-" T "-CL001",                          \
                                                  fatal,                                         \
                                                  {},                                            \
                                                  &text::code,                                   \
                                                  text_coded<CodeList::AllowanceReason>}};       \
        static constexpr Row kChargeCode[] = {                                                   \
            {"PEPPOL-" T "-CL002", fatal, {}, &text::code, text_coded<CodeList::ChargeReason>}}; \
        static constexpr Context kMain[] = {                                                     \
            {cbc::ProfileID, nullptr, kProfile},                                                 \
            {cbc::CustomizationID, nullptr, kCustomization},                                     \
            {cbc::Amount, nullptr, kAmount},                                                     \
            {cbc::TaxAmount, nullptr, kAmount},                                                  \
            {cbc::LineExtensionAmount, nullptr, kAmount},                                        \
            {cbc::PriceAmount, nullptr, kAmount},                                                \
            {cbc::BaseAmount, nullptr, kAmount},                                                 \
            {Name::other, in<cac::AnticipatedMonetaryTotal>, kAmount, Context::Reach::basics},   \
            {Name::other, expected_root, kDocument},                                             \
            {cac::OriginatorCustomerParty, nullptr, kOriginator},                                \
            {cac::PartyTaxScheme, vat_registration, kRegistration},                              \
            {cac::AnticipatedMonetaryTotal, nullptr, kTotals},                                   \
            {cac::AllowanceCharge, percent_without_base, kPercentAlone},                         \
            {cac::AllowanceCharge, base_without_percent, kBaseAlone},                            \
            {cac::AllowanceCharge, on_document_or_line, kAdjustment},                            \
            {cac::TaxCategory, nullptr, kCategory},                                              \
            {cac::ClassifiedTaxCategory, nullptr, kCategory},                                    \
            {cac::LineItem, order_line_item, kLine},                                             \
            {cac::AllowanceCharge, in<cac::Price>, kPriceAllowance},                             \
            {cac::Price, nullptr, kPrice},                                                       \
            {cbc::LineID, quotation_line, kQuotation},                                           \
            {cbc::AllowanceChargeReasonCode, reason_of<false>, kAllowanceCode},                  \
            {cbc::AllowanceChargeReasonCode, reason_of<true>, kChargeCode},                      \
        };                                                                                       \
    };
SAMKJOP_ORDER_TABLE(OrderRules, "T01", Transaction::order, CodeList::Of_PEPPOL_T01_R031, fatal)
SAMKJOP_ORDER_TABLE(ChangeRules, "T114", Transaction::order_change, CodeList::Of_PEPPOL_T114_R031,
                    warning)
#undef SAMKJOP_ORDER_TABLE

constexpr Row kCancellationProfile[] = {
    {"PEPPOL-T115-R031", fatal, {}, &text::profile, known_profile<CodeList::Of_PEPPOL_T114_R031>}};
constexpr Row kCancellationCustomization[] = {{"PEPPOL-T115-R034",
                                               fatal,
                                               {},
                                               &text::specification,
                                               customization<Transaction::order_cancellation>}};
constexpr Context kCancellation[] = {
    {cbc::ProfileID, nullptr, kCancellationProfile},
    {cbc::CustomizationID, nullptr, kCancellationCustomization},
};

// ---------------------------------------------------------------- order responses

bool period_in_order(N at, const Facts&) {
    if (!has<cbc::StartDate>(at) || !has<cbc::EndDate>(at)) return true;
    return any<cbc::EndDate>(at, [&](N end) {
        return any<cbc::StartDate>(at, [&](N start) { return value(end) >= value(start); });
    });
}
template <char first_letter, char second_letter, bool with_lines>
bool lines_of_answer(N at, const Facts&) {
    constexpr char kCode[] = {first_letter, second_letter};
    if (normalised(value(at)) != std::string_view(kCode, 2)) return true;
    return at.parent().child(cac::OrderLine).operator bool() == with_lines;
}

#define SAMKJOP_RESPONSE_TABLE(Name_, T, transaction)                                            \
    struct Name_ {                                                                               \
        static constexpr Row kCustomization[] = {                                                \
            {"PEPPOL-" T "-R006", fatal, {}, &text::specification, customization<transaction>}}; \
        static constexpr Row kPrice[] = {                                                        \
            {"PEPPOL-" T "-R005", fatal, {}, &text::currency_same, document_currency}};          \
        static constexpr Row kBuyer[] = {                                                        \
            {"PEPPOL-" T "-R001", fatal, {}, &text::party_named, legal_name_or_identified}};     \
        static constexpr Row kSeller[] = {                                                       \
            {"PEPPOL-" T "-R002", fatal, {}, &text::party_named, legal_name_or_identified}};     \
        static constexpr Row kPeriod[] = {                                                       \
            {"PEPPOL-" T "-R004", fatal, {}, &text::dates_order, period_in_order}};              \
        static constexpr Row kLine[] = {                                                         \
            {"PEPPOL-" T "-R003", fatal, {}, &text::duplicate_line, line_once}};                 \
        static constexpr Row kCode[] = {{"PEPPOL-" T "-R007",                                    \
                                         fatal,                                                  \
                                         {},                                                     \
                                         &text::response_lines,                                  \
                                         lines_of_answer<'C', 'A', true>},                       \
                                        {"PEPPOL-" T "-R008",                                    \
                                         fatal,                                                  \
                                         {},                                                     \
                                         &text::response_lines,                                  \
                                         lines_of_answer<'A', 'P', false>},                      \
                                        {"PEPPOL-" T "-R009",                                    \
                                         fatal,                                                  \
                                         {},                                                     \
                                         &text::response_lines,                                  \
                                         lines_of_answer<'R', 'E', false>},                      \
                                        {"PEPPOL-" T "-R010",                                    \
                                         fatal,                                                  \
                                         {},                                                     \
                                         &text::response_lines,                                  \
                                         lines_of_answer<'A', 'B', false>}};                     \
        static constexpr Context kMain[] = {                                                     \
            {cbc::CustomizationID, nullptr, kCustomization},                                     \
            {cbc::PriceAmount, nullptr, kPrice},                                                 \
            {cac::Party, in<cac::BuyerCustomerParty>, kBuyer},                                   \
            {cac::Party, in<cac::SellerSupplierParty>, kSeller},                                 \
            {cac::PromisedDeliveryPeriod, nullptr, kPeriod},                                     \
            {cac::LineItem, order_line_item, kLine},                                             \
            {cbc::OrderResponseCode, nullptr, kCode},                                            \
        };                                                                                       \
    };
SAMKJOP_RESPONSE_TABLE(ResponseRules, "T76", Transaction::order_response)
SAMKJOP_RESPONSE_TABLE(AdvancedRules, "T116", Transaction::order_response_advanced)
#undef SAMKJOP_RESPONSE_TABLE

// ---------------------------------------------------------------- order agreement

template <Name name>
Exact agreed(N at) {
    return decimal_or(only<name>(at), Exact());
}
bool every_line_has_amount(N, const Facts& facts) {
    int amounts = 0;
    for (const ubl::Node* line : facts.tree.all(cac::LineItem)) {
        amounts += line->count(cbc::LineExtensionAmount);
    }
    return static_cast<int>(facts.tree.all(cac::OrderLine).size()) == amounts;
}
bool agreed_payable(N at, const Facts&) {
    return !has<cbc::PayableAmount>(at) ||
           any<cbc::PayableAmount>(at, [](N each) { return compared(each) >= 0; });
}
bool agreed_lines_positive(N at, const Facts&) {
    return agreed<cbc::LineExtensionAmount>(at) >= Exact();
}
bool agreed_lines(N at, const Facts& facts) {
    if (!has<cbc::LineExtensionAmount>(at)) return true;
    Exact sum;
    for (const ubl::Node* line : facts.tree.all(cac::LineItem)) {
        if (!is_child_of(*line, cac::OrderLine)) continue;
        for (N amount : line->children(cbc::LineExtensionAmount)) sum = sum + *decimal(amount);
    }
    return agreed<cbc::LineExtensionAmount>(at) == sum.rounded(2);
}
template <Name name, bool charge>
bool agreed_adjustments(N at, const Facts& facts) {
    if (!has<name>(at)) return true;
    Exact sum;
    for (N each : facts.expected.children(cac::AllowanceCharge)) {
        if (!any_is<cbc::ChargeIndicator>(each, charge ? "true" : "false")) continue;
        for (N amount : each.children(cbc::Amount)) sum = sum + *decimal(amount);
    }
    return agreed<name>(at) == sum.rounded(2);
}
bool agreed_without_vat(N at, const Facts&) {
    return !has<cbc::TaxExclusiveAmount>(at) ||
           agreed<cbc::TaxExclusiveAmount>(at) == agreed<cbc::LineExtensionAmount>(at) +
                                                      agreed<cbc::ChargeTotalAmount>(at) -
                                                      agreed<cbc::AllowanceTotalAmount>(at);
}
bool agreed_with_vat(N at, const Facts& facts) {
    return agreed<cbc::TaxInclusiveAmount>(at) ==
           agreed<cbc::TaxExclusiveAmount>(at) +
               decimal_or(only<cac::TaxTotal, cbc::TaxAmount>(facts.expected), Exact());
}
bool agreed_payable_adds_up(N at, const Facts&) {
    return !has<cbc::PayableAmount>(at) ||
           agreed<cbc::PayableAmount>(at) == agreed<cbc::TaxInclusiveAmount>(at) -
                                                 agreed<cbc::PrepaidAmount>(at) +
                                                 agreed<cbc::PayableRoundingAmount>(at);
}
bool subtotal_amount(N at, const Facts&) {
    const auto vat = decimal(only<cbc::TaxAmount>(at));
    const auto percent = decimal(only<cac::TaxCategory, cbc::Percent>(at));
    const bool vat_is_zero = vat && vat->rounded(0).is_zero();
    if (!percent || percent->rounded(0).is_zero()) return vat_is_zero;
    const auto base = decimal(only<cbc::TaxableAmount>(at));
    return vat && base && *vat == (*base * divide(*percent, Exact::whole(100))).rounded(2);
}
bool subtotals_add_up(N at, const Facts&) {
    Exact sum;
    any<cac::TaxSubtotal, cbc::TaxAmount>(at, [&](N each) {
        sum = sum + *decimal(each);
        return false;
    });
    const auto stated = decimal(only<cbc::TaxAmount>(at));
    return stated && *stated == sum.rounded(2);
}
bool no_exemption_needed(N at, const Facts&) {
    const std::string code = normalised(value(only<cbc::ID>(at)));
    return std::string_view(" S Z L M ").contains(" " + code + " ");
}
bool exemption_fits(N at, const Facts&) {
    const std::string code = normalised(value(only<cbc::ID>(at)));
    return std::string_view(" E AE O K G ").contains(" " + code + " ");
}
struct CodeAndRate {
    std::string code;
    std::optional<Exact> rate;  // of six decimals, as the rule compares it
};
CodeAndRate code_and_rate(N category) {
    auto rate = decimal(only<cbc::Percent>(category));
    if (rate) rate = rate->rounded(6);
    return {normalised(value(only<cbc::ID>(category))), rate};
}
template <class Test>
bool any_total_category(const Facts& facts, const Test& test) {
    return any<cac::TaxTotal, cac::TaxSubtotal, cac::TaxCategory>(facts.expected, test);
}
bool rate_in_totals(N at, const Facts& facts) {
    if (!has<cbc::Percent>(at) || facts.tree.all(cac::TaxTotal).empty()) return true;
    const CodeAndRate mine = code_and_rate(at);
    return any_total_category(facts, [&](N each) {
        const CodeAndRate other = code_and_rate(each);
        return other.code == mine.code && other.rate && *other.rate == *mine.rate;
    });
}
bool category_in_totals(N at, const Facts& facts) {
    if (facts.tree.all(cac::TaxTotal).empty()) return true;
    return any_total_category(facts, [&](N each) {
        const std::string code = normalised(value(only<cbc::ID>(each)));
        return any_is<cbc::ID>(at, code);
    });
}
bool subtotal_without_reason(N at, const Facts&) {
    return is_child_of(at, cac::TaxSubtotal) && !has<cbc::TaxExemptionReason>(at);
}
bool subtotal_with_reason(N at, const Facts&) {
    return is_child_of(at, cac::TaxSubtotal) && has<cbc::TaxExemptionReason>(at);
}
bool root_percent_alone(N at, const Facts& facts) {
    return at_root(at, facts) && percent_without_base(at, facts);
}
bool root_base_alone(N at, const Facts& facts) {
    return at_root(at, facts) && !has<cbc::MultiplierFactorNumeric>(at) && has<cbc::BaseAmount>(at);
}
bool root_tax_total(N at, const Facts& facts) {
    return at_root(at, facts) && has<cac::TaxSubtotal>(at);
}

constexpr Row kAgreementCustomization[] = {{"PEPPOL-T110-R030",
                                            fatal,
                                            {},
                                            &text::specification,
                                            customization<Transaction::order_agreement>}};
constexpr Row kAgreementItem[] = {
    {"PEPPOL-T110-R002", fatal, {}, &text::item_identifier, item_identified}};
constexpr Row kAgreementAmount[] = {
    {"PEPPOL-T110-R004", fatal, {}, &text::currency_same, document_currency_if_any},
    {"PEPPOL-T110-R013", fatal, {}, &text::two_decimals, two_decimals_outside_price},
};
constexpr Row kAgreementSubtotal[] = {
    {"PEPPOL-T110-R024", fatal, {}, &text::vat_amount, subtotal_amount}};
constexpr Row kAgreementTaxTotal[] = {
    {"PEPPOL-T110-R025", fatal, {}, &text::sum_vat, subtotals_add_up}};
constexpr Row kAgreementNoReason[] = {
    {"PEPPOL-T110-R028", fatal, {}, &text::vat_reason, no_exemption_needed}};
constexpr Row kAgreementReason[] = {
    {"PEPPOL-T110-R029", fatal, {}, &text::vat_no_reason, exemption_fits}};
constexpr Row kAgreementCategory[] = {
    {"PEPPOL-T110-R026", fatal, {}, &text::vat_breakdown, rate_in_totals},
    {"PEPPOL-T110-R027", fatal, {}, &text::vat_breakdown, category_in_totals},
    {"PEPPOL-T110-R019", fatal, {}, &text::vat_rate, percent_unless_outside},
    {"PEPPOL-T110-R020", fatal, {}, &text::vat_rate, standard_rate_positive},
};
constexpr Row kAgreementTotals[] = {
    {"PEPPOL-T110-R014", fatal, {}, &text::line_amounts_all, every_line_has_amount},
    {"PEPPOL-T110-R005", fatal, {}, &text::not_negative, agreed_payable},
    {"PEPPOL-T110-R006", fatal, {}, &text::not_negative, agreed_lines_positive},
    {"PEPPOL-T110-R007", fatal, {}, &text::sum_lines, agreed_lines},
    {"PEPPOL-T110-R008",
     fatal,
     {},
     &text::sum_charges,
     agreed_adjustments<cbc::ChargeTotalAmount, true>},
    {"PEPPOL-T110-R009",
     fatal,
     {},
     &text::sum_allowances,
     agreed_adjustments<cbc::AllowanceTotalAmount, false>},
    {"PEPPOL-T110-R010", fatal, {}, &text::sum_without_vat, agreed_without_vat},
    {"PEPPOL-T110-R011", fatal, {}, &text::sum_with_vat, agreed_with_vat},
    {"PEPPOL-T110-R012", fatal, {}, &text::sum_payable, agreed_payable_adds_up},
};
constexpr Row kAgreementPercentAlone[] = {
    {"PEPPOL-T110-R015", fatal, {}, &text::base_needed, never}};
constexpr Row kAgreementBaseAlone[] = {{"PEPPOL-T110-R016", fatal, {}, &text::base_needed, never}};
constexpr Row kAgreementAdjustment[] = {
    {"PEPPOL-T110-R017", fatal, {}, &text::percent_amount, amount_is_share},
    {"PEPPOL-T110-R018", fatal, {}, &text::reason_missing, reason_given},
    {"PEPPOL-T110-R021", fatal, {}, &text::not_negative, amount_not_negative},
};
constexpr Row kAgreementPrice[] = {
    {"PEPPOL-T110-R001", fatal, {}, &text::not_negative, price_not_negative},
    {"PEPPOL-T110-R022", fatal, {}, &text::not_negative, gross_not_negative},
    {"PEPPOL-T110-R023", fatal, {}, &text::not_negative, discount_not_negative},
};
constexpr Row kAgreementAllowanceCode[] = {
    {"PEPPOL-T110-CL001", fatal, {}, &text::code, text_coded<CodeList::AllowanceReason>}};
constexpr Row kAgreementChargeCode[] = {
    {"PEPPOL-T110-CL002", fatal, {}, &text::code, text_coded<CodeList::ChargeReason>}};
constexpr Context kAgreement[] = {
    {cbc::CustomizationID, nullptr, kAgreementCustomization},
    {cac::Item, nullptr, kAgreementItem},
    {cbc::Amount, nullptr, kAgreementAmount},
    {cbc::TaxAmount, nullptr, kAgreementAmount},
    {cbc::TaxableAmount, nullptr, kAgreementAmount},
    {cbc::LineExtensionAmount, nullptr, kAgreementAmount},
    {cbc::PriceAmount, nullptr, kAgreementAmount},
    {cbc::BaseAmount, nullptr, kAgreementAmount},
    {Name::other, in<cac::LegalMonetaryTotal>, kAgreementAmount, Context::Reach::basics},
    {cac::TaxSubtotal, in<cac::TaxTotal>, kAgreementSubtotal},
    {cac::TaxTotal, root_tax_total, kAgreementTaxTotal},
    {cac::TaxCategory, subtotal_without_reason, kAgreementNoReason},
    {cac::TaxCategory, subtotal_with_reason, kAgreementReason},
    {cac::TaxCategory, in<cac::AllowanceCharge>, kAgreementCategory},
    {cac::ClassifiedTaxCategory, in<cac::Item>, kAgreementCategory},
    {cac::LegalMonetaryTotal, nullptr, kAgreementTotals},
    {cac::AllowanceCharge, root_percent_alone, kAgreementPercentAlone},
    {cac::AllowanceCharge, root_base_alone, kAgreementBaseAlone},
    {cac::AllowanceCharge, at_root, kAgreementAdjustment},
    {cac::Price, nullptr, kAgreementPrice},
    {cbc::AllowanceChargeReasonCode, reason_of<false>, kAgreementAllowanceCode},
    {cbc::AllowanceChargeReasonCode, reason_of<true>, kAgreementChargeCode},
};

// ---------------------------------------------------------------- despatch advice

bool despatched_item(N at, const Facts&) {
    return any<cac::Item>(at, [](N item) {
        return has<cac::StandardItemIdentification, cbc::ID>(item) ||
               has<cac::SellersItemIdentification, cbc::ID>(item);
    });
}
bool delivered_not_negative(N at, const Facts&) {
    return number(value(only<cbc::DeliveredQuantity>(at))) >= 0;
}
bool outstanding_reason(N at, const Facts&) {
    return !has<cbc::OutstandingQuantity>(at) || has<cbc::OutstandingReason>(at);
}
constexpr Row kDespatchCustomization[] = {{"PEPPOL-T16-R011",
                                           fatal,
                                           {},
                                           &text::specification,
                                           customization<Transaction::despatch_advice>}};
constexpr Row kDespatchBuyer[] = {
    {"PEPPOL-T16-R008", fatal, {}, &text::party_named, named_or_identified}};
constexpr Row kDespatchSeller[] = {
    {"PEPPOL-T16-R009", fatal, {}, &text::party_named, named_or_identified}};
constexpr Row kDespatchOriginator[] = {
    {"PEPPOL-T16-R010", fatal, {}, &text::party_named, named_or_identified}};
constexpr Row kDespatchLine[] = {
    {"PEPPOL-T16-R003", fatal, {}, &text::item_identifier, despatched_item},
    {"PEPPOL-T16-R004", fatal, {}, &text::missing_element, exists<cac::Item, cbc::Name>},
    {"PEPPOL-T16-R005", warning, {}, &text::missing_element, exists<cbc::DeliveredQuantity>},
    {"PEPPOL-T16-R006", fatal, {}, &text::not_negative, delivered_not_negative},
    {"PEPPOL-T16-R007", warning, {}, &text::outstanding_reason, outstanding_reason},
};
constexpr Context kDespatch[] = {
    {cbc::CustomizationID, nullptr, kDespatchCustomization},
    {cac::BuyerCustomerParty, nullptr, kDespatchBuyer},
    {cac::SellerSupplierParty, nullptr, kDespatchSeller},
    {cac::OriginatorCustomerParty, nullptr, kDespatchOriginator},
    {cac::DespatchLine, nullptr, kDespatchLine},
};

// ---------------------------------------------------------------- catalogue and punch out

double day_number(N date, double otherwise) {
    if (!date) return otherwise;
    std::string text(value(date));
    std::erase(text, '-');
    return number(text);
}
using Validity = Facts::Validity;
Validity validity(N period_start, N period_end, Validity otherwise) {
    return {day_number(period_start, otherwise.start), day_number(period_end, otherwise.end)};
}
Validity of_catalogue(const Facts& facts) {
    if (!facts.catalogue_validity) {
        facts.catalogue_validity =
            validity(only<cac::ValidityPeriod, cbc::StartDate>(facts.expected),
                     only<cac::ValidityPeriod, cbc::EndDate>(facts.expected), {0, 99999999});
    }
    return *facts.catalogue_validity;
}
Validity of_line(N line, const Facts& facts) {
    return validity(only<cac::LineValidityPeriod, cbc::StartDate>(line),
                    only<cac::LineValidityPeriod, cbc::EndDate>(line), of_catalogue(facts));
}
Validity of_price(N at, const Facts& facts) {
    return validity(only<cac::Price, cac::ValidityPeriod, cbc::StartDate>(at),
                    only<cac::Price, cac::ValidityPeriod, cbc::EndDate>(at),
                    of_line(at.parent(), facts));
}
bool inside(Validity inner, Validity outer) {
    return inner.start >= outer.start && inner.start <= outer.end && inner.end <= outer.end &&
           inner.end >= outer.start;
}
bool catalogue_validity(N, const Facts& facts) {
    const Validity mine = of_catalogue(facts);
    return mine.end >= mine.start;
}
bool line_within(N at, const Facts& facts) {
    return inside(of_line(at, facts), of_catalogue(facts));
}
bool line_in_order(N at, const Facts& facts) {
    const Validity mine = of_line(at, facts);
    return mine.start <= mine.end;
}
bool price_within(N at, const Facts& facts) {
    return inside(of_price(at, facts), of_line(at.parent(), facts));
}
bool price_in_order(N at, const Facts& facts) {
    const Validity mine = of_price(at, facts);
    return mine.start <= mine.end;
}
template <Name name>
bool none_or_not_negative(N at, const Facts&) {
    N amount = only<name>(at);
    return !amount || number(value(amount)) >= 0;
}
bool maximum_above_minimum(N at, const Facts&) {
    N most = only<cbc::MaximumOrderQuantity>(at);
    N least = only<cbc::MinimumOrderQuantity>(at);
    return !most || !least || number(value(most)) >= number(value(least));
}
bool price_amount_not_negative(N at, const Facts&) {
    return number(value(only<cac::Price, cbc::PriceAmount>(at))) >= 0;
}

constexpr Row kCatalogueProfile[] = {
    {"PEPPOL-T19-R017", fatal, {}, &text::profile, known_profile<CodeList::Of_PEPPOL_T19_R017>}};
constexpr Row kCatalogueCustomization[] = {
    {"PEPPOL-T19-R018", fatal, {}, &text::specification, customization<Transaction::catalogue>}};
constexpr Row kCatalogueValidity[] = {
    {"PEPPOL-T19-R001", fatal, {}, &text::dates_order, catalogue_validity}};
constexpr Row kCatalogueSeller[] = {
    {"PEPPOL-T19-R004", fatal, {}, &text::party_named, named_or_identified}};
constexpr Row kCatalogueContractor[] = {
    {"PEPPOL-T19-R005", fatal, {}, &text::party_named, named_or_identified}};
constexpr Row kCatalogueLine[] = {
    {"PEPPOL-T19-R008",
     fatal,
     {},
     &text::not_negative,
     none_or_not_negative<cbc::MaximumOrderQuantity>},
    {"PEPPOL-T19-R009",
     fatal,
     {},
     &text::not_negative,
     none_or_not_negative<cbc::MinimumOrderQuantity>},
    {"PEPPOL-T19-R010", fatal, {}, &text::maximum_minimum, maximum_above_minimum},
    {"PEPPOL-T19-R007", fatal, {}, &text::dates_order, line_within},
    {"PEPPOL-T19-R013", fatal, {}, &text::dates_order, line_in_order},
};
constexpr Row kCataloguePrice[] = {
    {"PEPPOL-T19-R006", fatal, {}, &text::not_negative, price_amount_not_negative},
    {"PEPPOL-T19-R011", fatal, {}, &text::dates_order, price_within},
    {"PEPPOL-T19-R016", fatal, {}, &text::dates_order, price_in_order},
};
constexpr Row kCatalogueCategory[] = {
    {"PEPPOL-T19-R014", fatal, {}, &text::vat_rate, percent_unless_outside},
    {"PEPPOL-T19-R015", fatal, {}, &text::vat_rate, standard_rate_positive},
};
constexpr Row kCatalogueItem[] = {
    {"PEPPOL-T19-R012", fatal, {}, &text::item_identifier, item_identified}};
constexpr Context kCatalogue[] = {
    {cbc::ProfileID, nullptr, kCatalogueProfile},
    {cbc::CustomizationID, nullptr, kCatalogueCustomization},
    {cac::ValidityPeriod,
     [](N at, const Facts& facts) { return at_root(at, facts) && has_expected_root(facts); },
     kCatalogueValidity},
    {cac::SellerSupplierParty, nullptr, kCatalogueSeller},
    {cac::ContractorCustomerParty, nullptr, kCatalogueContractor},
    {cac::CatalogueLine, nullptr, kCatalogueLine},
    {cac::RequiredItemLocationQuantity, nullptr, kCataloguePrice},
    {cac::ClassifiedTaxCategory, nullptr, kCatalogueCategory},
    {cac::Item, nullptr, kCatalogueItem},
};

bool cart_validity(N at, const Facts& facts) {
    return has<cbc::EndDate>(at) &&
           day_number(only<cbc::EndDate>(at), 0) >=
               day_number(only<cbc::IssueDate>(facts.expected), std::nan(""));
}
bool one_product_image(N at, const Facts&) {
    int found = 0;
    for (N each : at.children(cac::ItemSpecificationDocumentReference)) {
        found += any_is<cbc::DocumentTypeCode>(each, "PRODUCT_IMAGE");
    }
    return found <= 1;
}
bool same_batch_unit(N at, const Facts&) {
    if (!has<cac::Price, cbc::BaseQuantity>(at) ||
        !has<cac::DeliveryUnit, cbc::BatchQuantity>(at)) {
        return true;
    }
    return any<cac::Price, cbc::BaseQuantity>(at, [&](N base) {
        const auto* mine = base.attribute(AttributeName::unitCode);
        return mine != nullptr && any<cac::DeliveryUnit, cbc::BatchQuantity>(at, [&](N batch) {
                   const auto* theirs = batch.attribute(AttributeName::unitCode);
                   return theirs != nullptr && theirs->value == mine->value;
               });
    });
}
bool quantities_positive(N at, const Facts&) {
    return (number(value(only<cac::Price, cbc::BaseQuantity>(at))) > 0 &&
            number(value(only<cac::DeliveryUnit, cbc::BatchQuantity>(at))) > 0) ||
           !has<cac::Price, cbc::BaseQuantity>(at) ||
           !has<cac::DeliveryUnit, cbc::BatchQuantity>(at);
}
bool true_or_false(N at, const Facts&) {
    return any_is<cbc::Value>(at, "true") || any_is<cbc::Value>(at, "false");
}
constexpr Row kCartCustomization[] = {
    {"PEPPOL-T77-R010", fatal, {}, &text::specification, customization<Transaction::punch_out>}};
constexpr Row kCartValidity[] = {{"PEPPOL-T77-R001", fatal, {}, &text::dates_order, cart_validity}};
constexpr Row kCartPrice[] = {
    {"PEPPOL-T77-R003", fatal, {}, &text::not_negative, price_not_negative}};
constexpr Row kCartItem[] = {
    {"PEPPOL-T77-R004", fatal, {}, &text::item_identifier, item_identified},
    {"PEPPOL-T77-R005", fatal, {}, &text::one_image, one_product_image},
};
constexpr Row kCartQuantity[] = {
    {"PEPPOL-T77-R006", fatal, {}, &text::batch_unit, same_batch_unit},
    {"PEPPOL-T77-R002", fatal, {}, &text::quantities_positive, quantities_positive},
};
constexpr Row kCartService[] = {
    {"PEPPOL-T77-R007", fatal, {}, &text::service_indicator, true_or_false}};
constexpr Row kCartCategory[] = {
    {"PEPPOL-T77-R008", fatal, {}, &text::vat_rate, percent_unless_outside},
    {"PEPPOL-T77-R009", fatal, {}, &text::vat_rate, standard_rate_positive},
};
constexpr Context kCart[] = {
    {cbc::CustomizationID, nullptr, kCartCustomization},
    {cac::ValidityPeriod,
     [](N at, const Facts& facts) { return at_root(at, facts) && has_expected_root(facts); },
     kCartValidity},
    {cac::Price, in<cac::RequiredItemLocationQuantity>, kCartPrice},
    {cac::Item, nullptr, kCartItem},
    {cac::RequiredItemLocationQuantity, in<cac::CatalogueLine>, kCartQuantity},
    {cac::AdditionalItemProperty,
     [](N at, const Facts&) {
         return is_child_of(at, cac::Item) && any_is<cbc::Name>(at, "ServiceIndicator");
     },
     kCartService},
    {cac::ClassifiedTaxCategory, nullptr, kCartCategory},
};

// ---------------------------------------------------------------- responses to documents

constexpr Row kCatalogueResponse[] = {{"PEPPOL-T58-R001",
                                       fatal,
                                       {},
                                       &text::specification,
                                       customization<Transaction::catalogue_response>}};
constexpr Context kCatalogueResponseContexts[] = {
    {cbc::CustomizationID, nullptr, kCatalogueResponse}};
constexpr Row kMlr[] = {
    {"PEPPOL-T71-R001", fatal, {}, &text::specification, customization<Transaction::mlr>}};
constexpr Context kMlrContexts[] = {{cbc::CustomizationID, nullptr, kMlr}};

bool needs_reason(N at, const Facts&) {
    const std::string code = " " + normalised(value(only_child(at, cbc::ResponseCode))) + " ";
    return std::string_view(" CA UQ RE ").contains(code);
}
bool response_profile(N at, const Facts&) {
    const std::string id = normalised(value(at));
    return id == "urn:fdc:peppol.eu:poacc:bis:invoice_response:3" ||
           id == "urn:peppol:bis:billing_with_response";
}
template <char a, char b, char c>
bool status_is(N at, const Facts&) {
    constexpr char kCode[] = {a, b, c};
    return any_is<cbc::StatusReasonCode>(at, {kCode, 3});
}
template <bool action>
bool status_list(N at, const Facts&) {
    return any<cbc::StatusReasonCode>(at, [](N code) {
        return code.value_of(AttributeName::listID) ==
               (action ? "OPStatusAction" : "OPStatusReason");
    });
}
template <CodeList list>
bool status_coded(N at, const Facts& facts) {
    return facts.in_list(list, normalised(value(only<cbc::StatusReasonCode>(at))));
}
constexpr Row kReasonNeeded[] = {{"PEPPOL-T111-R001",
                                  fatal,
                                  {},
                                  &text::missing_element,
                                  exists<cac::Status, cbc::StatusReasonCode>}};
constexpr Row kOtherReason[] = {
    {"PEPPOL-T111-R002", warning, {}, &text::missing_element, exists<cbc::StatusReason>}};
constexpr Row kInvoiceResponse[] = {{"PEPPOL-T111-R003",
                                     fatal,
                                     {},
                                     &text::specification,
                                     customization<Transaction::invoice_response>}};
constexpr Row kPartlyPaid[] = {
    {"PEPPOL-T111-R004", fatal, {}, &text::missing_element, exists<cbc::StatusReason>}};
constexpr Row kResponseProfile[] = {
    {"PEPPOL-T111-R008", fatal, {}, &text::profile, response_profile}};
constexpr Row kActionCode[] = {
    {"PEPPOL-T111-R006", fatal, {}, &text::status_action, status_coded<CodeList::OPStatusAction>}};
constexpr Row kReasonCode[] = {
    {"PEPPOL-T111-R007", fatal, {}, &text::status_reason, status_coded<CodeList::OPStatusReason>}};
constexpr Context kInvoiceResponseContexts[] = {
    {cac::Response, needs_reason, kReasonNeeded},
    {cac::Status, status_is<'O', 'T', 'H'>, kOtherReason},
    {cbc::CustomizationID, nullptr, kInvoiceResponse},
    {cac::Status, status_is<'P', 'P', 'D'>, kPartlyPaid},
    {cbc::ProfileID, nullptr, kResponseProfile},
};
constexpr Context kInvoiceResponseCodes[] = {
    {cac::Status, status_list<true>, kActionCode},
    {cac::Status, status_list<false>, kReasonCode},
};

// ---------------------------------------------------------------- message level status

bool zone_given(N at, const Facts&) {
    const std::string text = normalised(value(only<cbc::IssueTime>(at)));
    if (text.ends_with('Z')) return true;
    if (text.size() < 6) return false;
    const std::string_view zone = std::string_view(text).substr(text.size() - 6);
    return (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' &&
           digits(zone.substr(1, 2), 2, 2) && digits(zone.substr(4, 2), 2, 2);
}
template <Name... path>
bool one_only(N at, const Facts&) {
    return count<path...>(at) == 1;
}
// A service provider: six digits, then at most two parts of letters and digits.
bool provider_identifier(std::string_view id) {
    const std::string text = upper(id);
    std::string_view rest = text;
    if (!digits(rest.substr(0, std::min<std::size_t>(6, rest.size())), 6, 6)) return false;
    rest.remove_prefix(6);
    const auto part = [&](char mark, std::size_t most, std::string_view extra) {
        rest.remove_prefix(1);
        std::size_t size = 0;
        while (size < rest.size() && rest[size] != mark &&
               ((rest[size] >= '0' && rest[size] <= '9') ||
                (rest[size] >= 'A' && rest[size] <= 'Z') || extra.contains(rest[size]))) {
            ++size;
        }
        if (size < 3 || size > most) return false;
        rest.remove_prefix(size);
        return true;
    };
    if (rest.starts_with('-')) {
        if (!part('.', 12, "_")) return false;
        if (rest.starts_with('.') && !part('\0', 24, "-._~")) return false;
    }
    return rest.empty();
}
template <Name role>
bool provider(N at, const Facts&) {
    return provider_identifier(normalised(value(only<role, cbc::EndpointID>(at))));
}
template <Name role>
bool scheme_given(N at, const Facts&) {
    return any<role, cbc::EndpointID>(
        at, [](N id) { return id.attribute(AttributeName::schemeID) != nullptr; });
}
template <Name role>
bool provider_scheme(N at, const Facts&) {
    return any<role, cbc::EndpointID>(
        at, [](N id) { return id.value_of(AttributeName::schemeID) == "0242"; });
}
bool status_customization(N at, const Facts&) {
    return normalised(value(only<cbc::CustomizationID>(at))) == "urn:peppol:edec:mls:1.0";
}
bool status_profile(N at, const Facts&) {
    return normalised(value(only<cbc::ProfileID>(at))) == "urn:peppol:edec:mls";
}
bool status_date(N at, const Facts&) {
    return length(normalised(value(only<cbc::IssueDate>(at)))) == 10;
}
std::string answer(N at) { return normalised(value(only<cac::Response, cbc::ResponseCode>(at))); }
bool rejected(N at) { return answer(at) == "RE"; }
bool answer_coded(N at, const Facts&) {
    const std::string code = answer(at);
    return code == "AP" || code == "AB" || code == "RE";
}
bool has_failure(N at) {
    return any<cac::LineResponse, cac::Response>(at, [](N response) {
        const std::string code =
            normalised(value(only<cac::Status, cbc::StatusReasonCode>(response)));
        return code == "BV" || code == "FD" || code == "SV";
    });
}
bool rejection_described(N at, const Facts&) {
    return !rejected(at) || has<cac::Response, cbc::Description>(at);
}
bool rejection_description(N at, const Facts&) {
    return !rejected(at) || !is_blank(value(only<cac::Response, cbc::Description>(at)));
}
bool rejection_lines(N at, const Facts&) { return !rejected(at) || has<cac::LineResponse>(at); }
bool rejection_failure(N at, const Facts&) { return !rejected(at) || has_failure(at); }
bool failure_is_rejection(N at, const Facts&) { return rejected(at) || !has_failure(at); }
bool status_coded_mls(N at, const Facts&) {
    const std::string code = normalised(value(only<cbc::StatusReasonCode>(at)));
    return code == "BV" || code == "BW" || code == "FD" || code == "SV";
}
constexpr Row kMls[] = {
    {"SCH-MLS-01", fatal, {}, &text::specification, status_customization},
    {"SCH-MLS-02", fatal, {}, &text::mls_profile, status_profile},
    {"SCH-MLS-03", fatal, {}, &text::mls_number, filled<cbc::ID>},
    {"SCH-MLS-04", fatal, {}, &text::mls_date, status_date},
    {"SCH-MLS-05", fatal, {}, &text::mls_time, exists<cbc::IssueTime>},
    {"SCH-MLS-06", fatal, {}, &text::mls_zone, zone_given},
    {"SCH-MLS-07", fatal, {}, &text::mls_sender_address, exists<cac::SenderParty, cbc::EndpointID>},
    {"SCH-MLS-08", fatal, {}, &text::mls_sender_address, filled<cac::SenderParty, cbc::EndpointID>},
    {"SCH-MLS-09", fatal, {}, &text::mls_sender_provider, provider<cac::SenderParty>},
    {"SCH-MLS-10", fatal, {}, &text::mls_sender_scheme, scheme_given<cac::SenderParty>},
    {"SCH-MLS-11", fatal, {}, &text::mls_sender_scheme, provider_scheme<cac::SenderParty>},
    {"SCH-MLS-12",
     fatal,
     {},
     &text::mls_receiver_address,
     exists<cac::ReceiverParty, cbc::EndpointID>},
    {"SCH-MLS-13",
     fatal,
     {},
     &text::mls_receiver_address,
     filled<cac::ReceiverParty, cbc::EndpointID>},
    {"SCH-MLS-14", fatal, {}, &text::mls_receiver_provider, provider<cac::ReceiverParty>},
    {"SCH-MLS-15", fatal, {}, &text::mls_receiver_scheme, scheme_given<cac::ReceiverParty>},
    {"SCH-MLS-16", fatal, {}, &text::mls_receiver_scheme, provider_scheme<cac::ReceiverParty>},
    {"SCH-MLS-17", fatal, {}, &text::mls_one_answer, one_only<cac::DocumentResponse>},
};
constexpr Row kMlsResponse[] = {
    {"SCH-MLS-18", fatal, {}, &text::mls_code, exists<cac::Response, cbc::ResponseCode>},
    {"SCH-MLS-19", fatal, {}, &text::mls_code, answer_coded},
    {"SCH-MLS-20", fatal, {}, &text::mls_description, rejection_described},
    {"SCH-MLS-21", fatal, {}, &text::mls_description, rejection_description},
    {"SCH-MLS-22", fatal, {}, &text::mls_reference, one_only<cac::DocumentReference>},
    {"SCH-MLS-23", fatal, {}, &text::mls_lines, rejection_lines},
    {"SCH-MLS-24", fatal, {}, &text::mls_lines, rejection_failure},
    {"SCH-MLS-25", fatal, {}, &text::mls_lines, failure_is_rejection},
};
constexpr Row kMlsReference[] = {{"SCH-MLS-26", fatal, {}, &text::mls_reference, filled<cbc::ID>}};
constexpr Row kMlsLine[] = {
    {"SCH-MLS-27", fatal, {}, &text::mls_line, filled<cac::LineReference, cbc::LineID>}};
constexpr Row kMlsLineResponse[] = {
    {"SCH-MLS-28", fatal, {}, &text::mls_line, exists<cbc::Description>},
    {"SCH-MLS-29", fatal, {}, &text::mls_line, filled<cbc::Description>},
    {"SCH-MLS-30", fatal, {}, &text::mls_line, exists<cac::Status>},
};
constexpr Row kMlsStatus[] = {{"SCH-MLS-31", fatal, {}, &text::mls_line, status_coded_mls}};

bool in_document_response(N at, const Facts& facts) {
    return is_child_of(at, cac::DocumentResponse) && &at.parent().parent() == &facts.root;
}
bool in_line_response(N at, const Facts& facts) {
    return is_child_of(at, cac::LineResponse) && in_document_response(at.parent(), facts);
}
constexpr Context kMlsContexts[] = {
    {Name::other, expected_root, kMls},
    {cac::DocumentResponse, at_root, kMlsResponse},
    {cac::DocumentReference, in_document_response, kMlsReference},
    {cac::LineResponse, in_document_response, kMlsLine},
    {cac::Response, in_line_response, kMlsLineResponse},
    {cac::Status,
     [](N at, const Facts& facts) {
         return is_child_of(at, cac::Response) && in_line_response(at.parent(), facts);
     },
     kMlsStatus},
};

std::vector<Pattern> patterns_of(ubl::DocumentType type) {
    using enum ubl::DocumentType;
    if (type == mls) return {kMlsContexts};
    std::vector<Pattern> out = {kCommon, identifier_contexts()};
    switch (type) {
        case order:
            out.push_back(OrderRules::kMain);
            break;
        case order_change:
            out.push_back(ChangeRules::kMain);
            break;
        case order_cancellation:
            out.push_back(kCancellation);
            break;
        case order_response:
            out.push_back(ResponseRules::kMain);
            break;
        case order_response_advanced:
            out.push_back(AdvancedRules::kMain);
            break;
        case order_agreement:
            out.push_back(kAgreement);
            break;
        case despatch_advice:
            out.push_back(kDespatch);
            break;
        case catalogue:
            out.push_back(kCatalogue);
            break;
        case punch_out:
            out.push_back(kCart);
            break;
        case catalogue_response:
            out.push_back(kCatalogueResponseContexts);
            break;
        case mlr:
            out.push_back(kMlrContexts);
            break;
        case invoice_response:
            out.push_back(kInvoiceResponseContexts);
            out.push_back(kInvoiceResponseCodes);
            break;
        default:
            break;
    }
    return out;
}

}  // namespace

std::span<const Pattern> post_award_patterns(ubl::DocumentType type) {
    static const auto* all = [] {
        auto* out = new std::vector<std::vector<Pattern>>;
        for (int i = 0; i < ubl::kDocumentTypes; ++i) {
            out->push_back(patterns_of(static_cast<ubl::DocumentType>(i)));
        }
        return out;
    }();
    return (*all)[static_cast<std::size_t>(type)];
}

}  // namespace samkjop::peppol
