#pragma once
// Files compiled into the program: the migrations, and what the browser fetches.
#include <string_view>
#include <vector>

namespace samkjop {

struct EmbeddedFile {
    std::string_view name;  // without folder
    std::string_view bytes;
};

std::vector<EmbeddedFile> embedded_migrations();  // in the order of their names
std::vector<EmbeddedFile> embedded_assets();

}  // namespace samkjop
