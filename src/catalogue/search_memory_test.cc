#include "catalogue/search_memory.h"

#include <doctest/doctest.h>

using namespace samkjop;
using namespace samkjop::catalogue;
using namespace std::chrono_literals;

namespace {

constexpr Memory::Time kStart{};

Answer of(int total) {
    Answer out;
    out.total = total;
    return out;
}

}  // namespace

TEST_CASE("search memory: the same question gets the same answer for a minute") {
    Memory memory;
    const Question gloves{.words = "hansker", .municipality = MunicipalityId{1}};
    CHECK_FALSE(memory.find(gloves, kStart));
    memory.keep(gloves, of(12), kStart);
    CHECK(memory.find(gloves, kStart + 60s)->total == 12);
    CHECK_FALSE(memory.find(gloves, kStart + 61s));
    memory.keep(gloves, of(13), kStart + 61s);
    CHECK(memory.find(gloves, kStart + 62s)->total == 13);
    CHECK(memory.size() == 1);
}

TEST_CASE("search memory: whatever differs in the question is another question") {
    const Question plain{.words = "hansker", .municipality = MunicipalityId{1}};
    std::vector<Question> others(11, plain);
    others[0].words = "hanske";
    others[1].municipality = MunicipalityId{2};  // other rights
    others[2].agreement = agreement::AgreementId{1};
    others[3].supplier = party::SupplierId{1};
    others[4].group = "42";
    others[5].size = "M";
    others[6].unit = "BX";
    others[7].label = "Svanemerket";
    others[8].price_band = 1;
    others[9].by_price = true;
    others[10].page = 1;
    Memory memory;
    memory.keep(plain, of(1), kStart);
    for (std::size_t i = 0; i < others.size(); ++i) {
        CAPTURE(i);
        CHECK_FALSE(memory.find(others[i], kStart));
    }
    Question terms = plain;
    terms.terms = Question::Terms::environment;
    CHECK_FALSE(memory.find(terms, kStart));
}

TEST_CASE("search memory: what nobody asks for any more is forgotten first") {
    Memory memory;
    const auto numbered = [](std::size_t number) {
        return Question{.words = std::to_string(number), .municipality = MunicipalityId{1}};
    };
    for (std::size_t i = 0; i < Memory::kMost; ++i)
        memory.keep(numbered(i), of(static_cast<int>(i)), kStart);
    CHECK(memory.find(numbered(0), kStart)->total == 0);  // used again: no longer the oldest
    memory.keep(numbered(Memory::kMost), of(7), kStart);
    CHECK(memory.size() == Memory::kMost);
    CHECK(memory.find(numbered(0), kStart));
    CHECK_FALSE(memory.find(numbered(1), kStart));
}
