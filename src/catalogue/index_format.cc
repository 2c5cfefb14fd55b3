// Where the index lies and how its parts are spelt.

#include "catalogue/index_format.h"

#include <fstream>

namespace samkjop::catalogue::format {

std::optional<std::filesystem::path> current(const std::filesystem::path& folder) {
    std::ifstream in(folder / "current");
    std::string version, name;
    if (!(in >> version >> name) || version != kVersion) return std::nullopt;
    return folder / name;
}

void make_current(const std::filesystem::path& folder, const std::string& name) {
    const auto next = folder / "current.next";
    {
        std::ofstream out(next, std::ios::trunc);
        out << kVersion << ' ' << name << '\n';
        out.flush();
        if (!out) throw std::runtime_error("cannot write " + next.string());
    }
    std::filesystem::rename(next, folder / "current");
}

std::string rights_term(MunicipalityId id) { return "XM" + std::to_string(id.value); }
std::string agreement_term(agreement::AgreementId id) { return "XA" + std::to_string(id.value); }
std::string supplier_term(party::SupplierId id) { return "XS" + std::to_string(id.value); }
std::string group_term(int group) { return "XG" + std::to_string(group); }

namespace {
// Xapian refuses terms of more than 245 bytes; nobody searches for so long a word.
std::string short_enough(std::string term) {
    if (term.size() > 64) term.resize(64);
    return term;
}
}  // namespace

std::string term_of(const analyser::Token& token) {
    return short_enough(token.kind == analyser::Token::Kind::word ? analyser::stem(token.text)
                                                                  : token.text);
}

std::vector<std::string> part_terms(const analyser::Token& token) {
    std::vector<std::string> out;
    for (const std::string& part : token.parts) {
        const bool digits = part[0] >= '0' && part[0] <= '9';
        if (part.size() >= (digits ? 3u : 2u))
            out.push_back(short_enough(digits ? part : analyser::stem(part)));
    }
    return out;
}

namespace {

void put(std::string& out, std::int64_t value) {
    for (int i = 0; i < 8; ++i)
        out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}
std::int64_t take(std::string_view bytes, std::size_t at) {
    std::uint64_t out = 0;
    for (int i = 7; i >= 0; --i)
        out = out << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return static_cast<std::int64_t>(out);
}

}  // namespace

std::string packed(const Figures& figures) {
    std::string out;
    put(out, figures.base_price);
    put(out, figures.agreement);
    put(out, figures.supplier);
    for (const std::uint8_t byte :
         {figures.group, figures.size, figures.policy, figures.label, figures.price_band}) {
        out += static_cast<char>(byte);
    }
    return out.append(figures.unit.data(), figures.unit.size());
}

Figures unpacked(std::string_view bytes) {
    Figures out;
    if (bytes.size() != 32) return out;
    out.base_price = take(bytes, 0);
    out.agreement = static_cast<std::int32_t>(take(bytes, 8));
    out.supplier = static_cast<std::int32_t>(take(bytes, 16));
    out.group = static_cast<std::uint8_t>(bytes[24]);
    out.size = static_cast<std::uint8_t>(bytes[25]);
    out.policy = static_cast<std::uint8_t>(bytes[26]);
    out.label = static_cast<std::uint8_t>(bytes[27]);
    out.price_band = static_cast<std::uint8_t>(bytes[28]);
    std::copy_n(bytes.data() + 29, 3, out.unit.data());
    out.is_item = true;
    return out;
}

int label_number(std::string_view environment) {
    if (environment.empty()) return 0;
    const std::string given = analyser::folded(environment);
    for (std::size_t i = 1; i + 1 < std::size(kLabels); ++i) {
        if (given.find(analyser::folded(kLabels[i]).substr(0, 6)) != std::string::npos)
            return static_cast<int>(i);
    }
    return static_cast<int>(std::size(kLabels)) - 1;
}

int price_band(Decimal price) {
    int out = 0;
    while (out + 1 < static_cast<int>(std::size(kPriceBands)) &&
           !(price < Decimal::whole(kPriceBands[out + 1])))
        ++out;
    return out;
}

std::array<char, 3> unit_code(std::string_view code) {
    std::array<char, 3> out{};
    std::copy_n(code.data(), std::min<std::size_t>(code.size(), 3), out.data());
    return out;
}

std::int32_t unit_number(const std::array<char, 3>& code) {
    std::int32_t out = 0;
    for (const char c : code) out = out * 256 + static_cast<unsigned char>(c);
    return out;
}

std::string unit_text(std::int32_t number) {
    std::string out;
    for (int shift = 16; shift >= 0; shift -= 8) {
        const char c = static_cast<char>(number >> shift);
        if (c != 0) out += c;
    }
    return out;
}

int size_number(std::string_view size) {
    for (std::size_t i = 1; i < std::size(kSizes); ++i) {
        if (kSizes[i] == size) return static_cast<int>(i);
    }
    return 0;
}

}  // namespace samkjop::catalogue::format
