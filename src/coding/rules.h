#pragma once
// Whether an account string holds: pure questions over what store.cc has loaded.

#include <optional>
#include <span>

#include "coding/coding.h"

namespace samkjop::coding::check {

// `rows`: every row of this code, whatever its dates. Nothing: the code may be used.
std::optional<Refusal> wrong_with(const DimensionRule&, std::string_view code,
                                  std::span<const DimensionValue> rows, Date on, bool for_purchase);

// An art or function, or the two together, that KOSTRA does not accept. Empty: any.
struct InvalidCombination {
    bool investment = false;
    std::string art, funksjon;
    Date valid_from, valid_to;
};
std::optional<Refusal> wrong_with(std::span<const InvalidCombination>, bool investment,
                                  std::string_view art, std::string_view funksjon, Date on);

// The KOSTRA code that a municipality's own code reports to: what it is mapped to, else its first
// three digits ("2530" → 253).
std::string kostra_of(const DimensionValue&);

bool overlaps(Date from, Date to, Date other_from, Date other_to);

}  // namespace samkjop::coding::check
