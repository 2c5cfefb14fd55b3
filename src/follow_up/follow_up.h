#pragma once
// What has become of an agreement: what was called off and invoiced on it against its value, and
// how it has served those who use it. It reads what later stages know; it moves nothing.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agreement/agreement.h"
#include "invoice/invoice.h"
#include "order/order.h"

namespace samkjop::follow_up {

struct CallOff : order::CallOff {
    agreement::LotId lot;  // 0: the supplier has several lots, or none
    Money invoiced;
    std::vector<invoice::Billed> charges;
    std::optional<Date> came_on;  // the last day that something of it came
};
std::vector<CallOff> call_offs(db::Session&, const agreement::Agreement&);  // oldest first

// ---- Pure (rules.cc) ----------------------------------------------------------------------------

struct Sum {
    std::string key, name;
    Money ordered, invoiced;
    std::optional<Money> maximum;
    int count = 0;
};
enum class By : std::uint8_t { municipality, supplier, lot, month };
std::vector<Sum> sums(std::span<const CallOff>, By);  // by key
Money ordered(std::span<const CallOff>);
Money invoiced(std::span<const CallOff>);

// 70, 90 or 100 where that much of the maximum is used; else 0.
int warning(Money used, std::optional<Money> maximum);
std::int64_t percent(Money part, Money whole);

struct Performance {
    int promised = 0, on_time = 0;    // lines that are due, and those that had all come by then
    int lines = 0, complete = 0;      // lines that something has come of, and those in full
    std::optional<int> answer_hours;  // median from sent to the first answer
    int credit_notes = 0;
    Money credited;
};
Performance performance(std::span<const CallOff>, Date today);

struct Item {
    std::string number, name, unit;
    Decimal quantity;
    Money net;
    Decimal first_price, last_price;
    Date first_on, last_on;
    // From the first price to the last, in tenths of a per cent.
    std::int64_t change_tenths() const;
};
std::vector<Item> items(std::span<const CallOff>);  // most money first

// ---- Reviews and warnings (store.cc) ------------------------------------------------------------

struct Review {
    UserId person;
    std::string name, municipality;
    int grade = 0;
    std::string words;
    Instant at;
};
std::vector<Review> reviews(db::Session&, agreement::AgreementId);  // newest first
Result<void> review(db::Tx&, const Actor&, Instant at, agreement::AgreementId, int grade,
                    std::string_view words);

// Says once when 70, 90 and 100 per cent of an agreement's maximum are used: in the lists of its
// manager and the coordinators, and by e-mail.
int by_the_clock(db::Tx&, Instant at);
// The agreement's page shows the draw-down; a requisition that goes beyond the maximum stops.
void register_hooks();

}  // namespace samkjop::follow_up
