#include "follow_up/follow_up.h"

#include <doctest/doctest.h>

#include <random>

#include "requisition/requisition.h"

using namespace samkjop;
using namespace samkjop::follow_up;

namespace {

const Date kToday(2026, 11, 20);

CallOff call_off(std::int64_t order, std::int64_t municipality, Date on, const char* item,
                 int quantity, Decimal price) {
    CallOff out;
    out.order = {order};
    out.municipality = {municipality};
    out.supplier = {1};
    out.supplier_name = "Fjellro Medisinske AS";
    out.on = on;
    out.item_number = item;
    out.name = item;
    out.unit_code = "XBX";
    out.quantity = Decimal::whole(quantity);
    out.price = price;
    out.net = times(out.quantity, price);
    return out;
}

}  // namespace

TEST_CASE("follow_up: warnings at 70, 90 and 100 per cent, and not a krone before") {
    struct {
        std::int64_t used;
        int then;
    } const rows[] = {{0, 0},       {69'999, 0},  {70'000, 70},   {89'999, 70},
                      {90'000, 90}, {99'999, 90}, {100'000, 100}, {250'000, 100}};
    for (const auto& row : rows) {
        CAPTURE(row.used);
        CHECK(warning(kroner(row.used), kroner(100'000)) == row.then);
    }
    CHECK(warning(kroner(1), std::nullopt) == 0);
    CHECK(warning(kroner(1), Money()) == 0);
}

TEST_CASE("follow_up: however the call-offs are divided, the parts add up to the whole") {
    std::mt19937 random(20261120);
    std::vector<CallOff> all;
    for (int i = 0; i < 500; ++i) {
        CallOff each = call_off(i / 3, 1 + static_cast<int>(random() % 6),
                                Date(2025, 1, 1) + static_cast<int>(random() % 700), "A",
                                1 + static_cast<int>(random() % 50),
                                Decimal(static_cast<std::int64_t>(random() % 1'000'000), 4));
        each.supplier = {1 + static_cast<int>(random() % 4)};
        each.lot = {static_cast<int>(random() % 3)};
        each.invoiced = Money(static_cast<std::int64_t>(random() % 100'000));
        all.push_back(std::move(each));
    }
    for (const By by : {By::municipality, By::supplier, By::lot, By::month}) {
        Money sum_ordered, sum_invoiced;
        int count = 0;
        for (const Sum& each : sums(all, by)) {
            sum_ordered += each.ordered;
            sum_invoiced += each.invoiced;
            count += each.count;
        }
        CHECK(sum_ordered == ordered(all));
        CHECK(sum_invoiced == invoiced(all));
        CHECK(count == 500);
    }
}

TEST_CASE("follow_up: delivery, response times and credit notes") {
    std::vector<CallOff> all;
    const auto add = [&](std::int64_t order, std::optional<Date> promised, std::optional<Date> came,
                         int received) {
        CallOff each = call_off(order, 1, Date(2026, 10, 1), "A", 10, Decimal::whole(5));
        each.promised = promised;
        each.came_on = came;
        each.received = Decimal::whole(received);
        each.complete = received >= 10;
        each.ordered_at = Instant(1'000'000'000'000);
        each.answered_at = Instant(1'000'000'000'000 + order * 3'600'000);
        all.push_back(std::move(each));
    };
    add(1, Date(2026, 10, 5), Date(2026, 10, 5), 10);  // on the day
    add(2, Date(2026, 10, 5), Date(2026, 10, 6), 10);  // a day late
    add(3, Date(2026, 10, 5), Date(2026, 10, 4), 9);   // early, but one is missing
    add(4, Date(2026, 12, 1), std::nullopt, 0);        // not due yet
    add(9, std::nullopt, Date(2026, 10, 9), 10);       // nothing was promised
    all[0].charges = {{{1}, "F1", Date(2026, 10, 7), false, 0, {}, kroner(50)},
                      {{2}, "K1", Date(2026, 10, 9), true, 0, {}, -kroner(5)}};
    all[1].charges = {{{2}, "K1", Date(2026, 10, 9), true, 0, {}, -kroner(7)}};
    const Performance is = performance(all, kToday);
    CHECK(is.promised == 3);
    CHECK(is.on_time == 1);
    CHECK(is.lines == 4);
    CHECK(is.complete == 3);
    CHECK(is.answer_hours == 3);  // the middle one of 1, 2, 3, 4, 9
    CHECK(is.credit_notes == 1);
    CHECK(is.credited == kroner(12));
    CHECK_FALSE(performance({}, kToday).answer_hours);
}

TEST_CASE("follow_up: volumes and price development per item, the most money first") {
    const std::vector<CallOff> all = {
        call_off(1, 1, Date(2026, 1, 5), "A", 10, Decimal::whole(100)),
        call_off(2, 1, Date(2026, 3, 5), "B", 1, Decimal::whole(5000)),
        call_off(3, 2, Date(2026, 6, 5), "A", 5, Decimal(1025, 1)),
    };
    const auto list = items(all);
    REQUIRE(list.size() == 2);
    CHECK(list[0].name == "B");
    CHECK(list[1].quantity == Decimal::whole(15));
    CHECK(list[1].net == kroner(1512, 50));
    CHECK(list[1].change_tenths() == 25);
    CHECK(list[0].change_tenths() == 0);
}
