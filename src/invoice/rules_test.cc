#include <doctest/doctest.h>

#include <random>

#include "invoice/handling.h"

using namespace samkjop;
using namespace samkjop::invoice;

namespace {

OrderLine ordered(int position, std::string name, std::string number, int quantity, Decimal price,
                  int received, int invoiced = 0) {
    OrderLine out;
    out.order = 1;
    out.id = order::OrderLineId{position};
    out.order_number = "NES-2026-000392";
    out.position = position;
    out.name = std::move(name);
    out.item_number = std::move(number);
    out.unit = "BX";
    out.quantity = Decimal::whole(quantity);
    out.price = price;
    out.rate = Decimal(25, 2);
    out.received = Decimal::whole(received);
    out.invoiced = Decimal::whole(invoiced);
    return out;
}

Line invoiced(std::string name, std::string number, int quantity, Decimal price,
              std::string reference = "") {
    Line out;
    out.name = std::move(name);
    out.item_number = std::move(number);
    out.unit = "BX";
    out.quantity = Decimal::whole(quantity);
    out.unit_price = price;
    out.net = times(out.quantity, price);
    out.rate = Decimal(25, 2);
    out.category = "S";
    out.order_line_reference = std::move(reference);
    return out;
}

Content with(std::vector<Line> lines) {
    Content out;
    out.number = "104518";
    out.seller_name = "Fjellro Medisinske AS";
    out.lines = std::move(lines);
    for (std::size_t i = 0; i < out.lines.size(); ++i) {
        out.lines[i].position = static_cast<int>(i);
        out.net += out.lines[i].net;
    }
    out.vat = share(out.net, Decimal(25, 2));
    out.payable = out.net + out.vat;
    return out;
}

const Tolerance kTolerance{Decimal::whole(2), kroner(50), kroner(100), true};

std::string told(const Judgement& judgement) {
    static constexpr std::string_view verdicts[] = {"agrees", "waits", "deviates", "without_order"};
    std::string out(verdicts[static_cast<std::size_t>(judgement.verdict)]);
    for (const Finding& finding : judgement.findings) {
        out += " " + std::to_string(finding.line) + ":" + std::string(name(finding.kind)) + "=" +
               std::to_string(finding.at_stake.ore());
    }
    return out;
}

std::string judged(const Content& content, const std::vector<OrderLine>& lines,
                   const Tolerance& tolerance = kTolerance) {
    return told(judge(content, lines, pair(content, lines), tolerance));
}

}  // namespace

TEST_CASE("invoice rules: an invoice line against its order line") {
    const Decimal price(625, 1);  // 62.50
    const std::string glove = "Undersøkelseshanske, nitril, M";
    const std::vector one = {ordered(1, glove, "FM-1001", 60, price, 60)};
    const std::vector fifty = {ordered(1, glove, "FM-1001", 60, price, 50)};
    struct Row {
        std::string_view says;
        Line line;
        std::vector<OrderLine> order;
        std::string_view then;
    };
    const Row rows[] = {
        {"everything", invoiced(glove, "FM-1001", 60, price, "1"), one, "agrees"},
        {"by item number", invoiced("Hansker", "FM-1001", 60, price), one, "agrees"},
        {"by name", invoiced("Undersøkelseshanske nitril M", "", 60, price), one, "agrees"},
        {"another size is another thing", invoiced("Undersøkelseshanske nitril L", "", 60, price),
         one, "without_order 0:not_ordered=375000"},
        {"ten are not received", invoiced(glove, "FM-1001", 60, price), fifty,
         "waits 0:not_received=62500"},
        {"ten too many and too dear", invoiced(glove, "FM-1001", 60, Decimal(6875, 2)), fifty,
         "deviates 0:price_differs=37500 0:not_received=62500"},
        {"2 % dearer is within", invoiced(glove, "FM-1001", 60, Decimal(6375, 2)), one, "agrees"},
        {"just above 2 %", invoiced(glove, "FM-1001", 60, Decimal(6376, 2)), one,
         "deviates 0:price_differs=7560"},
        {"cheaper is welcome", invoiced(glove, "FM-1001", 60, Decimal::whole(60)), one, "agrees"},
        {"more than ordered", invoiced(glove, "FM-1001", 70, price), one,
         "deviates 0:more_than_received=62500"},
        {"all invoiced before",
         invoiced(glove, "FM-1001", 60, price),
         {ordered(1, glove, "FM-1001", 60, price, 60, 60)},
         "deviates 0:more_than_received=375000"},
        {"the number of another line", invoiced("Frakt", "X", 1, Decimal::whole(349), "1"), one,
         "without_order 0:fee_not_agreed=34900"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.says);
        CHECK(judged(with({row.line}), row.order) == row.then);
    }
}

