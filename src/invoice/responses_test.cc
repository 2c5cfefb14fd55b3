// What the supplier is told, in which order and with which codes.
#include "invoice/responses.h"

#include <doctest/doctest.h>

#include <set>

using namespace samkjop;
using namespace samkjop::invoice;

TEST_CASE("invoice responses: no status goes back") {
    struct Row {
        const char* earlier;
        const char* allowed;
    };
    const Row rows[] = {{"", "AB IP UQ CA RE AP PD"},
                        {"AB", "IP UQ CA RE AP PD"},
                        {"IP", "UQ CA RE AP PD"},
                        {"UQ", "UQ CA RE AP PD"},
                        {"CA", "RE AP PD"},
                        {"RE", ""},
                        {"AP", "PD"},
                        {"PD", ""}};
    for (const Row& row : rows) {
        std::string allowed;
        for (const std::string_view next : {"AB", "IP", "UQ", "CA", "RE", "AP", "PD"}) {
            if (may_follow(row.earlier, next))
                allowed += (allowed.empty() ? "" : " ") + std::string(next);
        }
        CAPTURE(row.earlier);
        CHECK(allowed == row.allowed);
    }
}

TEST_CASE("invoice responses: every finding has a reason of the code list") {
    const std::set<std::string_view> list = {"NON", "REF", "LEG", "REC", "QUA", "DEL", "PRI",
                                             "QTY", "ITM", "PAY", "UNR", "FIN", "PPD", "OTH"};
    for (int kind = 0; kind <= static_cast<int>(Difference::supplier_unknown); ++kind) {
        Finding finding;
        finding.kind = static_cast<Difference>(kind);
        const Clarification why = clarification(finding);
        CAPTURE(name(finding.kind));
        CHECK(list.contains(why.code));
        CHECK(why.term.starts_with("BT-"));
    }
    Finding price;
    price.kind = Difference::price_differs;
    price.expected = Decimal(1250, 2);
    CHECK(clarification(price).right == "12.5");
}
