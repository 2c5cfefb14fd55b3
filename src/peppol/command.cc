#include "peppol/command.h"

#include <ostream>

namespace samkjop::peppol {

int validate_command(std::span<const std::string>, std::ostream&, std::ostream& err) {
    err << "validate: not yet\n";
    return 2;
}

}  // namespace samkjop::peppol
