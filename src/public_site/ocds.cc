// Writes OCDS 1.1. A release says what one thing is now; its id has the moment of its last change,
// so that a later one has another id. A record gathers the releases of one contracting process.

#include "public_site/ocds.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "public_site/categories.h"

namespace samkjop::public_site::ocds {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kScheme = "NO-BRC";  // org-id.guide: the Brønnøysund registers

std::string instant(Instant at) { return at.iso().substr(0, 19) + "Z"; }
std::string day(Date date) { return date.iso() + "T00:00:00Z"; }
std::string last_moment(Date date) { return date.iso() + "T23:59:59Z"; }

std::string party_id(std::string_view organisation_number) {
    return fmt::format("{}-{}", kScheme, organisation_number);
}

void add_role(Json& roles, const Json& role) {
    if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
}

// A party of the process: once, with all its roles.
class Parties {
public:
    Json add(const std::string& name, const std::string& number, const char* role,
             const ShownContact* contact = nullptr) {
        const std::string id = party_id(number);
        auto found = std::find_if(all_.begin(), all_.end(),
                                  [&](const Json& each) { return each["id"] == id; });
        if (found == all_.end()) {
            all_.push_back(
                {{"id", id},
                 {"name", name},
                 {"identifier", {{"scheme", kScheme}, {"id", number}, {"legalName", name}}},
                 {"roles", Json::array()}});
            found = std::prev(all_.end());
        }
        add_role((*found)["roles"], role);
        if (contact != nullptr && !contact->empty()) {
            Json point = Json::object();
            if (!contact->name.empty()) point["name"] = contact->name;
            if (!contact->email.empty()) point["email"] = contact->email;
            if (!contact->telephone.empty()) point["telephone"] = contact->telephone;
            (*found)["contactPoint"] = std::move(point);
        }
        return {{"id", id}, {"name", name}};
    }
    Json take() { return Json(std::move(all_)); }

private:
    std::vector<Json> all_;
};

Json items_of(const std::vector<std::string>& cpv) {
    Json out = Json::array();
    for (std::size_t i = 0; i < cpv.size(); ++i) {
        Json classification = {{"scheme", "CPV"}, {"id", cpv[i]}};
        Json item = {{"id", std::to_string(i + 1)}};
        if (const Text* name = division(cpv[i])) {
            item["description"] = name->in(Language::nb);
            classification["description"] = name->in(Language::nb);
        }
        item["classification"] = std::move(classification);
        out.push_back(std::move(item));
    }
    return out;
}

Json page_document(const std::string& id, const char* type, const std::string& title,
                   const std::string& url, Instant changed) {
    return {{"id", id},
            {"documentType", type},
            {"title", title},
            {"url", url},
            {"dateModified", instant(changed)},
            {"format", "text/html"},
            {"language", "nb"}};
}

// The procurement method codes are four; the details say which of ours it is.
const char* method_code(plan::Method method) {
    switch (method) {
        case plan::Method::open:
            return "open";
        case plan::Method::restricted:
        case plan::Method::negotiated:
        case plan::Method::dialogue:
        case plan::Method::innovation:
        case plan::Method::call_off:
            return "selective";
        case plan::Method::direct:
            return "direct";
        case plan::Method::undecided:
        case plan::Method::count_:
            break;
    }
    return nullptr;
}

const char* tender_status(plan::Status status) {
    switch (status) {
        case plan::Status::planned:
        case plan::Status::count_:
            return "planning";
        case plan::Status::announced:
            return "active";
        case plan::Status::completed:
            return "complete";
        case plan::Status::cancelled:
            break;
    }
    return "cancelled";
}

Json release_head(const std::string& ocid, const char* what, Instant changed, Json tag) {
    return {{"ocid", ocid},
            {"id", fmt::format("{}-{}-{}", ocid, what, changed.milliseconds() / 1000)},
            {"date", instant(changed)},
            {"tag", std::move(tag)},
            {"initiationType", "tender"},
            {"language", "nb"}};
}

Json milestone(const char* id, const char* title, const plan::Quarter& quarter, bool met) {
    return {{"id", id},
            {"title", title},
            {"type", "preProcurement"},
            {"dueDate", last_moment(quarter.last_day())},
            {"status", met ? "met" : "scheduled"}};
}

Json planning_of(const ShownPurchase& purchase, const std::string& url) {
    Json out = Json::object();
    if (!purchase.about.empty()) out["rationale"] = purchase.about.text();
    if (purchase.size != plan::ValueBand::not_said) {
        out["budget"] = {{"description", plan::words(purchase.size).in(Language::nb)}};
    }
    out["documents"] = Json::array(
        {page_document("plan", "procurementPlan", purchase.title.text(), url, purchase.changed)});
    Json milestones = Json::array();
    const bool announced =
        purchase.status == plan::Status::announced || purchase.status == plan::Status::completed;
    if (purchase.announcement)
        milestones.push_back(
            milestone("announcement", "Lyses ut", *purchase.announcement, announced));
    if (purchase.start)
        milestones.push_back(milestone("start", "Oppstart", *purchase.start,
                                       purchase.status == plan::Status::completed));
    if (!milestones.empty()) out["milestones"] = std::move(milestones);
    return out;
}

Json tender_of(const ShownPurchase& purchase) {
    Json out = {{"id", purchase.number},
                {"title", purchase.title.text()},
                {"status", tender_status(purchase.status)}};
    if (!purchase.about.empty()) out["description"] = purchase.about.text();
    if (const char* method = method_code(purchase.method)) {
        out["procurementMethod"] = method;
        out["procurementMethodDetails"] = plan::words(purchase.method).in(Language::nb);
    }
    if (!purchase.cpv.empty()) {
        out["mainProcurementCategory"] = main_category(purchase.cpv.front());
        out["items"] = items_of(purchase.cpv);
    }
    if (purchase.start) out["contractPeriod"] = {{"startDate", day(purchase.start->first_day())}};
    if (!purchase.notice.empty()) {
        Json document = page_document("notice", "tenderNotice", purchase.title.text(),
                                      purchase.notice, purchase.changed);
        out["documents"] = Json::array({std::move(document)});
    }
    return out;
}

Json release_of(const Package& package, const ShownPurchase& purchase) {
    const std::string ocid = ocid_of(package, purchase);
    Json tag = Json::array();
    if (purchase.status == plan::Status::planned) {
        tag.push_back("planning");
    } else {
        tag.push_back(purchase.status == plan::Status::cancelled ? "tenderCancellation" : "tender");
    }
    Json out = release_head(ocid, "plan", purchase.changed, std::move(tag));
    Parties parties;
    Json buyer;
    for (const ShownMember& each : purchase.municipalities) {
        Json reference = parties.add(each.name + " kommune", each.organisation_number, "buyer");
        if (buyer.is_null()) buyer = std::move(reference);
    }
    Json tender = tender_of(purchase);
    if (!package.publisher.organisation_number.empty()) {
        tender["procuringEntity"] =
            parties.add(package.publisher.name, package.publisher.organisation_number,
                        "procuringEntity", &purchase.contact);
    }
    out["parties"] = parties.take();
    if (!buyer.is_null()) out["buyer"] = std::move(buyer);
    out["planning"] = planning_of(purchase, package.origin_and_base + purchase.path());
    out["tender"] = std::move(tender);
    return out;
}

const char* contract_status(Standing standing) {
    switch (standing) {
        case Standing::coming:
            return "pending";
        case Standing::in_force:
        case Standing::ending:
            return "active";
        case Standing::ended:
            break;
    }
    return "terminated";
}

// One award and one contract for each lot; the whole agreement is lot 0.
void add_awards(const ShownAgreement& agreement, const std::string& url, Parties& parties,
                Json& out) {
    std::map<int, std::vector<const ShownSupplier*>> by_lot;
    for (const ShownSupplier& each : agreement.suppliers) by_lot[each.lot].push_back(&each);
    Json awards = Json::array(), contracts = Json::array();
    for (const auto& [lot, suppliers] : by_lot) {
        const std::string id =
            lot == 0 ? agreement.number : fmt::format("{}-{}", agreement.number, lot);
        std::string title = agreement.title.text();
        for (const ShownLot& each : agreement.lots) {
            if (each.number == lot && !each.title.empty()) title += ": " + each.title.text();
        }
        Json award = {{"id", id}, {"title", title}, {"status", "active"}};
        award["suppliers"] = Json::array();
        for (const ShownSupplier* each : suppliers) {
            award["suppliers"].push_back(
                parties.add(each->name, each->organisation_number, "supplier"));
        }
        Json period = {{"startDate", day(agreement.from)}, {"endDate", last_moment(agreement.to)}};
        award["contractPeriod"] = period;
        Json contract = {{"id", id},
                         {"awardID", id},
                         {"title", title},
                         {"status", contract_status(agreement.standing)},
                         {"period", std::move(period)}};
        if (!agreement.about.empty()) contract["description"] = agreement.about.text();
        if (!agreement.cpv.empty()) {
            award["items"] = items_of(agreement.cpv);
            contract["items"] = award["items"];
        }
        Json document =
            page_document("page-" + id, "contractNotice", title, url, agreement.changed);
        contract["documents"] = Json::array({std::move(document)});
        awards.push_back(std::move(award));
        contracts.push_back(std::move(contract));
    }
    out["awards"] = std::move(awards);
    out["contracts"] = std::move(contracts);
}

Json release_of(const Package& package, const ShownAgreement& agreement, const std::string& ocid) {
    Json tag = Json::array({"award", "contract"});
    if (agreement.standing == Standing::ended) tag = Json::array({"contractTermination"});
    Json out = release_head(ocid, "agreement", agreement.changed, std::move(tag));
    Parties parties;
    Json buyer;
    for (const ShownMember& each : agreement.members) {
        Json reference = parties.add(each.name + " kommune", each.organisation_number, "buyer",
                                     each.contacts.empty() ? nullptr : &each.contacts.front());
        if (buyer.is_null()) buyer = std::move(reference);
    }
    Json rest = Json::object();
    add_awards(agreement, package.origin_and_base + agreement.path(), parties, rest);
    out["parties"] = parties.take();
    if (!buyer.is_null()) out["buyer"] = std::move(buyer);
    out.update(rest);
    return out;
}

Json package_head(const Package& package) {
    Json publisher = {{"name", package.publisher.name}};
    if (!package.publisher.organisation_number.empty()) {
        publisher["scheme"] = kScheme;
        publisher["uid"] = package.publisher.organisation_number;
    }
    return {{"uri", package.uri},
            {"version", "1.1"},
            {"publishedDate", instant(package.published)},
            {"publisher", std::move(publisher)},
            {"license", "https://data.norge.no/nlod/no/2.0"},
            {"publicationPolicy", package.origin_and_base + "/data#publisering"}};
}

// The releases of each process, in the order in which they happened.
std::map<std::string, std::vector<Json>> releases_by_ocid(
    const Package& package, const std::vector<ShownAgreement>& agreements,
    const std::vector<ShownPurchase>& purchases) {
    std::map<std::string, std::vector<Json>> out;
    for (const ShownPurchase& each : purchases)
        out[ocid_of(package, each)].push_back(release_of(package, each));
    for (const ShownAgreement& each : agreements) {
        const std::string ocid = ocid_of(package, each, purchases);
        out[ocid].push_back(release_of(package, each, ocid));
    }
    return out;
}

// What all the releases say together: the later one's word counts, parties are gathered.
Json compiled(const std::vector<Json>& releases) {
    Json out = releases.front();
    for (std::size_t i = 1; i < releases.size(); ++i) {
        const Json& next = releases[i];
        for (const Json& party : next["parties"]) {
            auto found = std::find_if(out["parties"].begin(), out["parties"].end(),
                                      [&](const Json& each) { return each["id"] == party["id"]; });
            if (found == out["parties"].end()) {
                out["parties"].push_back(party);
                continue;
            }
            for (const Json& role : party["roles"]) add_role((*found)["roles"], role);
        }
        for (const auto& [name, value] : next.items()) {
            if (name != "parties" && name != "ocid") out[name] = value;
        }
    }
    out["tag"] = Json::array({"compiled"});
    out["id"] = fmt::format("{}-compiled-{}", out["ocid"].get<std::string>(),
                            out["date"].get<std::string>());
    return out;
}

// What a person typed may be anything but broken UTF-8: the door has seen to that. A text that is
// cut by somebody else becomes a sign instead of a broken package.
std::string written(const Json& json) {
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string ocid_of(const Package& package, const ShownPurchase& purchase) {
    return fmt::format("{}-{}", package.prefix, purchase.number);
}

std::string ocid_of(const Package& package, const ShownAgreement& agreement,
                    const std::vector<ShownPurchase>& purchases) {
    for (const ShownPurchase& each : purchases) {
        if (each.agreement == agreement.id) return ocid_of(package, each);
    }
    return fmt::format("{}-A{}", package.prefix, agreement.number);
}

std::string release_package(const Package& package, const std::vector<ShownAgreement>& agreements,
                            const std::vector<ShownPurchase>& purchases) {
    Json out = package_head(package);
    out["releases"] = Json::array();
    for (auto& [ocid, releases] : releases_by_ocid(package, agreements, purchases)) {
        for (const Json& each : releases) out["releases"].push_back(each);
    }
    return written(out);
}

std::string record_package(const Package& package, const std::vector<ShownAgreement>& agreements,
                           const std::vector<ShownPurchase>& purchases) {
    Json out = package_head(package);
    out["records"] = Json::array();
    for (auto& [ocid, releases] : releases_by_ocid(package, agreements, purchases)) {
        out["records"].push_back(
            {{"ocid", ocid}, {"releases", releases}, {"compiledRelease", compiled(releases)}});
    }
    return written(out);
}

}  // namespace samkjop::public_site::ocds
