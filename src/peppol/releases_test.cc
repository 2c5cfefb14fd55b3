// A release is an addition of rows. Here one is invented that does everything a release may do, and
// the same documents are judged the day before it and the day it begins.

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "peppol/cases.h"
#include "peppol/command.h"
#include "peppol/rulebook.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

using ubl::DocumentType;

constexpr std::uint8_t kInvented = 2;  // after the two that there are

bool has_note(N at, const Facts&) { return has<cbc::Note>(at); }
bool short_number(N at, const Facts&) { return value(at.child(cbc::ID)).size() < 20; }
bool very_short_number(N at, const Facts&) { return value(at.child(cbc::ID)).size() < 4; }

constexpr Row kInventedRows[] = {
    {"NO-R-901", fatal, "BT-22", &text::missing, has_note, kInvented},
    // A condition that changes: two rows of one id.
    {"NO-R-902", fatal, "BT-1", &text::missing, short_number, 0, kInvented},
    {"NO-R-902", warning, "BT-1", &text::missing, very_short_number, kInvented},
};
constexpr Context kInventedContexts[] = {{Name::other, nullptr, kInventedRows}};

Tables invented() {
    Tables out = official_tables();
    REQUIRE(out.releases.size() == kInvented);
    Release release = out.releases.back();
    release.name = "2031-05";
    release.in_force = Date(2031, 8, 25);
    release.billing = "9.9.9";
    out.releases.push_back(release);
    out.code_lists +=
        "\n@2031-05\n=CenCurrency XQZ !FJD\n=Currency XQZ !FJD\n=OrderCountryPrefix QZ\n";
    out.post_award +=
        "\n@2031-05\n"
        "=order T01\n"
        "/ 90001:+.Contract\n"
        " UUID 90002:\"42\"\n"  // an element that there was not
        " .Contract 90003:+ID 90004:*\n"
        "  ID\n";
    out.unused_elements += "\n@2031-05\n901 .ProjectReference/ID\n";
    out.amendments.push_back({kInvented, "PEPPOL-T01-B00106", Amendment::Now::withdrawn});
    out.amendments.push_back({kInvented, "NO-R-002", Amendment::Now::fatal});
    out.amendments.push_back({kInvented, "PEPPOL-EN16931-R008", Amendment::Now::warning});
    out.amendments.push_back({kInvented, "UBL-CR-003", Amendment::Now::withdrawn});
    out.patterns[static_cast<std::size_t>(DocumentType::invoice)].push_back(kInventedContexts);
    out.schemas.push_back(
        {kInvented, DocumentType::order_response_advanced, SchemaVersion::ubl_2_1});
    return out;
}

std::string document(std::string_view name, std::string change) {
    for (std::string up = "./"; up.size() < 20; up += "../") {
        std::ifstream in(up + "testdata/rules/" + std::string(name) + ".xml", std::ios::binary);
        if (!in) continue;
        const std::string bytes(std::istreambuf_iterator<char>(in), {});
        auto out = changed(bytes, change);
        REQUIRE_MESSAGE(out.has_value(), change);
        return *std::move(out);
    }
    FAIL("no document " << name);
    return {};
}

// "structure NO-R-901! NO-R-902": what is fatal has a mark.
std::string ids(const Verdict& verdict) {
    std::string out = verdict.structure_ok ? "" : "structure ";
    for (const auto& id : verdict.fatal()) out += std::string(id) + "! ";
    for (const auto& id : verdict.warning()) out += std::string(id) + " ";
    if (!out.empty()) out.pop_back();
    return out;
}

struct Told {
    const char* what;
    const char* base;
    const char* change;
    const char* before;
    const char* after;
};
constexpr Told kTold[] = {
    {"nothing is changed", "catalogue", "", "", ""},
    {"a new code", "order", "set cbc:DocumentCurrencyCode=XQZ",
     "PEPPOL-T01-B01001! PEPPOL-T01-R003!", "PEPPOL-T01-R003!"},
    {"a code is gone", "order", "set cbc:DocumentCurrencyCode=FJD", "PEPPOL-T01-R003!",
     "PEPPOL-T01-B01001! PEPPOL-T01-R003!"},
    {"a rule of structure is withdrawn", "order", "rm cac:BuyerCustomerParty",
     "structure PEPPOL-T01-B00106!", "structure"},
    {"a new element, with a rule", "order", "add cbc:UUID=7", "PEPPOL-T01-B00110!",
     "PEPPOL-T01-B90002!"},
    {"the new element as the rule wants it", "order", "add cbc:UUID=42", "PEPPOL-T01-B00110!", ""},
    {"an element must now be there", "order", "rm cac:Contract", "", "PEPPOL-T01-B90001!"},
    {"a national warning is now fatal", "invoice",
     "rm cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme[2]", "NO-R-002", "NO-R-002!"},
    {"a rule is now a warning", "invoice", "set cbc:Note=", "PEPPOL-EN16931-R008!",
     "PEPPOL-EN16931-R008"},
    {"a new national rule", "invoice", "rm cbc:Note", "", "NO-R-901!"},
    {"a condition is changed, and is a warning now", "invoice", "set cbc:ID=12345", "", "NO-R-902"},
    {"a condition is changed: the old one", "invoice", "set cbc:ID=12345678901234567890",
     "NO-R-902!", "NO-R-902"},
    {"an element is used no more", "invoice", "add cac:ProjectReference/cbc:ID=x", "",
     "UBL-CR-901"},
    {"an element may be used again", "creditnote", "add cbc:ProfileExecutionID=x", "UBL-CR-003",
     ""},
    {"another edition of the schema", "order-response-advanced", "", "", "structure"},
};

}  // namespace

