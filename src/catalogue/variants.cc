// Other ways to write a word, tried only against words that the index has: forms that the stemmer
// does not bring together (nøkkel, nøkler), nynorsk and bokmål letter by letter (lauk, løk), and
// what sounds alike (pulsoximeter, pulsoksymeter). All of it on folded text.

#include "catalogue/analyser.h"

namespace samkjop::catalogue::analyser {
namespace {

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }
bool is_consonant(char c) { return c >= 'a' && c <= 'z' && !is_vowel(c); }

void add(std::vector<std::string>& out, std::string word, std::string_view but) {
    if (word.size() >= 2 && word != but && std::ranges::find(out, word) == out.end())
        out.push_back(std::move(word));
}

}  // namespace

std::vector<std::string> inflections(std::string_view stem) {
    std::vector<std::string> out;
    const std::size_t size = stem.size();
    if (size < 3) return out;
    const char last = stem[size - 1];
    const bool liquid = last == 'l' || last == 'n' || last == 'r';
    if (liquid && is_consonant(stem[size - 2])) {  // nokl → nokkel, nokel
        const std::string before(stem.substr(0, size - 1));
        add(out, before + "e" + last, stem);
        add(out, before + before.back() + "e" + last, stem);
    }
    if (liquid && size >= 4 && stem[size - 2] == 'e' && is_consonant(stem[size - 3])) {
        std::string before(stem.substr(0, size - 2));  // nokkel → nokl
        add(out, before + last, stem);
        if (before.size() >= 2 && before.back() == before[before.size() - 2]) {
            before.pop_back();
            add(out, before + last, stem);
        }
    }
    if (size >= 4 && is_consonant(last) && last == stem[size - 2])  // grønn, grøn
        add(out, std::string(stem.substr(0, size - 1)), stem);
    else if (is_consonant(last) && is_vowel(stem[size - 2]))
        add(out, std::string(stem) + last, stem);
    return out;
}

std::vector<std::string> other_spellings(std::string_view folded_word) {
    static constexpr Pair kLetters[] = {
        {"au", "o"}, {"ei", "e"},  {"oy", "o"},  {"kv", "hv"}, {"mjo", "me"}, {"ju", "y"},
        {"jo", "y"}, {"jo", "o"},  {"eg", "ei"}, {"ei", "eg"}, {"hv", "kv"},  {"oy", "jo"},
        {"lj", "l"}, {"ar", "er"}, {"a", "o"},   {"o", "u"},   {"u", "o"},    {"y", "o"},
        {"gj", "g"}, {"kj", "k"},  {"o", "a"},   {"aa", "a"},  {"e", "i"},    {"ae", "e"},
        {"e", "ae"}, {"k", "kk"},  {"kk", "k"},  {"ei", "i"},  {"s", ""},     {"e", ""}};
    std::vector<std::string> out;
    const std::string word(folded_word);
    for (const Pair& pair : kLetters) {
        for (std::size_t at = word.find(pair.from); at != std::string::npos;
             at = word.find(pair.from, at + 1)) {
            std::string other = word;
            add(out, other.replace(at, pair.from.size(), pair.to), word);
        }
    }
    const std::size_t once = out.size();  // and two at a time of the sure ones
    for (std::size_t i = 0; i < once && out.size() < 200; ++i) {
        for (const Pair& pair : std::span(kLetters).first(14)) {
            const std::size_t at = out[i].find(pair.from);
            if (at == std::string::npos) continue;
            std::string other = out[i];
            add(out, other.replace(at, pair.from.size(), pair.to), word);
        }
    }
    return out;
}

std::string sound(std::string_view folded_word) {
    static constexpr Pair kSounds[] = {
        {"sch", "sj"}, {"skj", "sj"}, {"ski", "sji"}, {"sky", "sji"}, {"sh", "sj"}, {"kj", "sj"},
        {"tj", "sj"},  {"ch", "k"},   {"ck", "k"},    {"ph", "f"},    {"th", "t"},  {"gj", "j"},
        {"hj", "j"},   {"lj", "j"},   {"hv", "v"},    {"dt", "t"},    {"nd", "n"},  {"ld", "l"},
        {"ae", "e"},   {"ce", "se"},  {"ci", "si"},   {"cy", "si"},   {"c", "k"},   {"q", "k"},
        {"x", "ks"},   {"w", "v"},    {"z", "s"},     {"y", "i"}};
    std::string out;
    for (std::size_t at = 0; at < folded_word.size();) {
        std::string_view sounds = folded_word.substr(at, 1);
        std::size_t length = 1;
        for (const Pair& pair : kSounds) {
            if (!folded_word.substr(at).starts_with(pair.from)) continue;
            sounds = pair.to;
            length = pair.from.size();
            break;
        }
        for (const char c : sounds) {
            if (out.empty() || out.back() != c) out += c;
        }
        at += length;
    }
    while (out.size() > 3 && (out.back() == 'e' || out.back() == 't')) out.pop_back();
    return out;
}

}  // namespace samkjop::catalogue::analyser
