#pragma once
// What the writer and the readers of the index agree on: where it lies, its terms, and the few
// figures of each item that readers keep in memory. Change kVersion with any of it: the index is
// then built anew.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/analyser.h"
#include "catalogue/catalogue.h"

namespace samkjop::catalogue::format {

inline constexpr std::string_view kVersion = "3";

// The folder holds one index in a folder of its own and a file `current` that names it.
std::optional<std::filesystem::path> current(const std::filesystem::path& folder);
void make_current(const std::filesystem::path& folder, const std::string& name);

// Boolean terms. Words are in lower case, so nothing meets.
std::string rights_term(MunicipalityId);  // may buy: in force today
inline const std::string kWithoutAgreement = "XU";
std::string agreement_term(agreement::AgreementId);
std::string supplier_term(party::SupplierId);
std::string group_term(int group);

// The term of a token, and those of its parts (a hyphened word, a code).
std::string term_of(const analyser::Token&);
std::vector<std::string> part_terms(const analyser::Token&);

// Metadata of the index.
inline const std::string kSequence = "sequence";
inline const std::string kAgreementSequence = "agreement_sequence";
inline const std::string kDate = "date";
inline const std::string kLexicon = "lexicon";

// Value 0 of each document, whose number is the item's id.
struct Figures {
    std::int64_t agreement = 0;  // 0: without
    std::int64_t supplier = 0;
    std::int64_t base_price = 0;  // millionths of a krone per base unit
    std::uint8_t group = 0;       // groups.h
    std::uint8_t size = 0;        // kSizes
    std::uint8_t policy = 0;
    std::uint8_t environment = 0;
};
std::string packed(const Figures&);
Figures unpacked(std::string_view);

inline constexpr std::string_view kSizes[] = {"",   "XXS", "XS",  "S",   "M",  "L",
                                              "XL", "2XL", "3XL", "4XL", "5XL"};
int size_number(std::string_view size);

}  // namespace samkjop::catalogue::format
