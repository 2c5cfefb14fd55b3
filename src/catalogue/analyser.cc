// How a text becomes terms. Folding before stemming, so that «hondkle» and «håndkle» meet; a number
// and its unit become one size in the smallest unit, so that «0,5 l» and «500 ml» meet; a compound
// is split where a known head stands last and what is before it is known, or the head is beyond
// doubt.

#include "catalogue/analyser.h"

#include <xapian.h>

#include "base/decimal.h"

namespace samkjop::catalogue::analyser {
namespace {

struct Letter {
    std::string_view from, folded, lower;
};
constexpr Letter kLetters[] = {
    {"æ", "ae", "æ"}, {"Æ", "ae", "æ"}, {"ø", "o", "ø"},  {"Ø", "o", "ø"}, {"å", "a", "å"},
    {"Å", "a", "å"},  {"ä", "ae", "ä"}, {"Ä", "ae", "ä"}, {"ö", "o", "ö"}, {"Ö", "o", "ö"},
    {"é", "e", "é"},  {"É", "e", "é"},  {"è", "e", "è"},  {"È", "e", "è"}, {"ê", "e", "ê"},
    {"Ê", "e", "ê"},  {"ë", "e", "ë"},  {"à", "a", "à"},  {"À", "a", "à"}, {"á", "a", "á"},
    {"â", "a", "â"},  {"ó", "o", "ó"},  {"ò", "o", "ò"},  {"ô", "o", "ô"}, {"Ô", "o", "ô"},
    {"ü", "u", "ü"},  {"Ü", "u", "ü"},  {"ú", "u", "ú"},  {"í", "i", "í"}, {"ï", "i", "ï"},
    {"ñ", "n", "ñ"},  {"ç", "c", "ç"},
};

// The letter at this place of the text, or nullptr. Every one of them is two bytes.
const Letter* letter_at(std::string_view text, std::size_t at) {
    if (text[at] != '\xc3' || at + 1 >= text.size()) return nullptr;
    static const auto by_byte = [] {
        std::array<const Letter*, 256> out{};
        for (const Letter& letter : kLetters)
            out[static_cast<unsigned char>(letter.from[1])] = &letter;
        return out;
    }();
    return by_byte[static_cast<unsigned char>(text[at + 1])];
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// A run of letters or of digits (with a decimal sign), and what joins it to the run before.
struct Run {
    std::string text;     // folded
    std::string surface;  // lower case
    bool number = false;
    enum class Join : std::uint8_t { none, blank, adjacent, hyphen } join = Join::none;
};

bool is_joiner(char c) { return c == '-' || c == '/' || c == '_' || c == '.'; }

class Runs {
public:
    explicit Runs(std::string_view text) : text_(text) {}

    std::vector<Run> read() {
        while (at_ < text_.size()) step();
        return std::move(out_);
    }

private:
    bool letter_starts(std::size_t at) const {
        const char c = text_[at];
        if (is_ascii_letter(c)) return true;
        if (static_cast<unsigned char>(c) < 0x80) return false;
        // × and ÷, no-break spaces, quotation marks and dashes part words.
        const std::string_view rest = text_.substr(at);
        for (const std::string_view mark :
             {"×", "÷", "\u00a0", "«", "»", "·", "®", "°", "½", "²"}) {
            if (rest.starts_with(mark)) return false;
        }
        return !rest.starts_with("\xe2\x80") && !rest.starts_with("\xe2\x84");
    }

    void step() {
        const char c = text_[at_];
        if (is_digit(c)) return number();
        if (letter_starts(at_)) return word();
        if (text_.substr(at_).starts_with("×")) {
            push({"x", "x", false, next_});
            at_ += 2;
            return;
        }
        if (c == ' ' || c == '\t' || text_.substr(at_).starts_with("\u00a0")) {
            next_ = next_ == Run::Join::adjacent ? Run::Join::blank
                    : next_ == Run::Join::blank  ? next_
                                                 : Run::Join::none;
        } else {
            next_ =
                is_joiner(c) && next_ == Run::Join::adjacent ? Run::Join::hyphen : Run::Join::none;
        }
        at_ += static_cast<unsigned char>(c) >= 0xe0   ? 3
               : static_cast<unsigned char>(c) >= 0xc0 ? 2
                                                       : 1;
        at_ = std::min(at_, text_.size());
    }

    void number() {
        Run run{"", "", true, next_};
        while (at_ < text_.size()) {
            const char c = text_[at_];
            const bool decimal = (c == ',' || c == '.') && at_ + 1 < text_.size() &&
                                 is_digit(text_[at_ + 1]) &&
                                 run.text.find('.') == std::string::npos;
            if (!is_digit(c) && !decimal) break;
            run.text += decimal ? '.' : c;
            run.surface += c;
            ++at_;
        }
        push(std::move(run));
    }

    void word() {
        Run run{"", "", false, next_};
        while (at_ < text_.size() && letter_starts(at_)) {
            if (const Letter* letter = letter_at(text_, at_)) {
                run.text += letter->folded;
                run.surface += letter->lower;
                at_ += 2;
            } else {
                run.text += lower(text_[at_]);
                run.surface += lower(text_[at_]);
                ++at_;
                // The rest of a letter that the table does not have.
                while (at_ < text_.size() && (text_[at_] & '\xc0') == '\x80') {
                    run.text += text_[at_];
                    run.surface += text_[at_++];
                }
            }
        }
        run.text = folded(run.text);
        push(std::move(run));
    }

    void push(Run run) {
        out_.push_back(std::move(run));
        next_ = Run::Join::adjacent;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Run::Join next_ = Run::Join::none;
    std::vector<Run> out_;
};

struct Measure {
    std::string_view name, base;
    std::int64_t factor;
};
constexpr Measure kMeasures[] = {
    {"ml", "ml", 1},     {"cl", "ml", 10},      {"dl", "ml", 100},     {"l", "ml", 1000},
    {"ltr", "ml", 1000}, {"liter", "ml", 1000}, {"mg", "mg", 1},       {"g", "mg", 1000},
    {"gr", "mg", 1000},  {"gram", "mg", 1000},  {"kg", "mg", 1000000}, {"kilo", "mg", 1000000},
    {"mm", "mm", 1},     {"cm", "mm", 10},      {"m", "mm", 1000},     {"meter", "mm", 1000},
};

const Measure* measure(std::string_view name) {
    for (const Measure& each : kMeasures) {
        if (each.name == name) return &each;
    }
    return nullptr;
}

// "0.5" l → "500ml"; nothing where the number is none.
std::string size_of(std::string_view number, const Measure& unit) {
    const auto value = Decimal::parse(number);
    if (!value || value->digits() > 1'000'000'000) return "";
    return Decimal(value->digits() * unit.factor, value->scale()).text() + std::string(unit.base);
}

bool joined(const Run& run) {
    return run.join == Run::Join::adjacent || run.join == Run::Join::hyphen;
}
bool near(const Run& run) { return joined(run) || run.join == Run::Join::blank; }

const std::unordered_set<std::string>& stop_words() {
    static const auto set = [] {
        std::unordered_set<std::string> out;
        std::size_t at = 0;
        while (at < kStopWords.size()) {
            const auto end = std::min(kStopWords.find(' ', at), kStopWords.size());
            out.emplace(kStopWords.substr(at, end - at));
            at = end + 1;
        }
        return out;
    }();
    return set;
}

// Takes "10 x 10 [x 2] [cm]" from this place: one token "10x10".
std::size_t take_dimensions(std::span<const Run> runs, std::size_t at, std::vector<Token>& out) {
    std::size_t end = at + 1;
    std::string text = runs[at].text;
    while (end + 1 < runs.size() && runs[end].text == "x" && near(runs[end]) &&
           runs[end + 1].number && near(runs[end + 1])) {
        text += "x" + runs[end + 1].text;
        end += 2;
    }
    if (end == at + 1) return at;
    if (end < runs.size() && near(runs[end]) && measure(runs[end].text) != nullptr) ++end;
    out.push_back({Token::Kind::size, text, text, {}});
    return end;
}

std::size_t take_size(std::span<const Run> runs, std::size_t at, std::vector<Token>& out) {
    if (at + 1 >= runs.size() || runs[at + 1].number || !near(runs[at + 1])) return at;
    const Measure* unit = measure(runs[at + 1].text);
    // «3M» is a name where nothing parts the figure from a capital; a blank makes it three metres.
    if (unit == nullptr || (at + 2 < runs.size() && joined(runs[at + 2]))) return at;
    std::string text = size_of(runs[at].text, *unit);
    if (text.empty()) return at;
    out.push_back(
        {Token::Kind::size, std::move(text), runs[at].surface + " " + runs[at + 1].surface, {}});
    return at + 2;
}

// Runs that hang together: one token with its parts.
std::size_t take_joined(std::span<const Run> runs, std::size_t at, std::vector<Token>& out) {
    Token token;
    std::size_t end = at;
    bool digit = false;
    do {
        token.text += runs[end].text;
        if (end > at && runs[end].join == Run::Join::hyphen) token.surface += '-';
        token.surface += runs[end].surface;
        digit |= runs[end].number;
        token.parts.push_back(runs[end].text);
    } while (++end < runs.size() && joined(runs[end]));
    std::erase(token.text, '.');
    if (token.parts.size() == 1) token.parts.clear();
    token.kind = digit ? Token::Kind::code : Token::Kind::word;
    if (!stop_words().contains(token.text)) out.push_back(std::move(token));
    return end;
}

}  // namespace

std::string folded(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        if (const Letter* letter = letter_at(utf8, at)) {
            out += letter->folded;
            ++at;
        } else {
            out += lower(utf8[at]);
        }
        const std::size_t size = out.size();
        if (size < 2) continue;
        if (out[size - 1] == 'a' && out[size - 2] == 'a') out.pop_back();
        if (out[size - 1] == 'e' && out[size - 2] == 'o') out.pop_back();
    }
    return out;
}

std::string lower_case(std::string_view utf8) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        if (const Letter* letter = letter_at(utf8, at)) {
            out += letter->lower;
            ++at;
        } else {
            out += lower(utf8[at]);
        }
    }
    return out;
}

std::vector<Token> tokens(std::string_view utf8) {
    const std::vector<Run> runs = Runs(utf8).read();
    std::vector<Token> out;
    for (std::size_t at = 0; at < runs.size();) {
        std::size_t end = at;
        if (runs[at].number) {
            end = take_dimensions(runs, at, out);
            if (end == at) end = take_size(runs, at, out);
        }
        at = end > at ? end : take_joined(runs, at, out);
    }
    return out;
}

namespace {

std::string snowball(const std::string& word) {
    thread_local const Xapian::Stem stemmer("norwegian");
    return stemmer(word);
}

const std::unordered_map<std::string, std::string>& same_words() {
    static const auto map = [] {
        std::unordered_map<std::string, std::string> out;
        for (const Pair& pair : equivalents()) {
            const bool as_it_is = pair.to.starts_with('=');
            const std::string to = as_it_is ? folded(pair.to.substr(1)) : snowball(folded(pair.to));
            const std::string whole = folded(pair.from);
            const std::string from = snowball(whole);
            if (from != to && !as_it_is) out.emplace(from, to);
            if (whole != from && (whole != to || as_it_is)) out.emplace(whole, to);
        }
        return out;
    }();
    return map;
}

}  // namespace

namespace {

std::string stemmed(const std::string& word) {
    if (std::ranges::any_of(word, is_digit)) return word;
    const auto& same = same_words();
    if (const auto whole = same.find(word); whole != same.end()) return whole->second;
    std::string out = snowball(word);
    // «glutenfritt», «lateksfrie»: the stemmer leaves an adjective's neuter as it is.
    if (out.size() > 6 && out.ends_with("fritt")) out.resize(out.size() - 2);
    if (out.size() > 6 && out.ends_with("frie")) out.resize(out.size() - 1);
    if (const auto other = same.find(out); other != same.end()) return other->second;
    return out;
}

}  // namespace

std::string stem(std::string_view folded_word) {
    // A catalogue has few words and says them often: each thread remembers the last of them.
    constexpr std::size_t kMostKept = 50'000, kLongestKept = 40;
    thread_local std::unordered_map<std::string, std::string> known;
    const std::string word(folded_word);
    if (word.size() > kLongestKept) return stemmed(word);
    if (const auto it = known.find(word); it != known.end()) return it->second;
    if (known.size() >= kMostKept) known.clear();
    return known[word] = stemmed(word);
}

const Related& related(const std::string& stem_) {
    static const auto map = [] {
        std::unordered_map<std::string, Related> out;
        for (const Pair& pair : related_words()) {
            std::string from;
            for (const Token& token : tokens(pair.from)) from += token.text;
            Related& all = out[stem(from)];
            for (std::string_view rest = pair.to; !rest.empty();) {
                const auto end = std::min(rest.find(';'), rest.size());
                std::vector<std::string> words;
                for (const Token& token : tokens(rest.substr(0, end))) words.push_back(token.text);
                all.push_back(std::move(words));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
        return out;
    }();
    static const Related none;
    const auto it = map.find(stem_);
    return it == map.end() ? none : it->second;
}

namespace {

template <class F>
void each_word(std::string_view text, char mark, F function) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find(mark, at), text.size());
        if (end > at) function(text.substr(at, end - at));
        at = end + 1;
    }
}

constexpr std::size_t kShortestPart = 3;

// «arbeids|hanske», «barne|mat»: the part before, with or without the letter that binds.
std::string known_first_part(std::string_view part, const Lexicon& lexicon) {
    std::string whole = stem(part);
    if (lexicon.has(whole)) return whole;
    if (part.size() > kShortestPart && (part.ends_with('s') || part.ends_with('e'))) {
        std::string bare = stem(part.substr(0, part.size() - 1));
        if (lexicon.has(bare)) return bare;
    }
    return "";
}

void split(std::string_view word, const Lexicon& lexicon, int depth,
           std::vector<std::string>& out) {
    if (depth == 0 || word.size() < 2 * kShortestPart) return;
    // From the longest head to the shortest: first where both sides are known.
    for (std::size_t at = kShortestPart; at + kShortestPart <= word.size(); ++at) {
        std::string head = stem(word.substr(at));
        if (head.size() < kShortestPart || !lexicon.has(head)) continue;
        const std::string first = known_first_part(word.substr(0, at), lexicon);
        if (first.empty()) continue;
        const std::size_t before = out.size();
        split(word.substr(0, at), lexicon, depth - 1, out);
        if (out.size() == before) out.push_back(first);
        out.push_back(std::move(head));
        return;
    }
    // Then where the head is beyond doubt: five letters, or a head of our own list.
    for (std::size_t at = kShortestPart; at + 4 <= word.size(); ++at) {
        std::string head = stem(word.substr(at));
        const bool sure = lexicon.is_head(head) || (word.size() - at >= 6 && lexicon.has(head));
        if (head.size() < kShortestPart || !sure) continue;
        split(word.substr(0, at), lexicon, depth - 1, out);
        out.push_back(std::move(head));
        return;
    }
}

}  // namespace

