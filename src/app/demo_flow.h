#pragma once
// The demonstration's documents on their way: what the access point says of those that go out, and
// what comes in that nobody can take. So there is something to look at on /dokumenter.
#include "app/demo_purchases.h"

namespace samkjop::app {

// A document in the envelope that an access point would have put it in.
std::string enveloped(const std::string& document, const std::string& from, const std::string& to,
                      Instant at);

// What has been laid in the outbox is sent and acknowledged, but for what flow.csv says otherwise.
// Called as the year passes.
class AccessPoint {
public:
    AccessPoint(db::Database& database, std::string_view csv);
    void carry(Instant now) const;

private:
    db::Database& database_;
    std::vector<Row> troubled_;  // what flow.csv tells of
};

std::vector<Happening> flow(db::Database&, std::string_view csv, Instant now);

}  // namespace samkjop::app
