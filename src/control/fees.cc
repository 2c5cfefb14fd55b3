// What is a fee, and of which kind. A fee that the agreement does not name is not agreed; one whose
// kind is not understood is held against every fee that the agreement allows before it is called
// so.

#include <algorithm>
#include <array>

#include "control/rules.h"

namespace samkjop::control {
namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> out(1);
    for (const char c : catalogue::text_key(text)) {
        if (c == ' ') {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

bool begins(const std::string& word, std::string_view with) { return word.starts_with(with); }
bool ends(const std::string& word, std::string_view with) { return word.ends_with(with); }

// UNCL7161, as far as suppliers here use it.
std::optional<FeeKind> by_code(std::string_view code) {
    if (code == "FC" || code == "DL" || code == "TAC" || code == "ADW" || code == "IS")
        return FeeKind::freight;
    if (code == "PC" || code == "ABK" || code == "PAD") return FeeKind::packaging;
    if (code == "AAT") return FeeKind::express;
    if (code == "SH" || code == "ADR" || code == "HD") return FeeKind::other;
    if (code == "ABL" || code == "MAC") return FeeKind::small_order;
    if (code == "INV" || code == "ADS") return FeeKind::invoice;
    return std::nullopt;
}

std::optional<FeeKind> by_word(const std::string& word) {
    static constexpr std::array<std::string_view, 9> kEnergy = {
        "drivstofftillegg", "energitillegg",  "oljetillegg", "bunkerstillegg", "dieseltillegg",
        "strømtillegg",     "drivstoffgebyr", "energigebyr", "energy"};
    if (std::ranges::find(kEnergy, word) != kEnergy.end()) return FeeKind::energy;
    if (begins(word, "ekspress") || word == "express") return FeeKind::express;
    if (begins(word, "frakt") || ends(word, "frakt") || begins(word, "porto") ||
        word == "freight" || word == "shipping" || begins(word, "transportgebyr") ||
        begins(word, "transporttillegg") || begins(word, "transportkost") ||
        begins(word, "leveringsgebyr") || begins(word, "utkjøringsgebyr") || word == "delivery") {
        return FeeKind::freight;
    }
    if (begins(word, "småordre") || begins(word, "minsteordre") || begins(word, "ekspedisjon"))
        return FeeKind::small_order;
    if (ends(word, "fakturagebyr") || begins(word, "fakturaomkost") || word == "fakturering")
        return FeeKind::invoice;
    if (begins(word, "miljøgebyr") || begins(word, "miljøavgift") || begins(word, "miljøtillegg"))
        return FeeKind::environment;
    if (begins(word, "emballasjegebyr") || begins(word, "emballasjekost") ||
        begins(word, "pakkegebyr")) {
        return FeeKind::packaging;
    }
    // A supplement that is eaten is something bought.
    const bool eaten =
        word.find("kost") != word.npos || word.find("næring") != word.npos || begins(word, "fôr");
    if ((ends(word, "tillegg") && !eaten) || ends(word, "påslag") || ends(word, "avgift") ||
        ends(word, "omkostning") || ends(word, "omkostninger") || ends(word, "omkostningar") ||
        ends(word, "gebyr") || ends(word, "gebyrer") || word == "fee" || word == "surcharge" ||
        word == "handling") {
        return FeeKind::other;
    }
    return std::nullopt;
}

}  // namespace

FeeKind fee_kind(std::string_view code, std::string_view words) {
    std::optional<FeeKind> other;
    for (const std::string& word : words_of(words)) {
        const auto kind = by_word(word);
        if (kind && *kind != FeeKind::other) return *kind;
        if (kind) other = kind;
        if (word == "emballasje" || word == "packaging") return FeeKind::packaging;
        if (word == "transport") return FeeKind::freight;
    }
    return by_code(code).value_or(FeeKind::other);
}

std::optional<FeeKind> fee_kind(const Line& line) {
    if (line.charge) return fee_kind(line.reason_code, line.name);
    const std::vector<std::string> words = words_of(line.name);
    std::optional<FeeKind> found;
    for (const std::string& word : words) {
        const auto kind = by_word(word);
        if (kind && (!found || *found == FeeKind::other)) found = kind;
        // On its own it is a fee; with a size beside it, it is something bought.
        if (words.size() <= 2 && !found) {
            if (word == "emballasje") found = FeeKind::packaging;
            if (word == "transport") found = FeeKind::freight;
        }
    }
    return found;
}

bool is_rounding(const Line& line) {
    for (const std::string& word : words_of(line.name)) {
        if (ends(word, "avrunding") || word == "avrundning" || word == "rounding") {
            return line.net.magnitude() <= kroner(1);
        }
        if (word == "pant" || ends(word, "pant") || word == "deposit" || word == "depositum")
            return true;
    }
    return false;
}

std::string_view name(FeeKind kind) {
    static constexpr std::array<std::string_view, 8> kNames = {
        "freight",   "small_order", "invoice", "environment",
        "packaging", "energy",      "express", "other"};
    return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace samkjop::control
