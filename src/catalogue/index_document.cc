// What of an item the index keeps: terms of its name, brand, text and numbers, boolean terms for
// rights and facets, and the few figures that readers hold in memory.

#include "catalogue/index_document.h"

#include "base/words.h"
#include "catalogue/groups.h"

namespace samkjop::catalogue {
namespace {

using analyser::Token;

// How much a word counts by where it stands.
using namespace format::count;

std::int64_t base_price(const Item& item) {
    const Decimal price = item.price.normalised();
    const Decimal content = item.content.normalised();
    if (content.digits() <= 0) return 0;
    Wide numerator = Wide(price.digits()) * 1'000'000 * power_of_ten(content.scale());
    return static_cast<std::int64_t>(numerator /
                                     (Wide(content.digits()) * power_of_ten(price.scale())));
}

void add_words(Xapian::Document& document, std::string_view text, unsigned weight,
               unsigned part_weight, Splitter& splitter) {
    for (const Token& token : analyser::tokens(text)) {
        document.add_term(format::term_of(token), weight);
        for (const std::string& part : format::part_terms(token))
            document.add_term(part, part_weight);
        if (token.kind != Token::Kind::word) continue;
        for (const std::string& part : splitter.of(token.text))
            document.add_term(part, part_weight);
    }
}

// What a name begins with is what the thing is, until a comma or a word that says what it is for.
std::string_view kind_of(std::string_view name) {
    std::size_t end = std::min(name.find(','), name.size());
    for (const std::string_view mark :
         {" til ", " for ", " med ", " uten ", " utan ", " i ", " av ", " på ", " («", " ("}) {
        end = std::min(end, name.find(mark));
    }
    return name.substr(0, end);
}

void add_kind(Xapian::Document& document, std::string_view name, Splitter& splitter) {
    std::vector<Token> words = analyser::tokens(kind_of(name));
    std::erase_if(words, [](const Token& token) { return token.kind == Token::Kind::size; });
    for (const Token& token : words) {
        document.add_term(format::term_of(token), words.size() == 1 ? kKindAlone : kKind);
        if (token.kind != Token::Kind::word) continue;
        const auto& parts = splitter.of(token.text);
        if (!parts.empty()) document.add_term(parts.back(), kKindHead);
    }
}

// «1 0 4 4 2»: found by the whole number, by its figures, and by its last six.
void add_number(Xapian::Document& document, std::string_view number) {
    std::string joined;
    for (const Token& token : analyser::tokens(number)) {
        document.add_term(format::term_of(token), kInName);
        for (const std::string& part : format::part_terms(token))
            document.add_term(part, kElsewhere);
        joined += token.text;
    }
    if (joined.empty() || joined.size() > 64) return;
    document.add_term(joined, kInName);
    if (joined.size() >= 8) document.add_term(joined.substr(joined.size() - 6), kElsewhere);
}

}  // namespace

const std::vector<MunicipalityId>& IndexRights::of(agreement::AgreementId id) {
    const auto known = members_.find(id.value);
    if (known != members_.end()) return known->second;
    return members_[id.value] = agreement::members_in_force(session_, id, today_);
}

const std::vector<std::string>& Splitter::of(const std::string& word) {
    constexpr std::size_t kMostKept = 100'000;
    if (const auto it = known_.find(word); it != known_.end()) return it->second;
    if (known_.size() >= kMostKept) known_.clear();
    return known_[word] = analyser::parts(word, lexicon_);
}

Xapian::Document document_of(const Item& item, IndexRights& rights, Splitter& splitter) {
    Xapian::Document document;
    add_kind(document, item.name, splitter);
    add_words(document, item.name, kInName, kPartOfName, splitter);
    add_words(document, item.brand, kInBrand, kElsewhere, splitter);
    add_words(document, cut_at_letter(item.description, 600), kElsewhere, kElsewhere, splitter);
    add_words(document, item.supplier_name, kElsewhere, kElsewhere, splitter);
    add_words(document, item.environment, kElsewhere, kElsewhere, splitter);
    add_number(document, item.item_number);
    add_number(document, item.gtin);
    const int group = group_of(item.unspsc);
    if (group != 0) document.add_boolean_term(format::group_term(group));
    document.add_boolean_term(format::supplier_term(item.supplier));
    if (item.agreement) {
        document.add_boolean_term(format::agreement_term(item.agreement));
        for (const MunicipalityId each : rights.of(item.agreement)) {
            document.add_boolean_term(format::rights_term(each));
        }
    } else {
        document.add_boolean_term(format::kWithoutAgreement);
    }
    format::Figures figures;
    figures.agreement = static_cast<std::int32_t>(item.agreement.value);
    figures.supplier = static_cast<std::int32_t>(item.supplier.value);
    figures.base_price = base_price(item);
    figures.group = static_cast<std::uint8_t>(group);
    figures.size = static_cast<std::uint8_t>(format::size_number(analyser::size_letter(item.name)));
    figures.policy = static_cast<std::uint8_t>(item.policy);
    figures.label = static_cast<std::uint8_t>(format::label_number(item.environment));
    figures.price_band = static_cast<std::uint8_t>(format::price_band(item.price));
    figures.unit = format::unit_code(item.unit);
    document.add_value(0, format::packed(figures));
    return document;
}

void Vocabulary::count(const Item& item) {
    constexpr std::size_t kLexiconLetters = 4, kSpellingLetters = 4, kLongest = 64;
    for (const std::string_view text :
         {std::string_view(item.name), std::string_view(item.brand)}) {
        for (const Token& token : analyser::tokens(text)) {
            if (token.kind != Token::Kind::word || token.surface.size() > kLongest) continue;
            if (token.text.size() >= kLexiconLetters && token.parts.empty())
                ++stems[analyser::stem(token.text)];
            if (token.text.size() >= kSpellingLetters) ++surfaces[token.surface];
        }
    }
    const std::string_view name = item.name;
    const std::size_t comma = name.find(',');
    if (comma != name.npos) add_phrase(name.substr(0, comma));
    add_phrase(name.substr(0, comma == name.npos ? comma : name.find(',', comma + 1)));
}

void Vocabulary::add_phrase(std::string_view words) {
    constexpr std::size_t kLongestPhrase = 60;
    std::string phrase;
    for (const char c : words) {
        if (c == ',' || c == '\n' || c == '\t') continue;
        phrase += c;
    }
    if (phrase.size() >= 2 && phrase.size() <= kLongestPhrase) ++phrases[phrase];
}

void Vocabulary::take_phrases(std::string_view lines) {
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        const auto tab = line.find('\t');
        if (tab != line.npos) {
            phrases[std::string(line.substr(tab + 1))] +=
                std::atoi(std::string(line.substr(0, tab)).c_str());
        }
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
}

std::string Vocabulary::phrase_lines() const {
    constexpr std::size_t kMostPhrases = 20'000;
    std::vector<std::pair<int, std::string_view>> order;
    for (const auto& [phrase, times] : phrases) order.emplace_back(-times, phrase);
    std::ranges::sort(order);
    std::string out;
    for (std::size_t i = 0; i < order.size() && i < kMostPhrases; ++i) {
        out += std::to_string(-order[i].first) + "\t";
        out.append(order[i].second) += '\n';
    }
    return out;
}

std::string Vocabulary::lexicon_lines() const {
    constexpr int kLexiconCount = 3;  // a word of so many names may stand in a compound
    std::string out;
    for (const auto& [stem, count] : stems) {
        if (count >= kLexiconCount) out += stem + "\n";
    }
    return out;
}

}  // namespace samkjop::catalogue
