// Prices held against what was agreed: a table of single cases, and invoices by seed, honest in
// every way a supplier's system writes, with overcharges planted in some of them.

#include "control/rules.h"

#include <doctest/doctest.h>

#include <random>

#include "control/document.h"
#include "control/testing.h"
#include "control/units.h"

namespace samkjop::control {
using namespace testing;
namespace {

Document invoice(std::vector<Line> lines, Date issued = Date(2026, 3, 15)) {
    Document out;
    out.issued = issued;
    out.lines = std::move(lines);
    for (std::size_t i = 0; i < out.lines.size(); ++i) out.lines[i].position = static_cast<int>(i);
    return out;
}

std::string told(const Outcome& outcome) {
    std::string out;
    for (const Finding& each : outcome.findings) {
        out += (out.empty() ? "" : "; ") + std::to_string(each.line) + " " +
               std::string(name(each.kind)) + " " + std::to_string(each.at_stake.ore());
        if (!each.certain()) out += "? " + std::string(name(each.doubt));
    }
    return out;
}

Line charge(std::string_view reason, Money amount) {
    Line out;
    out.charge = true;
    out.name = reason;
    out.quantity = Decimal::whole(1);
    out.net = amount;
    out.rate = Decimal(25, 2);
    out.category = "S";
    return out;
}

}  // namespace

TEST_CASE("control: what one line says") {
    const catalogue::Terms gloves = terms(1, "62.50");
    const auto say = [](const Document& document, const Facts& known) {
        return told(judge(document, known));
    };
    const Facts known = facts({gloves});
    CHECK(say(invoice({line(gloves, "10", "62.50")}), known) == "");
    CHECK(say(invoice({line(gloves, "10", "60")}), known) == "");
    CHECK(say(invoice({line(gloves, "10", "62.51")}), known) == "0 overcharged 10");
    CHECK(say(invoice({line(gloves, "1000", "0.625", "EA")}), known) == "");
    CHECK(say(invoice({line(gloves, "1000", "0.63", "EA")}), known) == "");  // written in øre
    CHECK(say(invoice({line(gloves, "1000", "0.66", "H87")}), known) == "0 overcharged 3500");
    // A pack written as a piece is common; what it costs beyond the pack is still too much.
    CHECK(say(invoice({line(gloves, "10", "62.50", "EA")}), known) == "0 overcharged 61875? unit");
    CHECK(say(invoice({line(gloves, "10", "65", "EA")}), known) == "0 overcharged 2500");
    SUBCASE("the order says how many packs there were") {
        Line one = line(gloves, "10", "62.50", "EA");
        one.ordered = Decimal::whole(10);
        one.ordered_unit = "EA";
        CHECK(say(invoice({one}), known) == "0 overcharged 61875");
        one.ordered_unit = "XBX";
        CHECK(say(invoice({one}), known) == "0 overcharged 61875? unit");
    }
    SUBCASE("by GTIN, by name, by a name that resembles") {
        Line one = line(gloves, "10", "70");
        one.item_number = "";
        one.gtin = gloves.gtin;
        CHECK(say(invoice({one}), known) == "0 overcharged 7500");
        one.gtin = "";
        one.name = "BLÅ vare, nummer 1";
        CHECK(say(invoice({one}), known) == "0 overcharged 7500");
        one.name = "Vare nummer 1 blå ny";
        CHECK(say(invoice({one}), known) == "0 not_on_agreement 70000");
        one.name = "Vare nummer 1 blå pakning";
        CHECK(say(invoice({one}), known) == "0 overcharged 7500? text");
        one.item_number = "fm 10001";
        CHECK(say(invoice({one}), known) == "0 overcharged 7500");
    }
    SUBCASE("a price per hundred") {
        catalogue::Terms screws = terms(2, "23.3333");
        screws.unit = "EA";
        screws.content = Decimal::whole(1);
        screws.base = Decimal::whole(100);
        const Facts with = facts({screws});
        CHECK(say(invoice({line(screws, "250", "0.233333", "EA")}), with) == "");
        CHECK(say(invoice({line(screws, "250", "0.23", "EA")}), with) == "");
        CHECK(say(invoice({line(screws, "250", "0.24", "EA")}), with) == "0 overcharged 167");
        Line per_hundred = line(screws, "250", "23.33", "EA");
        per_hundred.base = Decimal::whole(100);
        per_hundred.net = Money(5833);
        CHECK(say(invoice({per_hundred}), with) == "");
        per_hundred.net = Money(6125);
        per_hundred.unit_price = dec("24.50");
        CHECK(say(invoice({per_hundred}), with) == "0 overcharged 292");
        per_hundred.unit = "CEN";
        per_hundred.quantity = dec("2.5");
        per_hundred.base = Decimal::whole(1);
        CHECK(say(invoice({per_hundred}), with) == "0 overcharged 292");
    }
}

TEST_CASE("control: the day, the step, the fee, the rate, the list") {
    const catalogue::Terms old = terms(1, "62.50", kStart, kChange - 1);
    catalogue::Terms now = terms(1, "66.00", kChange, kEnd);
    Facts known = facts({old, now});
    const auto say = [&](const Document& document) { return told(judge(document, known)); };
    SUBCASE("the order's day decides") {
        Document late = invoice({line(old, "10", "66")}, kChange + 5);
        CHECK(say(late) == "");
        late.ordered_on = kChange - 1;
        CHECK(say(late) == "0 overcharged 3500");
        late.ordered_on = kChange;
        CHECK(say(late) == "");
        CHECK(say(invoice({line(old, "10", "66")}, kChange - 1)) == "0 overcharged 3500");
    }
    SUBCASE("a price that went down: the old one may be right for a month") {
        known.terms[1].amount = dec("60");
        CHECK(say(invoice({line(old, "10", "62.50")}, kChange + 10)) == "0 overcharged 2500? day");
        CHECK(say(invoice({line(old, "10", "62.50")}, kChange + 31)) == "0 overcharged 2500");
    }
    SUBCASE("volume steps") {
        known.terms[0].steps = {{Decimal::whole(10), dec("60")}, {Decimal::whole(50), dec("55")}};
        CHECK(say(invoice({line(old, "9", "62.50")})) == "");
        CHECK(say(invoice({line(old, "10", "60")})) == "");
        CHECK(say(invoice({line(old, "10", "62.50")})) == "0 step_not_given 2500");
        CHECK(say(invoice({line(old, "60", "65")})) == "0 overcharged 60000");
        CHECK(say(invoice({line(old, "6", "62.50"), line(old, "6", "62.50")})) ==
              "0 step_not_given 1500? quantity; 1 step_not_given 1500? quantity");
        Line part = line(old, "6", "62.50");
        part.ordered = Decimal::whole(12);
        part.ordered_unit = "XBX";
        CHECK(say(invoice({part})) == "0 step_not_given 1500");
    }
    SUBCASE("fees") {
        const Line goods = line(old, "10", "62.50");
        CHECK(say(invoice({goods, charge("Frakt", kroner(149))})) == "1 fee_not_agreed 14900");
        known.agreements[0].fees = {{FeeKind::freight, kroner(149), {}, kroner(1500)}};
        CHECK(say(invoice({goods, charge("Frakt", kroner(149))})) == "");
        CHECK(say(invoice({goods, charge("Fraktkostnad", kroner(199))})) ==
              "1 fee_not_agreed 5000");
        CHECK(say(invoice({goods, charge("Fakturagebyr", kroner(49))})) == "1 fee_not_agreed 4900");
        CHECK(say(invoice({goods, charge("Diverse", kroner(49))})) == "1 fee_not_agreed 4900? fee");
        CHECK(say(invoice({line(old, "30", "62.50"), charge("Frakt", kroner(149))})) ==
              "1 fee_not_agreed 14900");
        Line fee = charge("Miljøgebyr", kroner(30));
        fee.charge = false;
        CHECK(say(invoice({goods, fee})) == "1 fee_not_agreed 3000");
        fee.ordered_itself = true;
        CHECK(say(invoice({goods, fee})) == "");
        Line with_charge = goods;
        with_charge.fees = {{"", "Småordretillegg", kroner(25)}};
        with_charge.net += kroner(25);
        CHECK(say(invoice({with_charge})) == "0 fee_not_agreed 2500");
    }
    SUBCASE("VAT, discounts at the foot, goods that go back") {
        Line wrong = line(old, "10", "62.50");
        wrong.rate = Decimal(15, 2);
        CHECK(say(invoice({wrong})) == "0 wrong_vat 0");
        known.terms[0].vat_rate = Decimal(15, 2);
        wrong.rate = Decimal(25, 2);
        CHECK(say(invoice({wrong})) == "0 wrong_vat 6250");
        wrong.category = "AE";
        CHECK(say(invoice({wrong})) == "");
        known.terms[0].vat_rate = Decimal(25, 2);
        CHECK(say(invoice({line(old, "10", "70"), charge("Avtalerabatt", -kroner(75))})) ==
              "0 overcharged 7500? discount");
        CHECK(say(invoice({line(old, "10", "70"), charge("Avtalerabatt", -kroner(50))})) ==
              "0 overcharged 2500");
        Line back = line(old, "-10", "70");
        CHECK(say(invoice({line(old, "10", "70"), back, line(old, "10", "62.50")})) == "");
    }
    SUBCASE("outside the lists") {
        Line other = line(old, "10", "62.50");
        other.item_number = "ZZ-1";
        other.name = "Noe ganske annet";
        CHECK(say(invoice({other})) == "0 not_on_agreement 62500");
        known.elsewhere = {{0, {9}, "Kontor", "Nordlys", terms(5, "50")}};
        CHECK(say(invoice({other})) == "0 other_supplier 12500");
        known.agreements.clear();
        known.elsewhere.clear();
        CHECK(say(invoice({line(old, "10", "99")})) == "");
    }
    SUBCASE("expired") {
        CHECK(say(invoice({line(old, "10", "66")}, kEnd + 40)) == "0 expired 66000");
        CHECK(say(invoice({line(old, "10", "66")}, kEnd + 20)) == "");
    }
    SUBCASE("credit notes and other currencies accuse nobody") {
        Document note = invoice({line(old, "10", "99")});
        note.credit_note = true;
        CHECK(say(note) == "");
        note.credit_note = false;
        note.currency = "EUR";
        CHECK(say(note) == "");
    }
}

TEST_CASE("control: units in each other") {
    const auto is = [](std::string_view from, std::string_view to, std::string_view value) {
        return units_in(from, to) == Ratio(Decimal::parse(value).value());
    };
    CHECK(is("KGM", "GRM", "1000"));
    CHECK(is("MLT", "LTR", "0.001"));
    CHECK(is("CEN", "H87", "100"));
    CHECK(is("XBX", "BX", "1"));
    CHECK_FALSE(units_in("KGM", "LTR").has_value());
    CHECK_FALSE(units_in("XBX", "EA").has_value());
}

// ---- By seed -----------------------------------------------------------------------------------
namespace {

class World {
public:
    explicit World(std::uint32_t seed) : random_(seed) {
        const int items = 8;
        for (int i = 1; i <= items; ++i) {
            catalogue::Terms one = terms(i, price(), kStart, kChange - 1);
            constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kUnits = {
                {{"XBX", "EA"}, {"EA", "EA"}, {"KGM", "KGM"}, {"XCT", "XPK"}}};
            const auto& [unit, inner] = kUnits[any(4)];
            one.unit = unit;
            one.content_unit = inner;
            one.content = unit == inner ? Decimal::whole(1) : Decimal::whole(2 + any(200));
            if (any(3) == 0) one.base = Decimal::whole(any(2) == 0 ? 100 : 1000);
            one.vat_rate = any(4) == 0 ? Decimal(15, 2) : Decimal(25, 2);
            if (any(3) == 0) {
                one.steps = {{Decimal::whole(20), less(one.amount, 5)},
                             {Decimal::whole(100), less(one.amount, 12)}};
            }
            catalogue::Terms next = one;
            next.valid_from = kChange;
            next.valid_to = kEnd;
            next.price_list = {2};
            next.amount = less(one.amount, any(2) == 0 ? 4 : -4);
            for (catalogue::PriceStep& step : next.steps) step.amount = less(step.amount, 4);
            facts_.terms.push_back(one);
            facts_.terms.push_back(next);
        }
        facts_.agreements.push_back(
            {kAgreement, "2025-014", "Forbruk", kStart, kEnd, "", {}, true});
        facts_.agreements[0].fees = {{FeeKind::freight, kroner(149), {}, kroner(100'000)}};
    }

    int any(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
    std::string price() {
        static constexpr std::array kDigits = {1, 2, 2, 2, 3, 4, 5};
        const int scale = kDigits[static_cast<std::size_t>(any(7))];
        return Decimal(200 + any(5'000'000), scale + 1).text();
    }
    static Decimal less(Decimal amount, int percent) {
        const Decimal plain = amount.normalised();
        const bool fine = plain.scale() > 6;
        return {std::max<std::int64_t>(
                    divide_rounded(Wide(plain.digits()) * (100 - percent), fine ? 100 : 1), 1),
                plain.scale() + (fine ? 0 : 2)};
    }

    // An honest line as some supplier's system would write it.
    Line honest(const catalogue::Terms& of, std::int64_t packs, bool in_pieces) {
        Line out;
        out.item_number = of.item_number;
        out.gtin = of.gtin;
        out.name = of.name;
        switch (any(6)) {  // what identifies it
            case 0:
                out.item_number.clear();
                break;
            case 1:
                out.item_number.clear();
                out.gtin.clear();
                break;
            case 2:
                std::ranges::replace(out.item_number, '-', ' ');
                break;
            default:
                break;
        }
        out.rate = of.vat_rate;
        out.category = "S";
        const Ratio units{Decimal::whole(packs)};
        Ratio per_unit = Ratio(step_amount(of, units)) / Ratio(of.base);
        if (in_pieces) per_unit = per_unit / Ratio(of.content);
        out.unit = in_pieces ? of.content_unit : of.unit;
        if (out.unit == "EA") out.unit = any(2) == 0 ? "H87" : "EA";
        out.quantity = in_pieces ? (Ratio(Decimal::whole(packs)) * Ratio(of.content)).decimal()
                                 : Decimal::whole(packs);
        out.price_stated = true;
        out.base = any(3) == 0 ? Decimal::whole(100) : Decimal::whole(1);
        const Ratio stated = per_unit * Ratio(out.base);
        out.unit_price = stated.decimal();
        const Ratio exact = Ratio(out.quantity) * Ratio(out.unit_price) / Ratio(out.base);
        out.net = exact.kroner()->rounded();
        return out;
    }

    Facts facts_;
    std::mt19937 random_;
};

}  // namespace

TEST_CASE("control: honest invoices accuse nobody, planted overcharges are all found") {
    int planted_lines = 0;
    for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
        World world(seed);
        CAPTURE(seed);
        Document document;
        document.issued = Date(2026, 2, 15) + world.any(400);
        if (world.any(2) == 0) document.ordered_on = document.issued - world.any(25);
        const Date day = document.ordered_on.value_or(document.issued);
        std::vector<std::optional<Kind>> planted;
        const int lines = 1 + world.any(6);
        for (int i = 0; i < lines; ++i) {
            const auto item = static_cast<std::size_t>(2 * world.any(8));
            const std::size_t version = day < kChange ? item : item + 1;
            const catalogue::Terms& of = world.facts_.terms[version];
            const std::int64_t packs = 1 + world.any(150);
            Line one = world.honest(of, packs, world.any(3) == 0);
            one.position = i;
            std::optional<Kind> plant;
            // Once an item is on another line, its steps and reversals are another story.
            const int what = world.any(6);
            if (what == 0) {
                // Above every price of the last month and the rounding of the stated price.
                Decimal highest = of.amount;
                if (!document.ordered_on)
                    highest = std::max(highest, world.facts_.terms[item].amount);
                const Decimal more = World::less(highest, -1 - world.any(30));
                const Ratio paid =
                    Ratio(one.quantity) *
                    units_in(one.unit, of.unit).value_or(Ratio::of(Decimal::whole(1), of.content)) *
                    Ratio(more) / Ratio(of.base);
                one.net = paid.kroner()->rounded();
                one.unit_price = (paid / Ratio(one.quantity) * Ratio(one.base)).decimal();
                if (one.net - Money(3) > (paid * Ratio(highest) / Ratio(more)).kroner()->rounded())
                    plant = Kind::overcharged;
                else
                    one.net = Money();
            } else if (what == 1 && !of.steps.empty() && packs >= 20 && document.ordered_on) {
                one.net = (Ratio(Decimal::whole(packs)) * Ratio(of.amount) / Ratio(of.base))
                              .kroner()
                              ->rounded();
                one.unit_price = (Ratio(Decimal::from(one.net)) / Ratio(one.quantity)).decimal();
                one.base = Decimal::whole(1);
                const Decimal step = step_amount(of, Ratio(Decimal::whole(packs)));
                const auto right = Ratio(Decimal::whole(packs)) * Ratio(step) / Ratio(of.base);
                if (one.net - right.kroner()->rounded() > Money(2))
                    plant = Kind::step_not_given;
                else
                    one.net = Money();
            } else if (what == 2) {
                one.rate = one.rate == Decimal(25, 2) ? Decimal(15, 2) : Decimal(25, 2);
                if (!one.net.is_zero()) plant = Kind::wrong_vat;
            }
            planted_lines += plant.has_value();
            planted.push_back(plant);
            document.lines.push_back(std::move(one));
        }
        Line freight = charge("Frakt", kroner(149));
        freight.position = lines;
        std::optional<Kind> fee;
        if (world.any(4) == 0) {
            freight.name = "Fakturagebyr";
            fee = Kind::fee_not_agreed;
            ++planted_lines;
        } else if (world.any(2) == 0) {
            freight.net = Money();
        } else {
            Money goods;
            for (const Line& each : document.lines) goods += each.net;
            if (goods >= kroner(100'000)) fee = Kind::fee_not_agreed;
        }
        document.lines.push_back(freight);
        planted.push_back(fee);

        const Outcome outcome = judge(document, world.facts_);
        CAPTURE(told(outcome));
        for (int i = 0; i <= lines; ++i) {
            const auto at = static_cast<std::size_t>(i);
            bool found = false;
            for (const Finding& each : outcome.findings) {
                if (each.line != i || !each.certain()) continue;
                CAPTURE(i);
                CAPTURE(name(each.kind));
                const bool expected =
                    planted[at] == each.kind ||
                    (planted[at] == Kind::step_not_given && each.kind == Kind::overcharged) ||
                    (planted[at] == Kind::overcharged && each.kind == Kind::step_not_given);
                CHECK(expected);
                found |= expected;
            }
            CAPTURE(i);
            if (planted[at] && !document.lines[at].net.is_zero()) CHECK(found);
        }
    }
    CHECK(planted_lines > 1000);
}

}  // namespace samkjop::control
