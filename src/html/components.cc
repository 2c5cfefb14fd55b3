// The shared parts of pages. Colour never stands alone: every state has its icon and its sentence,
// and the figures beside a bar say what the bar shows.

#include "html/components.h"

#include <array>

#include "html/texts.h"

namespace samkjop::html {
namespace {

constexpr std::array<std::string_view, 8> kIcons = {
    R"(<path d="M4 12.5l5 5L20 6.5"/>)",
    R"(<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>)",
    R"(<path d="M12 3.5l9.5 17h-19zM12 10v4.5M12 17.4v.1"/>)",
    R"(<circle cx="12" cy="12" r="9"/><path d="M6 6l12 12"/>)",
    R"(<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>)",
    R"(<path d="M4 10h16l-2 10H6zM8.5 10L11 4M15.5 10L13 4"/>)",
    R"(<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13" r="3.5"/>)",
    R"(<circle cx="11" cy="11" r="7"/><path d="M16 16l5 5"/>)",
};

struct ToneLook {
    std::string_view suffix;
    Icon icon;
};
constexpr std::array<ToneLook, 5> kTones = {{{"", Icon::document},
                                             {"good", Icon::good},
                                             {"wait", Icon::wait},
                                             {"wait", Icon::warning},
                                             {"stop", Icon::stop}}};

void toned(Out& o, std::string_view block, Tone tone, Icon which, std::string_view sentence) {
    const ToneLook& look = kTones[static_cast<std::size_t>(tone)];
    o.raw("<p class=\"");
    o.raw(block);
    if (!look.suffix.empty()) {
        o.raw(" ");
        o.raw(block);
        o.raw("--");
        o.raw(look.suffix);
    }
    o.raw("\">");
    if (tone != Tone::plain) o.safe(icon(which));
    o.raw("<span>");
    o.text(sentence);
    o.raw("</span></p>\n");
}

// Thousandths of the bar's width with one decimal, from whole øre: no floating point near money.
std::string place(std::int64_t tenths) { return fmt::format("{}.{}", tenths / 10, tenths % 10); }

}  // namespace

Safe icon(Icon which) {
    return Safe(fmt::format(R"(<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>)",
                            kIcons[static_cast<std::size_t>(which)]));
}

void state(Out& o, Tone tone, std::string_view sentence) {
    toned(o, "state", tone, kTones[static_cast<std::size_t>(tone)].icon, sentence);
}

void says(Out& o, Tone tone, std::string_view sentence) {
    // In a list a stop is a warning sign: the crossed circle is kept for the state of a document.
    const Icon which =
        tone == Tone::stop ? Icon::warning : kTones[static_cast<std::size_t>(tone)].icon;
    toned(o, "says", tone, which, sentence);
}

Safe budget_bar(const BudgetBar& bar) {
    const auto positive = [](Money money) { return std::max<std::int64_t>(money.ore(), 0); };
    const std::int64_t budget = positive(bar.budget);
    const std::array<std::pair<std::string_view, std::int64_t>, 5> parts = {
        {{"spent", positive(bar.spent)},
         {"invoiced", positive(bar.invoiced)},
         {"committed", positive(bar.committed)},
         {"reserved", positive(bar.reserved)},
         {"this", positive(bar.this_purchase)}}};
    std::int64_t used = 0;
    for (const auto& [name, ore] : parts) used += ore;
    const std::int64_t whole = std::max<std::int64_t>({budget, used, 1});
    const auto tenths = [&](std::int64_t ore) {
        return static_cast<std::int64_t>(static_cast<Wide>(ore) * 10000 / whole);
    };
    std::string svg =
        R"(<svg class="bar" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">)"
        R"(<rect class="m-free" x="0" y="0" width="1000" height="16"/>)";
    std::int64_t at = 0;
    for (const auto& [name, ore] : parts) {
        if (ore == 0) continue;
        const std::int64_t width = tenths(at + ore) - tenths(at);
        svg += fmt::format(R"(<rect class="m-{}" x="{}" y="0" width="{}" height="16"/>)", name,
                           place(tenths(at)), place(width));
        at += ore;
    }
    if (used > budget) {
        svg += fmt::format(R"(<rect class="m-over" x="{0}" y="0" width="{1}" height="16"/>)"
                           R"(<path class="m-limit" d="M{0} 0V16"/>)",
                           place(tenths(budget)), place(10000 - tenths(budget)));
    }
    return Safe(svg + "</svg>");
}

Safe budget_bar(Money spent, Money invoiced, Money committed, Money reserved, Money this_purchase,
                Money budget) {
    return budget_bar({spent, invoiced, committed, reserved, this_purchase, budget});
}

void budget_answer(Out& o, const BudgetBar& bar) {
    const Money left = bar.available();
    o.raw("<p class=\"budget__answer\"><strong class=\"number\">");
    if (left < Money()) {
        o.sentence(text::over_amount, {{"amount", kroner(-left)}});
    } else {
        o.text(kroner(left));
    }
    o.raw("</strong> ");
    o.sentence(left < Money() ? text::over_after : text::available_after);
    o.raw("</p>\n");
}

void budget_figures(Out& o, const BudgetBar& bar) {
    const auto say = [&](const Text& text) { return std::string(text.in(o.language())); };
    std::vector<Figure> rows = {{say(text::budget), format_kroner(bar.budget)},
                                {say(text::spent), format_kroner(bar.spent), "spent"}};
    if (!bar.invoiced.is_zero()) {
        rows.push_back({say(text::invoiced), format_kroner(bar.invoiced), "invoiced"});
    }
    rows.push_back({say(text::committed), format_kroner(bar.committed), "committed"});
    rows.push_back({say(text::reserved), format_kroner(bar.reserved), "reserved"});
    rows.push_back({say(text::this_purchase), format_kroner(bar.this_purchase), "this"});
    rows.push_back({say(text::available_sum), format_kroner(bar.available()), "", true});
    figures(o, rows);
}

