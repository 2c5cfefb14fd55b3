// The coordinator's start page: dates of agreements that come within ninety days, municipalities
// that are named and have not decided, price proposals that wait, claims that are not settled, and
// planned purchases whose announcement has passed. Each part names the page where all of it is.

#include <algorithm>

#include "agreement/calendar.h"
#include "app/pages.h"
#include "app/texts.h"
#include "control/control.h"
#include "plan/plan.h"
#include "price/price.h"

namespace samkjop::app {
namespace {

constexpr int kAhead = 90;         // days
constexpr std::size_t kShown = 6;  // of each part; the rest is behind its link

const Text& due_text(agreement::DueKind kind) {
    switch (kind) {
        case agreement::DueKind::option:
            return text::next_option;
        case agreement::DueKind::notice:
            return text::next_notice;
        case agreement::DueKind::expiry:
            return text::next_expiry;
        case agreement::DueKind::follow_up:
            return text::next_follow_up;
        case agreement::DueKind::renegotiate:
            return text::next_renegotiate;
        case agreement::DueKind::price_rule:
            break;
    }
    return text::next_price_rule;
}

void add(CooperationPart& part, CooperationRow row) {
    if (part.rows.size() < kShown) part.rows.push_back(std::move(row));
}

CooperationPart dates(http::Exchange& e, const std::vector<agreement::Agreement>& all) {
    CooperationPart out{
        &text::next_dates, &text::next_dates_none, &text::next_dates_all, "/avtaler/kalender", {}};
    for (const auto& each : agreement::entries(all, e.today, e.today + kAhead)) {
        std::string says(due_text(each.due.kind).in(e.language));
        if (each.due.kind == agreement::DueKind::follow_up) says += ": " + each.due.what;
        add(out,
            {each.agreement->path(), each.agreement->title, says, format_short_date(each.due.on)});
    }
    return out;
}

CooperationPart undecided(http::Exchange& e, const std::vector<agreement::Agreement>& all) {
    CooperationPart out{&text::next_undecided,
                        &text::next_undecided_none,
                        &text::next_undecided_all,
                        "/avtaler",
                        {}};
    for (const agreement::Agreement& each : all) {
        if (each.kind == agreement::Kind::local) continue;
        std::string names;
        for (const agreement::Member& member : each.members) {
            if (!member.decided()) names += (names.empty() ? "" : ", ") + member.name;
        }
        if (names.empty()) continue;
        add(out, {each.path(), each.title,
                  render(text::next_undecided_says, e.language, {{"names", names}}), ""});
    }
    return out;
}

CooperationPart proposals(http::Exchange& e) {
    CooperationPart out{
        &text::next_prices, &text::next_prices_none, &text::next_prices_all, "/priser", {}};
    for (const price::Proposal& each : price::proposals(e.db)) {
        if (each.state != price::State::waiting) continue;
        add(out, {each.path(), each.supplier_name, each.agreement_title,
                  format_short_date(each.came_at.oslo_date())});
    }
    return out;
}

CooperationPart claims(http::Exchange& e) {
    using enum control::ClaimState;
    CooperationPart out{
        &text::next_claims, &text::next_claims_none, &text::next_claims_all, "/krav", {}};
    for (const control::Claim& each : control::claims(e.db, e.actor)) {
        if (each.state != draft && each.state != sent && each.state != disputed) continue;
        const Text& says = each.state == draft  ? text::next_claim_draft
                           : each.state == sent ? text::next_claim_sent
                                                : text::next_claim_disputed;
        add(out, {each.path(), each.supplier_name,
                  render(says, e.language,
                         {{"number", each.number},
                          {"amount", format_kroner(each.claimed - each.recovered)}}),
                  each.due ? format_short_date(*each.due) : ""});
    }
    return out;
}

CooperationPart plan(http::Exchange& e) {
    CooperationPart out{&text::next_plan, &text::next_plan_none, &text::next_plan_all, "/plan", {}};
    for (const plan::PlannedPurchase& each : plan::list(e.db)) {
        if (!plan::is_late(each, e.today)) continue;
        add(out, {each.path(), each.title, std::string(text::next_plan_late.in(e.language)), ""});
    }
    return out;
}

}  // namespace

http::Response show_cooperation(http::Exchange& e) {
    const auto all = agreement::list(e.db, {}, e.today);
    CooperationPage view;
    view.parts = {dates(e, all), proposals(e), claims(e), undecided(e, all), plan(e)};
    const bool calm =
        std::ranges::all_of(view.parts, [](const auto& part) { return part.rows.empty(); });
    view.heading = (calm ? text::cooperation_calm : text::cooperation).in(e.language);
    view.actions = {
        {"/samarbeid/offentlig", &text::do_public, &text::do_public_says},
        {"/region/innlesing", &text::do_take_in, &text::do_take_in_says},
        {"/lekkasje", &text::do_leakage, &text::do_leakage_says},
        {"/samarbeid/tilbakemeldinger", &text::do_feedback, &text::do_feedback_says},
    };
    return http::page(e, {.title = std::string(text::menu_region.in(e.language))},
                      [&](html::Out& o) { cooperation_page(o, view); });
}

}  // namespace samkjop::app
