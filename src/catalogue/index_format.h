#pragma once
// What the writer and the readers of the index agree on: where it lies, its terms, and the few
// figures of each item that readers keep in memory. Change kVersion with any of it: the index is
// then built anew.
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/analyser.h"
#include "catalogue/catalogue.h"

namespace samkjop::catalogue::format {

inline constexpr std::string_view kVersion = "5";

// The folder holds one index in a folder of its own and a file `current` that names it.
std::optional<std::filesystem::path> current(const std::filesystem::path& folder);
void make_current(const std::filesystem::path& folder, const std::string& name);

// Boolean terms. Words are in lower case, so nothing meets.
std::string rights_term(MunicipalityId);  // may buy: in force today
inline const std::string kWithoutAgreement = "XU";
std::string agreement_term(agreement::AgreementId);
std::string supplier_term(party::SupplierId);
std::string group_term(int group);

// How often a word is counted says where it stands: what the thing is counts more than what its
// name says besides («Salt til oppvaskmaskin» is a salt), and the name more than the description.
namespace count {
inline constexpr unsigned kKindAlone = 160, kKind = 100, kKindHead = 60, kInName = 16,
                          kPartOfName = 12, kInBrand = 8, kElsewhere = 1;
}

// The term of a token, and those of its parts (a hyphened word, a code).
std::string term_of(const analyser::Token&);
std::vector<std::string> part_terms(const analyser::Token&);

// Metadata of the index.
inline const std::string kSequence = "sequence";
inline const std::string kAgreementSequence = "agreement_sequence";
inline const std::string kDate = "date";
inline const std::string kLexicon = "lexicon";
inline const std::string kPhrases = "phrases";  // what names begin with: times, tab, words

// Value 0 of each document, whose number is the item's id.
struct Figures {
    std::int64_t base_price = 0;  // millionths of a krone per base unit
    std::int32_t agreement = 0;   // 0: without
    std::int32_t supplier = 0;
    std::uint8_t group = 0;  // groups.h
    std::uint8_t size = 0;   // kSizes
    std::uint8_t policy = 0;
    std::uint8_t label = 0;       // kLabels
    std::uint8_t price_band = 0;  // kPriceBands
    std::array<char, 3> unit{};   // UN/ECE Recommendation 20
    bool is_item = false;
};
std::string packed(const Figures&);
Figures unpacked(std::string_view);

inline constexpr std::string_view kSizes[] = {"",   "XXS", "XS",  "S",   "M",  "L",
                                              "XL", "2XL", "3XL", "4XL", "5XL"};
int size_number(std::string_view size);

// Eco labels; the last stands for any other.
inline constexpr std::string_view kLabels[] = {"",
                                               "Svanemerket",
                                               "EU Ecolabel",
                                               "Ø-merket",
                                               "MSC",
                                               "ASC",
                                               "Fairtrade",
                                               "Rainforest Alliance",
                                               "FSC",
                                               "PEFC",
                                               "TCO Certified",
                                               "EPEAT",
                                               "Blauer Engel",
                                               "GOTS",
                                               "OEKO-TEX",
                                               "Bra Miljöval",
                                               "Andre merker"};
int label_number(std::string_view environment);
// Kroner per ordered unit: from this, to the next one's.
inline constexpr int kPriceBands[] = {0, 25, 50, 100, 250, 500, 1000, 5000};
int price_band(Decimal price);
// XAA … is a code and no word.
std::int32_t unit_number(const std::array<char, 3>& code);
std::array<char, 3> unit_code(std::string_view code);
std::string unit_text(std::int32_t number);

}  // namespace samkjop::catalogue::format
