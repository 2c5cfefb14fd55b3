// Properties by seed: whatever is ordered, received and invoiced, in whatever order and with
// whatever mistakes, the export's parts sum to what is owed, the cost per coding is the ledger's,
// nobody both certifies and authorises, and the ledger proves itself.
#include <random>

#include "invoice/testing.h"

using namespace samkjop;
using namespace samkjop::invoice;
using namespace samkjop::invoice::testing;

namespace {

class Year {
public:
    Year(Nes& nes, std::uint64_t seed) : nes_(nes), random_(seed) {}

    void step() {
        switch (below(7)) {
            case 0:
                orders_.push_back(place(nes_, nes_.fjellro));
                break;
            case 1:
                receive_some();
                break;
            case 2:
            case 3:
                invoice_some();
                break;
            case 4:
                credit_some();
                break;
            default:
                act();
                break;
        }
    }

    void check() {
        nes_.database.read([&](db::Session& session) {
            for (const InvoiceId id : invoices_) {
                const Record record = load(session, id).value();
                CHECK((!record.certifier || record.certifier != record.authoriser));
                const auto order = record.order ? order::load(session, order::OrderId{record.order})
                                                : std::nullopt;
                if (record.authoriser && order) CHECK(record.authoriser != order->requester);
                if (!record.voucher || record.state == State::refused) continue;
                const InvoiceId ids[] = {id};
                const Exportable out = exportable(session, ids).at(0);
                Money sum, cost;
                for (const Part& part : out.parts)
                    sum += part.cost + part.vat_back, cost += part.cost;
                CHECK(sum == out.payable);
                const auto voucher = ledger::voucher(session, record.voucher);
                Money held;
                for (const ledger::Amount& amount : voucher->amounts) held += amount.amount;
                CHECK(cost == held);
            }
        });
    }

private:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

    void receive_some() {
        if (orders_.empty()) return;
        const auto id = orders_[below(orders_.size())];
        const auto order = nes_.order(id);
        acting(nes_, nes_.marit, [&](db::Tx& tx, const Actor& who) {
            receipt::NewReceipt wanted;
            wanted.order = id;
            wanted.key = "p" + std::to_string(++keys_);
            for (const order::Line& line : order.lines) {
                const auto rest = line.outstanding().normalised();
                if (rest > Decimal() && chance(70))
                    wanted.lines.push_back({line.id, chance(50) ? rest : Decimal::whole(1)});
            }
            return receipt::receive(tx, who, later(60), wanted);
        });
    }

    void invoice_some() {
        Head head{.number = std::to_string(1000 + ++numbers_)};
        std::vector<Charged> lines;
        if (orders_.empty() || chance(15)) {
            lines.push_back({"Kurs", "", "EA", Decimal::whole(1),
                             Decimal(static_cast<std::int64_t>(100 + below(99'999)), 2)});
        } else {
            const auto order = nes_.order(orders_[below(orders_.size())]);
            lines = as_ordered(order);
            if (chance(70)) head.order_reference = order.number;
            for (Charged& line : lines) {
                if (chance(40))
                    line.quantity = Decimal::whole(static_cast<std::int64_t>(1 + below(70)));
                if (chance(30))
                    line.price = line.price + Decimal(static_cast<std::int64_t>(below(900)), 2);
                if (chance(10)) line.item_number = "X";
                if (chance(10)) line.reference = "";
            }
            if (chance(20))
                lines.push_back({"Noe annet", "Z", "EA", Decimal::whole(3), Decimal(1111, 2)});
            if (chance(20))
                lines.push_back(
                    {"Mat", "M", "EA", Decimal::whole(1), Decimal(9999, 2), Decimal::whole(15)});
            if (chance(20))
                head.charges.emplace_back("Frakt",
                                          Money(static_cast<std::int64_t>(1 + below(40'000))));
        }
        add(document(nes_, lines, head));
    }

    void add(const ubl::Invoice& document) {
        const auto done = nes_.database.writing([&](db::Tx& tx) {
            auto id = take(tx, Actor::system(nes_.municipality), later(120),
                           {&document, 0, "", nes_.municipality});
            if (id) tx.commit();
            return id;
        });
        if (done)
            invoices_.push_back(*done);
        else
            MESSAGE(done.error().in(Language::en));
    }

    void credit_some() {
        if (invoices_.empty()) return;
        const Record record = nes_.record(invoices_[below(invoices_.size())]);
        if (record.content.credit_note || record.content.lines.empty()) return;
        const Line& line = record.content.lines[0];
        static constexpr const char* kNotes[] = {"Retur", "Ny levering", "Feilfakturert", "Rabatt",
                                                 ""};
        add(document(nes_,
                     {{line.name, line.item_number, line.unit, Decimal::whole(1),
                       line.unit_price.scale() > 2 ? Decimal::whole(7) : line.unit_price}},
                     {.number = "K" + std::to_string(++numbers_),
                      .note = kNotes[below(5)],
                      .preceding = record.content.number,
                      .credit_note = true}));
    }

    void act() {
        if (invoices_.empty()) return;
        const InvoiceId id = invoices_[below(invoices_.size())];
        const UserId people[] = {nes_.ingrid, nes_.certifier, nes_.authoriser, nes_.marit};
        const UserId user = people[below(4)];
        const auto which = below(8);
        const Record record = nes_.record(id);
        acting(nes_, user, [&](db::Tx& tx, const Actor& who) -> Result<void> {
            switch (which) {
                case 0:
                    return accept(tx, who, later(200), id, "Avtalt");
                case 1:
                    return certify(tx, who, later(200), id);
                case 2:
                    return authorise(tx, who, later(200), id);
                case 3:
                    return chance(30) ? refuse_invoice(tx, who, later(200), id, "Feil")
                                      : certify(tx, who, later(200), id);
                case 4:
                    return ask_credit_note(tx, who, later(200), id, "");
                case 5:
                    return send_back(tx, who, later(200), id, "Se igjen");
                case 6: {
                    const CodedLine to[] = {{0, {"230", "4310", "265"}, "9", 1},
                                            {0, {"110", "3210", "253"}, "1", 2}};
                    return recode(tx, who, later(200), id, nes_.coding, to);
                }
                default: {
                    std::vector<CodedLine> lines;
                    for (const Line& line : record.content.lines) {
                        if (!line.charge)
                            lines.push_back({line.position, {"110", "3210", "253"}, "1", 1});
                    }
                    return code_lines(tx, who, later(200), id, lines);
                }
            }
        });
    }

    Nes& nes_;
    std::mt19937_64 random_;
    std::vector<order::OrderId> orders_;
    std::vector<InvoiceId> invoices_;
    int keys_ = 0, numbers_ = 0;
};

}  // namespace

TEST_CASE("invoice properties: random orders, receipts, invoices, credit notes and people") {
    register_takers();
    for (const std::uint64_t seed : {1, 2, 3}) {
        CAPTURE(seed);
        db::testing::each_database([&](db::Database& database) {
            Nes nes = build(database);
            Year year(nes, seed);
            for (int i = 0; i < 120; ++i) year.step();
            year.check();
            CHECK(nes.proved());
        });
    }
}
