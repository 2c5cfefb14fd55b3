#pragma once
// What the threads that search share of one state of the index: the few figures of each item, the
// words it knows, and what colleagues buy. The writer loads a new state when it has written, so
// that no question waits for it.
#include <xapian.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "catalogue/index_format.h"
#include "catalogue/search.h"
#include "catalogue/search_memory.h"

namespace samkjop::catalogue::state {

struct Phrase {
    std::string words;
    int times = 0;
};

struct Loaded {
    std::filesystem::path path;
    Xapian::rev revision = 0;
    std::vector<format::Figures> figures;  // by document; agreement and supplier are numbers below
    std::vector<std::int64_t> agreements, suppliers;  // number → id; agreements[0] is none
    std::vector<std::int32_t> units;                  // number → code; see format::unit_text
    std::vector<std::uint8_t> unit;                   // by document
    analyser::Lexicon lexicon{""};
    std::unordered_map<std::string, std::string> sounds;          // → the commonest word
    std::vector<Phrase> phrases;                                  // most first
    std::vector<std::pair<std::string, std::uint32_t>> begun_by;  // folded words → phrase, sorted
    mutable std::mutex browsing;
    mutable std::map<std::int64_t, Answer> by_municipality;
    mutable Memory memory;
};
using Shared = std::shared_ptr<const Loaded>;

// By municipality and item: how often colleagues have bought it, from 0 to 255 (logarithmic).
struct Popularity {
    std::unordered_map<std::int64_t, std::vector<std::uint8_t>> times;
};

// Loads the folder's newest state and hands it to the readers. Called by the writer.
void publish(const std::filesystem::path& folder, const std::filesystem::path& index);
void publish(const std::filesystem::path& folder, std::shared_ptr<const Popularity>);

// One thread's view of one folder.
struct View {
    std::optional<Xapian::Database> index;
    std::filesystem::path path;
    Shared state;
    std::shared_ptr<const Popularity> popularity;
    std::chrono::steady_clock::time_point looked;
    // Looks a few times a second whether there is anything new, or at once.
    void look(const std::filesystem::path& folder, bool now);
};

}  // namespace samkjop::catalogue::state
