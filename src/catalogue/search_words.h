#pragma once
// From the words of a question to what the index is asked.
#include "catalogue/search_state.h"

namespace samkjop::catalogue {

class Words {
public:
    Words(const Xapian::Database& index, const state::Loaded& state)
        : index_(index), state_(state) {}

    Xapian::Query all_of(const std::vector<analyser::Token>& words) const;
    Xapian::Query any_of(const std::vector<analyser::Token>& words) const;
    // The question with its unknown words put right; empty where there is nothing to put right.
    std::string spelt(const std::vector<analyser::Token>& words) const;
    // Whether anything that the municipality can find has all these words.
    bool finds_any(std::string_view words, MunicipalityId) const;

private:
    bool known(const std::string& term) const { return index_.term_exists(term); }
    Xapian::Query word(const analyser::Token&, bool last) const;
    Xapian::Query plain(const std::string& folded_word) const;
    void add_parts(std::vector<Xapian::Query>& ways, const analyser::Token&) const;
    void add_other_forms(std::vector<Xapian::Query>& ways, const analyser::Token&,
                         const std::string& term) const;
    void add_related(std::vector<Xapian::Query>& ways, const std::string& term) const;
    void add_endings(std::vector<Xapian::Query>& ways, const std::string& beginning) const;
    std::string spelt(const std::string& word) const;

    const Xapian::Database& index_;
    const state::Loaded& state_;
};

}  // namespace samkjop::catalogue
