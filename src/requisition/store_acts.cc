// What a person does with a requisition: load, decide, carry out. Rows, ledger entry, trail line
// and «Til meg» change in the caller's one transaction, or not at all.

#include <algorithm>

#include "catalogue/catalogue.h"
#include "db/db.h"
#include "html/components.h"
#include "requisition/acts.h"
#include "requisition/rules.h"
#include "requisition/store.h"
#include "requisition/texts.h"
#include "trail/trail.h"
#include "worklist/worklist.h"

namespace samkjop::requisition {
namespace {

constexpr std::string_view kApprove = "approve_requisition";
constexpr std::string_view kAnswer = "answer_question";

trail::Subject subject(const Requisition& requisition) {
    return {"requisition", requisition.id.value};
}

party::Municipality municipality_of(db::Session& session, const Requisition& requisition) {
    auto found = party::municipality(session, requisition.municipality);
    SK_ASSERT(found);
    return *std::move(found);
}

// One act: what was loaded, and what carrying it out needs.
struct Case {
    db::Tx& tx;
    const Actor& actor;
    Instant at;
    Requisition requisition;
    party::Municipality municipality;
    Date today() const { return at.oslo_date(); }
    void write(std::string_view event, const trail::Detail& detail = {}) {
        trail::append(tx, actor, at, subject(requisition), event, detail);
    }
    void write_as_system(std::string_view event, const trail::Detail& detail) {
        trail::append(tx, Actor::system(requisition.municipality), at, subject(requisition), event,
                      detail);
    }
    ledger::Context context(std::string_view reason = {}) const {
        ledger::Context out;
        out.municipality = requisition.municipality;
        out.policy = ledger::Policy::of(municipality.settings);
        out.actor = actor.user;
        out.at = at;
        out.date = at.oslo_date();
        out.document = {"requisition", requisition.id.value};
        out.reason = std::string(reason);
        return out;
    }
};

Result<Case> open_case(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id) {
    auto loaded = store::load(tx, actor, id);
    if (!loaded) return refuse(text::requisition_not_found);
    auto municipality = municipality_of(tx, *loaded);
    return Case{tx, actor, at, *std::move(loaded), std::move(municipality)};
}

Result<Decision> judge(Case& one, Event event, std::string_view reason,
                       std::span<const LineId> lines, Facts* keep = nullptr) {
    Facts facts = facts_for(one.tx, one.requisition, event, one.actor, one.municipality.settings,
                            one.today(), lines, reason);
    auto decision = decide(one.requisition, event, one.actor, facts);
    if (keep) *keep = std::move(facts);
    return decision;
}

std::vector<ledger::LineId> ledger_ids(const Requisition& requisition,
                                       std::span<const LineId> lines) {
    std::vector<ledger::LineId> out;
    for (const Line& line : requisition.lines) {
        if (std::ranges::find(lines, line.id) != lines.end()) out.push_back(line.ledger_line);
    }
    return out;
}

// The ledger's refusal of money stands by the field where the way out is.
std::unexpected<Refusal> from_ledger(Refusal refusal) {
    if (refusal.name() == "ledger.budget_exceeded") refusal.field = "begrunnelse";
    return std::unexpected(std::move(refusal));
}

std::string task_context(const Case& one) {
    const Language language = one.municipality.language;
    const auto lines = std::ranges::count(one.requisition.lines, LineState::open, &Line::state);
    std::string out = render(lines == 1 ? text::task_one_line : text::task_lines, language,
                             {{"name", one.requisition.requester_name},
                              {"unit", one.requisition.unit_name},
                              {"count", html::count_in_words(lines, language)}});
    if (one.requisition.over > Money()) {
        out += " " +
               render(text::task_over, language, {{"amount", format_kroner(one.requisition.over)}});
    }
    return out;
}

enum class Age : std::uint8_t { begins, goes_on };

void give_to(Case& one, std::string_view kind, std::span<const UserId> people,
             Age age = Age::begins) {
    const Requisition& requisition = one.requisition;
    const auto since = worklist::close(one.tx, kApprove, requisition.id.value, one.at);
    worklist::close(one.tx, kAnswer, requisition.id.value, one.at);
    if (people.empty()) return;
    worklist::NewTask task;
    task.kind = kind;
    task.subject = requisition.id.value;
    task.municipality = requisition.municipality;
    task.unit = requisition.unit;
    task.title = requisition.title;
    task.context = task_context(one);
    task.path = requisition.path();
    task.amount = requisition.net();
    worklist::open(one.tx, task, people, age == Age::goes_on && since ? *since : one.at);
}

// The requester is told of a no; the notice stays until it is put away.
void tell_requester(Case& one) {
    const Requisition& requisition = one.requisition;
    const auto since = worklist::close(one.tx, kRejectedTask, requisition.id.value, one.at);
    if (requisition.requester == one.actor.user) return;
    const auto rejected = std::ranges::count(requisition.lines, LineState::rejected, &Line::state);
    Money amount;
    for (const Line& line : requisition.lines) {
        if (line.state == LineState::rejected) amount += line.net();
    }
    worklist::NewTask task;
    task.kind = kRejectedTask;
    task.subject = requisition.id.value;
    task.municipality = requisition.municipality;
    task.unit = requisition.unit;
    task.title = requisition.title;
    const Language language = one.municipality.language;
    task.context =
        render(rejected == 1 ? text::task_rejected_one : text::task_rejected, language,
               {{"name", one.actor.name}, {"count", html::count_in_words(rejected, language)}});
    task.path = requisition.path();
    task.amount = amount;
    worklist::open(one.tx, task, std::span(&requisition.requester, 1), since.value_or(one.at));
}

void assign(Case& one, std::span<const UserId> approvers) {
    give_to(one, kApprove, approvers);
    one.write_as_system("assigned", trail::Detail().add("to", names_of(one.tx, approvers,
                                                                       one.municipality.language)));
}

std::string default_title(const Requisition& requisition, Language language) {
    const std::string& first = requisition.lines.front().name;
    const auto rest = static_cast<std::int64_t>(requisition.lines.size()) - 1;
    if (rest == 0) return first;
    return render(rest == 1 ? text::default_title_two : text::default_title_many, language,
                  {{"first", first}, {"count", html::count_in_words(rest, language)}});
}

void mark(Case& one, std::span<const LineId> lines, LineState state, std::string_view reason) {
    for (Line& line : one.requisition.lines) {
        if (std::ranges::find(lines, line.id) == lines.end()) continue;
        line.state = state;
        line.decided_by = one.actor.user;
        line.decided_by_name = one.actor.name;
        line.decided_at = one.at;
        line.decision_reason = std::string(reason);
        store::update_line(one.tx, line);
    }
}

// What the next proposal for this unit and thing is made from (a split line teaches no coding), and
// what the search says of earlier purchases.
void remember_purchase(Case& one) {
    for (const Line& line : one.requisition.lines) {
        if (line.state != LineState::approved) continue;
        if (!line.free_text()) {
            catalogue::remember_bought(one.tx, one.requisition.unit, {line.item}, line.quantity,
                                       one.today());
        }
        if (line.parts.size() != 1) continue;
        coding::remember(one.tx, one.requisition.municipality, one.requisition.unit,
                         line.item_key(), line.parts.front().codes, line.parts.front().vat_code,
                         one.at);
    }
}

// The last yes or no: the approved lines become orders in this transaction.
void finish(Case& one, const Decision& decision) {
    Requisition& requisition = one.requisition;
    requisition.state = decision.to;
    requisition.decided_at = one.at;
    store::update(one.tx, requisition);
    give_to(one, kApprove, {});
    one.write(
        "decided",
        trail::Detail().add("outcome", name(decision.to)).add("amount_ore", requisition.net()));
    if (decision.approved.empty()) return;
    remember_purchase(one);
    if (on_approved != nullptr) on_approved(one.tx, one.actor, one.at, requisition);
}

Result<void> post_approval(Case& one, const Decision& decision, const Facts& facts) {
    if (decision.approved.empty()) return {};
    auto context = one.context(facts.reason);
    context.may_override = facts.may_override;
    auto posted = ledger::approve(one.tx, context, ledger_ids(one.requisition, decision.approved));
    if (!posted) return from_ledger(posted.error());
    mark(one, decision.approved, LineState::approved, "");
    return {};
}

Result<void> post_release(Case& one, std::span<const LineId> lines, std::string_view reason) {
    if (lines.empty()) return {};
    auto posted = ledger::reject(one.tx, one.context(reason), ledger_ids(one.requisition, lines));
    if (!posted) return from_ledger(posted.error());
    return {};
}

std::vector<UnitId> without_consent(const Facts& facts, const Decision& decision) {
    std::vector<UnitId> out;
    for (const UnitFacts& unit : facts.units) {
        const bool now = std::ranges::find(decision.consents, unit.unit) != decision.consents.end();
        if (unit.stays && !unit.consented && !now) out.push_back(unit.unit);
    }
    return out;
}

// ---- Coding
// --------------------------------------------------------------------------------------

// Fills in what the codes mean today. An account string that is not complete keeps its codes, so
// that the person sees what is missing; a strict caller gets the refusal.
Result<Part> coded(Case& one, const Share& share, bool strict) {
    Part part;
    part.weight = share.weight;
    part.codes = share.codes;
    for (std::size_t i = 0; i < part.codes.size(); ++i) {
        if (part.codes[i].empty()) continue;
        part.names[i] = coding::name_of(one.tx, one.requisition.municipality,
                                        static_cast<coding::Dimension>(i), part.codes[i]);
    }
    if (const auto unit =
            party::unit_by_code(one.tx, one.requisition.municipality, part.codes[1])) {
        part.unit = unit->id;
        part.names[1] = unit->name;
    } else if (strict && !part.codes[1].empty()) {
        return refuse(text::ansvar_without_unit, {{"code", part.codes[1]}}, "ansvar");
    }
    if (const auto vat =
            coding::vat_code(one.tx, one.requisition.municipality, share.vat_code, one.today())) {
        part.vat_code = vat->code;
        part.rate = vat->rate;
        part.right = vat->right;
    } else if (strict) {
        return refuse(text::vat_code_missing, {}, "mva");
    }
    auto resolved = coding::resolve(one.tx, one.requisition.municipality, part.codes, one.today());
    if (resolved)
        part.coding = *resolved;
    else if (strict)
        return std::unexpected(resolved.error());
    return part;
}

CodingReason reason_of(coding::Proposal::Reason reason) {
    switch (reason) {
        case coding::Proposal::Reason::last_purchase:
            return CodingReason::last_purchase;
        case coding::Proposal::Reason::product_group:
            return CodingReason::product_group;
        case coding::Proposal::Reason::unit:
            return CodingReason::unit;
        case coding::Proposal::Reason::none:
            break;
    }
    return CodingReason::none;
}

void propose_coding(Case& one, Line& line, std::string_view chosen_vat_code) {
    const auto proposal =
        coding::propose(one.tx, one.requisition.municipality, one.requisition.unit, line.unspsc,
                        line.vat_rate, one.today(), line.item_key());
    const std::string vat(chosen_vat_code.empty() ? std::string_view(proposal.vat_code)
                                                  : chosen_vat_code);
    line.parts = {coded(one, {proposal.codes, vat, 1}, false).value()};
    line.coding_reason = reason_of(proposal.reason);
}

// ---- A change of what has been sent
// --------------------------------------------------------------

// A change that goes over the budget where it stops needs a reason of its own, or the one before.
Result<void> carry_out_change(Case& one, const Requisition& before, std::span<const LineId> removed,
                              std::span<const LineId> changed, std::string_view new_reason = {}) {
    const std::string reason(new_reason.empty() ? std::string_view(before.over_reason)
                                                : new_reason);
    Facts facts;
    const Decision decision = TRY(judge(one, Event::change, reason, {}, &facts));
    auto context = one.context(reason);
    context.asks_override = !reason.empty();
    if (auto released = post_release(one, removed, ""); !released) return released;
    mark(one, removed, LineState::withdrawn, "");
    for (Line& line : one.requisition.lines) {
        if (std::ranges::find(changed, line.id) == changed.end()) continue;
        auto posted =
            ledger::change_request(one.tx, context, line.ledger_line, rules::ledger_line(line));
        if (!posted) return from_ledger(posted.error());
        one.requisition.over += posted->over_by();
        store::update_line(one.tx, line);
        store::replace_parts(one.tx, line);
    }
    store::take_consents_away(one.tx, one.requisition.id);
    one.requisition.approval_reason.clear();
    if (one.requisition.over > Money()) one.requisition.over_reason = reason;
    one.requisition.state = decision.to;
    store::update(one.tx, one.requisition);
    one.write("changed",
              trail::Detail()
                  .add("before_ore", before.net())
                  .add("amount_ore", one.requisition.net())
                  .add("lines", static_cast<std::int64_t>(changed.size() + removed.size())));
    assign(one, facts.approvers);
    return {};
}

Result<void> only_own(const Case& one) {
    if (one.requisition.requester != one.actor.user) return refuse(text::only_the_requester);
    return {};
}

}  // namespace

// ---- The basket
// ----------------------------------------------------------------------------------

Result<LineId> add_to_basket(db::Tx& tx, const Actor& actor, Instant at, const NewLine& add) {
    if (!actor.may(Permission::request_purchase)) return refuse(text::actor_lacks_permission);
    if (add.quantity <= Decimal()) return refuse(text::quantity_not_positive, {}, "antall");
    auto basket = store::basket(tx, actor);
    if (!basket) {
        const auto id = store::insert_basket(tx, actor, at, actor.unit);
        trail::append(tx, actor, at, {"requisition", id.value}, "created");
        basket = store::basket(tx, actor);
    }
    auto municipality = municipality_of(tx, *basket);
    Case one{tx, actor, at, *std::move(basket), std::move(municipality)};
    const auto same = std::ranges::find_if(one.requisition.lines, [&](const Line& line) {
        return add.item != 0 && line.item == add.item;
    });
    if (same != one.requisition.lines.end()) {
        same->quantity = same->quantity + add.quantity;
        same->price = add.price;
        store::update_line(tx, *same);
        store::update(tx, one.requisition);
        return same->id;
    }
    const auto supplier = party::supplier(tx, add.supplier);
    if (!supplier) return refuse(text::supplier_must_be_chosen, {}, "leverandor");
    if (supplier->blocked)
        return refuse(text::supplier_is_blocked, {{"name", supplier->name}}, "leverandor");
    Line line;
    line.item = add.item;
    line.supplier = add.supplier;
    line.supplier_name = supplier->name;
    line.agreement = add.agreement;
    line.agreement_number = add.agreement_number;
    line.agreement_name = add.agreement_name;
    line.item_number = add.item_number;
    line.gtin = add.gtin;
    line.name = add.name;
    line.unspsc = add.unspsc;
    line.unit_code = add.unit_code;
    line.quantity = add.quantity;
    line.price = add.price;
    line.vat_rate = add.vat_rate;
    line.vat_category = add.vat_category;
    line.outside_reason = add.outside_reason;
    propose_coding(one, line, add.vat_code);
    line.id = store::insert_line(tx, one.requisition.id, line);
    one.requisition.lines.push_back(line);
    store::update(tx, one.requisition);
    return line.id;
}

Result<void> save_heading(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id,
                          const Heading& heading) {
    Case one = TRY(open_case(tx, actor, at, id));
    if (auto own = only_own(one); !own) return own;
    if (one.requisition.state != State::draft) return refuse(text::state_forbids_event);
    const auto unit = party::unit(tx, heading.delivery_unit);
    if (!unit || unit->municipality != one.requisition.municipality) {
        return refuse(text::delivery_place_missing, {}, "sted");
    }
    if (heading.wished && *heading.wished < at.oslo_date()) {
        return refuse(text::wished_is_past, {}, "dato");
    }
    one.requisition.title = heading.title;
    one.requisition.message = heading.message;
    one.requisition.delivery_unit = heading.delivery_unit;
    one.requisition.wished = heading.wished;
    store::update(tx, one.requisition);
    return {};
}

Result<void> change_quantities(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id,
                               std::span<const NewQuantity> quantities,
                               std::string_view over_reason) {
    Case one = TRY(open_case(tx, actor, at, id));
    if (auto own = only_own(one); !own) return own;
    const Requisition before = one.requisition;
    std::vector<LineId> changed, removed;
    for (const NewQuantity& wanted : quantities) {
        const auto line = std::ranges::find(one.requisition.lines, wanted.line, &Line::id);
        if (line == one.requisition.lines.end() || line->state != LineState::open) {
            return refuse(text::line_already_decided);
        }
        if (wanted.quantity.is_negative()) return refuse(text::quantity_not_positive, {}, "antall");
        if (wanted.quantity == line->quantity) continue;
        if (wanted.quantity.is_zero()) {
            removed.push_back(line->id);
            line->state = LineState::withdrawn;
        } else {
            line->quantity = wanted.quantity;
            changed.push_back(line->id);
        }
    }
    if (changed.empty() && removed.empty()) return {};
    if (before.state != State::draft)
        return carry_out_change(one, before, removed, changed, over_reason);
    for (const LineId line : removed) store::delete_line(tx, line);
    std::erase_if(one.requisition.lines,
                  [](const Line& line) { return line.state == LineState::withdrawn; });
    for (const Line& line : one.requisition.lines) store::update_line(tx, line);
    store::update(tx, one.requisition);
    return {};
}

Result<void> code_line(db::Tx& tx, const Actor& actor, Instant at, LineId id,
                       std::span<const Share> shares) {
    const auto of = store::requisition_of(tx, id);
    if (!of) return refuse(text::requisition_not_found);
    Case one = TRY(open_case(tx, actor, at, *of));
    if (auto own = only_own(one); !own) return own;
    const Requisition before = one.requisition;
    const auto line = std::ranges::find(one.requisition.lines, id, &Line::id);
    if (line->state != LineState::open) return refuse(text::line_already_decided);
    line->parts.clear();
    for (std::size_t i = 0; i < shares.size(); ++i) {
        auto part = coded(one, shares[i], true);
        if (!part) {
            Refusal refusal = part.error();
            refusal.field =
                fmt::format("{}-{}", refusal.field.empty() ? "art" : refusal.field, i + 1);
            return std::unexpected(std::move(refusal));
        }
        line->parts.push_back(*std::move(part));
    }
    if (line->parts.empty()) return refuse(text::line_not_coded, {{"line", line->name}});
    line->coding_reason = CodingReason::own;
    if (before.state != State::draft) return carry_out_change(one, before, {}, std::span(&id, 1));
    store::replace_parts(tx, *line);
    return {};
}

// ---- The lifecycle
// -------------------------------------------------------------------------------

namespace {

// Whether it goes beyond what an agreement allows, with the reason for it; a refusal without one.
Result<bool> beyond_limit(const Case& one, std::string_view reason, std::string_view field) {
    if (beyond_agreement == nullptr) return false;
    auto stop = beyond_agreement(one.tx, one.requisition, one.today());
    if (!stop) return false;
    if (stop->with_reason && !reason.empty()) return true;
    if (stop->with_reason) stop->refusal.field = field;
    return std::unexpected(std::move(stop->refusal));
}

}  // namespace

Result<void> submit(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id,
                    std::string_view over_reason) {
    Case one = TRY(open_case(tx, actor, at, id));
    Facts facts;
    const Decision decision = TRY(judge(one, Event::submit, over_reason, {}, &facts));
    Requisition& requisition = one.requisition;
    const bool beyond = TRY(beyond_limit(one, over_reason, "begrunnelse"));
    auto context = one.context(over_reason);
    context.asks_override = !over_reason.empty();
    auto posted = ledger::submit(tx, context, rules::ledger_lines(requisition));
    if (!posted) return from_ledger(posted.error());
    SK_ASSERT(posted->lines.size() == requisition.lines.size());
    for (std::size_t i = 0; i < requisition.lines.size(); ++i) {
        requisition.lines[i].ledger_line = posted->lines[i];
        store::update_line(tx, requisition.lines[i]);
    }
    requisition.over = posted->over_by();
    requisition.over_reason = requisition.over > Money() || beyond ? std::string(over_reason) : "";
    requisition.number = store::next_number(tx, requisition.municipality, at.oslo_date().year());
    requisition.submitted_at = at;
    requisition.state = decision.to;
    if (requisition.title.empty()) {
        requisition.title = default_title(requisition, one.municipality.language);
    }
    store::update(tx, requisition);
    trail::Detail detail;
    detail.add("amount_ore", requisition.net());
    if (requisition.over > Money()) {
        detail.add("over_ore", requisition.over).add("reason", requisition.over_reason);
    }
    if (beyond) detail.add("beyond_agreement", over_reason);
    one.write("submitted", detail);
    one.write_as_system(
        "reserved",
        trail::Detail().add("amount_ore", requisition.cost()).add("entry", posted->entry));
    assign(one, facts.approvers);
    return {};
}

Result<void> approve(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id,
                     std::string_view over_reason) {
    Case one = TRY(open_case(tx, actor, at, id));
    Facts facts;
    const Decision decision = TRY(judge(one, Event::approve, over_reason, {}, &facts));
    // The requester has said why it is needed; the approver answers for going beyond the agreement.
    const bool beyond = TRY(beyond_limit(one, over_reason, "over"));
    if (auto posted = post_approval(one, decision, facts); !posted) return posted;
    for (const UnitId unit : decision.consents) store::consent(tx, id, unit, actor.user, at);
    if (facts.over > Money() && facts.may_override && !over_reason.empty()) {
        one.requisition.approval_reason = std::string(over_reason);
        store::overridden(tx, id, actor.user);
    }
    trail::Detail detail;
    detail.add("amount_ore", one.requisition.net());
    if (facts.over > Money()) detail.add("over_ore", facts.over).add("reason", facts.reason);
    if (beyond) detail.add("beyond_agreement", over_reason);
    one.write("approved", detail);
    if (decision.decided()) {
        finish(one, decision);
        return {};
    }
    store::update(tx, one.requisition);
    assign(one, whom_to_ask(tx, one.requisition, without_consent(facts, decision), facts.cost,
                            one.today()));
    return {};
}

Result<void> reject(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id,
                    std::span<const LineId> lines, std::string_view reason) {
    Case one = TRY(open_case(tx, actor, at, id));
    Facts facts;
    const Decision decision = TRY(judge(one, Event::reject, reason, lines, &facts));
    if (auto posted = post_release(one, decision.rejected, reason); !posted) return posted;
    mark(one, decision.rejected, LineState::rejected, reason);
    for (const Line& line : one.requisition.lines) {
        if (std::ranges::find(lines, line.id) == lines.end()) continue;
        one.write("line_rejected", trail::Detail()
                                       .add("line", line.name)
                                       .add("amount_ore", line.net())
                                       .add("reason", reason));
    }
    tell_requester(one);
    if (auto posted = post_approval(one, decision, facts); !posted) return posted;
    if (decision.decided()) {
        finish(one, decision);
        return {};
    }
    store::update(tx, one.requisition);
    if (one.requisition.state == State::asked) return {};
    // The rest may now be within somebody nearer's authority, or fewer units may have to say yes.
    give_to(
        one, kApprove,
        whom_to_ask(tx, one.requisition, without_consent(facts, decision), facts.cost, one.today()),
        Age::goes_on);
    return {};
}

Result<void> ask(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id,
                 std::string_view question) {
    Case one = TRY(open_case(tx, actor, at, id));
    const Decision decision = TRY(judge(one, Event::ask, question, {}));
    one.requisition.state = decision.to;
    store::update(tx, one.requisition);
    one.write("asked", trail::Detail().add("text", question));
    give_to(one, kAnswer, std::span(&one.requisition.requester, 1));
    return {};
}

Result<void> answer(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id,
                    std::string_view words) {
    Case one = TRY(open_case(tx, actor, at, id));
    Facts facts;
    const Decision decision = TRY(judge(one, Event::answer, words, {}, &facts));
    one.requisition.state = decision.to;
    store::update(tx, one.requisition);
    one.write("answered", trail::Detail().add("text", words));
    give_to(one, kApprove,
            whom_to_ask(tx, one.requisition, without_consent(facts, decision), facts.cost,
                        one.today()));
    return {};
}

Result<void> put_away_rejection(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id) {
    Case one = TRY(open_case(tx, actor, at, id));
    if (auto own = only_own(one); !own) return own;
    worklist::close(tx, kRejectedTask, id.value, at);
    return {};
}

Result<void> withdraw(db::Tx& tx, const Actor& actor, Instant at, RequisitionId id) {
    Case one = TRY(open_case(tx, actor, at, id));
    const Decision decision = TRY(judge(one, Event::withdraw, "", {}));
    const Money amount = one.requisition.net();
    if (auto posted = post_release(one, decision.rejected, ""); !posted) return posted;
    mark(one, decision.rejected, LineState::withdrawn, "");
    one.requisition.state = decision.to;
    one.requisition.decided_at = at;
    store::update(tx, one.requisition);
    give_to(one, kApprove, {});
    one.write("withdrawn", trail::Detail().add("amount_ore", amount));
    return {};
}

}  // namespace samkjop::requisition
