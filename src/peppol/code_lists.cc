// Decides whether a code is in a list.

#include "peppol/code_lists.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/assert.h"

namespace samkjop::peppol {
namespace {

constexpr std::string_view kSource =
#include "peppol/code_lists.inc"
    ;

struct List {
    std::string_view name;
    std::unordered_set<std::string_view> codes;
    std::string text = " ";
};

struct Lists {
    std::array<List, static_cast<std::size_t>(CodeList::count_)> all;
    std::unordered_map<std::string_view, CodeList> by_name;

    // The lists stand in the file in the order of the enum.
    Lists() {
        std::size_t next = 0;
        List* current = nullptr;
        std::string_view rest = kSource;
        while (true) {
            const std::size_t start = rest.find_first_not_of(" \n");
            if (start == rest.npos) break;
            rest.remove_prefix(start);
            std::string_view word = rest.substr(0, rest.find_first_of(" \n"));
            rest.remove_prefix(word.size());
            if (word.starts_with('=')) {
                SK_ASSERT(next < all.size());
                by_name.emplace(word.substr(1), static_cast<CodeList>(next));
                current = &all[next++];
                current->name = word.substr(1);
            } else {
                if (word == "\"\"") word = {};  // the published list has an empty code too
                current->codes.insert(word);
                current->text.append(word).append(" ");
            }
        }
        SK_ASSERT(next == all.size());
    }
};

const Lists& lists() {
    static const Lists all;
    return all;
}

}  // namespace

bool in_list(CodeList list, std::string_view code) {
    return lists().all[static_cast<std::size_t>(list)].codes.contains(code);
}

std::optional<CodeList> code_list_from(std::string_view name) {
    const auto& names = lists().by_name;
    const auto found = names.find(name);
    if (found == names.end()) return {};
    return found->second;
}

std::string_view name_of(CodeList list) { return lists().all[static_cast<std::size_t>(list)].name; }
std::string_view text_of(CodeList list) { return lists().all[static_cast<std::size_t>(list)].text; }

}  // namespace samkjop::peppol
