// Decides what the cells of a file mean, and words what is wrong with them.

#include "import/sheet.h"

#include <limits>

#include "base/words.h"
#include "import/texts.h"

namespace samkjop::import {
namespace {

bool contains_word(std::string_view list, std::string_view word) {
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find(' ', at), list.size());
        if (list.substr(at, end - at) == word) return true;
        at = end + 1;
    }
    return false;
}

std::string joined(std::span<const Column> columns) {
    std::string out;
    for (const Column& column : columns) {
        if (!out.empty()) out += ", ";
        // The first Norwegian heading is the one people know.
        const auto end = column.also.find(' ');
        out += column.also.empty() ? column.name : column.also.substr(0, end);
    }
    return out;
}

std::optional<Date> parse_day(std::string_view text) {
    if (auto iso = Date::parse(text)) return iso;
    // 20.11.2026 and 1.2.2026
    int parts[3] = {};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (int i = 0; i < 3; ++i) {
        const auto [next, error] = std::from_chars(at, end, parts[i]);
        if (error != std::errc() || parts[i] < 0) return std::nullopt;
        at = next;
        if (i < 2 && (at == end || *at++ != '.')) return std::nullopt;
    }
    if (at != end || parts[2] < 1000 || parts[2] > 9999) return std::nullopt;
    return Date::parse(fmt::format("{:04}-{:02}-{:02}", parts[2], parts[1], parts[0]));
}

}  // namespace

std::string Message::in(Language language) const {
    const std::string sentence = refusal.in(language);
    if (line == 0) return sentence;
    const Arguments where = {{"line", std::int64_t(line)},
                             {"column", std::int64_t(column)},
                             {"heading", column_name},
                             {"sentence", sentence}};
    return render(column ? text::at_cell : text::at_line, language, where);
}

Sheet::Sheet(std::string_view bytes, std::span<const Column> columns)
    : table_(csv::read(bytes)), columns_(columns) {
    for (csv::Fault& fault : table_.faults) {
        messages_.push_back({fault.line, 0, {}, std::move(fault.refusal)});
    }
    if (!messages_.empty()) {
        table_.rows.clear();
        return;
    }
    for (std::size_t i = 0; i < table_.headings.size(); ++i) {
        const std::string& heading = table_.headings[i];
        const std::string folded = csv::folded(heading);
        if (folded.empty()) continue;
        const auto known = std::ranges::find_if(columns_, [&](const Column& column) {
            return csv::folded(column.name) == folded || contains_word(column.also, folded);
        });
        const int place = static_cast<int>(i) + 1;
        if (known == columns_.end()) {
            messages_.push_back({table_.heading_line,
                                 place,
                                 heading,
                                 {&text::heading_unknown, {{"known", joined(columns_)}}, {}}});
        } else if (!positions_.emplace(std::string(known->name), static_cast<int>(i)).second) {
            messages_.push_back(
                {table_.heading_line, place, heading, {&text::heading_twice, {}, {}}});
        }
    }
    for (const Column& column : columns_) {
        if (!column.required || positions_.contains(column.name)) continue;
        const auto end = column.also.find(' ');
        const std::string_view shown =
            column.also.empty() ? column.name : column.also.substr(0, end);
        messages_.push_back({table_.heading_line,
                             0,
                             {},
                             {&text::heading_missing, {{"heading", std::string(shown)}}, {}}});
    }
    if (!messages_.empty()) table_.rows.clear();  // every row would be wrong for the same reason
}

int Sheet::position(std::string_view column) const {
    const auto found = positions_.find(column);
    return found == positions_.end() ? -1 : found->second;
}

void Sheet::check_width(Row& row) {
    for (std::size_t i = table_.headings.size(); i < row.cells_->values.size(); ++i) {
        if (row.cells_->values[i].empty()) continue;
        row.refuse({}, text::more_cells_than_headings);
        return;
    }
}

bool Sheet::first(Row& row, const std::string& key) {
    const auto [found, is_first] = seen_.emplace(key, row.line());
    if (!is_first) row.refuse({}, text::row_twice, {{"other", std::int64_t(found->second)}});
    return is_first;
}

const std::string& Sheet::Row::raw(std::string_view column) const {
    static const std::string empty;
    const int place = sheet_->position(column);
    if (place < 0 || static_cast<std::size_t>(place) >= cells_->values.size()) return empty;
    return cells_->values[static_cast<std::size_t>(place)];
}

bool Sheet::Row::has(std::string_view column) const { return !raw(column).empty(); }

std::string Sheet::Row::filled(std::string_view column) {
    const std::string& value = raw(column);
    const auto known = std::ranges::find(sheet_->columns_, column, &Column::name);
    SK_ASSERT(known != sheet_->columns_.end());
    if (value.empty() && known->required) refuse(column, text::cell_empty);
    return value;
}

void Sheet::Row::refuse(Refusal refusal) {
    ok_ = false;
    const int place = sheet_->position(refusal.field);
    Message message{line(), place + 1, {}, std::move(refusal)};
    if (place >= 0) message.column_name = sheet_->table_.headings[static_cast<std::size_t>(place)];
    sheet_->messages_.push_back(std::move(message));
}

