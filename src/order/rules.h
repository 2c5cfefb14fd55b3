#pragma once
// Pure questions about an order: sums, what a response means line by line, and how to say it.
#include "order/order.h"
#include "ubl/documents.h"

namespace samkjop::order {

// Sums over what will be delivered: not what was rejected or taken out.
Money total(std::span<const Line> lines);
Money vat(std::span<const Line> lines);
// As it will be if the supplier's answer stands.
Money proposed_total(std::span<const Line> lines);
bool line_done(const Line& line, bool receipt_required);
bool all_done(std::span<const Line> lines, bool receipt_required);

struct LineChange {
    const Line* line = nullptr;
    Answer answer = Answer::accepted;
    std::optional<Decimal> quantity, price;  // only where they differ from the order
    std::optional<Date> promised;
    std::string note, substitute_name, substitute_item_number;
};
struct AnswerPlan {
    enum class Kind : std::uint8_t { noted, accepted, changed, rejected } kind = Kind::noted;
    std::vector<LineChange> lines;
    std::optional<Date> promised;
    std::string note, number;
};
// What the supplier's answer means for each line; refuses what cannot be told: lines that are not
// on the order, another unit or currency, a quantity below zero.
Result<AnswerPlan> plan(const Order& order, const ubl::OrderResponse& response);

// «Fjellro kan levere 50 av 60 esker: 625,00 kr mindre.» One sentence per difference.
std::vector<std::string> differences(const Line& line, Language language);

// Kroner per one unit from a price per base quantity.
Decimal per_unit(Decimal price, Decimal base);

// "62,50"; with more decimals where the price has them.
std::string price_words(Decimal price);

// "NES", from «Nes»; letters A–Z only.
std::string short_name(std::string_view municipality);
std::string order_number(std::string_view short_name, int year, std::int64_t running);

}  // namespace samkjop::order
