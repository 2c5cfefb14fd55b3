// A proposal's file becomes lines with what they change, a part at a time. Each part is one
// transaction that also keeps how far it has come: after a kill the reading goes on there.

#include <algorithm>
#include <iostream>

#include "base/crypto.h"
#include "catalogue/units.h"
#include "gateway/gateway.h"
#include "import/import.h"
#include "party/party.h"
#include "price/sheet_rows.h"
#include "price/store.h"
#include "price/texts.h"
#include "sheet/sheet.h"
#include "trail/trail.h"
#include "ubl/parts.h"
#include "worklist/worklist.h"

namespace samkjop::price {
namespace {

using catalogue::PriceRow;

constexpr std::size_t kLinesInPart = 1000;

struct Held {  // one transaction's view of what is in force
    Held(db::Tx& tx, const Proposal& proposal)
        : tx(tx), rows(tx, proposal.agreement, proposal.supplier) {}
    db::Tx& tx;
    catalogue::RowsInForce rows;
};

Circumstances circumstances(db::Session& session, const Proposal& proposal, Date today) {
    Circumstances out;
    out.from = std::max(proposal.valid_from.value_or(today), today + 1);
    const auto lists = catalogue::price_lists(session, proposal.agreement);
    for (const catalogue::PriceList& each : lists) {
        if (each.supplier == proposal.supplier && !out.last_change)
            out.last_change = each.valid_from;
    }
    const auto agreement = agreement::find(session, proposal.agreement);
    if (!agreement) return out;
    out.product_groups = agreement->product_groups;
    const std::string month = out.from.iso().substr(0, 7);
    for (const agreement::PriceRule& each : agreement->price_rules) {
        Rule rule;
        rule.agreed = each;
        if (each.kind == agreement::PriceRuleKind::index) {
            rule.base = index_at(session, each.index_name, each.index_base);
            rule.now = index_latest(session, each.index_name, month);
        }
        out.rules.push_back(std::move(rule));
    }
    return out;
}

// What a supplier does not send, the region has decided: it is kept.
void keep_ours(const PriceRow& before, PriceRow& after) {
    after.policy = before.policy;
    after.policy_reason = before.policy_reason;
    after.alternative = before.alternative;
    if (after.unit_name.empty()) after.unit_name = before.unit_name;
    if (after.unspsc.empty()) after.unspsc = before.unspsc;
    if (after.environment.empty()) after.environment = before.environment;
    if (after.picture.empty()) after.picture = before.picture;
    if (after.delivery_days == 0) after.delivery_days = before.delivery_days;
    if (after.brand.empty()) after.brand = before.brand;
    if (after.gtin.empty()) after.gtin = before.gtin;
    if (after.vat_rate.is_zero()) after.vat_rate = before.vat_rate;
    if (after.description.empty()) after.description = before.description;
    if (after.content_unit.empty()) {
        // A list without a column for the pack says nothing of it.
        const bool same = catalogue::plain_unit(after.unit) == catalogue::plain_unit(before.unit);
        if (same && after.content == Decimal::whole(1)) after.content = before.content;
        after.content_unit = before.content_unit;
    }
}

void take_row(Held& held, const Proposal& proposal, const Circumstances& agreed,
              std::int64_t position, PriceRow row) {
    const auto wrong = catalogue::check(row);
    if (!wrong.empty()) {
        for (const import::Message& each : wrong)
            store::add_message(held.tx, proposal.id, row.line, each.refusal);
        if (row.item_number.empty()) return;
        // The item stays as it was: it is neither changed nor gone.
        store::add_line(held.tx, proposal.id, position, row.item_number, {}, nullptr, nullptr);
        return;
    }
    const auto before = held.rows.of(row.item_number);
    if (before) keep_ours(*before, row);
    Verdict verdict = judge(before ? &*before : nullptr, &row, nullptr, agreed);
    if (verdict.why == Why::index_missing) {
        const auto first = held.rows.first_of(row.item_number);
        verdict = judge(before ? &*before : nullptr, &row, first ? &*first : nullptr, agreed);
    }
    if (!store::add_line(held.tx, proposal.id, position, row.item_number, verdict,
                         before ? &*before : nullptr, &row)) {
        store::add_message(held.tx, proposal.id, row.line,
                           Refusal{&text::item_twice, {{"number", row.item_number}}, ""});
    }
}

void take_deleted(Held& held, const Proposal& proposal, const Circumstances& agreed,
                  std::int64_t position, const std::string& number) {
    const auto before = held.rows.of(number);
    if (!before) return;
    store::add_line(held.tx, proposal.id, position, number,
                    judge(&*before, nullptr, nullptr, agreed), &*before, nullptr);
}

// What the list in force has and the proposal has not is gone, unless it only names changes.
void take_gone(Held& held, const Proposal& proposal, const Circumstances& agreed) {
    if (proposal.only_changes) return;
    std::int64_t position = store::last_position(held.tx, proposal.id);
    std::vector<PriceRow> gone;
    held.rows.each([&](PriceRow&& row) { gone.push_back(std::move(row)); });
    std::erase_if(gone, [&](const PriceRow& row) {
        return store::has_item(held.tx, proposal.id, row.item_number);
    });
    for (const PriceRow& row : gone) {
        store::add_line(held.tx, proposal.id, ++position, row.item_number,
                        judge(&row, nullptr, nullptr, agreed), &row, nullptr);
    }
}

void tell_coordinators(db::Tx& tx, const Proposal& proposal, Instant at) {
    std::vector<UserId> whom;
    MunicipalityId host;
    for (const party::Municipality& municipality : party::municipalities(tx)) {
        if (municipality.host || !host) host = municipality.id;
        for (const party::Person& person : party::people(tx, municipality.id)) {
            const bool one = std::ranges::any_of(
                person.grants, [](const Grant& grant) { return grant.role == Role::coordinator; });
            if (one && !person.blocked) whom.push_back(person.id);
        }
    }
    if (whom.empty()) return;
    const Counts all = counts(tx, proposal.id);
    worklist::open(
        tx,
        {.kind = "price_proposal",
         .subject = proposal.id.value,
         .municipality = host,
         .unit = {},
         .title = render(text::task_title, Language::nb, {{"supplier", proposal.supplier_name}}),
         .context =
             render(text::task_context, Language::nb, {{"changed", std::int64_t(all.changed)}}),
         .path = proposal.path(),
         .amount = Money(),
         .due = {}},
        whom, at);
}

void end(db::Tx& tx, Proposal& proposal, const Circumstances& agreed, Instant at) {
    Held held(tx, proposal);
    take_gone(held, proposal, agreed);
    proposal.state = State::waiting;
    proposal.bytes_read = proposal.bytes;
    store::save(tx, proposal);
    const Counts all = counts(tx, proposal.id);
    trail::append(tx, Actor::system(), at, {"price_proposal", proposal.id.value}, "read",
                  trail::Detail()
                      .add("lines", proposal.lines_read)
                      .add("changed", std::int64_t(all.changed))
                      .add("allowed", std::int64_t(all.allowed)));
    tell_coordinators(tx, proposal, at);
}

void unreadable(db::Database& database, Proposal proposal, const std::string& why, Instant at) {
    database.write([&](db::Tx& tx) {
        proposal.state = State::unreadable;
        proposal.reason = why;
        store::save(tx, proposal);
        trail::append(tx, Actor::system(), at, {"price_proposal", proposal.id.value}, "unreadable",
                      trail::Detail().add("reason", why));
        tx.commit();
    });
}

// ---- Peppol ------------------------------------------------------------------------------------

void take_part(db::Tx& tx, Proposal& proposal, const ubl::CatalogueParts::Part& part,
               const Circumstances& agreed) {
    Held held(tx, proposal);
    const catalogue::FromPeppol read = catalogue::rows_from(part.catalogue);
    std::set<int> wrong;
    for (const import::Message& each : read.messages) {
        store::add_message(tx, proposal.id, each.line, each.refusal);
        wrong.insert(each.line);
    }
    std::int64_t position = part.lines - static_cast<std::int64_t>(part.catalogue.lines.size());
    std::map<int, std::int64_t> positions;
    for (const ubl::CatalogueLine& line : part.catalogue.lines) {
        positions[line.source.number] = ++position;
        if (line.action == "Delete" || line.orderable == false ||
            part.catalogue.action == "Delete") {
            take_deleted(held, proposal, agreed, position,
                         line.item.sellers_identifier.empty() ? line.identifier
                                                              : line.item.sellers_identifier);
        }
    }
    if (part.catalogue.action == "Delete") return;
    for (const PriceRow& row : read.rows) {
        if (wrong.contains(row.line)) {
            store::add_line(tx, proposal.id, positions[row.line], row.item_number, {}, nullptr,
                            nullptr);
        } else {
            take_row(held, proposal, agreed, positions[row.line], row);
        }
    }
}

int read_peppol(db::Database& database, Proposal proposal, Instant now) {
    int number = 0;
    ubl::CatalogueParts parts(
        [&] {
            return database.reading(
                [&](db::Session& session) { return store::piece(session, proposal.id, number++); });
        },
        kLinesInPart);
    std::optional<Circumstances> agreed;
    int done = 0;
    while (true) {
        auto part = parts.next();
        if (!part) {
            unreadable(database, proposal, part.error().in(Language::nb), now);
            return done + 1;
        }
        // Read before the program was stopped.
        if (part->lines <= proposal.lines_read && !part->last) continue;
        database.write([&](db::Tx& tx) {
            if (proposal.lines_read == 0 && !part->catalogue.lines.empty()) {
                const std::string& action = part->catalogue.action;
                proposal.only_changes = action == "Add" || action == "Update" || action == "Delete";
                proposal.valid_from = part->catalogue.validity.start
                                          ? part->catalogue.validity.start
                                          : part->catalogue.issue_date;
                proposal.valid_to = part->catalogue.validity.end;
            }
            if (!agreed) agreed = circumstances(tx, proposal, now.oslo_date());
            if (part->lines > proposal.lines_read) take_part(tx, proposal, *part, *agreed);
            proposal.lines_read = part->lines;
            proposal.bytes_read = part->bytes;
            if (part->last) {
                end(tx, proposal, *agreed, now);
            } else {
                store::save(tx, proposal);
            }
            tx.commit();
        });
        ++done;
        if (part->last) return done;
    }
}

// ---- Spreadsheets ------------------------------------------------------------------------------

int read_sheet(db::Database& database, Proposal proposal, Instant now) {
    std::string bytes;
    database.read([&](db::Session& session) {
        for (int number = 0;; ++number) {
            const std::string piece = store::piece(session, proposal.id, number);
            if (piece.empty()) break;
            bytes += piece;
        }
    });
    const auto book = sheet::read(bytes);
    if (!book) {
        unreadable(database, proposal, book.error().in(Language::nb), now);
        return 1;
    }
    const Known known = database.reading([&](db::Session& session) {
        Known out;
        out.supplier = party::supplier(session, proposal.supplier)->organisation_number;
        out.from = now.oslo_date() + 1;
        out.to = party::kOpenEnd;
        if (const auto agreement = agreement::find(session, proposal.agreement)) {
            out.agreement = agreement->number;
            out.to = std::max(agreement->valid_to, out.from);
        }
        return out;
    });
    const import::PriceFile file = import::read_prices(price_file(*book, known));
    if (file.rows.empty() && !file.messages.empty()) {
        unreadable(database, proposal, file.messages.front().in(Language::nb), now);
        return 1;
    }
    std::set<int> wrong;
    for (const import::Message& each : file.messages) wrong.insert(each.line);
    std::optional<Circumstances> agreed;
    int done = 0;
    const auto all = static_cast<std::int64_t>(file.rows.size());
    while (true) {
        database.write([&](db::Tx& tx) {
            if (proposal.lines_read == 0) {
                for (const import::Message& each : file.messages)
                    store::add_message(tx, proposal.id, each.line, each.refusal);
                for (const import::PriceRow& row : file.rows) {
                    proposal.valid_from =
                        std::min(proposal.valid_from.value_or(row.valid_from), row.valid_from);
                    proposal.valid_to =
                        std::max(proposal.valid_to.value_or(row.valid_to), row.valid_to);
                }
            }
            if (!agreed) agreed = circumstances(tx, proposal, now.oslo_date());
            Held held(tx, proposal);
            const std::int64_t until =
                std::min<std::int64_t>(all, proposal.lines_read + kLinesInPart);
            for (std::int64_t i = proposal.lines_read; i < until; ++i) {
                const import::PriceRow& row = file.rows[static_cast<std::size_t>(i)];
                if (wrong.contains(row.line)) {
                    store::add_line(tx, proposal.id, i + 1, row.item_number, {}, nullptr, nullptr);
                } else {
                    PriceRow own;
                    static_cast<import::PriceRow&>(own) = row;
                    if (own.unspsc == kNoGroup) own.unspsc.clear();
                    take_row(held, proposal, *agreed, i + 1, std::move(own));
                }
            }
            proposal.lines_read = until;
            proposal.bytes_read = all == 0 ? proposal.bytes : proposal.bytes * until / all;
            if (until == all) {
                end(tx, proposal, *agreed, now);
            } else {
                store::save(tx, proposal);
            }
            tx.commit();
        });
        ++done;
        if (proposal.lines_read == all) return done;
    }
}

// ---- From the inbox ----------------------------------------------------------------------------

std::string organisation_number(const ubl::Party& party) {
    for (const ubl::Identifier& each : party.identifiers) {
        if (each.scheme == "0192") return each.value;
    }
    if (party.legal_identifier.scheme == "0192") return party.legal_identifier.value;
    return party.endpoint.scheme == "0192" ? party.endpoint.value : std::string();
}

Result<gateway::Filed> taken(db::Tx& tx, const gateway::Received& received) {
    const ubl::Catalogue* document = received.document.catalogue();
    if (document == nullptr) return refuse(text::not_a_catalogue);
    std::string number = organisation_number(document->seller);
    if (number.empty()) number = organisation_number(document->provider);
    const auto supplier = party::supplier_by_organisation_number(tx, number);
    if (!supplier) return refuse(text::supplier_unknown, {{"number", number}});
    agreement::AgreementId agreement;
    if (!document->contract_reference.empty()) {
        const auto found = agreement::find_by_number(tx, document->contract_reference);
        if (!found || !found->is_supplied_by(supplier->id))
            return refuse(text::agreement_unknown, {{"number", document->contract_reference}});
        agreement = found->id;
    } else {
        agreement::Filter filter;
        filter.supplier = supplier->id;
        const auto all = agreement::list(tx, filter, received.today);
        if (all.size() == 1) agreement = all.front().id;
        if (all.size() > 1) return refuse(text::which_agreement);
    }
    const auto id = TRY(propose(tx, Actor::system(received.municipality), received.at,
                                {supplier->id, agreement, Format::peppol, document->number,
                                 received.bytes, received.id.value}));
    return gateway::Filed{
        "price_proposal", id.value,
        render(text::proposal_label, Language::nb, {{"number", document->number}}),
        "/priser/" + std::to_string(id.value)};
}

}  // namespace

Result<ProposalId> propose(db::Tx& tx, const Actor& actor, Instant at, const NewProposal& wanted) {
    const auto supplier = party::supplier(tx, wanted.supplier);
    if (!supplier) return refuse(text::supplier_unknown, {{"number", std::string()}});
    if (wanted.bytes.empty()) return refuse(text::file_missing, {}, "fil");
    const std::string sha256 = sha256_hex(wanted.bytes);
    if (const auto before = store::same(tx, wanted, sha256))
        return refuse(text::came_before, {{"number", std::to_string(before->value)}}, "fil");
    const ProposalId id = store::insert(tx, wanted, sha256, at);
    trail::append(tx, actor, at, {"price_proposal", id.value}, "came",
                  trail::Detail()
                      .add("supplier", wanted.supplier.value)
                      .add("agreement", wanted.agreement.value)
                      .add("name", wanted.name)
                      .add("sha256", sha256));
    return id;
}

void register_with_gateway() { gateway::register_taker(ubl::DocumentType::catalogue, taken); }

int advance(db::Database& database, Instant now) {
    int done = 0;
    const auto waiting =
        database.reading([](db::Session& session) { return store::to_read(session); });
    for (const ProposalId id : waiting) {
        const auto one =
            database.reading([&](db::Session& session) { return proposal(session, id); });
        if (!one) continue;
        done += one->format == Format::peppol ? read_peppol(database, *one, now)
                                              : read_sheet(database, *one, now);
    }
    return done;
}

}  // namespace samkjop::price
