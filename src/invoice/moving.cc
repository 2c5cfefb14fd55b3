// Moves an invoice from one state to the next and sees to what follows: the case is saved, the
// trail has its line, the old task is closed, and the right person gets the new one. Missing goods
// go to those who ordered and receive; coding and certifying to the unit; prices, fees and VAT to
// accounts.

#include <fmt/format.h>

#include <algorithm>

#include "gateway/gateway.h"
#include "html/components.h"
#include "invoice/handling.h"
#include "invoice/responses.h"
#include "invoice/texts.h"
#include "ubl/ubl.h"
#include "worklist/worklist.h"

namespace samkjop::invoice {
namespace {

// The kind of task that a state has open, or nothing.
std::string_view task_of(State state) {
    switch (state) {
        case State::received:
            return "invoice_unknown";
        case State::waiting_receipt:
            return "invoice_awaits_receipt";
        case State::deviating:
            return "invoice_deviation";
        case State::without_order:
            return "code_invoice";
        case State::to_certify:
            return "certify_invoice";
        case State::certified:
            return "authorise_invoice";
        case State::finance_rejected:
            return "invoice_finance_rejected";
        default:
            return "";
    }
}

void add(std::vector<UserId>& out, std::span<const UserId> more) {
    for (const UserId user : more) {
        if (user && std::ranges::find(out, user) == out.end()) out.push_back(user);
    }
}

UnitId unit_or_top(Desk& desk, const Record& record) {
    if (record.unit) return record.unit;
    for (const party::Unit& unit : party::units(desk.tx, record.municipality)) {
        if (!unit.parent) return unit.id;
    }
    return {};
}

std::vector<UserId> receivers(Desk& desk, const Record& record) {
    std::vector<UserId> out;
    for (const order::Order& order : orders_of(desk.tx, record)) {
        add(out, std::vector{order.requester});
        add(out, party::holders(desk.tx, Role::receiver, order.unit));
    }
    return out;
}

std::vector<UserId> assignees(Desk& desk, const Record& record) {
    const UnitId unit = unit_or_top(desk, record);
    std::vector<UserId> out;
    switch (record.state) {
        case State::waiting_receipt:
            out = receivers(desk, record);
            break;
        case State::without_order:
            if (record.unit) add(out, party::holders(desk.tx, Role::certifier, unit));
            break;
        case State::to_certify:
            add(out, party::holders(desk.tx, Role::certifier, unit));
            break;
        case State::certified: {
            add(out, party::holders(desk.tx, Role::authoriser, unit));
            std::erase(out, record.certifier);
            for (const order::Order& order : orders_of(desk.tx, record))
                std::erase(out, order.requester);
            break;
        }
        default:
            break;
    }
    if (out.empty() || record.state == State::deviating) {
        add(out, party::holders(desk.tx, Role::accountant, unit));
    }
    return out;
}

const Text& response_text(std::string_view code) {
    return code == "RE"                   ? text::response_refused
           : code == "UQ"                 ? text::response_query
           : code == "AB" || code == "IP" ? text::response_received
                                          : text::response_accepted;
}

}  // namespace

void tell_supplier(Desk& desk, const Record& record);

void open_task(Desk& desk, const Record& record) {
    const std::string_view kind = task_of(record.state);
    if (kind.empty()) return;
    const auto who = assignees(desk, record);
    const std::string title = headline(record, desk.language());
    const std::string context =
        fmt::format("{}, {}", record.content.seller_name,
                    with_currency(format_kroner(record.content.payable), record.content.currency,
                                  desk.language()));
    const bool goods = record.state == State::waiting_receipt;
    const std::string path =
        goods ? fmt::format("/bestillinger/{}/mottak", record.order) : record.path();
    // The list adds up kroner: an amount whose rate is unknown counts when that is known.
    const Money amount = share(record.content.payable, record.content.exchange_rate);
    worklist::open(desk.tx,
                   {kind, record.id.value, record.municipality, record.unit, title, context, path,
                    amount, record.content.due},
                   who, desk.at);
}

Money cost_of(db::Session& session, const Record& record) {
    if (!record.voucher) return record.content.payable;
    Money out;
    if (const auto voucher = ledger::voucher(session, record.voucher)) {
        for (const ledger::Amount& each : voucher->amounts) out += each.amount;
    }
    return out;
}

Circumstances circumstances(db::Session& session, const Record& record, const Actor& actor,
                            Date today, std::string_view reason) {
    Circumstances out;
    out.state = record.state;
    out.certifier = record.certifier;
    out.reason = reason;
    if (record.state != State::certified) return out;  // only the authoriser is asked about more
    out.cost = cost_of(session, record);
    std::vector<UnitId> units;
    for (const order::Order& order : orders_of(session, record)) {
        out.requesters.push_back(order.requester);
        if (std::ranges::find(units, order.unit) == units.end()) units.push_back(order.unit);
    }
    if (units.empty()) units.push_back(record.unit);
    const UserId requester = out.requesters.empty() ? UserId() : out.requesters[0];
    out.authority = party::authority(session, actor.user, units, today, requester);
    return out;
}

// Where only the agreed part of a disputed invoice counts, the rest is held until it is settled.
Result<void> hold_disputed(Desk& desk, const Record& record) {
    if (!record.voucher || record.state == State::refused) return {};
    const Date today = desk.at.oslo_date();
    Money cost;
    const auto context = desk.context(record);
    const auto lifted = ledger::hold(desk.tx, context, record.voucher, Money());
    if (!lifted) return std::unexpected(lifted.error());
    if (record.state != State::disputed || record.content.net <= Money()) return {};
    if (!party::ledger_rules(desk.tx, record.municipality, today).disputed_agreed_only) return {};
    const Money left = std::max(record.at_stake - record.credited, Money());
    const Money whole = cost_of(desk.tx, record);
    cost = Money(divide_rounded(Wide(whole.ore()) * std::min(left, record.content.net).ore(),
                                record.content.net.ore()));
    const auto held = ledger::hold(desk.tx, context, record.voucher, cost);
    if (!held) return std::unexpected(held.error());
    return {};
}

Result<void> move(Desk& desk, Record& record, Event event, std::string_view trail_event,
                  const trail::Detail& detail, const Circumstances& who) {
    const auto step = decide(who, event, desk.actor);
    if (!step) return std::unexpected(step.error());
    const std::string_view before = desk.fresh ? "" : task_of(record.state);
    const bool was_disputed = record.state == State::disputed;
    record.state = step->to;
    if (was_disputed || record.state == State::disputed) {
        if (auto held = hold_disputed(desk, record); !held) return held;
    }
    record.state_at = desk.at;
    save_case(desk.tx, record);
    trail::append(desk.tx, desk.actor, desk.at, {"invoice", record.id.value}, trail_event, detail);
    if (!before.empty()) worklist::close(desk.tx, before, record.id.value, desk.at);
    open_task(desk, record);
    tell_supplier(desk, record);
    return {};
}

// Matching is the program's own decision, whoever's act made it look again.
Result<void> move_by_system(Desk& desk, Record& record, Event event, std::string_view trail_event,
                            const trail::Detail& detail) {
    const Actor system = Actor::system(record.municipality);
    Desk own{desk.tx, system, desk.at, desk.municipality, desk.fresh};
    Circumstances who;
    who.state = record.state;
    return move(own, record, event, trail_event, detail, who);
}

// The last status that the supplier has been told; the number of a response ends with it.
std::string last_told(db::Session& session, const Record& record) {
    std::string out;
    for (const gateway::Document& one : gateway::sent(session, "invoice", record.id.value)) {
        if (one.type == ubl::DocumentType::invoice_response)
            out = one.number.substr(one.number.rfind('-') + 1);
    }
    return out;
}

// What is asked or refused is always said; how it goes, to those who are registered for it.
void tell_supplier(Desk& desk, const Record& record) {
    const std::string& to = record.content.seller_endpoint;
    if (to.empty() || !gateway::takes(desk.tx, to, ubl::DocumentType::invoice_response)) return;
    std::string_view code =
        response_code(record.state, !record.findings.empty() && !record.reason.empty());
    if (desk.fresh && code == "IP") code = "AB";               // nobody has looked at it yet
    if (code.empty() || code == "UQ" || code == "RE") return;  // said by the step itself
    if (may_follow(last_told(desk.tx, record), code)) respond(desk, record, code, record.reason);
}

void respond(Desk& desk, const Record& record, std::string_view code, std::string_view note) {
    const Content& content = record.content;
    if (content.seller_endpoint.empty()) return;
    if (!may_follow(last_told(desk.tx, record), code)) return;
    ubl::InvoiceResponse out;
    out.number = fmt::format("{}-{}", record.reference, code);
    out.issue_date = desk.at.oslo_date();
    out.note = note;
    out.code = code;
    out.effective_date = desk.at.oslo_date();
    out.sender.endpoint = {desk.municipality.organisation_number, "0192"};
    out.sender.legal_name = desk.municipality.title();
    const auto colon = content.seller_endpoint.find(':');
    out.receiver.endpoint = {content.seller_endpoint.substr(colon + 1),
                             content.seller_endpoint.substr(0, colon)};
    out.receiver.legal_name = content.seller_name;
    out.invoice_number = content.number;
    out.invoice_issue_date = content.issued;
    out.invoice_type_code = content.type_code;
    // An acceptance and a receipt need no reason; what is asked, refused or accepted with a remark
    // does.
    if (code == "UQ" || code == "CA" || code == "RE") {
        for (const Finding& finding : record.findings) {
            const Clarification why = clarification(finding);
            ubl::ResponseStatus status{std::string(why.code),
                                       "OPStatusReason",
                                       sentence(finding, record, desk.language()).text(),
                                       {}};
            if (!why.term.empty() && !why.right.empty())
                status.conditions.push_back({std::string(why.term), why.right});
            out.statuses.push_back(std::move(status));
        }
        if (out.statuses.empty())
            out.statuses.push_back({"OTH", "OPStatusReason", std::string(note), {}});
        out.statuses.push_back(
            {std::string(wanted_action(code, record.findings)), "OPStatusAction", "", {}});
    }
    gateway::Outgoing outgoing;
    outgoing.municipality = record.municipality;
    outgoing.type = ubl::DocumentType::invoice_response;
    outgoing.sender = "0192:" + desk.municipality.organisation_number;
    outgoing.receiver = content.seller_endpoint;
    outgoing.number = out.number;
    outgoing.counterpart = content.seller_name;
    outgoing.subject_kind = "invoice";
    outgoing.subject = record.id.value;
    outgoing.label = render(response_text(code), desk.language(), {{"number", content.number}});
    outgoing.path = record.path();
    outgoing.bytes = ubl::write(out);
    gateway::enqueue(desk.tx, outgoing, desk.at);
}

}  // namespace samkjop::invoice
