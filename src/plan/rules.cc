// What a planned purchase must say, and the words and codes of its choices.

#include <algorithm>
#include <charconv>

#include "plan/plan.h"
#include "plan/texts.h"

namespace samkjop::plan {
namespace {

struct Named {
    std::string_view code;
    const Text* words;
};
constexpr Named kMethods[] = {
    {"undecided", &text::method_undecided},   {"open", &text::method_open},
    {"restricted", &text::method_restricted}, {"negotiated", &text::method_negotiated},
    {"dialogue", &text::method_dialogue},     {"innovation", &text::method_innovation},
    {"call_off", &text::method_call_off},     {"direct", &text::method_direct}};
static_assert(std::size(kMethods) == static_cast<std::size_t>(Method::count_));
constexpr Named kBands[] = {{"not_said", &text::band_not_said},
                            {"below_half_million", &text::band_below_half_million},
                            {"below_two_million", &text::band_below_two_million},
                            {"below_ten_million", &text::band_below_ten_million},
                            {"below_fifty_million", &text::band_below_fifty_million},
                            {"above_fifty_million", &text::band_above_fifty_million}};
static_assert(std::size(kBands) == static_cast<std::size_t>(ValueBand::count_));
constexpr Named kStatuses[] = {{"planned", &text::status_planned},
                               {"announced", &text::status_announced},
                               {"completed", &text::status_completed},
                               {"cancelled", &text::status_cancelled}};
static_assert(std::size(kStatuses) == static_cast<std::size_t>(Status::count_));

bool is_cpv(std::string_view code) {
    return code.size() == 8 &&
           std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != text.npos && at > 0 && text.find('.', at) != text.npos &&
           text.find_first_of(" \t<>\"") == text.npos && text.rfind('@') == at;
}

}  // namespace

const Text& words(Method method) { return *kMethods[static_cast<std::size_t>(method)].words; }
const Text& words(ValueBand band) { return *kBands[static_cast<std::size_t>(band)].words; }
const Text& words(Status status) { return *kStatuses[static_cast<std::size_t>(status)].words; }
std::string_view code(Method method) { return kMethods[static_cast<std::size_t>(method)].code; }
std::string_view code(ValueBand band) { return kBands[static_cast<std::size_t>(band)].code; }
std::string_view code(Status status) { return kStatuses[static_cast<std::size_t>(status)].code; }

// A year of four figures and a quarter of one stand somewhere in it, in either order; nothing else
// in it is a figure.
std::optional<Quarter> Quarter::parse(std::string_view text) {
    Quarter out;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] < '0' || text[i] > '9') {
            ++i;
            continue;
        }
        const std::size_t begin = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
        int value = 0;
        std::from_chars(text.data() + begin, text.data() + i, value);
        if (i - begin == 4 && out.year == 0) {
            out.year = value;
        } else if (i - begin == 1 && out.number == 0) {
            out.number = value;
        } else {
            return std::nullopt;
        }
    }
    if (out.year < 2000 || out.year > 2099 || out.number < 1 || out.number > 4) return std::nullopt;
    return out;
}

Quarter Quarter::of(Date day) { return {day.year(), static_cast<int>(day.month() - 1) / 3 + 1}; }

std::string Quarter::code() const { return std::to_string(year) + "-Q" + std::to_string(number); }

std::string Quarter::in_words(Language language) const {
    return render(text::quarter, language,
                  {{"number", std::int64_t{number}}, {"year", std::to_string(year)}});
}

Date Quarter::first_day() const { return {year, static_cast<unsigned>(number * 3 - 2), 1}; }

Date Quarter::last_day() const {
    return (number == 4 ? Date(year + 1, 1, 1)
                        : Date(year, static_cast<unsigned>(number * 3 + 1), 1)) -
           1;
}

std::vector<Refusal> findings(const PlannedPurchase& purchase) {
    std::vector<Refusal> out;
    const auto find = [&](const Text& sentence, std::string field, Arguments arguments = {}) {
        out.push_back({&sentence, std::move(arguments), std::move(field)});
    };
    if (purchase.title.empty()) find(text::title_missing, "title");
    if (purchase.description.empty()) find(text::description_missing, "description");
    for (const std::string& code : purchase.cpv) {
        if (!is_cpv(code)) find(text::cpv_wrong, "cpv", {{"code", code}});
    }
    if (purchase.municipalities.empty()) find(text::municipality_missing, "municipalities");
    if (purchase.announcement && purchase.start && *purchase.start < *purchase.announcement) {
        find(text::starts_before_announced, "start");
    }
    if (purchase.contact_name.empty()) find(text::contact_missing, "contact_name");
    if (!purchase.contact_email.empty() && !is_email(purchase.contact_email)) {
        find(text::email_wrong, "contact_email");
    }
    if (!purchase.notice.empty() && !purchase.notice.starts_with("https://")) {
        find(text::notice_wrong, "notice");
    }
    if (purchase.estimate && *purchase.estimate < Money()) find(text::estimate_wrong, "estimate");
    return out;
}

bool is_late(const PlannedPurchase& purchase, Date today) {
    return purchase.status == Status::planned && purchase.announcement &&
           purchase.announcement->last_day() < today;
}

}  // namespace samkjop::plan
