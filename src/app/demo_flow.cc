// Reads flow.csv. What comes in comes by the gateway's door; what is said of what goes out is said
// as an access point would say it over HTTP.
#include "app/demo_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/crypto.h"
#include "base/identifiers.h"
#include "db/db.h"
#include "gateway/gateway.h"
#include "party/party.h"
#include "ubl/ubl.h"

namespace samkjop::app {
namespace {

constexpr std::int64_t kMinute = 60'000;

Instant after(Instant at, std::int64_t milliseconds) {
    return Instant(at.milliseconds() + milliseconds);
}

[[noreturn]] void stop(const Row& row, const std::string& why) {
    throw std::runtime_error(
        fmt::format("flow.csv, {} {}: {}", row.at("Hva"), row.at("Nummer"), why));
}

std::string host_number(db::Session& session) {
    for (const auto& municipality : party::municipalities(session)) {
        if (municipality.host) return municipality.organisation_number;
    }
    return {};
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

// A number that passes mod 11 and is nobody's here.
std::string foreign_number() {
    int from = 313'900'000;
    while (!OrganisationNumber::parse(std::to_string(from))) ++from;
    return std::to_string(from);
}

// An earlier invoice of that supplier, as it came, with another number.
std::string another_invoice(db::Session& session, const Row& row) {
    const auto found =
        gateway::latest_in(session, "0192:" + row.at("Leverandør"), ubl::DocumentType::invoice);
    if (!found) stop(row, "the supplier has sent no invoice yet");
    auto bytes = ubl::unwrap(gateway::bytes_of(session, found->id));
    return replaced(std::move(*bytes), ">" + found->number + "<", ">" + row.at("Nummer") + "<");
}

struct Came {
    std::string bytes, channel, name;
};

std::optional<Came> incoming(db::Session& session, const Row& row, Instant at) {
    const std::string& what = row.at("Hva");
    const std::string supplier = row.at("Leverandør"), number = row.at("Nummer");
    const std::string ours = host_number(session);
    if (what == "til en annen") {
        const std::string other = foreign_number();
        return Came{enveloped(replaced(another_invoice(session, row), ours, other),
                              "0192:" + supplier, "0192:" + other, at),
                    "folder", "faktura-" + number + ".xml"};
    }
    if (what == "fremmed avsender") {
        return Came{enveloped(another_invoice(session, row), "0192:" + foreign_number(),
                              "0192:" + ours, at),
                    "folder", "faktura-" + number + ".xml"};
    }
    if (what == "en gang til") {
        const auto first = gateway::numbered(session, number);
        if (!first) stop(row, "there is no such document");
        return Came{*ubl::unwrap(gateway::bytes_of(session, first->id)), "mail",
                    "faktura-" + number + ".xml"};
    }
    if (what == "pdf") return Came{"%PDF-1.4\n% En faktura på papir\n%%EOF\n", "mail", number};
    return std::nullopt;
}

void discard(db::Database& database, const gateway::Outcome& outcome, const Row& row, Instant at) {
    database.write([&](db::Tx& tx) {
        const auto person = party::person_by_user_name(tx, "ingrid.bakkene");
        const Actor actor = party::actor(tx, person->id, at.oslo_date()).value();
        if (!gateway::discard(tx, actor, at, outcome.id, row.at("Grunn")))
            stop(row, "it was not discarded");
        tx.commit();
    });
}

// "*-UQ": a number that ends so; "K-*": one that begins so.
bool is_meant(const Row& row, const gateway::Document& document) {
    std::string_view number = row.at("Nummer");
    if (document.receiver != "0192:" + row.at("Leverandør")) return false;
    if (number.starts_with('*')) return document.number.ends_with(number.substr(1));
    if (!number.ends_with('*')) return document.number == number;
    number.remove_suffix(1);
    return document.number.starts_with(number);
}

void say(db::Tx& tx, const Row& row, gateway::DocumentId id, gateway::Told what, Instant at) {
    if (!gateway::tell(tx, id, what, row.at("Grunn"), at)) stop(row, "it is not so far");
}

// The number of times that the access point fails, and how long after one another.
void fail(db::Database& database, const Row& row, Instant now) {
    const std::string& what = row.at("Hva");
    const int times = what == "gitt opp" ? gateway::kMostAttempts : 5;
    constexpr std::int64_t pauses[] = {0, 1, 5, 30, 120, 480, 1440};
    std::int64_t before_now = what == "feilet" ? 40 : 0;
    for (int i = 0; i < times; ++i) before_now += pauses[i];
    Instant at = after(now, -before_now * kMinute);
    database.write([&](db::Tx& tx) {
        const auto waiting = gateway::waiting_out(tx);
        const auto one = std::ranges::find_if(
            waiting, [&](const gateway::Document& each) { return is_meant(row, each); });
        if (one == waiting.end()) stop(row, "there is no such document");
        for (int i = 0; i < times; ++i) {
            at = after(at, pauses[i] * kMinute);
            say(tx, row, one->id, gateway::Told::failed, at);
        }
        tx.commit();
    });
}

void register_peer(db::Database& database, const Row& row, Instant at) {
    database.write([&](db::Tx& tx) {
        const auto seller = party::supplier_by_organisation_number(tx, row.at("Leverandør"));
        gateway::save_registration(tx, "0192:" + row.at("Leverandør"), seller->name,
                                   row.at("Nummer").contains("fakturasvar"),
                                   row.at("Nummer").contains("kvittering"), at);
        tx.commit();
    });
}

void happen(db::Database& database, const Row& row, Instant at) {
    const std::string& what = row.at("Hva");
    if (what == "registrer") return register_peer(database, row, at);
    if (what == "feilet" || what == "gitt opp") return fail(database, row, at);
    const auto came =
        database.reading([&](db::Session& session) { return incoming(session, row, at); });
    if (!came) stop(row, "nothing is called that");
    const auto outcome = gateway::receive(database, {came->bytes, came->channel, came->name, at});
    const auto expected =
        what == "en gang til" ? gateway::State::duplicate : gateway::State::quarantined;
    if (outcome.state != expected) stop(row, "came in as " + std::string(name(outcome.state)));
    if (!row.at("Grunn").empty()) discard(database, outcome, row, after(at, 50 * kMinute));
}

bool is_trouble(const Row& row) {
    const std::string& what = row.at("Hva");
    return what == "feilet" || what == "gitt opp";
}

}  // namespace

std::string enveloped(const std::string& document, const std::string& from, const std::string& to,
                      Instant at) {
    ubl::Envelope envelope;
    envelope.sender = from;
    envelope.receiver = to;
    envelope.instance = random_token(16);
    envelope.country = "NO";
    envelope.created = at.iso();
    return ubl::wrap(envelope, document);
}

AccessPoint::AccessPoint(db::Database& database, std::string_view csv) : database_(database) {
    for (const Row& row : rows_of(csv)) {
        if (is_trouble(row)) troubled_.push_back(row);
    }
}

void AccessPoint::carry(Instant now) const {
    database_.write([&](db::Tx& tx) {
        for (const gateway::Document& each : gateway::waiting_out(tx)) {
            if (std::ranges::any_of(troubled_, [&](const Row& row) { return is_meant(row, each); }))
                continue;
            gateway::tell(tx, each.id, gateway::Told::sent, "", now);
            gateway::tell(tx, each.id, gateway::Told::acknowledged, "", now);
        }
        tx.commit();
    });
}

std::vector<Happening> flow(db::Database& database, std::string_view csv, Instant now) {
    std::vector<Happening> out;
    for (const Row& row : rows_of(csv)) {
        const int days = std::stoi(row.at("Dager siden"));
        const Instant at = days == 0 ? now : std::min(days_ago(days, 15, now), now);
        out.push_back({at, [&database, row, at] { happen(database, row, at); }});
    }
    return out;
}

}  // namespace samkjop::app
