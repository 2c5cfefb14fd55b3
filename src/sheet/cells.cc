// What a cell means: how a spreadsheet's numbers, days and column letters are read, and what a text
// is when it looks like a number or a day.

#include <algorithm>
#include <charconv>

#include "sheet/parts.h"

namespace samkjop::sheet {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
    for (;;) {
        if (text.empty()) return text;
        if (static_cast<unsigned char>(text.front()) <= ' ') {
            text.remove_prefix(1);
        } else if (static_cast<unsigned char>(text.back()) <= ' ') {
            text.remove_suffix(1);
        } else if (text.starts_with("\u00a0")) {
            text.remove_prefix(2);
        } else if (text.ends_with("\u00a0")) {
            text.remove_suffix(2);
        } else {
            return text;
        }
    }
}

std::optional<int> small_number(std::string_view digits) {
    int out = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (error != std::errc() || end != digits.data() + digits.size() || out < 0) return {};
    return out;
}

std::optional<Date> day_of(int year, int month, int day) {
    if (year < 100) year += 2000;
    if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return {};
    const auto ymd = std::chrono::year(year) / month / day;
    if (!ymd.ok()) return {};
    return Date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

// 20.11.2026, 20/11-2026, 20-11-26: day, month, year, parted by anything that parts dates.
std::optional<Date> norwegian_day(std::string_view text) {
    int parts[3] = {};
    std::size_t at = 0;
    for (int i = 0; i < 3; ++i) {
        const std::size_t begin = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        const auto number = small_number(text.substr(begin, at - begin));
        if (!number || at - begin > 4 || (i < 2 && at - begin > 2)) return {};
        parts[i] = *number;
        if (i == 2) break;
        const std::size_t between = at;
        while (at < text.size() && std::string_view("./- ").contains(text[at])) ++at;
        if (at == between || at - between > 2) return {};
    }
    if (at != text.size()) return {};
    return day_of(parts[2], parts[1], parts[0]);
}

}  // namespace

std::optional<Decimal> Cell::number() const {
    if (kind == Kind::number || kind == Kind::boolean) return Decimal::parse(value);
    if (kind != Kind::text) return {};
    std::string_view text = trimmed(value);
    bool in_percent = false;
    for (const std::string_view unit : {"kr.", "kr", "Kr", "NOK", ",-", "%"}) {
        if (text.starts_with(unit)) text = trimmed(text.substr(unit.size()));
        if (text.ends_with(unit)) {
            in_percent |= unit == "%";
            text = trimmed(text.substr(0, text.size() - unit.size()));
        }
    }
    const auto out = Decimal::parse_typed(text);
    if (!out || !in_percent) return out;
    if (out->scale() + 2 > Decimal::kMaxScale) return {};
    return Decimal(out->digits(), out->scale() + 2);
}

std::optional<Date> Cell::date() const {
    if (kind == Kind::date) return Date::parse(value);
    if (kind != Kind::text) return {};
    const std::string_view text = trimmed(value);
    if (const auto iso = Date::parse(text)) return iso;
    return norwegian_day(text);
}

std::string Cell::shown() const {
    if (kind == Kind::date) {
        if (const auto day = Date::parse(value)) return format_short_date(*day);
    }
    if (kind == Kind::number) {
        const auto number = Decimal::parse(value);
        if (!number) return value;
        if (!percent || number->digits() > INT64_MAX / 100 || number->digits() < INT64_MIN / 100) {
            return format_decimal(*number);
        }
        return format_decimal(Decimal(number->digits() * 100, number->scale()).normalised()) +
               "\u00a0%";
    }
    return value;
}

const Cell& Row::at(int column) const {
    static const Cell empty;
    if (column < 0 || static_cast<std::size_t>(column) >= cells.size()) return empty;
    return cells[static_cast<std::size_t>(column)];
}

bool Row::blank() const {
    return std::ranges::all_of(cells, [](const Cell& cell) { return cell.blank(); });
}

std::string column_letters(int column) {
    std::string out;
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return out;
}

std::optional<Place> place_from(std::string_view reference) {
    std::size_t at = 0;
    int column = 0;
    while (at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z') {
        if (column > 100'000) return {};
        column = column * 26 + (reference[at++] - 'A' + 1);
    }
    const auto row = small_number(reference.substr(at));
    if (column == 0 || !row || *row == 0) return {};
    return Place{column - 1, *row};
}

namespace {

struct Digits {
    std::string significant;  // without leading zeros
    int point = 0;            // value = 0.significant × 10^point
    bool negative = false;
};

std::optional<Digits> digits_of(std::string_view text) {
    Digits out;
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) out.negative = text[at++] == '-';
    bool any = false, after_point = false;
    for (; at < text.size() && (is_digit(text[at]) || text[at] == '.'); ++at) {
        if (text[at] == '.') {
            if (after_point) return {};
            after_point = true;
            continue;
        }
        any = true;
        const bool leading_zero = out.significant.empty() && text[at] == '0';
        if (!leading_zero) out.significant += text[at];
        if (!after_point && !leading_zero) ++out.point;
        if (after_point && leading_zero) --out.point;
    }
    if (!any) return {};
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        bool down = false;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) down = text[at++] == '-';
        const auto exponent = small_number(text.substr(at));
        if (!exponent || *exponent > 400) return {};
        out.point += down ? -*exponent : *exponent;
        at = text.size();
    }
    if (at != text.size()) return {};
    return out;
}

// Keeps so many digits, the last one rounded half up.
void round_to(Digits& digits, int keep) {
    if (keep < 0) keep = 0;
    if (static_cast<int>(digits.significant.size()) <= keep) return;
    const bool up = digits.significant[static_cast<std::size_t>(keep)] >= '5';
    digits.significant.resize(static_cast<std::size_t>(keep));
    if (!up) return;
    for (int i = keep - 1; i >= 0; --i) {
        char& c = digits.significant[static_cast<std::size_t>(i)];
        if (c != '9') {
            ++c;
            return;
        }
        c = '0';
    }
    digits.significant.insert(digits.significant.begin(), '1');
    ++digits.point;
}

}  // namespace

std::optional<std::string> fifteen_digits(std::string_view written) {
    auto digits = digits_of(trimmed(written));
    if (!digits) return {};
    round_to(*digits, 15);
    round_to(*digits, digits->point + Decimal::kMaxScale);
    while (!digits->significant.empty() && digits->significant.back() == '0')
        digits->significant.pop_back();
    if (digits->significant.empty()) return "0";
    if (digits->point > 18) return {};  // beyond what an amount or a quantity can be
    std::string out = digits->negative ? "-" : "";
    const std::string& all = digits->significant;
    const auto whole = static_cast<std::size_t>(std::max(digits->point, 0));
    if (digits->point <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-digits->point), '0') + all;
    } else if (all.size() <= whole) {
        out += all + std::string(whole - all.size(), '0');
    } else {
        out += all.substr(0, whole) + "." + all.substr(whole);
    }
    return out;
}

namespace {

// What is left of a number format when literals are taken out: "text", [Red], \x, _x and *x.
std::string bare_format(std::string_view format) {
    std::string out;
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if (c == '"' || c == '[') {
            const std::size_t end = format.find(c == '"' ? '"' : ']', i + 1);
            if (end == format.npos) break;
            i = end;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return out;
}

}  // namespace

bool shows_a_date(std::string_view format) {
    return bare_format(format).find_first_of("yd") != std::string::npos;
}
bool shows_percent(std::string_view format) {
    return bare_format(format).find('%') != std::string::npos;
}

std::string xml_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t') out += c;
        }
    }
    return out;
}

}  // namespace samkjop::sheet
