// What the demonstration supplier sends must pass the same judge as everybody else's documents.
#include "demo_supplier/documents.h"

#include "order/testing.h"
#include "peppol/peppol.h"
#include "ubl/ubl.h"

using namespace samkjop;

namespace {

demo_supplier::Sides sides_of(db::Session& session, const order::Order& order) {
    return {*party::municipality(session, order.municipality),
            *party::supplier(session, order.supplier)};
}

std::vector<demo_supplier::Wish> as_ordered(const order::Order& order) {
    std::vector<demo_supplier::Wish> out;
    for (const order::Line& line : order.lines)
        out.push_back({line.position, line.quantity, line.price});
    return out;
}

void check(const std::string& bytes) {
    const peppol::Verdict verdict = peppol::judge(bytes);
    for (const auto& finding : verdict.structure) MESSAGE(finding.in(Language::en));
    for (const auto& finding : verdict.findings)
        MESSAGE(std::string(finding.rule), ": ", finding.in(Language::en));
    CHECK(verdict.valid());
    CHECK(verdict.warning().empty());
}

}  // namespace

TEST_CASE("demo supplier: every document it sends holds under the rules") {
    order::testing::in_nes([](order::testing::Nes& nes) {
        const auto order = nes.order(order::testing::place(nes, nes.fjellro));
        const auto sides =
            nes.database.reading([&](db::Session& session) { return sides_of(session, order); });
        const Date today = order::testing::kNow.oslo_date();
        auto wishes = as_ordered(order);
        for (const char* code : {"AP", "RE"}) {
            CAPTURE(code);
            check(ubl::write(demo_supplier::response(order, sides, code, wishes, "S-1", today)));
        }
        wishes[0].quantity = Decimal::whole(50);
        wishes[1].quantity = Decimal();
        check(ubl::write(demo_supplier::response(order, sides, "CA", wishes, "S-2", today)));
        wishes = as_ordered(order);
        check(ubl::write(demo_supplier::invoice(order, sides, wishes, "104518", today)));
        check(ubl::write(
            demo_supplier::credit_note(order, sides, wishes, "104519", "104518", today)));
    });
}
