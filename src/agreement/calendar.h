#pragma once
// What must be remembered: the days on which options, notice periods, agreements and follow-ups
// fall due, as a page, as a feed for a calendar program, and as reminders.

#include "agreement/agreement.h"
#include "http/exchange.h"

namespace samkjop::agreement {

struct Entry {  // a day of one agreement
    const Agreement* agreement = nullptr;
    Due due;
};
// By date; only agreements that run.
std::vector<Entry> entries(std::span<const Agreement>, Date from, Date until);

// RFC 5545, in the reader's language.
std::string to_ical(std::span<const Entry>, Language, Instant now, std::string_view site);

// The token of a person's feed: letters and figures, or empty where none is made.
std::string calendar_token(db::Session&, UserId);
void set_calendar_token(db::Tx&, UserId, Instant at, std::string_view token);
std::optional<UserId> calendar_owner(db::Session&, std::string_view token);

http::Response show_calendar(http::Exchange&);
http::Response make_calendar_address(http::Post&);
http::Response calendar_feed(http::Exchange&);

}  // namespace samkjop::agreement
