#include "party/party.h"
namespace samkjop::party {
std::vector<std::pair<UserId, std::string>> stands_in_for(db::Session&, UserId, Date) { return {}; }
}