void figures(Out& o, std::span<const Figure> rows) {
    o.raw("<dl class=\"figures\">\n");
    for (const Figure& row : rows) {
        o.raw(row.sum ? "<div class=\"figures__sum\"><dt>" : "<div><dt>");
        if (!row.dot.empty()) {
            o.raw("<span class=\"dot m-");
            o.text(row.dot);
            o.raw("\" aria-hidden=\"true\"></span>");
        }
        o.text(row.label);
        o.raw("</dt><dd>");
        o.text(row.value);
        o.raw("</dd></div>\n");
    }
    o.raw("</dl>\n");
}

const Refusal* refusal_of(std::span<const Refusal> refusals, std::string_view field) {
    for (const Refusal& refusal : refusals) {
        if (refusal.field == field) return &refusal;
    }
    return nullptr;
}

std::string_view invalid(std::span<const Refusal> refusals, std::string_view field) {
    return refusal_of(refusals, field) != nullptr ? "true" : "false";
}

void error_summary(Out& o, std::string_view heading, std::span<const Refusal> refusals) {
    if (refusals.empty()) return;
    o.raw(
        "<div class=\"ds-error-summary feil\" tabindex=\"-1\" role=\"alert\" "
        "aria-labelledby=\"feil-tittel\">"
        "<h2 class=\"ds-heading\" data-size=\"xs\" id=\"feil-tittel\">");
    o.text(heading);
    o.raw("</h2><ul class=\"ds-list\">\n");
    for (const Refusal& refusal : refusals) {
        o.raw("<li>");
        if (!refusal.field.empty()) {
            o.raw("<a href=\"#");
            o.text(refusal.field);
            o.raw("\">");
        }
        o.text(refusal.in(o.language()));
        o.raw(refusal.field.empty() ? "</li>\n" : "</a></li>\n");
    }
    o.raw("</ul></div>\n");
}

void field_error(Out& o, std::span<const Refusal> refusals, std::string_view field) {
    const Refusal* refusal = refusal_of(refusals, field);
    if (refusal == nullptr) return;
    o.raw("<p class=\"ds-validation-message\" data-field=\"validation\" id=\"");
    o.text(field);
    o.raw("-feil\">");
    o.text(refusal->in(o.language()));
    o.raw("</p>\n");
}

void search_field(Out& o, std::string_view action, const Text& label, std::string_view value) {
    o.raw("<form class=\"searchfield\" method=\"get\" role=\"search\" action=\"");
    o.url(action);
    o.raw("\">\n<label class=\"ds-sr-only\" for=\"sok\">");
    o.sentence(label);
    o.raw("</label>\n<input class=\"ds-input\" id=\"sok\" name=\"sok\" type=\"search\" value=\"");
    o.text(value);
    o.raw("\" placeholder=\"");
    o.sentence(label);
    o.raw("\">\n<button class=\"ds-button\">");
    o.sentence(text::search);
    o.raw("</button>\n</form>\n");
}

void chips(Out& o, std::span<const Chip> all) {
    o.raw("<div class=\"facets\"><div class=\"facet\"><span class=\"soft\">");
    o.sentence(text::show);
    o.raw("</span><ul>\n");
    for (const Chip& chip : all) {
        o.raw("<li><a class=\"ds-chip\" href=\"");
        o.url(chip.path);
        o.raw(chip.current ? "\" aria-current=\"true\">" : "\">");
        o.text(chip.label);
        o.raw("</a></li>\n");
    }
    o.raw("</ul></div></div>\n");
}

void trail_list(Out& o, std::span<const TrailRow> rows, Date today) {
    o.raw("<ol class=\"trail\">\n");
    for (const TrailRow& row : rows) {
        o.raw("<li><p><strong>");
        o.text(row.strong);
        o.raw("</strong>");
        o.text(row.rest);
        o.raw("</p><time datetime=\"");
        o.text(row.at.iso());
        o.raw("\">");
        o.text(day_and_time(row.at, o.language(), today));
        if (!row.who.empty()) {
            o.raw(" · ");
            o.text(row.who);
        }
        o.raw("</time></li>\n");
    }
    o.raw("</ol>\n");
}

void file_list(Out& o, std::span<const FileRow> rows) {
    o.raw("<ul class=\"files\">\n");
    for (const FileRow& row : rows) {
        o.raw("<li><a href=\"");
        o.url(row.path);
        o.raw("\">");
        o.safe(icon(Icon::document));
        o.raw("<span>");
        o.text(row.label);
        o.raw("</span></a></li>\n");
    }
    o.raw("</ul>\n");
}

void waiting_list(Out& o, std::span<const WaitRow> rows) {
    o.raw("<ol class=\"waiting sheet sheet--flush\">\n");
    for (const WaitRow& row : rows) {
        o.raw(row.late ? "<li class=\"wait\"><p class=\"wait__age wait__age--late\">"
                       : "<li class=\"wait\"><p class=\"wait__age\">");
        o.text(days_waited(row.days, o.language()));
        o.raw("</p><div class=\"wait__what\"><h3 class=\"wait__title\"><a href=\"");
        o.url(row.path);
        o.raw("\">");
        o.text(row.title);
        o.raw("</a></h3><p class=\"soft small\">");
        o.text(row.context);
        o.raw("</p></div>");
        if (!row.amount.empty()) {
            o.raw("<p class=\"wait__amount number\">");
            o.text(row.amount);
            o.raw("</p>");
        }
        o.raw("</li>\n");
    }
    o.raw("</ol>\n");
}

}  // namespace samkjop::html
