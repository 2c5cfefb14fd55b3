#pragma once
// The register as a table for files: one row per agreement. What is written here can be read back.

#include "agreement/agreement.h"
#include "http/exchange.h"
#include "sheet/sheet.h"

namespace samkjop::agreement {

sheet::Table table_of(std::span<const Agreement> agreements, const http::Exchange& exchange);

}  // namespace samkjop::agreement