TEST_CASE("invoice rules: units, VAT, closed lines, receipts that are not required") {
    const std::string glove = "Hanske";
    const std::vector order = {ordered(1, glove, "A", 10, Decimal::whole(100), 10)};
    Line line = invoiced(glove, "A", 10, Decimal::whole(100));
    line.unit = "XBX";
    CHECK(judged(with({line}), order) == "agrees");
    line.unit = "EA";  // 1000 pieces at 1 krone are ten boxes' worth: not converted, but found
    line.quantity = Decimal::whole(1000);
    line.unit_price = Decimal::whole(1);
    CHECK(judged(with({line}), order) == "deviates 0:unit_differs=0");
    line = invoiced(glove, "A", 10, Decimal::whole(100));
    line.rate = Decimal(15, 2);
    CHECK(judged(with({line}), order) == "deviates 0:vat_differs=0");
    line.category = "AE";
    line.rate = Decimal();
    CHECK(judged(with({line}), order) == "agrees");
    std::vector closed = {ordered(1, glove, "A", 10, Decimal::whole(100), 8)};
    closed[0].closed = true;
    CHECK(judged(with({invoiced(glove, "A", 10, Decimal::whole(100))}), closed) ==
          "deviates 0:more_than_received=20000");
    Tolerance two_way = kTolerance;
    two_way.receipt_required = false;
    CHECK(judged(with({invoiced(glove, "A", 10, Decimal::whole(100))}),
                 {ordered(1, glove, "A", 10, Decimal::whole(100), 0)}, two_way) == "agrees");
}

TEST_CASE("invoice rules: one line over two orders; small differences count together") {
    std::vector lines = {ordered(1, "Hanske", "A", 5, Decimal::whole(200), 5),
                         ordered(1, "Hanske", "A", 4, Decimal::whole(200), 3)};
    lines[1].order = 2;
    const Content content = with({invoiced("Hanske", "A", 8, Decimal::whole(200))});
    const auto pieces = pair(content, lines);
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0].quantity == Decimal::whole(5));
    CHECK(pieces[1].quantity == Decimal::whole(3));
    CHECK(pieces[0].net == kroner(1000));
    CHECK(pieces[1].net == kroner(600));
    CHECK(told(judge(content, lines, pieces, kTolerance)) == "agrees");

    std::vector<OrderLine> order;
    std::vector<Line> dearer;
    for (int i = 1; i <= 3; ++i) {
        order.push_back(ordered(i, "Vare", "V" + std::to_string(i), 1, Decimal::whole(1000), 1));
        dearer.push_back(invoiced("Vare", "V" + std::to_string(i), 1, Decimal::whole(1040)));
    }
    CHECK(judged(with({dearer[0], dearer[1]}), order) == "agrees");
    CHECK(judged(with(dearer), order) ==
          "deviates 0:price_differs=4000 1:price_differs=4000 2:price_differs=4000");
}

TEST_CASE("invoice rules: what a hostile quantity claims is not believed, and nothing overflows") {
    const std::vector order = {ordered(1, "Hanske", "A", 10, Decimal::whole(90'000'000), 10)};
    Line line = invoiced("Hanske", "A", 1, Decimal::whole(1));
    line.quantity = Decimal::whole(9'000'000'000);
    CHECK(pair(with({line}), order).empty());
}

TEST_CASE("invoice rules: split gives away exactly what there was") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::int64_t> weights(1 + random() % 6);
        for (auto& weight : weights) weight = static_cast<std::int64_t>(random() % 1000);
        const Money amount(static_cast<std::int64_t>(random() % 1'000'000) - 500'000);
        Money sum;
        for (const Money part : split(amount, weights)) sum += part;
        CHECK(sum == amount);
    }
    CHECK(split(Money(10000), std::vector<std::int64_t>{1, 1, 1})[0] == Money(3334));
}

TEST_CASE("invoice rules: where an order number may stand") {
    Content content;
    content.order_reference = "NES-2026-000123, NES-2026-000124";
    content.buyer_reference = "B123456 Elvetun";
    content.note = "Gjelder deres bestilling NES-2026-000125.";
    const auto found = possible_references(content, "B([0-9]{6})");
    CHECK(found == std::vector<std::string>{"NES-2026-000123, NES-2026-000124", "NES-2026-000123",
                                            "NES-2026-000124", "123456", "NES-2026-000125"});
    CHECK(reference_by_pattern("B123456", "(unbalanced") == "");
}

