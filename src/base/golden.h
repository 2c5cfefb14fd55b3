#pragma once
// For tests: a text that is kept under docs/ and must be what the program says today.
// SAMKJOP_REBASELINE=1 rewrites it; review reads the difference. Only tests include this.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace samkjop::testing {

inline std::string kept_in_docs(const std::string& name, const std::string& now) {
    const auto file =
        std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "docs" / name;
    if (std::getenv("SAMKJOP_REBASELINE") != nullptr) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << now;
    }
    std::ifstream in(file);
    std::ostringstream stored;
    stored << in.rdbuf();
    return stored.str();
}

}  // namespace samkjop::testing
