// The packages held against what the OCDS 1.1 schema asks: required members, types, codes, dates,
// and references that lead somewhere. tests/ocds does the same with the schema itself where it can
// be fetched.
#include "public_site/ocds.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <regex>

using namespace samkjop;
using namespace samkjop::public_site;
using nlohmann::json;

namespace {

ShownAgreement agreement_of(std::int64_t id, std::string number) {
    ShownAgreement out;
    out.id = id;
    out.number = std::move(number);
    out.title = OpenWords::of("Medisinsk forbruksmateriell");
    out.about = OpenWords::of("Hansker og bandasjer.");
    out.from = Date(2025, 7, 1);
    out.to = Date(2027, 6, 30);
    out.cpv = {"33140000", "33141420"};
    out.suppliers = {{"Fjellro Medisinske AS", "313001008", 1, 1},
                     {"Dalmat AS", "313001741", 1, 2}};
    out.lots = {{1, OpenWords::of("Hansker")}, {2, OpenWords::of("Bandasjer")}};
    out.members = {{{1},
                    "3322",
                    "Nes",
                    "313100308",
                    Date(2025, 7, 1),
                    {},
                    {{"Kari", "kari@nes.example", ""}}}};
    out.changed = Instant(1'795'203'362'417);
    return out;
}

ShownPurchase purchase_of(std::string number) {
    ShownPurchase out;
    out.id = 3;
    out.number = std::move(number);
    out.title = OpenWords::of("Matvarer");
    out.about = OpenWords::of("Tørrvarer og frukt.");
    out.cpv = {"15000000"};
    out.size = plan::ValueBand::below_fifty_million;
    out.municipalities = {{{1}, "3322", "Nes", "313100308", {}, {}, {}}};
    out.announcement = plan::Quarter{2027, 1};
    out.start = plan::Quarter{2027, 3};
    out.method = plan::Method::open;
    out.contact = {"Kjersti Ødegård", "innkjop@hallingdal.example", ""};
    out.changed = Instant(1'795'203'362'417);
    return out;
}

const ocds::Package kPackage{"https://innkjop.example/ocds/releases.json",
                             "https://innkjop.example",
                             "ocds-k7x2pq",
                             {"Innkjøp i Hallingdal", "313100308"},
                             Instant(1'795'203'362'417)};

bool one_of(const json& value, std::initializer_list<const char*> codes) {
    return value.is_string() && std::ranges::any_of(codes, [&](const char* code) {
               return value.get<std::string>() == code;
           });
}

bool is_date(const json& value) {
    static const std::regex shape(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)");
    return value.is_string() && std::regex_match(value.get<std::string>(), shape);
}

void check_document(const json& document) {
    CHECK(document.at("id").is_string());  // the one that is required
    CHECK(is_date(document.at("dateModified")));
    CHECK(
        one_of(document.at("documentType"), {"procurementPlan", "tenderNotice", "contractNotice"}));
    CHECK(document.at("url").get<std::string>().starts_with("https://"));
}

void check_items(const json& owner) {
    if (!owner.contains("items")) return;
    std::set<std::string> ids;
    for (const json& item : owner.at("items")) {
        CHECK(ids.insert(item.at("id").get<std::string>()).second);
        CHECK(item.at("classification").at("scheme") == "CPV");
    }
    CHECK_FALSE(ids.empty());  // minItems and uniqueItems
}

std::set<std::string> check_parties(const json& release) {
    std::set<std::string> ids;
    for (const json& party : release.at("parties")) {
        CHECK(ids.insert(party.at("id").get<std::string>()).second);
        CHECK_FALSE(party.at("roles").empty());
        for (const json& role : party.at("roles"))
            CHECK(one_of(role, {"buyer", "procuringEntity", "supplier"}));
        CHECK(party.at("identifier").at("scheme") == "NO-BRC");
    }
    return ids;
}

void check_tender(const json& tender) {
    CHECK(tender.at("id").is_string());
    CHECK(one_of(tender.at("status"), {"planning", "active", "cancelled", "complete"}));
    if (tender.contains("procurementMethod"))
        CHECK(one_of(tender.at("procurementMethod"), {"open", "selective", "limited", "direct"}));
    if (tender.contains("mainProcurementCategory"))
        CHECK(one_of(tender.at("mainProcurementCategory"), {"goods", "works", "services"}));
    check_items(tender);
    if (tender.contains("documents"))
        for (const json& each : tender.at("documents")) check_document(each);
}

void check_release(const json& release, bool is_compiled = false) {
    for (const char* name : {"ocid", "id", "date", "tag", "initiationType"}) {
        CHECK_MESSAGE(release.contains(name), name);  // required
    }
    CHECK(release.at("ocid").get<std::string>().starts_with("ocds-k7x2pq-"));
    CHECK(is_date(release.at("date")));
    CHECK(release.at("initiationType") == "tender");
    CHECK_FALSE(release.at("tag").empty());
    for (const json& tag : release.at("tag")) {
        CHECK(is_compiled ? tag == "compiled"
                          : one_of(tag, {"planning", "tender", "tenderCancellation", "award",
                                         "contract", "contractTermination"}));
    }
    const auto parties = check_parties(release);
    CHECK(parties.contains(release.at("buyer").at("id").get<std::string>()));
    if (release.contains("tender")) check_tender(release.at("tender"));
    if (release.contains("planning")) {
        for (const json& each : release.at("planning").at("documents")) check_document(each);
        CHECK_FALSE(release.at("planning").at("budget").contains("amount"));
        for (const json& each : release.at("planning").at("milestones")) {
            CHECK(is_date(each.at("dueDate")));
            CHECK(one_of(each.at("status"), {"scheduled", "met", "notMet", "partiallyMet"}));
            CHECK(each.at("type") == "preProcurement");
        }
    }
    if (!release.contains("awards")) return;
    std::set<std::string> awards, contracts;
    for (const json& award : release.at("awards")) {
        CHECK(awards.insert(award.at("id").get<std::string>()).second);
        CHECK(award.at("status") == "active");
        CHECK_FALSE(award.contains("value"));
        check_items(award);
        for (const json& supplier : award.at("suppliers"))
            CHECK(parties.contains(supplier.at("id").get<std::string>()));
    }
    for (const json& contract : release.at("contracts")) {
        CHECK(contracts.insert(contract.at("id").get<std::string>()).second);
        CHECK(awards.contains(contract.at("awardID").get<std::string>()));  // required
        CHECK(one_of(contract.at("status"), {"pending", "active", "cancelled", "terminated"}));
        CHECK(is_date(contract.at("period").at("startDate")));
        CHECK_FALSE(contract.contains("value"));
        check_items(contract);
        for (const json& each : contract.at("documents")) check_document(each);
    }
}

void check_package(const json& package, const char* content) {
    for (const char* name : {"uri", "version", "publishedDate", "publisher"}) {
        CHECK_MESSAGE(package.contains(name), name);  // required
    }
    CHECK(package.at("version") == "1.1");
    CHECK(is_date(package.at("publishedDate")));
    CHECK(package.at("publisher").at("name").is_string());
    CHECK(package.at(content).is_array());
}

}  // namespace

