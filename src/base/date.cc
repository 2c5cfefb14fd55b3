// Calendar arithmetic over std::chrono; Europe/Oslo comes from the tz database.

#include "base/date.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <charconv>

namespace samkjop {
namespace {

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

auto oslo(std::int64_t ms) {
    static const date::time_zone* zone = date::locate_zone("Europe/Oslo");
    return zone->to_local(date::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms)));
}

}  // namespace

std::optional<Date> Date::parse(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    const auto year = digits(iso, 0, 4);
    const auto month = digits(iso, 5, 2);
    const auto day = digits(iso, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day ymd(std::chrono::year(*year),
                                          std::chrono::month(static_cast<unsigned>(*month)),
                                          std::chrono::day(static_cast<unsigned>(*day)));
    if (!ymd.ok()) return std::nullopt;
    return Date(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

std::string Date::iso() const { return fmt::format("{:04}-{:02}-{:02}", year(), month(), day()); }

std::optional<Instant> Instant::parse(std::string_view iso) {
    if (iso.size() != 24 || iso[10] != 'T' || iso[23] != 'Z') return std::nullopt;
    const auto day = Date::parse(iso.substr(0, 10));
    const auto hour = digits(iso, 11, 2);
    const auto minute = digits(iso, 14, 2);
    const auto second = digits(iso, 17, 2);
    const auto ms = digits(iso, 20, 3);
    if (!day || !hour || !minute || !second || !ms) return std::nullopt;
    return Instant(
        (((day->days() * std::int64_t{24} + *hour) * 60 + *minute) * 60 + *second) * 1000 + *ms);
}

std::string Instant::iso() const {
    const std::int64_t day_ms = 86'400'000;
    const std::int64_t days = ms_ >= 0 ? ms_ / day_ms : -((-ms_ + day_ms - 1) / day_ms);
    const std::int64_t rest = ms_ - days * day_ms;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", Date(static_cast<std::int32_t>(days)).iso(),
                       rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
}

Date Instant::oslo_date() const {
    const auto day = date::floor<date::days>(oslo(ms_));
    return Date(static_cast<std::int32_t>(day.time_since_epoch().count()));
}

std::string Instant::oslo_time() const {
    const auto local = oslo(ms_);
    const auto minutes =
        date::floor<std::chrono::minutes>(local - date::floor<date::days>(local)).count();
    return fmt::format("{:02}.{:02}", minutes / 60, minutes % 60);
}

Instant clock_now() {
    return Instant(std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count());
}

}  // namespace samkjop
