// A person's answer. What is accepted becomes a new version of the price list together with all
// that stays as it was; the supplier is told with a Catalogue Response.

#include <algorithm>
#include <map>

#include "gateway/gateway.h"
#include "party/party.h"
#include "price/store.h"
#include "price/texts.h"
#include "trail/trail.h"
#include "ubl/parts.h"
#include "ubl/ubl.h"
#include "worklist/worklist.h"

namespace samkjop::price {
namespace {

constexpr std::size_t kLinesTold = 100;
constexpr std::string_view kWithResponse = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3";

Result<Proposal> waiting(db::Session& session, const Actor& actor, ProposalId id) {
    if (!actor.may(Permission::coordinate)) return refuse(text::not_permitted);
    auto found = proposal(session, id);
    if (!found) return refuse(text::proposal_unknown);
    if (found->state != State::waiting) return refuse(text::already_answered);
    return *std::move(found);
}

void close(db::Tx& tx, const Actor& actor, Instant at, Proposal& proposal, State state,
           std::string_view event) {
    proposal.state = state;
    proposal.decided_at = at;
    store::save(tx, proposal);
    worklist::close(tx, "price_proposal", proposal.id.value, at);
    const Counts all = counts(tx, proposal.id);
    trail::append(tx, actor, at, {"price_proposal", proposal.id.value}, event,
                  trail::Detail()
                      .add("accepted", std::int64_t(all.accepted))
                      .add("refused", std::int64_t(all.refused))
                      .add("price_list", proposal.price_list.value)
                      .add("reason", proposal.reason));
}

// What the supplier is told: taken into use, wholly or in part, or refused with the reason.
void respond(db::Tx& tx, const Proposal& proposal, std::string_view code,
             const std::string& description, std::span<const Line> refused, Instant at) {
    if (proposal.document == 0) return;  // brought by hand: nobody waits for a document
    // The head says who waits, and whether they do: a catalogue without response is not answered.
    int number = 0;
    ubl::CatalogueParts parts([&] { return store::piece(tx, proposal.id, number++); }, 1);
    const auto first = parts.next();
    if (!first || first->catalogue.profile != kWithResponse) return;
    const ubl::Catalogue& catalogue = first->catalogue;
    const auto buyer =
        party::municipality_by_organisation_number(tx, catalogue.receiver.endpoint.value);
    if (!buyer || catalogue.provider.endpoint.empty()) return;
    ubl::MessageResponse out;
    out.customization = "urn:fdc:peppol.eu:poacc:trns:catalogue_response:3";
    out.profile = kWithResponse;
    out.number = "PF-" + std::to_string(proposal.id.value);
    out.issue_date = at.oslo_date();
    const auto side = [](const ubl::Party& party) {
        ubl::Party plain;
        plain.endpoint = party.endpoint;
        plain.identifiers = party.identifiers;
        plain.legal_name = party.legal_name;
        return plain;
    };
    out.sender = side(catalogue.receiver);
    out.receiver = side(catalogue.provider);
    if (out.sender.legal_name.empty()) out.sender.legal_name = buyer->title();
    if (out.receiver.legal_name.empty()) out.receiver.legal_name = proposal.supplier_name;
    out.code = code;
    out.description = description;
    out.document = catalogue.number;
    out.document_version = catalogue.version;
    for (const Line& line : refused) {
        if (out.lines.size() == kLinesTold) break;
        out.lines.push_back(
            {line.item_number, "",
             render(text::response_line, Language::nb, {{"item", line.item_number}}), "BV"});
    }
    gateway::Outgoing outgoing;
    outgoing.municipality = buyer->id;
    outgoing.type = ubl::DocumentType::catalogue_response;
    outgoing.sender = catalogue.receiver.endpoint.scheme + ":" + catalogue.receiver.endpoint.value;
    outgoing.receiver =
        catalogue.provider.endpoint.scheme + ":" + catalogue.provider.endpoint.value;
    outgoing.number = out.number;
    outgoing.counterpart = proposal.supplier_name;
    outgoing.subject_kind = "price_proposal";
    outgoing.subject = proposal.id.value;
    outgoing.label = render(text::response_label, Language::nb, {{"number", proposal.name}});
    outgoing.path = proposal.path();
    outgoing.bytes = ubl::write(out);
    gateway::enqueue(tx, outgoing, at);
}

}  // namespace

Result<int> accept_allowed(db::Tx& tx, const Actor& actor, Instant at, ProposalId id) {
    const Proposal one = TRY(waiting(tx, actor, id));
    const int number = store::accept_allowed(tx, id);
    trail::append(tx, actor, at, {"price_proposal", one.id.value}, "accepted_allowed",
                  trail::Detail().add("accepted", std::int64_t(number)));
    return number;
}

Result<void> decide_line(db::Tx& tx, const Actor& actor, Instant at, ProposalId id,
                         std::int64_t position, Decision decision) {
    TRY(waiting(tx, actor, id));
    const auto line = store::line(tx, id, position);
    if (!line || decision == Decision::none) return refuse(text::line_unknown);
    store::set_decision(tx, id, position, decision);
    trail::append(tx, actor, at, {"price_proposal", id.value},
                  decision == Decision::accepted ? "line_accepted" : "line_refused",
                  trail::Detail()
                      .add("item", line->item_number)
                      .add("allowed", line->verdict.allowed ? "yes" : "no"));
    return {};
}

Result<void> finish(db::Tx& tx, const Actor& actor, Instant at, ProposalId id) {
    Proposal one = TRY(waiting(tx, actor, id));
    std::map<std::string, Line> accepted;
    store::each_accepted(tx, id, [&](Line&& line) {
        const std::string number = line.item_number;
        accepted.emplace(number, std::move(line));
    });
    if (accepted.empty()) return refuse(text::nothing_accepted);
    const Date today = at.oslo_date();
    const Date first = std::max(one.valid_from.value_or(today), today + 1);
    const catalogue::RowsInForce in_force(tx, one.agreement, one.supplier);
    std::vector<catalogue::PriceRow> rows;
    const auto keep = [&](catalogue::PriceRow row) {
        row.valid_from = first;
        row.valid_to = std::max(row.valid_to, first);
        rows.push_back(std::move(row));
    };
    in_force.each([&](catalogue::PriceRow&& row) {
        const auto at_line = accepted.find(row.item_number);
        if (at_line == accepted.end()) return keep(std::move(row));
        if (at_line->second.after) keep(*std::move(at_line->second.after));
        accepted.erase(at_line);
    });
    for (auto& [number, line] : accepted) {
        if (line.after) keep(*std::move(line.after));
    }
    const auto report =
        catalogue::store_price_list(tx, actor, at, one.agreement, one.supplier, rows,
                                    {one.name, "proposal " + std::to_string(id.value)});
    if (!report.messages.empty()) return std::unexpected(report.messages.front().refusal);
    one.price_list = catalogue::RowsInForce(tx, one.agreement, one.supplier).list();
    one.valid_from = first;
    close(tx, actor, at, one, State::taken, "taken");
    const Counts all = counts(tx, id);
    std::vector<Line> not_accepted;
    for (Line& line : lines(tx, id, 0, false, 0, 1'000'000)) {
        if (line.decision != Decision::accepted) not_accepted.push_back(std::move(line));
    }
    respond(tx, one, "AP",
            render(text::response_taken, Language::nb,
                   {{"accepted", std::int64_t(all.accepted)},
                    {"refused", static_cast<std::int64_t>(not_accepted.size())},
                    {"day", first}}),
            not_accepted, at);
    return {};
}

Result<void> refuse_all(db::Tx& tx, const Actor& actor, Instant at, ProposalId id,
                        std::string_view reason) {
    Proposal one = TRY(waiting(tx, actor, id));
    if (reason.empty()) return refuse(text::reason_missing, {}, "grunn");
    one.reason = reason;
    close(tx, actor, at, one, State::refused, "refused");
    respond(tx, one, "RE", std::string(reason), {}, at);
    return {};
}

}  // namespace samkjop::price
