// The inputs that the fuzzer has found worth keeping, thrown at the same functions again: in every
// test run, also without sanitizers. Nothing may fall over, and nothing may take long.

#include <doctest/doctest.h>
#include <zip.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

#include "gateway/fuzzed.h"

namespace samkjop {
namespace {

std::string packed(std::string_view name) {
    for (std::string up = "./"; up.size() < 20; up += "../") {
        std::ifstream in(up + "fuzz/corpus/" + std::string(name) + ".zip", std::ios::binary);
        if (in) return {std::istreambuf_iterator<char>(in), {}};
    }
    FAIL("no corpus " << name);
    return {};
}

struct Input {
    std::string name, bytes;
};
// Not by gateway::unpack, which refuses what is packed twice, as some of these are.
std::vector<Input> inputs_of(const std::string& archive) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
    REQUIRE(source != nullptr);
    const std::unique_ptr<zip_t, void (*)(zip_t*)> opened(
        zip_open_from_source(source, ZIP_RDONLY, &error), zip_discard);
    REQUIRE(opened != nullptr);
    std::vector<Input> out;
    const zip_int64_t count = zip_get_num_entries(opened.get(), 0);
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        zip_stat_t about;
        REQUIRE(zip_stat_index(opened.get(), i, 0, &about) == 0);
        const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
            zip_fopen_index(opened.get(), i, 0), zip_fclose);
        REQUIRE(file != nullptr);
        Input& input = out.emplace_back(Input{about.name, std::string(about.size, '\0')});
        REQUIRE(zip_fread(file.get(), input.bytes.data(), about.size) ==
                static_cast<zip_int64_t>(about.size));
    }
    return out;
}

struct Target {
    const char* name;
    void (*run)(std::string_view bytes);
    std::size_t at_least;
};
constexpr Target kTargets[] = {{"ubl_read", fuzz::read, 300},
                               {"ubl_judge", fuzz::judge, 300},
                               {"envelope", fuzz::envelope, 100}};

}  // namespace

TEST_CASE("corpus: what the fuzzer found is read, judged and opened without falling over") {
    for (const Target& target : kTargets) {
        CAPTURE(target.name);
        const std::vector<Input> inputs = inputs_of(packed(target.name));
        CHECK(inputs.size() >= target.at_least);
        for (const Input& each : inputs) {
            CAPTURE(each.name);
            const auto started = std::chrono::steady_clock::now();
            target.run(each.bytes);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
            CHECK(took.count() < 5);
        }
    }
}

}  // namespace samkjop