void Sheet::Row::refuse(std::string_view column, const Text& sentence, Arguments arguments) {
    refuse(Refusal{&sentence, std::move(arguments), std::string(column)});
}

std::string Sheet::Row::text(std::string_view column) { return filled(column); }

std::string Sheet::Row::digits(std::string_view column) {
    std::string out;
    const std::string value = filled(column);
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == ' ' || value[i] == '.') continue;
        if (std::string_view(value).substr(i).starts_with("\u00a0")) {
            ++i;
            continue;
        }
        out += value[i];
    }
    return out;
}

std::vector<std::string> Sheet::Row::words(std::string_view column) {
    std::vector<std::string> out;
    std::string word;
    for (const char c : filled(column) + " ") {
        if (c != ' ' && c != ',' && c != ';' && c != '\n') {
            word += c;
        } else if (!word.empty()) {
            out.push_back(std::move(word));
            word.clear();
        }
    }
    return out;
}

std::optional<Date> Sheet::Row::day(std::string_view column) {
    const std::string value = filled(column);
    if (value.empty()) return std::nullopt;
    auto parsed = parse_day(value);
    if (!parsed) refuse(column, text::not_a_date, {{"value", value}});
    return parsed;
}

Date Sheet::Row::day(std::string_view column, Date otherwise) {
    return day(column).value_or(otherwise);
}

std::optional<Decimal> Sheet::Row::number(std::string_view column) {
    const std::string value = filled(column);
    if (value.empty()) return std::nullopt;
    auto parsed = Decimal::parse_typed(value);
    // Stored as millionths, so a number must fit there.
    const bool fits = parsed && parsed->normalised().scale() <= 6 &&
                      *parsed < Decimal::whole(9'000'000'000'000) &&
                      *parsed > Decimal::whole(-9'000'000'000'000);
    if (!fits) {
        refuse(column, text::not_a_number, {{"value", value}});
        return std::nullopt;
    }
    return parsed;
}

Decimal Sheet::Row::number(std::string_view column, Decimal otherwise) {
    return number(column).value_or(otherwise);
}

std::optional<int> Sheet::Row::whole(std::string_view column) {
    const std::string value = digits(column);
    if (value.empty()) return std::nullopt;
    int parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error != std::errc() || end != value.data() + value.size()) {
        refuse(column, text::not_a_whole_number, {{"value", value}});
        return std::nullopt;
    }
    return parsed;
}

int Sheet::Row::whole(std::string_view column, int otherwise) {
    return whole(column).value_or(otherwise);
}

std::optional<Money> Sheet::Row::money(std::string_view column) {
    const std::string value = filled(column);
    if (value.empty()) return std::nullopt;
    std::string_view plain = value;
    if (plain.ends_with("kr")) plain.remove_suffix(2);
    if (plain.starts_with("kr")) plain.remove_prefix(2);
    const auto parsed = Decimal::parse_typed(plain);
    const bool fits = parsed && parsed->normalised().scale() <= 2 &&
                      *parsed < Decimal::whole(1'000'000'000'000) &&
                      *parsed > Decimal::whole(-1'000'000'000'000);
    if (!fits) {
        refuse(column, text::not_an_amount, {{"value", value}});
        return std::nullopt;
    }
    return Money(parsed->scaled(2));
}

Decimal Sheet::Row::percent(std::string_view column, Decimal otherwise) {
    const std::string value = filled(column);
    if (value.empty()) return otherwise;
    std::string_view plain = value;
    if (plain.ends_with("%")) plain.remove_suffix(1);
    const auto parsed = Decimal::parse_typed(plain);
    const bool fits = parsed && !parsed->is_negative() && *parsed <= Decimal::whole(100) &&
                      parsed->normalised().scale() <= 4;
    if (!fits) {
        refuse(column, text::not_a_percentage, {{"value", value}});
        return otherwise;
    }
    const Decimal plain_number = parsed->normalised();
    return Decimal(plain_number.digits(), plain_number.scale() + 2).normalised();
}

bool Sheet::Row::yes(std::string_view column, bool otherwise) {
    static constexpr std::string_view kAnswers[] = {"nei no n 0 false usann usant",
                                                    "ja yes j y 1 x true sann sant"};
    const auto answer = one_of(column, kAnswers);
    return answer ? *answer == 1 : otherwise;
}

std::optional<int> Sheet::Row::one_of(std::string_view column,
                                      std::span<const std::string_view> spellings) {
    const std::string value = filled(column);
    if (value.empty()) return std::nullopt;
    const std::string folded = csv::folded(value);
    std::string known;
    for (std::size_t i = 0; i < spellings.size(); ++i) {
        if (contains_word(spellings[i], folded)) return static_cast<int>(i);
        if (!known.empty()) known += ", ";
        known += spellings[i].substr(0, spellings[i].find(' '));
    }
    refuse(column, text::not_one_of, {{"value", value}, {"known", known}});
    return std::nullopt;
}

}  // namespace samkjop::import
