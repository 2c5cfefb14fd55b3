// Decides whether a code is in a list, in a release.

#include "peppol/code_lists.h"

#include "base/assert.h"

namespace samkjop::peppol {
namespace {

constexpr std::string_view kSource =
#include "peppol/code_lists.inc"
    ;

}  // namespace

std::string_view official_code_lists() { return kSource; }

// The lists stand in the source in the order of the enum. After a release, a list that is named
// again gets what follows.
CodeLists::CodeLists(std::string_view source, std::span<const Release> releases) {
    std::size_t next = 0;
    std::uint8_t release = 0;
    List* current = nullptr;
    while (true) {
        const std::size_t start = source.find_first_not_of(" \n");
        if (start == source.npos) break;
        source.remove_prefix(start);
        const std::string_view word = source.substr(0, source.find_first_of(" \n"));
        source.remove_prefix(word.size());
        if (word.starts_with('@')) {
            release = number_of(releases, word.substr(1));
            current = nullptr;
        } else if (word.starts_with('=')) {
            const std::string_view name = word.substr(1);
            if (const auto found = by_name_.find(name); found != by_name_.end()) {
                current = &all_[static_cast<std::size_t>(found->second)];
                continue;
            }
            SK_ASSERT(next < all_.size());
            by_name_.emplace(name, static_cast<CodeList>(next));
            current = &all_[next++];
            current->name = name;
            current->texts.assign(releases.size(), " ");
        } else {
            SK_ASSERT(current != nullptr);
            add(*current, word, release, releases.size());
        }
    }
    SK_ASSERT(next == all_.size());
}

void CodeLists::add(List& list, std::string_view word, std::uint8_t release, std::size_t releases) {
    if (word == "\"\"") word = {};  // the published list has an empty code too
    if (word.starts_with('!')) {
        const auto gone = list.codes.find(word.substr(1));
        SK_ASSERT(gone != list.codes.end());
        gone->second.until = release;
        for (std::size_t i = release; i < releases; ++i) {
            const std::string code = " " + std::string(gone->first) + " ";
            list.texts[i].replace(list.texts[i].find(code), code.size(), " ");
        }
        return;
    }
    list.codes.emplace(word, InForce{.from = release});
    for (std::size_t i = release; i < releases; ++i) list.texts[i].append(word).append(" ");
}

bool CodeLists::has(CodeList list, std::string_view code, std::uint8_t release) const {
    const auto found = of(list).codes.find(code);
    return found != of(list).codes.end() && found->second.in(release);
}

std::optional<CodeList> CodeLists::named(std::string_view name) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return {};
    return found->second;
}

}  // namespace samkjop::peppol
