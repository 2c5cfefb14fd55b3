#pragma once
// From text to search terms: what people write and what suppliers write must meet. Pure: no
// database, no clock. The same steps are taken for goods and for questions.
//
//   «Håndklær»  → fold «handklar» → stem           hansker, hanskene → hansk
//   «mjølk»     → the bokmål word: melk            «0,5 l», «500 ml» → 500ml
//   «kopipapir» → whole, and its parts kopi, papir  «FM-10442» → fm10442, fm, 10442

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace samkjop::catalogue::analyser {

// Lower case; æ is ae, ø and oe are o, å and aa are a, é is e. The answer is ASCII for any text in
// the Latin alphabet.
std::string folded(std::string_view utf8);
std::string lower_case(std::string_view utf8);  // keeps æ ø å: the word as it is shown

struct Token {
    enum class Kind : std::uint8_t {
        word,
        code,
        size
    };  // code: has a digit; size: number and unit
    Kind kind = Kind::word;
    std::string text;                // folded and joined: "hanske", "fm10442", "500ml", "10x10"
    std::string surface;             // lower case, as written
    std::vector<std::string> parts;  // of a hyphened word or a code: "fm", "10442"
};
std::vector<Token> tokens(std::string_view utf8);  // without stop words

// The Norwegian Snowball stem of a folded word, and of its bokmål word where it has another form in
// nynorsk or another name. Codes are left alone.
std::string stem(std::string_view folded_word);

// Stems that may stand as a part of a compound.
class Lexicon {
public:
    static const Lexicon& by_hand();  // our own list of heads and first parts
    Lexicon() = default;
    explicit Lexicon(std::string_view lines);  // by hand, and one stem per line
    void add(std::string stem) { stems_.insert(std::move(stem)); }
    bool has(const std::string& stem) const { return stems_.contains(stem); }
    // A short list of words that are heads whatever stands before them: -hanske, -papir.
    bool is_head(const std::string& stem) const { return heads_.contains(stem); }
    std::size_t size() const { return stems_.size(); }

private:
    std::unordered_set<std::string> stems_;
    std::unordered_set<std::string> heads_;
};

// The stems of a compound's parts in order, first parts that nothing knows left out; empty where
// the word is no compound. "undersokelseshanske" → undersok, hansk.
std::vector<std::string> parts(std::string_view folded_word, const Lexicon&);

// May this stand first in a compound? «blekk», «arbeids».
bool is_first_part(std::string_view folded_word, const Lexicon&);

// XS … 5XL where the name states a size, else empty: «Hanske, nitril, M», «str. XL».
std::string size_letter(std::string_view utf8_name);

// The same word as the stemmer does not see it: nokl → nokkel. Of a stem.
std::vector<std::string> inflections(std::string_view stem);
// The word with letters as the other language has them: lauk → lok. Many of them are no words.
std::vector<std::string> other_spellings(std::string_view folded_word);
// Words that sound alike have the same: pulsoximeter, pulsoksymeter.
std::string sound(std::string_view folded_word);

// What else the word may mean: each is some words that must all be found. By stem.
using Related = std::vector<std::vector<std::string>>;  // folded words
const Related& related(const std::string& stem);

// The words that the lists are made of (words.cc, related.cc).
struct Pair {
    std::string_view from, to;
};
const std::vector<Pair>& related_words();
const std::vector<Pair>& equivalents();  // nynorsk or another name → bokmål
extern const std::string_view kHeads;    // parted by blanks
extern const std::string_view kFirstParts;
extern const std::string_view kWholeWords;  // end like a head, and are none
extern const std::string_view kStopWords;

}  // namespace samkjop::catalogue::analyser
