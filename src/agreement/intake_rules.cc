// Periods, amounts, decisions and names as people write them in the cells of a register.

#include "agreement/intake_rules.h"

#include <algorithm>
#include <charconv>

#include "base/identifiers.h"
#include "base/words.h"

namespace samkjop::agreement::intake {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Small letters, strokes of every kind as hyphens, blanks of every kind as blanks.
std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with("\u2013") || rest.starts_with("\u2014") ||
            rest.starts_with("\u2212") || rest.starts_with("\u2010") ||
            rest.starts_with("\u2011")) {
            out += '-';
            i += 2;
        } else if (rest.starts_with("\u00a0")) {
            out += ' ';
            ++i;
        } else if (rest.starts_with("\u202f") || rest.starts_with("\u2009")) {
            out += ' ';
            i += 2;
        } else if (text[i] == '\xC3' && i + 1 < text.size()) {
            const char next = text[++i];
            const bool capital = static_cast<unsigned char>(next) >= 0x80 &&
                                 static_cast<unsigned char>(next) <= 0x9E;
            out += '\xC3';
            out += capital ? static_cast<char>(next + 0x20) : next;
        } else if (text[i] >= 'A' && text[i] <= 'Z') {
            out += static_cast<char>(text[i] - 'A' + 'a');
        } else {
            out += text[i] == '\n' || text[i] == '\t' || text[i] == '\r' ? ' ' : text[i];
        }
    }
    return out;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

int number_at(std::string_view text, std::size_t& at, std::size_t most_digits) {
    int out = 0;
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at]) && at - begin < most_digits)
        out = out * 10 + (text[at++] - '0');
    return at == begin ? -1 : out;
}

std::optional<Date> day_of(int year, int month, int day) {
    if (year >= 0 && year < 100) year += 2000;
    if (year < 1950 || year > 2150 || month < 1 || month > 12 || day < 1) return {};
    const auto ymd = std::chrono::year(year) / month / day;
    if (!ymd.ok()) return {};
    return Date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

Date last_of_month(int year, int month) {
    const auto last = std::chrono::year(year) / month / std::chrono::last;
    return Date(year, static_cast<unsigned>(month), static_cast<unsigned>(last.day()));
}

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "mai", "jun",
                                        "jul", "aug", "sep", "okt", "nov", "des"};

// A month's name at this place: its number, and how long it is written.
std::pair<int, std::size_t> month_at(std::string_view text, std::size_t at) {
    for (int i = 0; i < 12; ++i) {
        if (!text.substr(at).starts_with(kMonths[i])) continue;
        std::size_t end = at;
        while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || text[end] == '.'))
            ++end;
        return {i + 1, end - at};
    }
    return {0, 0};
}

void skip(std::string_view text, std::size_t& at, std::string_view what) {
    while (at < text.size() && what.contains(text[at])) ++at;
}

// 2024-03-01, 01.03.2024, 1/3-24: all in figures.
std::optional<FoundDay> figures_at(std::string_view text, std::size_t at) {
    const std::size_t begin = at;
    const int first = number_at(text, at, 4);
    const std::size_t first_length = at - begin;
    if (first < 0 || at >= text.size()) return {};
    const char mark = text[at];
    if (mark != '.' && mark != '/' && mark != '-') return {};
    ++at;
    if (mark == '.') skip(text, at, " ");
    const int second = number_at(text, at, 2);
    if (second < 0 || at >= text.size()) return {};
    const char second_mark = text[at];
    if (second_mark != '.' && second_mark != '/' && second_mark != '-') return {};
    ++at;
    if (second_mark == '.') skip(text, at, " ");
    const std::size_t third_begin = at;
    const int third = number_at(text, at, 4);
    const std::size_t third_length = at - third_begin;
    if (third < 0 || (at < text.size() && is_digit(text[at]))) return {};
    std::optional<Date> day;
    if (first_length == 4 && mark == '-') {
        day = day_of(first, second, third);
    } else if (first_length <= 2 && (third_length == 4 || third_length == 2)) {
        day = day_of(third, second, first);
    }
    if (!day) return {};
    return FoundDay{FoundDay::Precision::day, *day, *day, begin, at};
}

