#pragma once
// The auditor's page: the trail, newest first, and the proof of trail and ledger. It only reads.
#include "http/exchange.h"

namespace samkjop::insight {
http::Response audit(http::Exchange& exchange);
}
