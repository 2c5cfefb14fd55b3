// Placeholder until the store answers: nobody stands in for anybody.
#include "party/party.h"
namespace samkjop::party {
std::vector<std::pair<UserId, std::string>> stands_in_for(db::Session&, UserId, Date) { return {}; }
}  // namespace samkjop::party
