// What is found, said in words: the headline of the page and of the task, and one sentence per
// difference with its amount.

#include <fmt/format.h>

#include <algorithm>

#include "html/components.h"
#include "invoice/handling.h"
#include "invoice/texts.h"

namespace samkjop::invoice {
namespace {

const Decimal kOne = Decimal::whole(1);

std::string unit_word(std::string_view unit, bool one, Language language) {
    return html::unit_word(unit, one, language);
}

// Unit prices with two decimals, or as many as they have.
std::string price(Decimal value) {
    const Decimal plain = value.normalised();
    return plain.scale() <= 2 ? format_money(times(plain, kOne)) : format_decimal(plain);
}

// The same with its currency, as the record is in.
std::string priced(const Record& record, Decimal value, Language language) {
    return with_currency(price(value), record.content.currency, language);
}

std::string percent(Decimal rate) {
    const Decimal plain = rate.normalised();
    if (plain.scale() <= 2)
        return format_decimal(Decimal(plain.digits() * power_of_ten(2 - plain.scale()), 0));
    return format_decimal(Decimal(plain.digits(), plain.scale() - 2));
}

const Line* line_of(const Record& record, int position) {
    if (position < 0 || static_cast<std::size_t>(position) >= record.content.lines.size())
        return nullptr;
    return &record.content.lines[static_cast<std::size_t>(position)];
}

Sentence price_sentence(const Finding& finding, const Record& record, Language language) {
    const Decimal over = finding.found - finding.expected;
    if (finding.expected <= Decimal() || over <= Decimal()) {
        return {std::string(text::find_price_plain.in(language)),
                render(text::find_amount, language,
                       {{"amount", in_currency(record, finding.at_stake, language)}})};
    }
    const std::int64_t tenths =
        divide_rounded(Wide(over.scaled(6)) * 1000, finding.expected.scaled(6));
    return {render(text::find_price, language, {{"percent", Decimal(tenths, 1)}}),
            render(text::find_price_rest, language,
                   {{"each", priced(record, over, language)},
                    {"unit", unit_word(finding.unit, true, language)},
                    {"quantity", quantity_in_figures(finding.quantity, finding.unit, language)},
                    {"amount", in_currency(record, finding.at_stake, language)},
                    {"expected", priced(record, finding.expected, language)}})};
}

Sentence document_sentence(const Finding& finding, Language language) {
    const Arguments what = {{"what", finding.what}};
    switch (finding.kind) {
        case Difference::order_unknown:
            return {render(text::find_order_unknown, language, what), ""};
        case Difference::number_used_before:
            return {render(text::find_number_used, language, what), ""};
        case Difference::currency_differs:
            return {render(text::find_currency, language, what), ""};
        case Difference::credit_unclear:
            return {std::string((finding.what == "ledger.credits_more_than_invoiced"
                                     ? text::find_credit_too_large
                                     : text::find_credit_unclear)
                                    .in(language)),
                    ""};
        case Difference::credited_invoice_unknown:
            return {finding.what.empty()
                        ? std::string(text::find_credited_unknown.in(language))
                        : render(text::find_credited_unknown_number, language, what),
                    ""};
        case Difference::supplier_unknown:
            return {finding.what == "blocked"
                        ? std::string(text::find_supplier_blocked.in(language))
                        : render(text::find_supplier_unknown, language, what),
                    ""};
        default:
            return {};
    }
}

const Text& plain_headline(const Record& record) {
    switch (record.state) {
        case State::to_certify:
            return text::head_to_certify;
        case State::certified:
            return text::head_certified;
        case State::approved:
            return record.authoriser ? text::head_authorised : text::head_agrees;
        case State::exported:
            return text::head_exported;
        case State::finance_rejected:
            return text::head_finance_rejected;
        case State::posted:
            return text::head_posted;
        case State::disputed:
            return text::head_disputed;
        case State::refused:
            return text::head_refused;
        case State::settled:
            return text::head_settled;
        case State::without_order:
            return text::head_without_order;
        default:
            return text::head_differs;
    }
}

// The headline where the finding itself is the news; nothing: the state is.
const Text* finding_headline(const Record& record) {
    const auto has = [&](Difference kind) {
        return std::ranges::any_of(record.findings,
                                   [&](const Finding& each) { return each.kind == kind; });
    };
    if (record.state == State::received) {
        if (has(Difference::currency_differs) && !has(Difference::supplier_unknown))
            return &text::head_currency;
        const bool blocked = !record.findings.empty() && record.findings[0].what == "blocked";
        return blocked ? &text::head_supplier_blocked : &text::head_supplier_unknown;
    }
    if (record.state == State::waiting_receipt) {
        return record.findings.size() == 1 ? &text::head_not_received_one
                                           : &text::head_not_received;
    }
    if (record.state != State::deviating) return nullptr;
    if (record.content.credit_note) return &text::head_credit_unclear;
    return record.at_stake > Money() ? &text::head_too_high : nullptr;
}

}  // namespace

std::string short_name(std::string_view seller) {
    const auto space = seller.find(' ');
    return std::string(space < 3 ? seller : seller.substr(0, space));
}

std::string with_currency(std::string number, std::string_view currency, Language language) {
    if (language == Language::en) return fmt::format("{}\u00a0{}", currency, number);
    return fmt::format("{}\u00a0{}", number, currency == "NOK" ? "kr" : currency);
}

std::string in_currency(const Record& record, Money amount, Language language) {
    return with_currency(format_money(amount), record.content.currency, language);
}

std::string quantity_in_words(Decimal quantity, std::string_view unit, Language language) {
    const Decimal plain = quantity.normalised();
    if (plain.scale() > 0) return quantity_in_figures(quantity, unit, language);
    return html::count_in_words(plain.digits(), language) + " " +
           unit_word(unit, plain == kOne, language);
}

std::string quantity_in_figures(Decimal quantity, std::string_view unit, Language language) {
    return format_decimal(quantity) + " " + unit_word(unit, quantity == kOne, language);
}

Sentence sentence(const Finding& finding, const Record& record, Language language) {
    const Arguments amount = {{"amount", in_currency(record, finding.at_stake, language)}};
    const auto words = [&] {
        return html::capitalised(quantity_in_words(finding.quantity, finding.unit, language));
    };
    switch (finding.kind) {
        case Difference::price_differs:
            return price_sentence(finding, record, language);
        case Difference::more_than_received:
            return {render(text::find_beyond, language, {{"quantity", words()}}),
                    render(text::find_beyond_rest, language,
                           {{"amount", in_currency(record, finding.at_stake, language)},
                            {"order", finding.what},
                            {"ordered",
                             quantity_in_figures(finding.expected, finding.unit, language)}})};
        case Difference::not_received:
            return {render(text::find_not_received, language, {{"quantity", words()}}),
                    render(text::find_amount, language, amount)};
        case Difference::not_ordered:
            return {std::string(text::find_not_ordered.in(language)),
                    render(text::find_amount, language, amount)};
        case Difference::fee_not_agreed:
            return {render(text::find_fee, language,
                           {{"name", finding.what.empty()
                                         ? std::string(text::find_fee_word.in(language))
                                         : html::capitalised(finding.what)}}),
                    render(text::find_amount, language, amount)};
        case Difference::vat_differs:
            return {
                render(
                    text::find_vat, language,
                    {{"found", percent(finding.found)}, {"expected", percent(finding.expected)}}),
                finding.at_stake.is_zero() ? "" : render(text::find_vat_rest, language, amount)};
        case Difference::unit_differs: {
            const Line* line = line_of(record, finding.line);
            const std::string found = unit_word(line ? line->unit : finding.unit, true, language);
            return {
                render(text::find_unit, language,
                       {{"found", found}, {"expected", unit_word(finding.what, true, language)}}),
                std::string(text::find_unit_rest.in(language))};
        }
        case Difference::totals_differ:
            return {std::string(text::find_totals.in(language)),
                    render(text::find_totals_rest, language,
                           {{"expected", priced(record, finding.expected, language)},
                            {"found", priced(record, finding.found, language)}})};
        default:
            return document_sentence(finding, language);
    }
}

std::string headline(const Record& record, Language language) {
    const Text* by_finding = finding_headline(record);
    const Text& pattern = by_finding != nullptr ? *by_finding : plain_headline(record);
    const bool stake = &pattern == &text::head_too_high || &pattern == &text::head_not_received ||
                       &pattern == &text::head_disputed;
    Arguments arguments = {
        {"document",
         std::string((record.content.credit_note ? text::the_credit_note : text::the_invoice)
                         .in(language))},
        // A stranger goes by the whole name: the first word may be anybody's.
        {"seller", by_finding == &text::head_supplier_unknown
                       ? record.content.seller_name
                       : short_name(record.content.seller_name)},
        {"currency", record.content.currency},
        {"amount", with_currency(format_kroner(stake ? record.at_stake : record.content.payable),
                                 record.content.currency, language)}};
    if (&pattern == &text::head_not_received_one) {
        const Finding& finding = record.findings[0];
        arguments.emplace_back("quantity", html::capitalised(quantity_in_words(
                                               finding.quantity, finding.unit, language)));
    }
    return render(pattern, language, arguments);
}

}  // namespace samkjop::invoice