// «1. mars 2024» and «mars 2024».
std::optional<FoundDay> month_name_at(std::string_view text, std::size_t at) {
    const std::size_t begin = at;
    int day = 0;
    if (is_digit(text[at])) {
        day = number_at(text, at, 2);
        skip(text, at, ". ");
        if (at >= text.size() || is_digit(text[at])) return {};
    }
    const auto [month, length] = month_at(text, at);
    if (month == 0) return {};
    at += length;
    skip(text, at, " '-.");
    const std::size_t year_begin = at;
    int year = number_at(text, at, 4);
    if (at - year_begin != 4 && at - year_begin != 2) return {};
    if (year < 100) year += 2000;
    if (year < 1950 || year > 2150) return {};
    if (day > 0) {
        const auto found = day_of(year, month, day);
        if (!found) return {};
        return FoundDay{FoundDay::Precision::day, *found, *found, begin, at};
    }
    return FoundDay{FoundDay::Precision::month, Date(year, static_cast<unsigned>(month), 1),
                    last_of_month(year, month), begin, at};
}

// A year that stands alone: no figure or letter against it.
std::optional<FoundDay> year_at(std::string_view text, std::size_t at) {
    const std::size_t begin = at;
    const int year = number_at(text, at, 4);
    if (at - begin != 4 || year < 1990 || year > 2100) return {};
    // The year of a day that does not exist, such as 31.02.2024, is no period.
    if (begin > 0 && (text[begin - 1] == '.' || text[begin - 1] == '/')) return {};
    if (at < text.size() && (is_digit(text[at]) || text[at] == '/' ||
                             (text[at] == '.' && at + 1 < text.size() && is_digit(text[at + 1]))))
        return {};
    return FoundDay{FoundDay::Precision::year, Date(year, 1, 1), Date(year, 12, 31), begin, at};
}

std::vector<FoundDay> days_in_plain(std::string_view text) {
    std::vector<FoundDay> out;
    for (std::size_t at = 0; at < text.size();) {
        const bool starts_number = is_digit(text[at]) && (at == 0 || !is_digit(text[at - 1]));
        const bool starts_word = (at == 0 || text[at - 1] < 'a' || text[at - 1] > 'z');
        std::optional<FoundDay> found;
        if (starts_number) found = figures_at(text, at);
        if (!found && (starts_number || starts_word)) found = month_name_at(text, at);
        if (!found && starts_number) found = year_at(text, at);
        if (found) {
            out.push_back(*found);
            at = found->end;
        } else {
            ++at;
        }
    }
    return out;
}

// The text with the days blanked out, so that their figures are not read as anything else.
std::string without(std::string text, std::span<const FoundDay> days) {
    for (const FoundDay& each : days)
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(each.begin),
                  text.begin() + static_cast<std::ptrdiff_t>(each.end), ' ');
    return text;
}

constexpr std::pair<std::string_view, int> kNumberWords[] = {
    {"et", 1}, {"ett", 1}, {"eitt", 1}, {"en", 1},   {"én", 1},
    {"to", 2}, {"tre", 3}, {"fire", 4}, {"seks", 6}, {"tolv", 12}};

// Figures and counting words with what is counted after them: 2, 1, 1 and «år».
struct Counted {
    int number = 0;
    bool plus = false;    // a plus before it
    bool months = false;  // else years
    bool days = false;
    bool unit = false;  // the unit was written
    int times = 1;      // «2 x 1 år»
};

