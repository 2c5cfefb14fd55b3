#pragma once
#include "import/import.h"

namespace samkjop::import {

std::optional<MunicipalityId> municipality_numbered(db::Database&, std::string_view number);

}  // namespace samkjop::import
