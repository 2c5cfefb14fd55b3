// Compiles a module's sentences: texts.nb.toml, texts.nn.toml, texts.en.toml → <module>/texts.h.
//
// A line is: key = "sentence with {placeholders}". A key that is missing in one language, stands
// twice, or has other placeholders than its siblings is an error, so no page can lack a sentence.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>

namespace {

using Catalogue = std::map<std::string, std::string>;

[[noreturn]] void fail(const std::string& file, int line, const std::string& message) {
    std::cerr << file << ":" << line << ": error: " << message << "\n";
    std::exit(1);
}

Catalogue read(const std::string& file) {
    std::ifstream in(file);
    if (!in) fail(file, 0, "cannot be read");
    Catalogue out;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        const auto first = line.find_first_not_of(" \t");
        if (first == line.npos || line[first] == '#') continue;
        const auto equals = line.find('=');
        const auto open = line.find('"', equals);
        const auto close = line.rfind('"');
        if (equals == line.npos || open == line.npos || close == open) {
            fail(file, number, "expected: key = \"sentence\"");
        }
        std::string key = line.substr(first, line.find_first_of(" \t=", first) - first);
        for (const char c : key) {
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') {
                fail(file, number, "a key has a-z, 0-9 and _: " + key);
            }
        }
        if (!out.emplace(key, line.substr(open + 1, close - open - 1)).second) {
            fail(file, number, "stands twice: " + key);
        }
    }
    return out;
}

std::set<std::string> placeholders(const std::string& sentence) {
    std::set<std::string> out;
    for (auto at = sentence.find('{'); at != sentence.npos; at = sentence.find('{', at + 1)) {
        out.insert(sentence.substr(at, sentence.find('}', at) - at));
    }
    return out;
}

}  // namespace

int main(int, char** argv) {
    const std::string module = argv[1];
    const std::string base = argv[2];
    const Catalogue nb = read(base + ".nb.toml");
    const Catalogue nn = read(base + ".nn.toml");
    const Catalogue en = read(base + ".en.toml");
    const auto compare = [&](const Catalogue& other, const std::string& language) {
        for (const auto& [key, sentence] : nb) {
            if (!other.contains(key)) fail(base + "." + language + ".toml", 0, "missing: " + key);
            if (placeholders(sentence) != placeholders(other.at(key))) {
                fail(base + "." + language + ".toml", 0, "other placeholders than nb: " + key);
            }
        }
        for (const auto& [key, sentence] : other) {
            if (!nb.contains(key)) fail(base + ".nb.toml", 0, "missing: " + key);
        }
    };
    compare(nn, "nn");
    compare(en, "en");

    std::filesystem::create_directories(std::filesystem::path(argv[3]).parent_path());
    std::ofstream out(argv[3]);
    out << "// Generated from texts.*.toml of " << module << ".\n#pragma once\n"
        << "#include \"base/text.h\"\n\nnamespace samkjop::" << module << "::text {\n\n";
    for (const auto& [key, sentence] : nb) {
        out << "inline constexpr Text " << key << "{\"" << module << "." << key << "\",\n    \""
            << sentence << "\",\n    \"" << nn.at(key) << "\",\n    \"" << en.at(key) << "\"};\n";
    }
    out << "\ninline constexpr const Text* kAll[] = {\n    nullptr,\n";
    for (const auto& [key, sentence] : nb) out << "    &" << key << ",\n";
    out << "};\n\n}  // namespace samkjop::" << module << "::text\n";
}