std::vector<Counted> counted_in(std::string_view text) {
    std::vector<Counted> out;
    bool plus = false;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '+') {
            plus = true;
            ++at;
            continue;
        }
        Counted each;
        std::size_t end = at;
        const bool letter_before = at > 0 && text[at - 1] >= 'a' && text[at - 1] <= 'z';
        if (is_digit(text[at])) {
            each.number = number_at(text, end, 4);
        } else if (!letter_before) {
            for (const auto& [word, number] : kNumberWords) {
                const std::string_view rest = text.substr(at);
                const bool whole = rest.starts_with(word) &&
                                   (rest.size() == word.size() || rest[word.size()] == ' ');
                if (!whole) continue;
                each.number = number;
                end = at + word.size();
            }
        }
        if (end == at) {
            ++at;
            continue;
        }
        each.plus = plus;
        plus = false;
        skip(text, end, " ");
        if (end < text.size() && (text[end] == 'x' || text[end] == '*')) {
            ++end;
            skip(text, end, " ");
            std::size_t inner = end;
            const int number = number_at(text, inner, 3);
            if (number > 0) {
                each.times = std::min(each.number, 10);
                each.number = number;
                end = inner;
                skip(text, end, " ");
            }
        }
        const std::string_view unit = text.substr(end);
        each.months =
            unit.starts_with("m") && (unit.starts_with("mnd") || unit.starts_with("mån") ||
                                      unit.starts_with("md") || unit.starts_with("man"));
        each.days = unit.starts_with("dag") || unit.starts_with("kalenderdag");
        each.unit = each.months || each.days || unit.starts_with("år") || unit.starts_with("aar");
        // Between «2» and «år» in «2 + 1 + 1 år» there is no unit: the last one counts for all.
        out.push_back(each);
        at = std::max(end, at + 1);
    }
    bool months = false, known = false;
    for (std::size_t i = out.size(); i-- > 0;) {
        if (out[i].unit) {
            months = out[i].months;
            known = true;
        } else if (known) {
            out[i].months = months;
        }
    }
    return out;
}

int in_months(const Counted& each) {
    if (each.days) return std::max(1, (each.number + 15) / 30);
    // A bare number over 6 is months: nobody has an option of 12 years.
    if (each.months || (!each.unit && each.number > 6)) return each.number;
    return each.number * 12;
}

bool sensible(const Counted& each) {
    const int months = in_months(each);
    return months >= 1 && months <= 240;
}

}  // namespace

std::vector<FoundDay> days_in(std::string_view text) { return days_in_plain(plain(text)); }

std::vector<int> options_from(std::string_view written) {
    const std::string text = without(plain(written), days_in(written));
    std::vector<int> out;
    for (const Counted& each : counted_in(text)) {
        if (!sensible(each)) continue;
        for (int i = 0; i < each.times; ++i) out.push_back(in_months(each));
        if (out.size() > 10) break;
    }
    return out;
}