TEST_CASE("ocds: a release package of plans and agreements") {
    auto announced = purchase_of("P2026-002");
    announced.status = plan::Status::announced;
    announced.notice = "https://doffin.no/notices/1";
    auto cancelled = purchase_of("P2026-003");
    cancelled.status = plan::Status::cancelled;
    auto bare = purchase_of("P2026-004");
    bare.method = plan::Method::undecided;
    bare.cpv.clear();
    auto ended = agreement_of(8, "2020-001");
    ended.standing = Standing::ended;
    const json package =
        json::parse(ocds::release_package(kPackage, {agreement_of(7, "2025-014"), ended},
                                          {purchase_of("P2026-001"), announced, cancelled, bare}));
    check_package(package, "releases");
    CHECK(package.at("releases").size() == 6);
    std::set<std::string> ids;
    for (const json& release : package.at("releases")) {
        check_release(release);
        CHECK(ids.insert(release.at("id").get<std::string>()).second);
    }
}

TEST_CASE("ocds: a plan and the agreement that came of it are one process with one record") {
    auto completed = purchase_of("P2026-001");
    completed.status = plan::Status::completed;
    completed.agreement = 7;
    const json package = json::parse(ocds::record_package(
        kPackage, {agreement_of(7, "2025-014"), agreement_of(9, "2025-020")}, {completed}));
    check_package(package, "records");
    REQUIRE(package.at("records").size() == 2);
    for (const json& record : package.at("records")) {
        CHECK(record.contains("ocid"));  // required, with releases
        CHECK_FALSE(record.at("releases").empty());
        for (const json& release : record.at("releases")) {
            check_release(release);
            CHECK(release.at("ocid") == record.at("ocid"));
        }
        check_release(record.at("compiledRelease"), true);
    }
    const json& both = package.at("records").at(1);
    CHECK(both.at("ocid") == "ocds-k7x2pq-P2026-001");
    CHECK(both.at("releases").size() == 2);
    CHECK(both.at("compiledRelease").contains("planning"));
    CHECK(both.at("compiledRelease").contains("contracts"));
}

TEST_CASE("ocds: the check can fail") {
    json package = json::parse(ocds::release_package(kPackage, {}, {purchase_of("P2026-001")}));
    json& release = package["releases"][0];
    CHECK(one_of(release["tender"]["status"], {"planning"}));
    release["tender"]["status"] = "nonsense";
    CHECK_FALSE(
        one_of(release["tender"]["status"], {"planning", "active", "cancelled", "complete"}));
    CHECK_FALSE(is_date(json("2026-11-20")));
    CHECK_FALSE(is_date(json(5)));
}