TEST_CASE("peppol: a new release is rows only, and begins on its day") {
    const Rulebook book(invented());
    for (const Told& row : kTold) {
        CAPTURE(row.what);
        for (const bool after : {false, true}) {
            const std::string day = after ? "2031-08-25" : "2031-08-24";
            std::string change = "set cbc:IssueDate=" + day;
            if (*row.change != 0) change += std::string("; ") + row.change;
            if (std::string_view(row.base) == "invoice" &&
                !std::string_view(row.change).contains("set cbc:ID=")) {
                change += "; set cbc:ID=F1";
            }
            const Verdict verdict =
                book.judge(document(row.base, change), ubl::type_from(row.base), {}, nullptr);
            CHECK(verdict.release == (after ? "2031-05" : "2026-11"));
            CHECK(ids(verdict) == (after ? row.after : row.before));
        }
    }
}

TEST_CASE("peppol: a document may be judged by another release than that of its day") {
    const Rulebook book(invented());
    const std::string bytes = document("invoice", "rm cbc:Note; set cbc:ID=F1");
    CHECK(ids(book.judge(bytes, {}, {}, nullptr)).empty());
    CHECK(ids(book.judge(bytes, {}, {}, book.release_named("2031-05"))) == "NO-R-901!");
    CHECK(ids(book.judge(bytes, {}, {}, book.release_named("2026-11"))).empty());
    CHECK(book.release_named("2030-05") == nullptr);
}

TEST_CASE("peppol: the list of rules is that of the release") {
    const Rulebook book(invented());
    const auto find = [&](DocumentType type, std::string_view id, std::string_view release) {
        for (const RuleInfo& each : book.rules_for(type, *book.release_named(release))) {
            if (each.id == id) return each.severity == fatal ? "fatal" : "warning";
        }
        return "none";
    };
    using enum DocumentType;
    CHECK(find(invoice, "NO-R-002", "2026-11") == doctest::String("warning"));
    CHECK(find(invoice, "NO-R-002", "2031-05") == doctest::String("fatal"));
    CHECK(find(invoice, "NO-R-901", "2026-11") == doctest::String("none"));
    CHECK(find(invoice, "NO-R-901", "2031-05") == doctest::String("fatal"));
    CHECK(find(order, "PEPPOL-T01-B00106", "2026-11") == doctest::String("fatal"));
    CHECK(find(order, "PEPPOL-T01-B00106", "2031-05") == doctest::String("none"));
    CHECK(find(order, "PEPPOL-T01-B90003", "2026-11") == doctest::String("none"));
    CHECK(find(order, "PEPPOL-T01-B90003", "2031-05") == doctest::String("fatal"));
    CHECK(find(invoice, "UBL-CR-901", "2031-05") == doctest::String("warning"));
    CHECK(find(invoice, "UBL-CR-003", "2031-05") == doctest::String("none"));
    CHECK(source_of("NO-R-002", book.releases().back()) ==
          "Peppol BIS Billing 9.9.9, national rules");
}

TEST_CASE("peppol: a document is judged by the release in force on its day") {
    CHECK(releases().size() == 2);
    CHECK(releases()[kMay2026].name == "2026-05");
    CHECK(releases()[kNovember2026].name == "2026-11");
    CHECK(releases()[kNovember2026].published == Date(2026, 11, 23));
    CHECK(release_on(Date(2026, 11, 20)).name == "2026-05");
    CHECK(release_on(Date(2027, 2, 23)).name == "2026-05");
    CHECK(release_on(Date(2027, 2, 24)).name == "2026-11");
    CHECK(release_on(Date(2020, 1, 1)).name == "2026-05");
    CHECK(release_named("2019-11") == nullptr);

    const auto day = [](const char* date) {
        return document("order", std::string("set cbc:IssueDate=") + date);
    };
    CHECK(judge(day("2027-02-23")).release == "2026-05");
    CHECK(judge(day("2027-02-24")).release == "2026-11");
    CHECK(judge(day("2027-02-24"), {}, {}, release_named("2026-05")).release == "2026-05");
    CHECK(judge(day("24.02.2027")).release == "2026-05");  // no date
    std::ostringstream out;
    std::ostringstream err;
    const std::string unknown[] = {"--release", "1999-01", "a.xml"};
    CHECK(validate_command(unknown, out, err) == 2);
    CHECK(err.str().contains("2026-11"));
}

}  // namespace samkjop::peppol
