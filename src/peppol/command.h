#pragma once
// samkjop validate [--as TYPE] [--json|--explain[=nb|nn|en]] [--list FILE] FILE…|-

#include <iosfwd>
#include <span>
#include <string>

namespace samkjop::peppol {

// Exit status: 0 all valid, 1 some have fatal findings, 2 could not run.
int validate_command(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);

}  // namespace samkjop::peppol
