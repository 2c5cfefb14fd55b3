// How a word of a question is looked for, and how much each way counts: itself (and twice where it
// is what the thing is), all parts of a compound, its beginning, another form or spelling, another
// name of the same thing.

#include "catalogue/search_words.h"

#include <algorithm>
#include <functional>
#include <span>

namespace samkjop::catalogue {
namespace {

using analyser::Token;
using Xapian::Query;

constexpr std::size_t kMostEndings = 20;      // words that a beginning stands for
constexpr Xapian::doccount kEnoughHits = 20;  // a word with so many is not taken as a beginning

constexpr Xapian::doccount kVeryManyHits = 3000;

constexpr double kParts = 0.7, kBeginning = 0.5, kForm = 0.9, kSpelling = 0.6, kRelated = 0.45;

Query any(const std::vector<Query>& ways) {
    return ways.size() == 1 ? ways[0] : Query(Query::OP_OR, ways.begin(), ways.end());
}
Query scaled(const Query& query, double factor) { return {Query::OP_SCALE_WEIGHT, query, factor}; }
Query all(const std::vector<Query>& parts) { return {Query::OP_AND, parts.begin(), parts.end()}; }

}  // namespace

// A folded word as itself or by its parts: what a related name is made of.
Query Words::plain(const std::string& folded_word) const {
    const std::string term = analyser::stem(folded_word);
    std::vector<Query> ways = {Query(term)};
    const auto parts = analyser::parts(folded_word, state_.lexicon);
    if (parts.size() > 1)
        ways.push_back(scaled(Query(Query::OP_AND, parts.begin(), parts.end()), kParts));
    return any(ways);
}

void Words::add_parts(std::vector<Query>& ways, const Token& token) const {
    std::vector<std::string> parts = format::part_terms(token);
    if (parts.empty() && token.kind == Token::Kind::word)
        parts = analyser::parts(token.text, state_.lexicon);
    if (parts.size() < 2) return;
    std::vector<Query> every;
    for (const std::string& part : parts) {
        std::vector<Query> one = {Query(part)};
        if (&part == &parts.back()) {
            add_related(one, part);
        }
        every.push_back(any(one));
    }
    ways.push_back(scaled(all(every), kParts));
}

void Words::add_other_forms(std::vector<Query>& ways, const Token& token,
                            const std::string& term) const {
    for (const std::string& form : analyser::inflections(term)) {
        if (!known(form)) continue;
        ways.push_back(scaled(Query(form), kForm));
    }
    if (known(term) || token.text.size() < 4) return;
    for (const std::string& other : analyser::other_spellings(token.text)) {
        const std::string form = analyser::stem(other);
        if (!known(form)) continue;
        ways.push_back(scaled(Query(form), kSpelling));
    }
}

void Words::add_related(std::vector<Query>& ways, const std::string& term) const {
    for (const auto& words : analyser::related(term)) {
        std::vector<Query> each;
        for (const std::string& word : words) each.push_back(plain(word));
        if (!each.empty())
            ways.push_back(scaled(all(each), kRelated / std::sqrt(double(each.size()))));
    }
}

// The words that most goods have of those that begin so. Written out here and not as Xapian's
// wildcard: version 1.4 forgets to free the weighting of every word that its limit leaves out.
void Words::add_endings(std::vector<Query>& ways, const std::string& beginning) const {
    std::vector<std::pair<Xapian::doccount, std::string>> found;
    for (auto it = index_.allterms_begin(beginning); it != index_.allterms_end(beginning); ++it)
        found.emplace_back(it.get_termfreq(), *it);
    const std::size_t kept = std::min(found.size(), kMostEndings);
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(kept),
                              std::ranges::greater{});
    std::vector<Query> endings;
    for (const auto& [frequency, term] : std::span(found).first(kept)) endings.emplace_back(term);
    if (!endings.empty()) ways.push_back(scaled(any(endings), kBeginning));
}

