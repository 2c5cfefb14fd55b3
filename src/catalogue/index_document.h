#pragma once
// From an item to what the index keeps of it; and the words of many items.
#include <xapian.h>

#include <map>
#include <unordered_map>

#include "catalogue/analyser.h"
#include "catalogue/catalogue.h"
#include "catalogue/index_format.h"

namespace samkjop::catalogue {

// Which municipalities may buy on an agreement today; asked once for each agreement.
class IndexRights {
public:
    IndexRights(db::Session& session, Date today) : session_(session), today_(today) {}
    const std::vector<MunicipalityId>& of(agreement::AgreementId);

private:
    db::Session& session_;
    Date today_;
    std::map<std::int64_t, std::vector<MunicipalityId>> members_;
};

// The parts of a word are looked for once: a catalogue says few words often.
class Splitter {
public:
    explicit Splitter(const analyser::Lexicon& lexicon) : lexicon_(lexicon) {}
    const std::vector<std::string>& of(const std::string& folded_word);

private:
    const analyser::Lexicon& lexicon_;
    std::unordered_map<std::string, std::vector<std::string>> known_;
};

Xapian::Document document_of(const Item&, IndexRights&, Splitter&);

struct Vocabulary {
    std::unordered_map<std::string, int> stems;          // may stand in compounds
    std::unordered_map<std::string, unsigned> surfaces;  // words that spellings are put right to
    std::unordered_map<std::string, int> phrases;        // what names begin with
    void count(const Item&);
    void take_phrases(std::string_view lines);
    std::string phrase_lines() const;  // times, tab, words; most first
    std::string lexicon_lines() const;

private:
    void add_phrase(std::string_view words);
};

}  // namespace samkjop::catalogue
