// What stands in the form, and what a person typed in it.

#include "plan/form.h"

#include <charconv>

#include "base/words.h"
#include "party/party.h"
#include "plan/texts.h"

namespace samkjop::plan {
namespace {

constexpr int kQuartersAhead = 16;
constexpr std::size_t kLongest = 5000;

std::string typed(const http::Post& post, std::string_view field) {
    return std::string(cut_at_letter(trimmed(post.form(field)), kLongest));
}

template <class E>
std::vector<Option> options(const http::Exchange& exchange, std::string_view chosen) {
    std::vector<Option> out;
    for (int i = 0; i < static_cast<int>(E::count_); ++i) {
        const auto each = static_cast<E>(i);
        out.push_back({std::string(code(each)), render(words(each), exchange.language),
                       code(each) == chosen});
    }
    return out;
}

template <class E>
E chosen_of(std::string_view typed) {
    for (int i = 0; i < static_cast<int>(E::count_); ++i) {
        if (code(static_cast<E>(i)) == typed) return static_cast<E>(i);
    }
    return E{};
}

// From a year ago, so that what is late keeps its quarter, and as far ahead as anybody plans.
std::vector<Option> quarters(const http::Exchange& exchange, std::string_view chosen) {
    std::vector<Option> out = {{"", std::string(text::not_decided.in(exchange.language)), false}};
    bool found = chosen.empty();
    Quarter each = Quarter::of(exchange.today);
    each.year -= 1;
    for (int i = 0; i < kQuartersAhead + 4; ++i) {
        out.push_back({each.code(), html::capitalised(each.in_words(exchange.language)),
                       each.code() == chosen});
        found |= each.code() == chosen;
        each = Quarter::of(each.last_day() + 1);
    }
    if (const auto old = Quarter::parse(chosen); !found && old) {
        out.push_back({old->code(), html::capitalised(old->in_words(exchange.language)), true});
    }
    return out;
}

std::vector<Option> municipalities(http::Exchange& exchange,
                                   const std::function<bool(const party::Municipality&)>& chosen) {
    std::vector<Option> out;
    for (const party::Municipality& each : party::municipalities(exchange.db)) {
        out.push_back({each.number, each.title(), chosen(each)});
    }
    return out;
}

std::string code_of(const std::optional<Quarter>& quarter) {
    return quarter ? quarter->code() : "";
}

}  // namespace

FormView form_of(http::Exchange& exchange, const PlannedPurchase& purchase) {
    FormView out;
    out.action = purchase.path();
    out.title = purchase.title;
    out.description = purchase.description;
    out.number = purchase.number;
    for (const std::string& each : purchase.cpv) out.cpv += (out.cpv.empty() ? "" : " ") + each;
    if (purchase.estimate) out.estimate = format_kroner(*purchase.estimate);
    out.duration = purchase.duration;
    out.contact_name = purchase.contact_name;
    out.contact_email = purchase.contact_email;
    out.notice = purchase.notice;
    out.replaces = purchase.replaces;
    out.agreement = purchase.agreement;
    out.note = purchase.note;
    out.bands = options<ValueBand>(exchange, code(purchase.value_band));
    out.methods = options<Method>(exchange, code(purchase.method));
    out.announcements = quarters(exchange, code_of(purchase.announcement));
    out.starts = quarters(exchange, code_of(purchase.start));
    out.municipalities = municipalities(
        exchange, [&](const party::Municipality& each) { return purchase.is_for(each.id); });
    return out;
}

FormView form_as_typed(http::Post& post, std::string action) {
    FormView out;
    out.action = std::move(action);
    const std::pair<std::string_view, std::string*> fields[] = {
        {"title", &out.title},
        {"description", &out.description},
        {"number", &out.number},
        {"cpv", &out.cpv},
        {"estimate", &out.estimate},
        {"duration", &out.duration},
        {"contact_name", &out.contact_name},
        {"contact_email", &out.contact_email},
        {"notice", &out.notice},
        {"replaces", &out.replaces},
        {"agreement", &out.agreement},
        {"note", &out.note}};
    for (const auto& [name, target] : fields) *target = post.form(name);
    out.bands = options<ValueBand>(post, post.form("value_band"));
    out.methods = options<Method>(post, post.form("method"));
    out.announcements = quarters(post, post.form("announcement"));
    out.starts = quarters(post, post.form("start"));
    const auto numbers = post.form_all("municipalities");
    out.municipalities = municipalities(post, [&](const party::Municipality& each) {
        return std::ranges::find(numbers, each.number) != numbers.end();
    });
    return out;
}

std::vector<Refusal> read_form(http::Post& post, PlannedPurchase& purchase) {
    std::vector<Refusal> wrong;
    purchase.title = typed(post, "title");
    purchase.description = typed(post, "description");
    if (!purchase.id) purchase.number = typed(post, "number");
    purchase.duration = typed(post, "duration");
    purchase.contact_name = typed(post, "contact_name");
    purchase.contact_email = typed(post, "contact_email");
    purchase.notice = typed(post, "notice");
    purchase.replaces = typed(post, "replaces");
    purchase.agreement = typed(post, "agreement");
    purchase.note = typed(post, "note");
    purchase.value_band = chosen_of<ValueBand>(post.form("value_band"));
    purchase.method = chosen_of<Method>(post.form("method"));

    purchase.cpv.clear();
    std::string code;
    for (const char c : std::string(post.form("cpv")) + " ") {
        if (c != ' ' && c != ',' && c != ';' && c != '\n') {
            code += c;
        } else if (!code.empty()) {
            purchase.cpv.push_back(std::exchange(code, ""));
        }
    }
    purchase.municipalities.clear();
    for (const std::string_view number : post.form_all("municipalities")) {
        if (const auto found = party::municipality_by_number(post.db, number)) {
            purchase.municipalities.push_back(found->id);
        }
    }
    const auto quarter = [&](std::string_view field, std::optional<Quarter>& target) {
        target = Quarter::parse(post.form(field));
        if (!target && !post.form(field).empty()) {
            wrong.push_back({&text::quarter_wrong, {}, std::string(field)});
        }
    };
    quarter("announcement", purchase.announcement);
    quarter("start", purchase.start);
    purchase.estimate.reset();
    if (const std::string written = typed(post, "estimate"); !written.empty()) {
        const auto value = Decimal::parse_typed(written);
        const bool fits =
            value && !value->is_negative() && *value < Decimal::whole(100'000'000'000);
        if (fits) {
            purchase.estimate = times(Decimal::whole(1), *value);
        } else {
            wrong.push_back({&text::estimate_wrong, {}, "estimate"});
        }
    }
    return wrong;
}

}  // namespace samkjop::plan
