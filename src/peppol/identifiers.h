#pragma once
// Check digits of the identifiers that Peppol knows, and the rules that ask for them.

#include <span>
#include <string_view>

#include "peppol/rule.h"

namespace samkjop::peppol {

bool gln_holds(std::string_view digits);
bool mod11_holds(std::string_view digits);  // Norwegian organisation number
bool swedish_number_holds(std::string_view digits);
bool greek_tin_holds(std::string_view text);

// PEPPOL-COMMON-R04x and R05x: contexts on EndpointID, PartyIdentification/ID and CompanyID.
std::span<const Context> identifier_contexts();

}  // namespace samkjop::peppol
