// Files with figures: the council's budget, changes to it, and what the finance system has posted.
// One file is one entry in the ledger, keyed by its content: the same file again posts nothing, and
// a wrong file is reversed as a whole.

#include "coding/coding.h"
#include "import/kinds.h"
#include "import/texts.h"
#include "ledger/ledger.h"

namespace samkjop::import {
namespace {

constexpr Column kBudget[] = {
    {"year", "år"},
    {"art", "konto"},
    {"ansvar", ""},
    {"funksjon", "tjeneste teneste", false},
    {"prosjekt", "", false},
    {"free_1", "fri1", false},
    {"free_2", "fri2", false},
    {"free_3", "fri3", false},
    {"amount", "beløp budsjett"},
    {"text", "tekst merknad", false},
};

constexpr Column kActual[] = {
    {"year", "år"},
    {"period", "periode", false},
    {"date", "dato bilagsdato", false},
    {"voucher", "bilag bilagsnummer bilagsnr", false},
    {"art", "konto"},
    {"ansvar", ""},
    {"funksjon", "tjeneste teneste", false},
    {"prosjekt", "", false},
    {"free_1", "fri1", false},
    {"free_2", "fri2", false},
    {"free_3", "fri3", false},
    {"amount", "beløp bokført"},
    {"text", "tekst merknad", false},
};

// Rows with the same coding and year are summed: the ledger takes one amount for each.
std::vector<ledger::Amount> read_amounts(Sheet& sheet, Context& context, bool for_purchase,
                                         bool with_dates) {
    std::map<std::pair<int, coding::CodingId>, Money> sums;
    sheet.each([&](Sheet::Row& row) {
        const int year = row.whole("year", 0);
        std::array<std::string, coding::kDimensions> codes;
        for (int i = 0; i < coding::kDimensions; ++i) {
            const std::string_view column = coding::name(static_cast<coding::Dimension>(i));
            codes[static_cast<std::size_t>(i)] = row.text(column);
        }
        const auto amount = row.money("amount");
        if (row.ok() && (year < 2000 || year > 2100)) {
            row.refuse("year", text::not_a_year, {{"value", std::int64_t(year)}});
        }
        if (with_dates) row.day("date");
        if (!row.ok()) return;
        // A code must hold in the year that the figure is for, not on the day of the import.
        const Date on = std::clamp(context.today, Date(year, 1, 1), Date(year, 12, 31));
        const auto coding =
            coding::resolve(context.tx, context.municipality, codes, on, for_purchase);
        if (!coding) {
            row.refuse(coding.error());
            return;
        }
        sums[{year, *coding}] += *amount;
    });
    std::vector<ledger::Amount> out;
    for (const auto& [key, amount] : sums) {
        if (!amount.is_zero()) out.push_back({key.second, key.first, amount});
    }
    return out;
}

ledger::Context ledger_context(const Context& context, std::string_view kind) {
    ledger::Context out;
    out.municipality = context.municipality;
    out.policy =
        ledger::Policy::of(party::municipality(context.session, context.municipality)->settings);
    out.actor = context.actor.user;
    out.at = context.at;
    out.date = context.today;
    out.document = {std::string(kind), 0};
    out.key = fmt::format("{}:{}", kind, context.sha256);
    out.reason = context.file_name;
    return out;
}

void finish(Sheet& sheet, Context& context, const Result<ledger::Outcome>& outcome) {
    if (!outcome) {
        sheet.messages().push_back({0, 0, {}, outcome.error()});
        return;
    }
    const int rows = static_cast<int>(sheet.size());
    (outcome->repeated ? context.report.unchanged : context.report.created) += rows;
}

}  // namespace

const std::span<const Column> kBudgetColumns = kBudget, kBudgetChangeColumns = kBudget,
                              kActualColumns = kActual;

void take_budget(Sheet& sheet, Context& context) {
    const auto amounts = read_amounts(sheet, context, false, false);
    if (!sheet.messages().empty()) return;
    finish(sheet, context,
           ledger::adopt_budget(context.tx, ledger_context(context, "budget"), amounts));
}

void take_budget_changes(Sheet& sheet, Context& context) {
    const auto amounts = read_amounts(sheet, context, false, false);
    if (!sheet.messages().empty()) return;
    // A file whose rows sum to nothing only moves money about: a transfer.
    Money sum;
    for (const ledger::Amount& row : amounts) sum += row.amount;
    finish(sheet, context,
           ledger::change_budget(context.tx, ledger_context(context, "budget_change"), amounts,
                                 sum.is_zero()));
}

void take_actuals(Sheet& sheet, Context& context) {
    const auto amounts = read_amounts(sheet, context, false, true);
    if (!sheet.messages().empty()) return;
    finish(sheet, context,
           ledger::foreign_actual(context.tx, ledger_context(context, "actuals"), amounts));
}

}  // namespace samkjop::import
