#pragma once
// Dates are days in the Norwegian calendar; instants are milliseconds in UTC. Both are stored as
// ISO 8601 text. Neither knows the clock: the edge asks it and hands the answer in.

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace samkjop {

class Date {
public:
    constexpr Date() = default;  // 1970-01-01
    constexpr explicit Date(std::int32_t days_since_1970) : days_(days_since_1970) {}
    constexpr Date(int year, unsigned month, unsigned day)
        : days_(static_cast<std::int32_t>(
              std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) /
                                    static_cast<int>(day))
                  .time_since_epoch()
                  .count())) {}

    static std::optional<Date> parse(std::string_view iso);  // "2026-11-20", a real day
    std::string iso() const;
    constexpr std::int32_t days() const { return days_; }
    constexpr std::chrono::year_month_day ymd() const {
        return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(days_)));
    }
    constexpr int year() const { return static_cast<int>(ymd().year()); }
    constexpr unsigned month() const { return static_cast<unsigned>(ymd().month()); }
    constexpr unsigned day() const { return static_cast<unsigned>(ymd().day()); }

    friend constexpr Date operator+(Date date, int days) { return Date(date.days_ + days); }
    friend constexpr Date operator-(Date date, int days) { return Date(date.days_ - days); }
    friend constexpr int operator-(Date left, Date right) { return left.days_ - right.days_; }
    friend constexpr auto operator<=>(Date, Date) = default;

private:
    std::int32_t days_ = 0;
};

class Instant {
public:
    constexpr Instant() = default;
    constexpr explicit Instant(std::int64_t milliseconds_utc) : ms_(milliseconds_utc) {}

    static std::optional<Instant> parse(std::string_view iso);  // as iso() writes it
    std::string iso() const;                                    // "2026-11-20T19:36:02.417Z"
    constexpr std::int64_t milliseconds() const { return ms_; }
    Date oslo_date() const;
    std::string oslo_time() const;  // "14.06"

    friend constexpr auto operator<=>(Instant, Instant) = default;

private:
    std::int64_t ms_ = 0;
};

Instant clock_now();  // the one place that reads the clock

}  // namespace samkjop
