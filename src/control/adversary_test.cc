// Ways to charge too much that hide it, and legal shapes that look as if they did. Each row says
// what is found: nothing hidden may pass, nobody honest may be accused.

#include <doctest/doctest.h>

#include "control/testing.h"

namespace samkjop::control {
using namespace testing;
namespace {

catalogue::Terms gloves(std::string_view amount, Date from = kStart, Date to = kEnd) {
    catalogue::Terms out = terms(1, amount, from, to);
    out.name = "Hanske nitril blå M";
    return out;
}

Line boxes(std::string_view quantity, std::string_view price, std::string_view net = "",
           std::string_view unit = "XBX") {
    Line out = line(gloves(price), quantity, price, unit);
    if (!net.empty()) out.net = times(Decimal::whole(1), dec(net));
    return out;
}

Line per(Line line, std::string_view base) {
    line.base = dec(base);
    return line;
}

Line other(std::string_view name, std::string_view net) {
    Line out = boxes("1", net);
    out.item_number.clear();
    out.name = name;
    out.unit = "EA";
    return out;
}

Document invoice(std::vector<Line> lines, std::optional<Date> ordered = {},
                 Date issued = Date(2026, 3, 15)) {
    Document out;
    out.issued = issued;
    out.ordered_on = ordered;
    out.lines = std::move(lines);
    for (std::size_t i = 0; i < out.lines.size(); ++i) out.lines[i].position = static_cast<int>(i);
    return out;
}

std::string told(const Document& document, const Facts& facts) {
    std::string out;
    for (const Finding& each : judge(document, facts).findings) {
        out += (out.empty() ? "" : "; ") + std::to_string(each.line) + " " +
               std::string(name(each.kind)) + " " + std::to_string(each.at_stake.ore());
        if (!each.certain()) out += "? " + std::string(name(each.doubt));
    }
    return out;
}

}  // namespace

TEST_CASE("control: what is hidden is found, what is only peculiar accuses nobody") {
    const Facts plain = facts({gloves("62.50")});
    const Facts raised = facts({gloves("62.50", kStart, kChange - 1), gloves("66", kChange)});
    const Facts food = [] {
        auto terms = gloves("62.50");
        terms.vat_rate = Decimal(15, 2);
        return facts({terms});
    }();
    const Facts stepped = [] {
        auto terms = gloves("62.50");
        terms.steps = {{Decimal::whole(50), dec("55")}};
        return facts({terms});
    }();
    Line charged_on_line = boxes("10", "62.50", "700");
    charged_on_line.fees = {{"", "Håndteringsgebyr", kroner(75)}};
    charged_on_line.adjustments = 1;
    Line low_rate = boxes("10", "62.50");
    low_rate.rate = Decimal(15, 2);
    Line reverse = boxes("10", "62.50");
    reverse.category = "AE";
    reverse.rate = Decimal();
    Line under_gtin = boxes("10", "70");
    under_gtin.item_number = "10001-NY";
    under_gtin.gtin = "02001040010001";
    const Date june(2026, 6, 30);
    struct {
        const char* name;
        Document document;
        const Facts& facts;
        const char* found;
    } const rows[] = {
        {"as agreed", invoice({boxes("10", "62.50")}), plain, ""},
        {"a price for a hundred", invoice({per(boxes("10", "6250", "625"), "100")}), plain, ""},
        {"for ninety and called a hundred", invoice({per(boxes("10", "6250", "694.44"), "90")}),
         plain, "0 overcharged 6944"},
        {"the price is right and the sum is not", invoice({boxes("10", "62.50", "700")}), plain,
         "0 overcharged 7500"},
        {"with VAT in the price", invoice({boxes("10", "78.125")}), plain, "0 overcharged 15625"},
        {"a third decimal, many times", invoice({boxes("1000", "62.504")}), plain,
         "0 overcharged 400"},
        {"in pairs", invoice({boxes("500", "1.25", "", "PR")}), plain, ""},
        {"in pairs, dearer", invoice({boxes("500", "1.30", "", "PR")}), plain,
         "0 overcharged 2500"},
        {"in dozens", invoice({boxes("100", "7.50", "", "DZN")}), plain, ""},
        {"in thousands", invoice({boxes("1", "625", "", "MIL")}), plain, ""},
        {"dear, less an allowance", invoice({boxes("10", "80", "625")}), plain, ""},
        {"a charge inside the line", invoice({charged_on_line}), plain, "0 fee_not_agreed 7500"},
        {"the lower rate of VAT", invoice({low_rate}), plain, "0 wrong_vat 0"},
        {"the higher rate on food", invoice({boxes("10", "62.50")}), food, "0 wrong_vat 6250"},
        {"reverse charge", invoice({reverse}), plain, ""},
        {"freight as a line", invoice({boxes("10", "62.50"), other("Frakt Gol", "149")}), plain,
         "1 fee_not_agreed 14900"},
        {"a surcharge of a new name",
         invoice({boxes("10", "62.50"), other("Råvaretillegg uke 12", "80")}), plain,
         "1 fee_not_agreed 8000"},
        {"toll as a line", invoice({boxes("10", "62.50"), other("Bomavgift", "42")}), plain,
         "1 fee_not_agreed 4200"},
        {"costs as a line",
         invoice({boxes("10", "62.50"), other("Ekspederingsomkostninger", "60")}), plain,
         "1 fee_not_agreed 6000"},
        {"a supplement that is eaten",
         invoice({boxes("10", "62.50"), other("Kosttillegg vitamin D", "60")}), plain,
         "1 not_on_agreement 6000"},
        {"a deposit and a rounding",
         invoice({boxes("10", "62.50"), other("Pant flaske", "40"), other("Øreavrunding", "0.40")}),
         plain, ""},
        {"the new price the day before", invoice({boxes("10", "66")}, june, kChange + 4), raised,
         "0 overcharged 3500"},
        {"the new price on its day", invoice({boxes("10", "66")}, kChange, kChange + 4), raised,
         ""},
        {"the old price after its day", invoice({boxes("10", "62.50")}, kChange), raised, ""},
        {"no order, invoiced on the new day", invoice({boxes("10", "66")}, {}, kChange), raised,
         ""},
        {"no order, invoiced the day before", invoice({boxes("10", "66")}, {}, june), raised,
         "0 overcharged 3500"},
        {"the step is not given", invoice({boxes("50", "62.50")}), stepped,
         "0 step_not_given 37500"},
        {"one below the step", invoice({boxes("49", "62.50")}), stepped, ""},
        {"split in two to lose the step", invoice({boxes("25", "62.50"), boxes("25", "62.50")}),
         stepped, "0 step_not_given 18750? quantity; 1 step_not_given 18750? quantity"},
        {"another number, our GTIN", invoice({under_gtin}), plain, "0 overcharged 7500"},
        {"taken back in full", invoice({boxes("10", "70"), boxes("-10", "70")}), plain, ""},
        {"half of it taken back", invoice({boxes("10", "70"), boxes("-5", "70")}), plain,
         "0 overcharged 3750"},
        {"taken back for less than it costs", invoice({boxes("20", "62.50"), boxes("-10", "50")}),
         plain, "1 overcharged 12500? day"},
        {"only goods that went back", invoice({boxes("-10", "62.50")}), plain, ""},
        {"free of charge", invoice({boxes("10", "0")}), plain, ""},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string(row.name));
        CHECK(told(row.document, row.facts) == row.found);
    }
}

}  // namespace samkjop::control
