#pragma once
// samkjop validate [--as TYPE] [--release R] [--json|--explain[=nb|nn|en]] [--list FILE] FILE…|-
// samkjop rules [--as TYPE] [ID…]

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "peppol/peppol.h"

namespace samkjop::peppol {

// Exit status: 0 all valid, 1 some have fatal findings, 2 could not run.
// `view` shows a document that could be read, with its findings at their places; without it the
// findings are listed.
using View = std::string (*)(std::string_view bytes, const Verdict& verdict, Language language);
int validate_command(std::span<const std::string> arguments, std::ostream& out, std::ostream& err,
                     View view = nullptr);

// The rules, one a line; or one of them with its sentences, its source and its cases.
int rules_command(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);

}  // namespace samkjop::peppol