Query Words::word(const Token& token, bool last) const {
    const std::string term = format::term_of(token);
    std::vector<Query> ways = {Query(term)};
    // A word that very many goods have is looked for as it stands: other ways would cost more than
    // they find.
    if (index_.get_termfreq(term) < kVeryManyHits) {
        add_parts(ways, token);
        if (token.kind == Token::Kind::word) {
            add_other_forms(ways, token, term);
            add_related(ways, term);
        }
    }
    const bool number = token.kind == Token::Kind::code && token.text.size() >= 4;
    const bool beginning = last && token.kind == Token::Kind::word && token.text.size() >= 3;
    if ((number || beginning) && index_.get_termfreq(term) < kEnoughHits) {
        add_endings(ways, token.text);
    }
    return any(ways);
}

Query Words::all_of(const std::vector<Token>& words) const {
    std::vector<Query> each;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool last = i + 1 == words.size();
        if (!last && words[i].kind == Token::Kind::word && words[i + 1].kind == Token::Kind::word) {
            // «do papir», «hev senk»: two words that are one.
            Token joined;
            joined.text = words[i].text + words[i + 1].text;
            const std::string term = analyser::stem(joined.text);
            if (known(term) || !analyser::related(term).empty()) {
                const Query both =
                    all({word(words[i], false), word(words[i + 1], i + 2 == words.size())});
                each.push_back(any({both, word(joined, false)}));
                ++i;
                continue;
            }
        }
        each.push_back(word(words[i], last));
    }
    return all(each);
}

Query Words::any_of(const std::vector<Token>& words) const {
    std::vector<Query> each;
    for (const Token& token : words) {
        each.push_back(word(token, &token == &words.back()));
        const auto parts = analyser::parts(token.text, state_.lexicon);
        for (const std::string& part : parts) {
            const bool head = &part == &parts.back();
            each.push_back(scaled(Query(part), head ? 0.6 : 0.3));
            if (head) add_related(each, part);
        }
    }
    return {Query::OP_OR, each.begin(), each.end()};
}

std::string Words::spelt(const std::vector<Token>& words) const {
    std::string out;
    bool put_right = false;
    for (const Token& token : words) {
        std::string shown = token.surface;
        if (token.kind == Token::Kind::word && !known(format::term_of(token))) {
            std::string better = spelt(token.surface);
            if (!better.empty()) {
                shown = std::move(better);
                put_right = true;
            }
        }
        out += (out.empty() ? "" : " ") + shown;
    }
    return put_right ? out : "";
}

// The word itself; else what sounds the same; else what stands after a known first part:
// «blekk|patorn».
std::string Words::spelt(const std::string& word) const {
    std::string better = index_.get_spelling_suggestion(word, 2);
    if (better.empty()) {
        const auto it = state_.sounds.find(analyser::sound(analyser::folded(word)));
        if (it != state_.sounds.end() && it->second != word) better = it->second;
    }
    for (std::size_t at = 3; better.empty() && at + 4 <= word.size(); ++at) {
        if ((word[at] & '\xc0') == '\x80') continue;  // within a letter
        const std::string first = word.substr(0, at);
        if (!analyser::is_first_part(analyser::folded(first), state_.lexicon)) continue;
        const std::string rest = index_.get_spelling_suggestion(word.substr(at), 2);
        if (!rest.empty()) better = first + rest;
    }
    return better;
}

bool Words::finds_any(std::string_view words, MunicipalityId municipality) const {
    std::vector<Query> each;
    for (const Token& token : analyser::tokens(words)) each.emplace_back(format::term_of(token));
    if (each.empty()) return false;
    const Query rights(Query::OP_OR, Query(format::rights_term(municipality)),
                       Query(format::kWithoutAgreement));
    Xapian::Enquire enquire(index_);
    enquire.set_query(Query(Query::OP_FILTER, all(each), rights));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    return enquire.get_mset(0, 1).size() > 0;
}

}  // namespace samkjop::catalogue
