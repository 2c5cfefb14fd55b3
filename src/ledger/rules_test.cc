// The arithmetic and the line by itself, over random cases by seed: what is split sums, what is
// refused restores its own share, and no event rounds anew what is already posted.

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "ledger/voucher.h"

using namespace samkjop;
using namespace samkjop::ledger;

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    std::int64_t from(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool one_in(std::int64_t chances) { return from(1, chances) == 1; }

private:
    std::mt19937_64 engine_;
};

Money sum(std::span<const Money> parts) {
    Money total;
    for (const Money part : parts) total += part;
    return total;
}

std::vector<Part> random_parts(Dice& dice) {
    static const Decimal rates[] = {Decimal(25, 2), Decimal(15, 2), Decimal(12, 2), Decimal()};
    static constexpr int rights[] = {10'000, 0, 6'000, 3'333};
    std::vector<Part> parts;
    const auto rate = rates[dice.from(0, 3)];
    for (std::int64_t i = dice.from(1, 4); i > 0; --i) {
        parts.push_back({CodingId{i}, dice.from(1, 9),
                         dice.one_in(4) ? rates[dice.from(0, 3)] : rate, rights[dice.from(0, 3)]});
    }
    return parts;
}

NewLine random_line(Dice& dice) {
    NewLine line;
    line.parts = random_parts(dice);
    line.quantity = Decimal::whole(dice.from(1, 50));
    line.price = Decimal(dice.from(0, 9'999'999), static_cast<int>(dice.from(2, 6)));
    if (dice.one_in(8)) line.exchange_rate = Decimal(dice.from(1, 200'000), 4);
    return line;
}

Money standing_sum(const Line& line, Money Standing::* kind) {
    Money total;
    for (const Standing& part : targets(line)) total += part.*kind;
    return total;
}

void check_sound(const Line& line) {
    for (const Standing& part : targets(line)) {
        CHECK(part.reserved >= Money());
        CHECK(part.committed >= Money());
        CHECK(part.received >= Money());
    }
    CHECK(line.received >= 0);
    CHECK(line.invoiced() >= 0);
    for (const Layer& layer : line.layers) CHECK(layer.quantity > 0);
    Line again;
    again.id = line.id;
    again.year = line.year;
    again.state = line.state;
    decode(again, encode(line));
    CHECK(again == line);
}

// One random event; nothing when the rules refuse it.
Result<Line> random_event(Dice& dice, const Line& line, std::vector<InvoiceId>& invoices,
                          Date day) {
    const Millionths some = dice.from(1, 12) * kOne / (dice.one_in(3) ? 3 : 1);
    const auto any_invoice = [&] {
        return invoices.empty()
                   ? InvoiceId{99'999}
                   : invoices[static_cast<std::size_t>(dice.from(0, std::ssize(invoices) - 1))];
    };
    switch (dice.from(0, 10)) {
        case 0:
            return with_receipt(line, some, Decimal::whole(dice.from(0, 20)));
        case 1:
            return without_receipt(line, some);
        case 2: {
            const InvoiceId own{std::ssize(invoices) + 1 + dice.from(0, 1) * 1'000 +
                                day.days() * 10'000};
            auto out = with_invoice(line, own, some);
            if (out) invoices.push_back(own);
            return out;
        }
        case 3:
            return without_invoice(line, any_invoice());
        case 4:
            return credited(line, any_invoice(), static_cast<CreditKind>(dice.from(1, 3)), some);
        case 5:
            return changed(line, By::buyer, dice.from(1, 80) * kOne, std::nullopt,
                           Money(dice.from(0, 9'999'999)), day);
        case 6:
            return changed(line, By::supplier, std::nullopt, dice.from(0, 99'999'999),
                           Money(dice.from(0, 9'999'999)), day);
        case 7:
            return dice.one_in(2) ? change_approved(line, day) : change_rejected(line);
        case 8:
            return repriced(line, dice.one_in(2) ? Reach::uninvoiced : Reach::not_received,
                            dice.from(0, 99'999'999));
        case 9:
            return dice.one_in(4) ? rest_closed(line) : with_receipt(line, some, {});
        default:
            return dice.one_in(6) ? written_off(line) : with_receipt(line, some, {});
    }
}

}  // namespace

TEST_CASE("ledger: a split sums to the øre, mirrors, and gives nobody more than one øre too much") {
    Dice dice(1);
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::int64_t> weights;
        std::int64_t total = 0;
        for (std::int64_t i = dice.from(1, 6); i > 0; --i) {
            weights.push_back(dice.one_in(8) ? -dice.from(0, 500) : dice.from(0, 5'000));
            total += weights.back();
        }
        const Money amount(dice.from(-1'000'000, 1'000'000));
        const std::vector<Money> parts = split(amount, weights);
        CHECK(sum(parts) == amount);
        std::vector<Money> mirrored = split(-amount, weights);
        for (Money& part : mirrored) part = -part;
        CHECK(mirrored == parts);
        if (total == 0) continue;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const Wide error = Wide(parts[i].ore()) * total - Wide(amount.ore()) * weights[i];
            CHECK((error < 0 ? -error : error) < (total < 0 ? -Wide(total) : Wide(total)));
        }
    }
    const std::int64_t thirds[] = {1, 1, 1};
    CHECK(split(Money(10'000), thirds) == std::vector{Money(3'334), Money(3'333), Money(3'333)});
}

TEST_CASE(
    "ledger: amounts are rounded once, half up on the magnitude, and refused when too large") {
    CHECK(net_of(3 * kOne, 33'333'333, kOne) == Money(10'000));
    CHECK(net_of(kOne, 5'000, kOne) == Money(1));
    CHECK(net_of(-kOne, 5'000, kOne) == Money(-1));
    CHECK(net_of(kOne, 1'000 * kOne, 11'425'000) == Money(1'142'500));
    CHECK_FALSE(net_of(INT64_MAX / 4, INT64_MAX / 4, kOne));
    CHECK_FALSE(net_of(1'000'000 * kOne, 1'000'000 * kOne, 1'000 * kOne));
    CHECK(cost_of(Money(333'333), Money(83'333), 6'000) == Money(366'666));
    CHECK_FALSE(millionths(Decimal::whole(INT64_MAX / 2)));
    CHECK(millionths(Decimal(1'000'000'499, 9)) == kOne);
}

TEST_CASE(
    "ledger: pairing feeds what rises from what falls, in the fixed order, the rest by available") {
    Deltas deltas;
    const CodingId coding{1};
    deltas.add(coding, 2026, {}, {}, Kind::invoiced, Money(100));
    deltas.add(coding, 2026, {}, {}, Kind::committed, Money(-60));
    deltas.add(coding, 2026, {}, {}, Kind::received, Money(-30));
    const std::vector<Posting> postings = deltas.pair();
    REQUIRE(postings.size() == 3);
    CHECK((postings[0].credit == Kind::received && postings[0].amount == Money(30)));
    CHECK((postings[1].credit == Kind::committed && postings[1].amount == Money(60)));
    CHECK((postings[2].credit == Kind::available && postings[2].amount == Money(10)));
    for (const Posting& posting : postings) CHECK(posting.debit == Kind::invoiced);
}

TEST_CASE(
    "ledger: over random lives of a line nothing stands below zero and text gives the line back") {
    for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
        Dice dice(seed);
        const Result<Line> asked = request(random_line(dice), 2026);
        if (!asked) continue;
        CAPTURE(seed);
        Line line = sent(approved(*asked, false, {}).value(), Date(2026, 1, 1)).value();
        CHECK(standing_sum(line, &Standing::committed) == total(line));
        std::vector<InvoiceId> invoices;
        for (int step = 0; step < 40; ++step) {
            const Date day = Date(2026, 1, 2) + step;
            const Line before = line;
            const Result<Line> after = random_event(dice, line, invoices, day);
            if (!after) continue;
            line = *after;
            check_sound(line);
            // A change of terms or a closed rest leaves what has come as it was.
            const bool same_marks =
                line.received == before.received && line.consumed == before.consumed;
            const bool reached = line.price != before.price;
            // (Goods beyond what was ever ordered, on a reopened line, get a value when it is
            // extended.)
            if (same_marks && !reached && before.received <= before.ordered()) {
                CHECK(standing_sum(line, &Standing::received) ==
                      standing_sum(before, &Standing::received));
            }
            const auto sum_of = [](const Line& one, Kind kind) {
                Deltas none;
                difference(none, Line{}, one);
                Money amount;
                for (const Posting& posting : none.pair()) {
                    if (posting.debit == kind) amount += posting.amount;
                }
                return amount;
            };
            CHECK(sum_of(line, Kind::committed) == standing_sum(line, &Standing::committed));
        }
    }
}

TEST_CASE("ledger: the last delivery takes exactly what is left, in whatever steps it comes") {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        Dice dice(seed);
        const Result<Line> asked = request(random_line(dice), 2026);
        if (!asked) continue;
        Line line = sent(approved(*asked, false, {}).value(), Date(2026, 1, 1)).value();
        const std::vector<Standing> ordered = targets(line);
        while (line.received < line.ordered()) {
            const Millionths step =
                std::min(dice.from(1, 9) * kOne / 3, line.ordered() - line.received);
            line = with_receipt(std::move(line), step, {}).value();
        }
        const std::vector<Standing> came = targets(line);
        for (std::size_t i = 0; i < came.size(); ++i) {
            CHECK(came[i].received == ordered[i].committed);
            CHECK(came[i].committed == Money());
        }
    }
}

TEST_CASE("ledger: a refused invoice restores exactly its own share, also after later invoices") {
    for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
        Dice dice(seed);
        const Result<Line> asked = request(random_line(dice), 2026);
        if (!asked) continue;
        CAPTURE(seed);
        Line line = sent(approved(*asked, false, {}).value(), Date(2026, 1, 1)).value();
        line = changed(line, By::buyer, line.ordered() + 7 * kOne, 30 * kOne, kLargest,
                       Date(2026, 2, 1))
                   .value();
        struct Taken {
            InvoiceId invoice;
            Money amount;
        };
        std::vector<Taken> taken;
        const Millionths ordered = line.ordered();
        for (int i = 1; i <= 5; ++i) {
            if (dice.one_in(2)) {
                const auto more = with_receipt(line, dice.from(1, 4) * kOne, {});
                if (more) line = *more;
            }
            const Millionths quantity = std::min(dice.from(1, 9) * kOne, ordered - line.invoiced());
            if (quantity <= 0) break;
            Money amount;
            for (const Slice& slice : slices(line, quantity)) amount += slice.amount;
            taken.push_back({{i}, amount});
            line = with_invoice(std::move(line), {i}, quantity).value();
        }
        while (!taken.empty()) {
            const auto one = taken.begin() + dice.from(0, std::ssize(taken) - 1);
            const Money before =
                standing_sum(line, &Standing::received) + standing_sum(line, &Standing::committed);
            line = without_invoice(std::move(line), one->invoice);
            const Money after =
                standing_sum(line, &Standing::received) + standing_sum(line, &Standing::committed);
            CHECK(after - before == one->amount);
            taken.erase(one);
        }
        CHECK(standing_sum(line, &Standing::received) + standing_sum(line, &Standing::committed) ==
              total(line));
    }
}

TEST_CASE("ledger: what is carried and accrued enters the new year, part by part, with its days") {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        Dice dice(seed);
        const Result<Line> asked = request(random_line(dice), 2026);
        if (!asked) continue;
        Line line = sent(approved(*asked, false, {}).value(), Date(2026, 11, 1)).value();
        for (int i = 0; i < 3; ++i) {
            if (auto more = with_receipt(line, dice.from(1, 9) * kOne, {})) line = *more;
            if (auto more = with_invoice(line, {i + 1}, dice.from(1, 9) * kOne);
                more && dice.one_in(2))
                line = *more;
        }
        const std::vector<Standing> before = targets(line);
        std::vector<Standing> accrual(before.size());
        if (line.received > line.invoiced()) {
            CHECK_FALSE(carried(line));
            const TwoLines lines = accrued(line).value();
            accrual = targets(lines.moved);
            CHECK(lines.moved.year == 2027);
            line = lines.rest;
        }
        std::vector<Standing> rest(before.size());
        if (line.ordered() > line.matched()) {
            const TwoLines lines = carried(line).value();
            rest = targets(lines.moved);
            for (const Layer& layer : lines.moved.layers) CHECK(layer.day == Date(2026, 11, 1));
            line = lines.rest;
        }
        for (std::size_t i = 0; i < before.size(); ++i) {
            CHECK(accrual[i].received == before[i].received);
            CHECK(rest[i].committed == before[i].committed);
            CHECK(targets(line)[i] == Standing{});
        }
    }
}

TEST_CASE("ledger: what is held of an invoice is divided like it, and lifted whole") {
    Voucher voucher;
    voucher.parts = {{0, {}, CodingId{1}, 2026, 1, 10'000, {{}, {}, Money(1'000)}, {}},
                     {0, {}, CodingId{2}, 2026, 1, 10'000, {{}, {}, Money(2'001)}, {}}};
    const auto invoiced = [](const Voucher& from, const Voucher& to) {
        Deltas deltas;
        difference(deltas, from, to);
        Money sum;
        for (const Posting& posting : deltas.pair()) {
            if (posting.debit == Kind::invoiced) sum += posting.amount;
            if (posting.credit == Kind::invoiced) sum -= posting.amount;
        }
        return sum;
    };
    const Voucher held = holding(voucher, Money(1'000)).value();
    CHECK(amounts(held)[0].amount == Money(667));
    CHECK(amounts(held)[1].amount == Money(1'334));
    CHECK(invoiced(voucher, held) == Money(-1'000));
    CHECK(invoiced(held, holding(held, Money(3'001)).value()) == Money(-2'001));
    CHECK(invoiced(held, holding(held, Money()).value()) == Money(1'000));
    CHECK_FALSE(holding(held, Money(3'002)));
    CHECK_FALSE(holding(held, Money(-1)));
    voucher.state = VoucherState::posted;
    CHECK_FALSE(holding(voucher, Money(1)));
}

TEST_CASE("ledger: an invoice's parts sum to the document, net and VAT, whatever follows what") {
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
        Dice dice(seed);
        CAPTURE(seed);
        static const Decimal rates[] = {Decimal(25, 2), Decimal(15, 2), Decimal()};
        std::vector<Matched> known;
        for (std::int64_t i = 1; i <= 3; ++i) {
            std::vector<Share> shares;
            for (const Part& part : random_parts(dice))
                shares.push_back({part.coding, part.weight, part.right});
            known.push_back({{i}, 2026, dice.from(0, 99'999'999), shares});
        }
        NewInvoice invoice;
        Money net;
        Money vat;
        bool used[3] = {};
        const auto random_net = [&] {
            return Money(dice.one_in(6) ? -dice.from(1, 50'000) : dice.from(1, 900'000));
        };
        for (std::int64_t i = dice.from(1, 5); i > 0; --i) {
            const std::int64_t rate = dice.from(0, 2);
            used[rate] = true;
            InvoiceLine line{random_net(), rates[rate], {}, {}};
            if (dice.one_in(4))
                line.shares = {{CodingId{7}, 2, 10'000}, {CodingId{8}, 1, 0}};
            else
                for (std::int64_t k = dice.from(1, 2); k > 0; --k)
                    line.matches.push_back({{dice.from(1, 3)}, Decimal(dice.from(1, 900), 2)});
            net += line.net;
            invoice.lines.push_back(line);
        }
        for (std::int64_t i = dice.from(0, 3); i > 0; --i) {
            const std::int64_t rate = dice.from(0, 2);
            used[rate] = true;
            AllowanceCharge charge{random_net(), rates[rate], {}};
            if (dice.one_in(3)) charge.shares = {{CodingId{9}, 1, 5'000}};
            net += charge.net;
            invoice.charges.push_back(charge);
        }
        for (int rate = 0; rate < 3; ++rate) {
            if (!used[rate]) continue;
            invoice.vat.push_back({rates[rate], Money(dice.from(0, 90'000))});
            vat += invoice.vat.back().amount;
        }
        invoice.rounding = Money(dice.from(-99, 99));
        const auto landings = spread(invoice, 2026, known);
        REQUIRE(landings);
        PartValue all;
        Money cost;
        for (const Landing& one : *landings) {
            all = all + one.value;
            cost += cost_of(one.value.net, one.value.vat, one.right);
        }
        CHECK(all.net == net + invoice.rounding);
        CHECK(all.vat == vat);
        CHECK(all.cost == cost);
        // The credit note with the same lines mirrors it to the øre.
        Voucher voucher = make_voucher(VoucherKind::invoice, *landings, Date(2026, 3, 1));
        voucher.id = {1};
        Voucher again;
        again.id = voucher.id;
        again.registered = voucher.registered;
        decode(again, encode(voucher));
        CHECK(again == voucher);
        if (net + invoice.rounding <= Money() || !invoice.charges.empty()) continue;
        NewInvoice everything;
        for (const InvoiceLine& line : invoice.lines) {
            everything.lines.push_back(line);
            everything.lines.back().shares.clear();
            if (line.matches.empty()) everything.lines.back().shares = line.shares;
        }
        everything.vat = invoice.vat;
        everything.rounding = invoice.rounding;
        const auto credited = credit(voucher, CreditKind::price, everything, Date(2026, 4, 1));
        if (!credited) continue;
        Money noted;
        for (const Amount& amount : amounts(credited->note)) noted += amount.amount;
        PartValue left;
        for (const VoucherPart& part : credited->invoice.parts) left = left + part.left;
        CHECK(left.net == Money());
        CHECK(left.vat == Money());
    }
}

TEST_CASE("ledger: recoding changes no total but by the right") {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        Dice dice(seed);
        const Result<Line> asked = request(random_line(dice), 2026);
        if (!asked) continue;
        Line line = sent(approved(*asked, false, {}).value(), Date(2026, 1, 1)).value();
        const Share to[] = {{CodingId{11}, dice.from(1, 5), -1},
                            {CodingId{12}, dice.from(1, 5), -1}};
        const CodingId from = line.parts.front().coding;
        const Result<Line> moved = ledger::recoded(line, from, to);
        REQUIRE(moved);
        PartValue before, after;
        for (const PartValue& value : line.layers.front().values) before = before + value;
        for (const PartValue& value : moved->layers.front().values) after = after + value;
        CHECK(after.net == before.net);
        CHECK(after.vat == before.vat);
        const bool whole = std::ranges::all_of(
            line.parts, [](const Part& part) { return part.right % 10'000 == 0; });
        if (whole) CHECK(after.cost == before.cost);
        for (std::size_t i = 0; i < moved->parts.size(); ++i) {
            if (moved->parts[i].coding == from) CHECK(false);
        }
    }
}