Period period_from(const sheet::Cell& cell) {
    Period out;
    if (cell.kind == sheet::Cell::Kind::date) {
        out.from = cell.date();
        return out;
    }
    const std::string text = plain(cell.value);
    if (cell.kind == sheet::Cell::Kind::number) {
        const auto year = year_at(cell.value, 0);
        if (year && year->end == cell.value.size()) {
            out.from = year->first;
            out.to = year->last;
            out.assumed = true;
        }
        return out;
    }
    const auto days = days_in_plain(text);
    out.open_ended = has(text, "løpende") || has(text, "inntil videre") ||
                     has(text, "inntil vidare") || has(text, "uten slutt") ||
                     has(text, "løpande") || has(text, "tidsubestemt");
    out.too_many_days = days.size() > 2;
    const bool only_end =
        days.size() == 1 && (has(text, "t.o.m") || has(text, "tom ") || has(text, "til ") ||
                             has(text, "utløp") || text.starts_with("-"));
    if (only_end) {
        out.to = days[0].last;
    } else if (!days.empty()) {
        out.from = days[0].first;
        if (days.size() > 1) out.to = days[1].last;
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(days.size(), 2); ++i)
        out.assumed |= days[i].precision != FoundDay::Precision::day;
    // A single year is all of it.
    if (days.size() == 1 && days[0].precision == FoundDay::Precision::year && !only_end)
        out.to = days[0].last;
    auto counted = counted_in(without(text, days));
    std::erase_if(counted, [](const Counted& each) { return !sensible(each); });
    // Figures without a plus or a unit anywhere are no options.
    if (std::ranges::none_of(counted, [](const Counted& each) { return each.plus || each.unit; }))
        counted.clear();
    // «2 + 1 + 1 år fra 1.3.2024»: the first is the period itself.
    if (out.from && days.size() == 1 && !out.open_ended && !counted.empty() &&
        !counted.front().plus && !has(text, "opsjon")) {
        out.to = months_after(*out.from, in_months(counted.front())) - 1;
        counted.erase(counted.begin());
    } else if (out.from && days.size() == 1 && counted.size() > 1 && !counted.front().plus &&
               counted.front().unit) {
        out.to = months_after(*out.from, in_months(counted.front())) - 1;
        counted.erase(counted.begin());
    }
    for (const Counted& each : counted) {
        for (int i = 0; i < each.times && out.option_months.size() < 10; ++i)
            out.option_months.push_back(in_months(each));
    }
    return out;
}

std::optional<int> months_from(std::string_view written) {
    for (Counted each : counted_in(plain(written))) {
        if (!each.unit) each.months = true;
        if (sensible(each)) return in_months(each);
    }
    return std::nullopt;
}

namespace {

// Every number of the text, blanks and points between thousands taken in, with what follows it.
struct Figure {
    Decimal value;
    std::string_view after;
};

std::optional<Figure> figure_at(std::string_view text, std::size_t& at) {
    std::string digits;
    bool comma = false;
    const std::size_t begin = at;
    std::size_t end = at;
    for (std::size_t i = at; i < text.size(); ++i) {
        const char c = text[i];
        const auto digits_follow = [&](std::size_t from, std::size_t count) {
            for (std::size_t k = 0; k < count; ++k) {
                if (from + k >= text.size() || !is_digit(text[from + k])) return false;
            }
            return from + count >= text.size() || !is_digit(text[from + count]);
        };
        if (is_digit(c)) {
            digits += c;
            end = i + 1;
        } else if ((c == ' ' || c == '.' || c == '\'') && !comma && digits_follow(i + 1, 3)) {
            continue;  // between thousands
        } else if ((c == ',' || c == '.') && !comma && i + 1 < text.size() &&
                   is_digit(text[i + 1])) {
            digits += '.';
            comma = true;
        } else {
            break;
        }
    }
    if (end == begin) return {};
    at = end;
    while (!digits.empty() && digits.back() == '.') digits.pop_back();
    const auto value = Decimal::parse(digits);
    if (!value) return {};
    return Figure{*value, text.substr(end)};
}

// What the number is counted in: 1, a thousand, a million.
std::int64_t scale_of(std::string_view after) {
    while (!after.empty() && (after.front() == ' ' || after.front() == '.')) after.remove_prefix(1);
    if (after.starts_with("mill") || after.starts_with("mnok") || after.starts_with("mkr") ||
        after.starts_with("mil ") || after == "m")
        return 1'000'000;
    if (after.starts_with("mrd") || after.starts_with("milliard")) return 1'000'000'000;
    if (after.starts_with("tusen") || after.starts_with("tnok") || after.starts_with("tkr") ||
        after.starts_with("'") || after.starts_with("k ") || after == "k" ||
        after.starts_with("\u2019"))
        return 1000;
    return 1;
}

std::optional<Money> times_scale(Decimal value, std::int64_t scale) {
    const Wide ore = Wide(value.digits()) * scale * 100;
    const Wide divided = ore / power_of_ten(value.scale());
    if (divided < 0 || divided > Wide(9'000'000'000'000'000)) return {};
    return Money(static_cast<std::int64_t>(divided));
}

}  // namespace

std::optional<Amount> amount_from(const sheet::Cell& cell) {
    if (cell.kind == sheet::Cell::Kind::number) {
        const auto number = cell.number();
        const auto money = number ? times_scale(*number, 1) : std::nullopt;
        if (!money) return {};
        return Amount{*money, false, false};
    }
    if (cell.kind != sheet::Cell::Kind::text) return {};
    const std::string text = plain(cell.value);
    std::vector<Figure> figures;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_digit(text[at])) {
            ++at;
            continue;
        }
        if (const auto figure = figure_at(text, at))
            figures.push_back(*figure);
        else
            ++at;
    }
    if (figures.empty()) return {};
    Amount out;
    out.about = has(text, "ca") || has(text, "rundt") || has(text, "anslag") ||
                has(text, "omtrent") || has(text, "inntil") || has(text, "~") || has(text, "est");
    out.per_year = has(text, "pr år") || has(text, "per år") || has(text, "pr. år") ||
                   has(text, "/år") || has(text, "årlig") || has(text, "årleg") || has(text, "p.a");
    // A range counts with its higher end, and with the unit that stands after the last number.
    const std::int64_t last_scale = scale_of(figures.back().after);
    Figure chosen = figures.front();
    if (figures.size() > 1 && has(text, "-")) {
        chosen = figures[1].value > figures[0].value ? figures[1] : figures[0];
        out.about = true;
    }
    std::int64_t scale = scale_of(chosen.after);
    if (scale == 1 && figures.size() > 1 && out.about) scale = last_scale;
    const auto money = times_scale(chosen.value, scale);
    if (!money) return {};
    out.money = *money;
    return out;
}

