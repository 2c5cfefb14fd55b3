// Loading what the index knows of itself, and handing it from the writer to the readers.

#include "catalogue/search_state.h"

#include <cmath>

namespace samkjop::catalogue::state {
namespace {

constexpr auto kLookAgain = std::chrono::milliseconds(250);

template <class T>
class Numbers {
public:
    explicit Numbers(std::vector<T>& ids) : ids_(ids) {}
    std::int32_t of(T id) {
        const auto [it, is_new] = known_.emplace(id, static_cast<std::int32_t>(ids_.size()));
        if (is_new) ids_.push_back(id);
        return it->second;
    }

private:
    std::vector<T>& ids_;
    std::unordered_map<T, std::int32_t> known_;
};

void load_figures(const Xapian::Database& index, Loaded& out) {
    out.figures.resize(index.get_lastdocid() + 1);
    out.unit.resize(out.figures.size());
    Numbers agreements(out.agreements), suppliers(out.suppliers);
    Numbers units(out.units);
    agreements.of(0);
    for (auto it = index.valuestream_begin(0); it != index.valuestream_end(0); ++it) {
        format::Figures figures = format::unpacked(*it);
        figures.agreement = agreements.of(figures.agreement);
        figures.supplier = suppliers.of(figures.supplier);
        const std::int32_t unit = units.of(format::unit_number(figures.unit));
        out.unit[it.get_docid()] = static_cast<std::uint8_t>(std::min(unit, 255));
        out.figures[it.get_docid()] = figures;
    }
}

void load_sounds(const Xapian::Database& index, Loaded& out) {
    std::unordered_map<std::string, Xapian::doccount> most;
    for (auto it = index.spellings_begin(); it != index.spellings_end(); ++it) {
        const std::string sound = analyser::sound(analyser::folded(*it));
        Xapian::doccount& times = most[sound];
        if (it.get_termfreq() <= times) continue;
        times = it.get_termfreq();
        out.sounds[sound] = *it;
    }
}

void load_phrases(const Xapian::Database& index, Loaded& out) {
    const std::string lines = index.get_metadata(format::kPhrases);
    for (std::size_t at = 0; at < lines.size();) {
        const auto end = std::min(lines.find('\n', at), lines.size());
        const auto tab = lines.find('\t', at);
        if (tab < end) {
            const auto number = static_cast<std::uint32_t>(out.phrases.size());
            out.phrases.push_back(
                {lines.substr(tab + 1, end - tab - 1), std::atoi(lines.c_str() + at)});
            const std::string folded = analyser::folded(out.phrases.back().words);
            // It is found by the beginning of any of its words.
            for (std::size_t word = 0; word != std::string::npos && word < folded.size();
                 word = folded.find(' ', word) == std::string::npos ? std::string::npos
                                                                    : folded.find(' ', word) + 1)
                out.begun_by.emplace_back(folded.substr(word), number);
        }
        at = end + 1;
    }
    std::ranges::sort(out.begun_by);
}

Shared load(const std::filesystem::path& path) {
    const Xapian::Database index(path.string());
    auto out = std::make_shared<Loaded>();
    out->path = path;
    out->revision = index.get_revision();
    load_figures(index, *out);
    load_sounds(index, *out);
    load_phrases(index, *out);
    out->lexicon = analyser::Lexicon(index.get_metadata(format::kLexicon));
    return out;
}

struct Published {
    Shared state;
    std::shared_ptr<const Popularity> popularity;
};
std::mutex published_mutex;
std::map<std::filesystem::path, Published>& published() {
    static std::map<std::filesystem::path, Published> all;
    return all;
}

Published newest(const std::filesystem::path& folder) {
    const std::scoped_lock lock(published_mutex);
    return published()[folder];
}

}  // namespace

void publish(const std::filesystem::path& folder, const std::filesystem::path& index) {
    Shared state = load(index);
    const std::scoped_lock lock(published_mutex);
    published()[folder].state = std::move(state);
}

void publish(const std::filesystem::path& folder, std::shared_ptr<const Popularity> popularity) {
    const std::scoped_lock lock(published_mutex);
    published()[folder].popularity = std::move(popularity);
}

void View::look(const std::filesystem::path& folder, bool now) {
    const auto time = std::chrono::steady_clock::now();
    if (index && !now && time - looked < kLookAgain) return;
    looked = time;
    const auto current = format::current(folder);
    if (!current) {
        index.reset();
        return;
    }
    Published latest = newest(folder);
    if (!latest.state || latest.state->path != *current) {
        // No writer in this program: the first thread that comes loads it for all.
        static std::mutex loading;
        const std::scoped_lock lock(loading);
        latest = newest(folder);
        if (!latest.state || latest.state->path != *current) publish(folder, *current);
        latest = newest(folder);
    }
    if (!index || path != *current) {
        index.emplace(current->string());
        path = *current;
    } else {
        index->reopen();
    }
    state = std::move(latest.state);
    popularity = std::move(latest.popularity);
}

}  // namespace samkjop::catalogue::state
