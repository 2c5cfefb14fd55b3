#include "base/compress.h"

#include <doctest/doctest.h>

#include <random>
#include <stdexcept>

using namespace samkjop;

TEST_CASE("compress: every document comes back byte for byte") {
    std::mt19937_64 random(20261121);
    for (int round = 0; round < 200; ++round) {
        std::string bytes(random() % 20'000, '\0');
        const std::uint64_t letters = 1 + random() % 256;
        for (char& each : bytes) each = static_cast<char>(random() % letters);
        CHECK(decompress(compress(bytes)) == bytes);
    }
    CHECK(decompress(compress("")).empty());
}

TEST_CASE("compress: a document of repeated words shrinks, broken bytes are refused") {
    std::string xml;
    for (int i = 0; i < 200; ++i) xml += "<cbc:ID>" + std::to_string(i) + "</cbc:ID>";
    const std::string packed = compress(xml);
    CHECK(packed.size() * 3 < xml.size());
    CHECK_THROWS_AS(decompress(xml), std::runtime_error);
    CHECK_THROWS_AS(decompress(packed.substr(0, packed.size() / 2)), std::runtime_error);
    CHECK_THROWS_AS(decompress(""), std::runtime_error);
}
