#pragma once
// Which goods a line is about, and how sure that is.
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "control/rules.h"

namespace samkjop::control {

// The words of a name's key, made ready to be compared with many others.
class Words {
public:
    explicit Words(std::string_view key);
    // In percent; another size or strength halves it.
    static int likeness(const Words& left, const Words& right);

private:
    struct Word {
        std::uint64_t mark;  // of its letters
        bool size;           // says how large or strong: «10», «ml», «M»
    };
    std::vector<Word> words_;  // rising, each once
};

struct Matched {
    Match how = Match::none;
    int likeness = 0;
    std::vector<const catalogue::Terms*> terms;  // every version of the goods it may be
};
class Matcher {
public:
    explicit Matcher(const Facts& facts);
    Matched of(const Line& line) const;

private:
    using Index = std::unordered_map<std::string, std::vector<const catalogue::Terms*>>;
    static const std::vector<const catalogue::Terms*>* in(const Index& index,
                                                          const std::string& key);
    const Index& by_text() const;  // made when a line has neither number nor GTIN that is known
    const Facts& facts_;
    Index by_number_, by_loose_number_, by_gtin_;
    mutable Index by_text_;
    std::unordered_map<std::int64_t, std::vector<const catalogue::Terms*>> by_item_;
};

}  // namespace samkjop::control