const Lexicon& Lexicon::by_hand() {
    static const Lexicon lexicon = [] {
        Lexicon out;
        const auto add = [&](std::string_view word) { out.add(stem(folded(word))); };
        each_word(kHeads, ' ', add);
        each_word(kHeads, ' ',
                  [&](std::string_view word) { out.heads_.insert(stem(folded(word))); });
        each_word(kFirstParts, ' ', add);
        each_word(kWholeWords, ' ', add);
        return out;
    }();
    return lexicon;
}

Lexicon::Lexicon(std::string_view lines) : Lexicon(by_hand()) {
    each_word(lines, '\n', [&](std::string_view word) { stems_.emplace(word); });
}

std::vector<std::string> parts(std::string_view folded_word, const Lexicon& lexicon) {
    std::vector<std::string> out;
    if (std::ranges::any_of(folded_word, is_digit)) return out;
    split(folded_word, lexicon, 3, out);
    // A word that is its own only part is no compound.
    if (out.size() == 1 && out[0] == stem(folded_word)) out.clear();
    return out;
}

bool is_first_part(std::string_view folded_word, const Lexicon& lexicon) {
    return folded_word.size() >= kShortestPart && !known_first_part(folded_word, lexicon).empty();
}

std::string size_letter(std::string_view utf8_name) {
    static constexpr std::pair<std::string_view, std::string_view> kSizes[] = {
        {"xxs", "XXS"},  {"xs", "XS"},   {"s", "S"},     {"m", "M"},
        {"l", "L"},      {"xl", "XL"},   {"xxl", "2XL"}, {"2xl", "2XL"},
        {"xxxl", "3XL"}, {"3xl", "3XL"}, {"4xl", "4XL"}, {"5xl", "5XL"}};
    std::string out;
    for (const Token& token : tokens(utf8_name)) {
        for (const auto& [text, size] : kSizes) {
            if (token.text == text) out = size;
        }
    }
    return out;
}

}  // namespace samkjop::catalogue::analyser
