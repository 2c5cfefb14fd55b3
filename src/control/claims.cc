// From findings to a credit note. A claim gathers what one supplier owes one municipality. Sent, it
// is a letter and an Invoice Response for each invoice; it ends when credit notes cover it.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "control/handling.h"
#include "control/lifecycle.h"
#include "control/store.h"
#include "control/texts.h"
#include "gateway/gateway.h"
#include "party/party.h"
#include "trail/trail.h"
#include "ubl/ubl.h"
#include "worklist/worklist.h"

namespace samkjop::control {
namespace {

constexpr int kDaysToAnswer = 21;

Result<Claim> open(db::Session& session, const Actor& actor, ClaimId id) {
    auto found = claim(session, actor, id);
    if (!found) return refuse(text::claim_unknown);
    return *std::move(found);
}

Circumstances circumstances(const Actor& actor, const Claim& claim, std::string_view reason,
                            Date today) {
    Circumstances out;
    out.may_act = may_act(actor, claim.municipality);
    out.has_reason = !reason.empty();
    out.has_findings = claim.claimed > Money();
    out.overdue = claim.due && *claim.due < today;
    return out;
}

Result<void> move(db::Tx& tx, const Actor& actor, Instant at, Claim& claim, Event event,
                  std::string_view reason, const Circumstances& who) {
    claim.state = TRY(decide(claim.state, event, who));
    if (!reason.empty()) claim.reason = reason;
    store::save(tx, claim);
    trail::append(tx, actor, at, {"claim", claim.id.value}, name(event),
                  trail::Detail()
                      .add("number", claim.number)
                      .add("claimed", claim.claimed)
                      .add("recovered", claim.recovered)
                      .add("reason", reason));
    return {};
}

// The task of following it up: whoever made the claim.
void follow(db::Tx& tx, const Claim& claim, Language language, Instant at) {
    const std::vector<UserId> whom = {claim.made_by};
    if (!claim.made_by) return;
    worklist::open(tx,
                   {.kind = "follow_claim",
                    .subject = claim.id.value,
                    .municipality = claim.municipality,
                    .unit = {},
                    .title = render(text::task_title, language, {{"number", claim.number}}),
                    .context = claim.supplier_name,
                    .path = claim.path(),
                    .amount = claim.claimed - claim.recovered,
                    .due = claim.due},
                   whom, at);
}

// One Invoice Response for each invoice: under query, a partial credit note is asked for.
void respond(db::Tx& tx, const Claim& claim, const party::Municipality& buyer,
             invoice::InvoiceId id, std::span<const Stored> findings, Instant at) {
    const auto summary = invoice::find(tx, Actor::system(), id);
    const auto detail = invoice::detail(tx, id);
    if (!summary || !detail || detail->seller_endpoint.empty()) return;
    ubl::InvoiceResponse out;
    out.number = fmt::format("{}-{}", claim.number, summary->reference);
    out.issue_date = at.oslo_date();
    out.effective_date = at.oslo_date();
    out.code = "UQ";
    Money sum;
    std::string said;
    for (const Stored& each : findings) {
        sum += each.at_stake;
        said += (said.empty() ? "" : " ") + sentence(each, buyer.language).text();
    }
    out.note =
        render(text::response_note, buyer.language, {{"number", claim.number}, {"amount", sum}});
    out.sender.endpoint = {buyer.organisation_number, "0192"};
    out.sender.legal_name = buyer.title();
    const auto colon = detail->seller_endpoint.find(':');
    out.receiver.endpoint = {detail->seller_endpoint.substr(colon + 1),
                             detail->seller_endpoint.substr(0, colon)};
    out.receiver.legal_name = summary->seller_name;
    out.invoice_number = summary->number;
    out.invoice_issue_date = summary->issued;
    out.invoice_type_code = detail->type_code;
    const bool price = std::ranges::any_of(findings, [](const Stored& each) {
        return each.kind == Kind::overcharged || each.kind == Kind::step_not_given;
    });
    out.statuses.push_back({price ? "PRI" : "OTH", "OPStatusReason", said, {}});
    out.statuses.push_back({"CNP", "OPStatusAction", "", {}});
    gateway::Outgoing outgoing;
    outgoing.municipality = claim.municipality;
    outgoing.type = ubl::DocumentType::invoice_response;
    outgoing.sender = "0192:" + buyer.organisation_number;
    outgoing.receiver = detail->seller_endpoint;
    outgoing.number = out.number;
    outgoing.counterpart = summary->seller_name;
    outgoing.subject_kind = "claim";
    outgoing.subject = claim.id.value;
    outgoing.label = render(text::claim_label, Language::nb, {{"number", claim.number}});
    outgoing.path = claim.path();
    outgoing.bytes = ubl::write(out);
    gateway::enqueue(tx, outgoing, at);
}

// Which findings the money is for: those on the invoice that is credited first.
void share_out(db::Tx& tx, const Claim& claim, invoice::InvoiceId credited, Money amount) {
    const auto findings = findings_of(tx, claim.id);
    for (const bool named : {true, false}) {
        for (const Stored& each : findings) {
            if ((each.subject_id == credited.value) != named) continue;
            const Money part = std::min(amount, each.at_stake - each.recovered);
            if (part <= Money()) continue;
            store::recover(tx, each.id, part);
            amount -= part;
        }
    }
}

Result<void> simple(db::Tx& tx, const Actor& actor, Instant at, ClaimId id, Event event,
                    std::string_view reason) {
    Claim claim = TRY(open(tx, actor, id));
    const auto who = circumstances(actor, claim, reason, at.oslo_date());
    TRY(move(tx, actor, at, claim, event, reason, who));
    if (claim.state == ClaimState::withdrawn) {
        // What was claimed wrongly is set aside with the same reason.
        for (const Stored& each : findings_of(tx, claim.id))
            store::set_state(tx, each.id, FindingState::set_aside, reason, claim.id);
    }
    if (claim.state == ClaimState::withdrawn || claim.state == ClaimState::written_off)
        worklist::close(tx, "follow_claim", claim.id.value, at);
    return {};
}

}  // namespace

bool may_act(const Actor& actor, MunicipalityId municipality) {
    if (actor.may(Permission::coordinate)) return true;
    return actor.may(Permission::handle_invoices) && actor.municipality == municipality;
}

Result<void> set_aside(db::Tx& tx, const Actor& actor, Instant at, FindingId id,
                       std::string_view reason) {
    const auto found = finding(tx, actor, id);
    if (!found) return refuse(text::finding_unknown);
    if (!may_act(actor, found->municipality)) return refuse(text::not_permitted);
    if (found->state != FindingState::found) return refuse(text::finding_dealt_with);
    if (reason.empty()) return refuse(text::reason_missing, {}, "grunn");
    store::set_state(tx, id, FindingState::set_aside, reason, {});
    trail::append(tx, actor, at, {"finding", id.value}, "set_aside",
                  trail::Detail().add("reason", reason).add("at_stake", found->at_stake));
    return {};
}

Result<void> confirm(db::Tx& tx, const Actor& actor, Instant at, FindingId id) {
    const auto found = finding(tx, actor, id);
    if (!found) return refuse(text::finding_unknown);
    if (!may_act(actor, found->municipality)) return refuse(text::not_permitted);
    if (found->state != FindingState::found || found->certain())
        return refuse(text::finding_dealt_with);
    store::confirm(tx, id);
    trail::append(
        tx, actor, at, {"finding", id.value}, "confirmed",
        trail::Detail().add("doubt", name(found->doubt)).add("at_stake", found->at_stake));
    return {};
}

Result<ClaimId> make_claim(db::Tx& tx, const Actor& actor, Instant at, MunicipalityId municipality,
                           party::SupplierId supplier) {
    const auto buyer = party::municipality(tx, municipality);
    if (!buyer || !may_act(actor, municipality)) return refuse(text::not_permitted);
    Filter filter;
    filter.municipality = municipality;
    filter.supplier = supplier;
    filter.state = FindingState::found;
    filter.limit = 1000;
    auto all = findings(tx, actor, filter);
    std::erase_if(all, [](const Stored& each) { return !each.claimable(); });
    if (all.empty()) return refuse(text::nothing_to_claim);
    Claim claim;
    claim.number = store::next_number(tx, municipality, buyer->number, at.oslo_date().year());
    claim.municipality = municipality;
    claim.supplier = supplier;
    claim.made_on = at.oslo_date();
    claim.made_by = actor.user;
    claim.id = store::insert(tx, claim);
    Money sum;
    for (const Stored& each : all) {
        sum += each.at_stake;
        store::set_state(tx, each.id, FindingState::claimed, "", claim.id);
        trail::link(
            tx,
            {{"invoice", each.subject_id}, "Faktura " + each.subject_number, each.subject_path()},
            {{"claim", claim.id.value},
             render(text::claim_label, Language::nb, {{"number", claim.number}}),
             claim.path()});
    }
    trail::append(tx, actor, at, {"claim", claim.id.value}, "made",
                  trail::Detail()
                      .add("number", claim.number)
                      .add("findings", static_cast<std::int64_t>(all.size()))
                      .add("amount", sum));
    return claim.id;
}

Result<void> send_claim(db::Tx& tx, const Actor& actor, Instant at, ClaimId id) {
    Claim claim = TRY(open(tx, actor, id));
    claim.sent_on = at.oslo_date();
    claim.due = at.oslo_date() + kDaysToAnswer;
    TRY(move(tx, actor, at, claim, Event::send, "",
             circumstances(actor, claim, "", at.oslo_date())));
    const auto buyer = party::municipality(tx, claim.municipality);
    std::map<std::int64_t, std::vector<Stored>> by_invoice;
    for (Stored& each : findings_of(tx, id)) by_invoice[each.subject_id].push_back(std::move(each));
    for (const auto& [invoice, findings] : by_invoice)
        respond(tx, claim, *buyer, invoice::InvoiceId{invoice}, findings, at);
    follow(tx, claim, buyer->language, at);
    return {};
}

Result<void> remind(db::Tx& tx, const Actor& actor, Instant at, ClaimId id) {
    Claim claim = TRY(open(tx, actor, id));
    const auto who = circumstances(actor, claim, "", at.oslo_date());
    claim.reminded_on = at.oslo_date();
    claim.due = at.oslo_date() + kDaysToAnswer;
    TRY(move(tx, actor, at, claim, Event::remind, "", who));
    worklist::close(tx, "follow_claim", id.value, at);
    follow(tx, claim, party::municipality(tx, claim.municipality)->language, at);
    return {};
}

Result<void> supplier_refuses(db::Tx& tx, const Actor& actor, Instant at, ClaimId id,
                              std::string_view answer) {
    return simple(tx, actor, at, id, Event::disagree, answer);
}
Result<void> insist(db::Tx& tx, const Actor& actor, Instant at, ClaimId id) {
    return simple(tx, actor, at, id, Event::insist, "");
}
Result<void> withdraw(db::Tx& tx, const Actor& actor, Instant at, ClaimId id,
                      std::string_view reason) {
    return simple(tx, actor, at, id, Event::withdraw, reason);
}
Result<void> write_off(db::Tx& tx, const Actor& actor, Instant at, ClaimId id,
                       std::string_view reason) {
    return simple(tx, actor, at, id, Event::write_off, reason);
}

void take_credit_note(db::Tx& tx, const Actor& actor, Instant at, const invoice::Summary& note,
                      const invoice::Detail& detail) {
    if (store::credited_before(tx, note.id)) return;
    invoice::InvoiceId credited = detail.credits;
    if (!credited && !detail.preceding.empty()) {
        credited = invoice::by_number(tx, note.supplier, note.municipality, detail.preceding)
                       .value_or(invoice::InvoiceId{});
    }
    std::optional<Claim> answered;
    for (const Claim& each : store::open_claims(tx, note.municipality, note.supplier)) {
        const Money rest = each.claimed - each.recovered;
        const auto findings = findings_of(tx, each.id);
        const bool names_it = credited && std::ranges::any_of(findings, [&](const Stored& one) {
                                  return one.subject_id == credited.value;
                              });
        // Without a reference it is believed when it is exactly what is owed.
        if (names_it || (!credited && note.net == rest)) {
            answered = each;
            break;
        }
    }
    if (!answered) {
        // Credited before anybody claimed it: the findings are settled by it.
        if (!credited) return;
        Money left = note.net;
        for (const Stored& each : findings_of(tx, Subject::invoice, credited.value)) {
            if (each.state != FindingState::found || each.at_stake > left) continue;
            left -= each.at_stake;
            store::recover(tx, each.id, each.at_stake);
            store::set_state(tx, each.id, FindingState::settled, note.number, {});
        }
        return;
    }
    const Money amount = std::min(note.net, answered->claimed - answered->recovered);
    store::add_credit(tx, answered->id, note.id, amount, at);
    share_out(tx, *answered, credited, amount);
    answered->recovered += amount;
    Circumstances who;
    who.by_system = true;
    const bool all = answered->recovered >= answered->claimed;
    (void)move(tx, actor, at, *answered, all ? Event::settle : Event::credit, "", who);
    trail::link(tx,
                {{"claim", answered->id.value},
                 render(text::claim_label, Language::nb, {{"number", answered->number}}),
                 answered->path()},
                {{"invoice", note.id.value}, "Kreditnota " + note.number, note.path()});
    if (all) worklist::close(tx, "follow_claim", answered->id.value, at);
}

}  // namespace samkjop::control
