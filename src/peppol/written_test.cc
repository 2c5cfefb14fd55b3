// Whatever our writers write, in any selection of terms, holds under the rules and reads back as
// the same terms. With SAMKJOP_WRITTEN=FOLDER the documents are kept, for the official rules to
// judge.

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "peppol/cases.h"
#include "peppol/peppol.h"
#include "ubl/tree.h"

namespace samkjop::peppol {
namespace {

std::string base(std::string_view name) {
    for (std::string up = "./"; up.size() < 20; up += "../") {
        std::ifstream in(up + "testdata/rules/" + std::string(name) + ".xml", std::ios::binary);
        if (in) return {std::istreambuf_iterator<char>(in), {}};
    }
    FAIL("no document " << name);
    return {};
}

// As our writer spells what was read.
std::string rewritten(const std::string& bytes) {
    const auto document = ubl::read(bytes);
    if (!document || !document->malformed.empty()) return {};
    return std::visit(
        [](const auto& body) -> std::string {
            if constexpr (requires { ubl::write(body); })
                return ubl::write(body);
            else
                return {};
        },
        document->body);
}

// "cac:InvoiceLine[2]/cbc:Note": a change is spelled from below the root.
std::string any_path(const std::string& bytes, std::mt19937& chance) {
    ubl::Tree tree;
    REQUIRE(tree.parse(bytes).has_value());
    const auto nodes = tree.nodes();
    const auto& node = nodes[1 + chance() % (nodes.size() - 1)];
    const std::string path = tree.path(node);
    return path.substr(path.find('/', 1) + 1);
}

struct Written {
    std::string bytes;
    int changes = 0;
};
Written vary(std::string bytes, ubl::DocumentType type, std::mt19937& chance) {
    Written out{std::move(bytes)};
    for (int tries = 2 + static_cast<int>(chance() % 14); tries > 0; --tries) {
        const bool twice = chance() % 4 == 0;
        const auto change =
            changed(out.bytes, (twice ? "dup " : "rm ") + any_path(out.bytes, chance));
        if (!change) continue;
        std::string next = rewritten(*change);
        if (next.empty() || next == out.bytes || !judge(next, type).valid()) continue;
        out.bytes = std::move(next);
        ++out.changes;
    }
    return out;
}

}  // namespace

TEST_CASE("peppol: any selection of terms that our writers write holds and reads back the same") {
    const char* folder = std::getenv("SAMKJOP_WRITTEN");
    const unsigned seeds = folder != nullptr ? 200 : 3;
    int changes = 0;
    for (int i = 0; i < ubl::kDocumentTypes; ++i) {
        const auto type = static_cast<ubl::DocumentType>(i);
        const std::string name(ubl::type_name(type));
        const std::string start = base(name);
        for (unsigned seed = 1; seed <= seeds; ++seed) {
            CAPTURE(name);
            CAPTURE(seed);
            std::mt19937 chance(seed);
            const Written made = vary(start, type, chance);
            changes += made.changes;
            CHECK(judge(made.bytes, type).valid());
            CHECK(rewritten(made.bytes) == made.bytes);
            if (folder == nullptr) continue;
            const std::string file =
                std::string(folder) + "/" + name + "-" + std::to_string(seed) + ".xml";
            std::ofstream(file, std::ios::binary) << made.bytes;
            std::ofstream(std::string(folder) + "/list", std::ios::app)
                << file << "\t" << name << "\n";
        }
    }
    CHECK(changes > ubl::kDocumentTypes * static_cast<int>(seeds));  // it is no empty exercise
}

}  // namespace samkjop::peppol