Decision decision_from(const sheet::Cell& cell) {
    Decision out;
    if (const auto day = cell.date()) {
        out.on = day;
        return out;
    }
    std::string text = cell.value;
    const auto days = days_in(text);
    // The places found are those of the plain text, which is as long only where no stroke or blank
    // of another kind was changed.
    if (!days.empty() && days.front().precision == FoundDay::Precision::day) {
        out.on = days.front().first;
        if (plain(text).size() == text.size())
            text.erase(days.front().begin, days.front().end - days.front().begin);
    }
    const auto is_mark = [](char c) { return std::string_view(" ,;:()-\n").contains(c); };
    while (!text.empty() && is_mark(text.back())) text.pop_back();
    while (!text.empty() && is_mark(text.front())) text.erase(0, 1);
    for (const char* word : {" av", " den", " datert"}) {
        if (text.ends_with(word)) text.resize(text.size() - std::string_view(word).size());
    }
    out.reference = text;
    return out;
}

std::string organisation_number_in(std::string_view text) {
    std::string digits;
    const auto is_number = [&] { return digits.size() == 9 && OrganisationNumber::parse(digits); };
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : '\0';
        if (is_digit(c)) {
            digits += c;
            continue;
        }
        if (is_number()) return digits;
        const bool between =
            c == ' ' || (c == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0');
        const bool groups = digits.size() % 3 == 0 && digits.size() < 9;
        if (between && groups && !digits.empty()) {
            if (c == '\xC2') ++i;
            continue;
        }
        digits.clear();
    }
    return "";
}