TEST_CASE("invoice rules: what a credit note says that it is for") {
    const std::vector order = {ordered(1, "Hanske", "A", 10, Decimal::whole(100), 10)};
    const auto kind = [&](std::string note, Content content,
                          std::vector<Finding> differences = {}) {
        content.note = std::move(note);
        content.credit_note = true;
        return credit_kind(content, order, pair(content, order), differences);
    };
    const Content goods = with({invoiced("Hanske", "A", 2, Decimal::whole(100))});
    CHECK(kind("Retur av to esker", goods) == ledger::CreditKind::returned);
    CHECK(kind("Ny levering kommer fredag", goods) == ledger::CreditKind::replaced);
    CHECK(kind("Feilfakturert, ny faktura kommer", goods) == ledger::CreditKind::reissued);
    CHECK(kind("Retur, ny levering kommer", goods) == std::nullopt);
    CHECK(kind("", goods) == std::nullopt);
    CHECK(kind("", with({invoiced("Hanske", "A", 10, Decimal::whole(6))})) ==
          ledger::CreditKind::price);
    CHECK(kind("", goods, {{Difference::price_differs, 0, kroner(200)}}) ==
          ledger::CreditKind::price);
    CHECK(kind("", goods, {{Difference::not_received, 0, kroner(200)}}) ==
          ledger::CreditKind::reissued);
}

TEST_CASE("invoice rules: the whole table of states and events") {
    std::string matrix;
    Actor actor = Actor::system();
    actor.user = UserId{9};
    int open_rows = 0;
    for (int from = 0; from < kStates; ++from) {
        for (int event = 0; event < kEvents; ++event) {
            Circumstances who;
            who.state = static_cast<State>(from);
            who.reason = "fordi";
            who.authority = kroner(50'000);
            who.cost = kroner(12'480);
            who.certifier = UserId{7};
            const auto step = decide(who, static_cast<Event>(event), actor);
            if (!step) {
                CHECK(step.error().name() == "invoice.state_forbids_event");
                continue;
            }
            ++open_rows;
            matrix += std::string(name(who.state)) + " " +
                      std::string(name(static_cast<Event>(event))) + " " +
                      std::string(name(step->to)) + "\n";
        }
    }
    CHECK(open_rows == static_cast<int>(steps().size()));
    CHECK(matrix.find("certified authorise approved\n") != matrix.npos);
    CHECK(matrix.find("posted ") == matrix.npos);  // what is booked is answered by a credit note
    CHECK(matrix.find("refused ") == matrix.npos);
    CHECK(matrix.find("exported refuse") == matrix.npos);
}

TEST_CASE("invoice rules: who may authorise") {
    Actor torbjorn;
    torbjorn.user = UserId{2};
    torbjorn.permissions.set(static_cast<std::size_t>(Permission::authorise_invoice));
    Circumstances who;
    who.state = State::certified;
    who.certifier = UserId{7};
    who.requesters = {UserId{1}};
    who.cost = kroner(12'480);
    const auto refused = [&] {
        const auto step = decide(who, Event::authorise, torbjorn);
        return step ? std::string("approved") : std::string(step.error().name());
    };
    CHECK(refused() == "invoice.no_authority");
    who.authority = kroner(10'000);
    CHECK(refused() == "invoice.authority_too_small");
    who.authority = kroner(50'000);
    CHECK(refused() == "approved");
    who.certifier = torbjorn.user;
    CHECK(refused() == "invoice.same_person");
    who.certifier = UserId{7};
    who.requesters = {UserId{1}, torbjorn.user};
    CHECK(refused() == "invoice.own_order");
    torbjorn.permissions.reset();
    CHECK(refused() == "invoice.not_permitted");
}

TEST_CASE("invoice rules: the sentences") {
    Record record;
    record.state = State::deviating;
    record.content =
        with({invoiced("Undersøkelseshanske, nitril, M", "FM-1001", 60, Decimal(6875, 2))});
    record.at_stake = Money(134'900);
    record.findings = {{Difference::not_received, 0, Money(62'500), Decimal::whole(10), "BX"},
                       {Difference::price_differs, 0, Money(37'500), Decimal::whole(60), "BX",
                        Decimal(625, 1), Decimal(6875, 2)},
                       {Difference::fee_not_agreed, 1, Money(34'900), {}, "", {}, {}, "frakt"}};
    CHECK(headline(record, Language::nb) == "Fakturaen fra Fjellro er 1\u00a0349\u00a0kr for høy");
    CHECK(headline(record, Language::nn) == "Fakturaen frå Fjellro er 1\u00a0349\u00a0kr for høg");
    CHECK(sentence(record.findings[0], record, Language::nb).text() ==
          "Ti esker er fakturert, men ikke mottatt: 625,00\u00a0kr.");
    CHECK(sentence(record.findings[1], record, Language::nb).text() ==
          "Prisen er 10\u00a0% over bestillingen: 6,25\u00a0kr for mye per eske på 60 esker er "
          "375,00\u00a0kr. "
          "Prisen på bestillingen er 62,50\u00a0kr.");
    CHECK(sentence(record.findings[2], record, Language::nb).text() ==
          "Frakt er ikke avtalt: 349,00\u00a0kr.");
    record.state = State::waiting_receipt;
    record.findings.resize(1);
    CHECK(headline(record, Language::nb) == "Ti esker fra Fjellro er fakturert, men ikke mottatt");
}
