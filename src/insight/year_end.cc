#include "insight/year_end.h"

#include <fmt/format.h>

#include "db/db.h"
#include "html/components.h"
#include "insight/texts.h"
#include "insight/views.h"
#include "invoice/invoice.h"
#include "ledger/ledger.h"
#include "party/party.h"
#include "requisition/requisition.h"
#include "trail/trail.h"

namespace samkjop::insight {
namespace {

int year_of(const http::Exchange& exchange) {
    const std::int64_t year = exchange.path_id();
    return year >= 2000 && year <= 2100 ? static_cast<int>(year) : 0;
}

YearEndView view_of(http::Exchange& exchange, int year, std::string refusal) {
    YearEndView view;
    view.year = year;
    view.refusal = std::move(refusal);
    const MunicipalityId municipality = exchange.actor.municipality;
    view.closed = ledger::year_closed(exchange.db, municipality, year);
    const bool carry_reserved =
        party::ledger_rules(exchange.db, municipality, exchange.today).carry_reserved;
    Money total;
    for (const ledger::LineFigures& line :
         ledger::open_commitments(exchange.db, municipality, year)) {
        total += line.reserved + line.committed + line.received;
        OpenRow row;
        row.line = line.id.value;
        const auto asked = requisition::find(exchange.db, exchange.actor, {line.document.id});
        row.document = asked ? fmt::format("{} · {}", asked->number, asked->title)
                             : std::string(text::out_of_reach.in(exchange.language));
        row.path = fmt::format("/rekvisisjoner/{}", line.document.id);
        row.since = line.committed_day
                        ? html::day(*line.committed_day, exchange.language, exchange.today)
                        : "";
        row.committed = format_money(line.committed + line.reserved);
        row.received = format_money(line.received);
        // What was never sent is withdrawn on the requisition; what has come is accrued before the
        // rest is carried (ledger.md, carry).
        row.may_accrue = line.received > Money();
        row.may_carry = (line.committed > Money() && line.received.is_zero()) ||
                        (carry_reserved && line.reserved > Money() && line.committed.is_zero() &&
                         line.received.is_zero());
        view.rows.push_back(std::move(row));
    }
    view.sum = format_money(total);
    for (const ledger::VoucherFigures& voucher : ledger::unposted(exchange.db, municipality)) {
        Money amount;
        for (const ledger::Amount& each : voucher.amounts) {
            if (each.year == year) amount += each.amount;
        }
        if (!amount.is_zero()) {
            const auto billed = invoice::find(exchange.db, exchange.actor, {voucher.document.id});
            view.unposted.push_back(render(
                text::unposted_row, exchange.language,
                {{"invoice", billed ? fmt::format("{} · {}", billed->number, billed->seller_name)
                                    : std::string(text::out_of_reach.in(exchange.language))},
                 {"amount", format_money(amount)}}));
        }
    }
    return view;
}

http::Response show(http::Exchange& exchange, int year, std::string refusal) {
    const YearEndView view = view_of(exchange, year, std::move(refusal));
    return http::page(
        exchange,
        {render(text::year_end_title, exchange.language, {{"year", std::to_string(year)}}),
         "/budsjett", !view.refusal.empty()},
        [&](html::Out& o) { year_end_page(o, view); });
}

ledger::Context context_of(http::Post& exchange, int year) {
    const auto municipality = party::municipality(exchange.db, exchange.actor.municipality);
    ledger::Context context;
    context.municipality = exchange.actor.municipality;
    context.policy = ledger::Policy::of(municipality->settings);
    context.policy.carry_reserved =
        party::ledger_rules(exchange.db, municipality->id, exchange.today).carry_reserved;
    context.actor = exchange.actor.user;
    context.at = exchange.now;
    context.date = std::min(exchange.today, Date(year, 12, 31));
    context.document = {"year", year};
    return context;
}

Result<void> carry_out(http::Post& exchange, int year) {
    ledger::Context context = context_of(exchange, year);
    const std::string_view act = exchange.form("gjor");
    if (act == "lukk") {
        TRY(ledger::close_year(exchange.tx, context, year));
        trail::append(exchange.tx, exchange.actor, exchange.now, {"year", year}, "closed");
        return {};
    }
    const ledger::LineId line{exchange.number("linje")};
    // Only a line that stands open in the actor's own municipality is there at all.
    bool there = false;
    for (const ledger::LineFigures& open :
         ledger::open_commitments(exchange.db, exchange.actor.municipality, year)) {
        there = there || open.id == line;
    }
    if (!there) return refuse(text::line_is_gone);
    if (act == "frigi") {
        context.reason =
            render(text::released_at_year_end, Language::nb, {{"year", std::to_string(year)}});
        TRY(ledger::release(exchange.tx, context, std::span(&line, 1)));
    } else if (act == "periodiser") {
        TRY(ledger::accrue(exchange.tx, context, line));
    } else if (act == "overfor") {
        TRY(ledger::carry(exchange.tx, context, line));
    } else {
        return refuse(text::line_is_gone);
    }
    trail::append(exchange.tx, exchange.actor, exchange.now, {"ledger_line", line.value},
                  act == "frigi"        ? "released"
                  : act == "periodiser" ? "accrued"
                                        : "carried",
                  trail::Detail().add("year", std::int64_t{year}));
    return {};
}

}  // namespace

http::Response year_end_get(http::Exchange& exchange) {
    const int year = year_of(exchange);
    if (year == 0 || !exchange.actor.whole_municipality) return http::not_found();
    return show(exchange, year, "");
}

http::Response year_end_post(http::Post& exchange) {
    const int year = year_of(exchange);
    if (year == 0 || !exchange.actor.whole_municipality) return http::not_found();
    if (const auto done = carry_out(exchange, year); !done) {
        http::Response response = show(exchange, year, done.error().in(exchange.language));
        response.status = 422;
        return response;
    }
    exchange.tx.commit();
    return http::see_other(fmt::format("/budsjett/arsslutt/{}", year));
}

}  // namespace samkjop::insight
