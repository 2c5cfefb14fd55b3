// A requisition that goes beyond what the agreement allows stops when it is sent and when it is
// approved, unless there is a reason; and the reason stands in the trail.
#include "agreement/acts.h"
#include "follow_up/follow_up.h"
#include "requisition/testing.h"
#include "trail/trail.h"

using namespace samkjop;
using namespace samkjop::requisition;
using namespace samkjop::requisition::testing;

namespace {

struct Hooks {
    LimitHook limit = beyond_agreement;
    Hooks() { follow_up::register_hooks(); }
    ~Hooks() { beyond_agreement = limit; }
};

std::string_view refused(const Result<void>& result) {
    return result ? std::string_view() : result.error().name();
}

void set_maximum(db::Tx& tx, const Nes& nes, std::optional<Money> total, std::optional<Money> own) {
    auto is = agreement::find(tx, nes.agreement).value();
    is.maximum = total;
    REQUIRE(agreement::save(tx, nes.system, kNow, is, "values"));
    agreement::Member member = *is.member(nes.municipality);
    member.maximum = own;
    REQUIRE(agreement::join(tx, nes.system, kNow, is.id, member));
}

}  // namespace

TEST_CASE("follow_up: what goes beyond the maximum needs a reason, and the trail keeps it") {
    db::testing::each_database([](db::Database& database) {
        database.write([](db::Tx& tx) {
            const Nes nes = build(tx);
            const Hooks hooks;
            const Actor marit = actor(tx, nes.marit);
            const NewLine lines[] = {gloves(nes, 16)};  // 1 000 kr
            set_maximum(tx, nes, kroner(1000), std::nullopt);
            const auto id = basket(tx, marit, lines);
            set_maximum(tx, nes, kroner(999), std::nullopt);
            const auto stopped = submit(tx, marit, kNow, id);
            CHECK(refused(stopped) == "follow_up.beyond_total");
            CHECK(stopped.error().field == "begrunnelse");
            set_maximum(tx, nes, kroner(5000), kroner(999));
            CHECK(refused(submit(tx, marit, kNow, id)) == "follow_up.beyond_own");
            REQUIRE(refused(submit(tx, marit, kNow, id, "Smitteutbrudd.")) == "");
            bool told = false;
            for (const trail::Line& line : trail::of(tx, {"requisition", id.value}))
                told |= trail::member(line, "beyond_agreement") == "Smitteutbrudd.";
            CHECK(told);
            // The requester's reason is not the approver's.
            const auto without = approve(tx, actor(tx, nes.torbjorn), kNow, id);
            CHECK(refused(without) == "follow_up.beyond_own");
            CHECK(without.error().field == "over");
            CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id, "Enig.")) == "");
            told = false;
            for (const trail::Line& line : trail::of(tx, {"requisition", id.value}))
                told |=
                    line.event == "approved" && trail::member(line, "beyond_agreement") == "Enig.";
            CHECK(told);
        });
    });
}

TEST_CASE("follow_up: exactly the maximum is within it; then others have used it up") {
    db::testing::each_database([](db::Database& database) {
        database.write([](db::Tx& tx) {
            const Nes nes = build(tx);
            const Hooks hooks;
            const Actor marit = actor(tx, nes.marit);
            const NewLine lines[] = {gloves(nes, 16)};
            set_maximum(tx, nes, kroner(1000), std::nullopt);
            const auto id = basket(tx, marit, lines);
            REQUIRE(refused(submit(tx, marit, kNow, id)) == "");
            set_maximum(tx, nes, kroner(500), std::nullopt);
            const Actor torbjorn = actor(tx, nes.torbjorn);
            CHECK(refused(approve(tx, torbjorn, kNow, id)) == "follow_up.beyond_total");
            CHECK(refused(approve(tx, torbjorn, kNow, id, "Må ha dem.")) == "");
        });
    });
}

TEST_CASE("follow_up: a unit that has not joined is stopped whatever the reason") {
    db::testing::each_database([](db::Database& database) {
        database.write([](db::Tx& tx) {
            const Nes nes = build(tx);
            const Hooks hooks;
            const Actor marit = actor(tx, nes.marit);
            const NewLine lines[] = {gloves(nes, 2)};
            const auto id = basket(tx, marit, lines);
            const UnitId only[] = {nes.solhaug};
            REQUIRE(
                agreement::save_units(tx, nes.system, kNow, nes.agreement, nes.municipality, only));
            CHECK(refused(submit(tx, marit, kNow, id, "Vi vil.")) == "follow_up.unit_not_in");
            const UnitId above[] = {nes.health};
            REQUIRE(agreement::save_units(tx, nes.system, kNow, nes.agreement, nes.municipality,
                                          above));
            CHECK(refused(submit(tx, marit, kNow, id)) == "");
        });
    });
}