std::vector<std::string> cpvs_in(std::string_view text) {
    std::vector<std::string> out;
    std::string digits;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && is_digit(text[i])) {
            digits += text[i];
            continue;
        }
        if (digits.size() == 8 && std::ranges::find(out, digits) == out.end())
            out.push_back(digits);
        digits.clear();
    }
    return out;
}

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> out;
    std::string name;
    const auto keep = [&] {
        std::string_view is = trimmed(name);
        // «1. Fjellro» and «1) Fjellro»
        if (is.size() > 2 && is_digit(is[0]) && (is[1] == '.' || is[1] == ')'))
            is = trimmed(is.substr(2));
        if (!is.empty()) out.emplace_back(is);
        name.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool stroke = c == '/' && i > 0 && text[i - 1] == ' ';
        const bool counted = i > 0 && (text[i - 1] == ' ' || text[i - 1] == ',') && is_digit(c) &&
                             i + 1 < text.size() && (text[i + 1] == '.' || text[i + 1] == ')');
        if (c == ';' || c == '\n' || stroke) {
            keep();
        } else if (counted) {
            while (!name.empty() && (name.back() == ' ' || name.back() == ',')) name.pop_back();
            keep();
            name += c;
        } else {
            name += c;
        }
    }
    keep();
    return out;
}

std::string company_folded(std::string_view name) {
    std::string text = plain(name);
    const std::string number = organisation_number_in(text);
    std::string out = sheet::folded(text);
    if (const auto at = out.find(number); !number.empty() && at != out.npos) out.erase(at, 9);
    for (const std::string_view ending : {"norgeas", "asa", "as", "nuf", "da", "ans"}) {
        if (out.size() > ending.size() + 2 && out.ends_with(ending)) {
            out.resize(out.size() - ending.size());
            break;
        }
    }
    return out;
}

std::optional<Kind> kind_from(std::string_view written) {
    const std::string text = plain(written);
    if (has(text, "minikonk") || has(text, "mini-konk") || has(text, "gjenåpn") ||
        has(text, "parallell"))
        return Kind::mini_competition;
    if (has(text, "ranger") || has(text, "prioriter")) return Kind::ranked;
    if (has(text, "lokal") || has(text, "egen avtale")) return Kind::local;
    if (has(text, "innkjøpssentral") || has(text, "ekstern") || has(text, "tilslutt") ||
        has(text, "fylke") || has(text, "statens") || has(text, "andre"))
        return Kind::outside;
    if (has(text, "én lev") || has(text, "en lev") || has(text, "ramme") || has(text, "single"))
        return Kind::single;
    return std::nullopt;
}

std::optional<State> state_from(std::string_view written) {
    const std::string text = plain(written);
    if (text.empty()) return std::nullopt;
    if (has(text, "utkast") || has(text, "under arbeid") || has(text, "planlagt") ||
        has(text, "under anskaff") || has(text, "kunngjort"))
        return State::draft;
    if (has(text, "vedtatt") || has(text, "tildelt") || has(text, "vedteken"))
        return State::decided;
    if (has(text, "sagt opp") || has(text, "oppsagt") || has(text, "hevet") ||
        has(text, "sagd opp"))
        return State::terminated;
    if (has(text, "utløpt") || has(text, "avslutt") || has(text, "gått ut") || has(text, "utgått"))
        return State::expired;
    if (has(text, "opsjon") || has(text, "forlenget") || has(text, "prolongert") ||
        has(text, "forlengd"))
        return State::extended;
    if (has(text, "gjeld") || has(text, "aktiv") || has(text, "løpende") || has(text, "i kraft") ||
        has(text, "signert") || has(text, "inngått"))
        return State::in_force;
    return std::nullopt;
}

bool means_yes(std::string_view written) {
    const std::string text = sheet::folded(written);
    return text == "x" || text == "ja" || text == "1" || text == "j" || text == "deltar" ||
           text == "med" || text == "\u2713" || text == "\u2714" || text == "v" || text == "true";
}

bool means_everybody(std::string_view written) {
    const std::string text = sheet::folded(written);
    return text.starts_with("alle") || text.starts_with("heleregion") || text == "regionen" ||
           text.starts_with("samtlig") || text == "felles" || text.starts_with("heileregion");
}

bool is_sum_row(std::string_view written) {
    const std::string text = sheet::folded(written);
    return text == "sum" || text.starts_with("total") || text.starts_with("sumavtale") ||
           text.starts_with("antallavtaler");
}

}  // namespace samkjop::agreement::intake
