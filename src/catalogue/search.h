#pragma once
// The search index beside the database (Xapian). It is derived: it may be thrown away and is built
// again. It follows the database through an outbox; one program at a time writes it, any number of
// threads read it. What it finds are item numbers: prices and rights are read from the database.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "agreement/agreement.h"
#include "catalogue/catalogue.h"

namespace samkjop::db {
class Database;
}

namespace samkjop::catalogue {

// Brings the index in `folder` up to date: outbox rows since the last time, and what a new day
// begins or ends. Builds it anew where it is missing or made by another version. Returns how many
// items were written. Called in a loop by one thread (a second or so between), never by a request.
int index_changes(db::Database&, const std::filesystem::path& folder, Date today);

struct Question {
    std::string words;
    MunicipalityId municipality;
    agreement::AgreementId agreement;  // facets: 0 or empty is any
    party::SupplierId supplier;
    std::string group;   // product group code: UNSPSC prefix
    std::string size;    // "M"
    std::string unit;    // of the ordered unit, UN/ECE Recommendation 20
    std::string label;   // eco label by its name: «Svanemerket»
    int price_band = 0;  // from 1: format::kPriceBands
    enum class Terms : std::uint8_t { any, on_agreement, without_agreement, environment };
    Terms terms = Terms::any;
    bool by_price = false;  // price per base unit instead of relevance
    int page = 0;           // from 0
};
inline constexpr int kPageSize = 20;

template <class Key>
struct Count {
    Key key;
    int number = 0;
};
struct Answer {
    bool ready = true;  // false: there is no index yet
    std::vector<ItemId> items;
    std::vector<ItemId> similar;   // first page, where few have every word: these have some
    int total = 0;                 // of items, exactly
    bool any_word = false;         // no item has every word: these have some
    std::string suggestion;        // «Mente du …»; empty: none
    bool suggestion_used = false;  // the words gave nothing, these are the suggestion's items
    std::vector<Count<agreement::AgreementId>> agreements;  // most first
    std::vector<Count<party::SupplierId>> suppliers;
    std::vector<Count<std::string>> groups;
    std::vector<Count<std::string>> sizes;
    std::vector<Count<std::string>> units;
    std::vector<Count<std::string>> labels;
    std::vector<Count<int>> price_bands;  // cheapest first
    int on_agreement = 0, without_agreement = 0, environment = 0;
};

// A reader of one folder. Safe from several threads: each has its own view of the index.
class Search {
public:
    explicit Search(std::filesystem::path folder) : folder_(std::move(folder)) {}
    Answer ask(const Question&) const;
    // What somebody may be about to write, of what this municipality can find; most goods first.
    std::vector<std::string> suggestions(std::string_view begun, MunicipalityId, int limit) const;

private:
    std::filesystem::path folder_;
};

// What colleagues buy, for the order of what is found. Read again when somebody has bought.
void refresh_popularity(db::Database&, const std::filesystem::path& folder);

// The folder that the pages search in; set once by the program at start.
void use_search_folder(std::filesystem::path folder);
const std::filesystem::path& used_search_folder();

}  // namespace samkjop::catalogue
