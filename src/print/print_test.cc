// What is put on paper can be read off it again, over as many pages as it takes.
#include "print/print.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/crypto.h"

using namespace samkjop;
using namespace samkjop::print;

namespace {

Paper paper(int rows) {
    Paper out;
    out.letterhead = "Nes kommune";
    out.letterhead_below = "Org.nr. 974 760 673";
    out.title = "Bestilling NES-2026-000007";
    out.lead = "Bestilt 18. november 2026";
    out.addresses = {{"Leveres til", {"Elvetun sykehjem", "Åsvegen 4", "3540 Nesbyen"}},
                     {"Leverandør", {"Snekker Østby AS", "", "Bærumsgata 9", "3550 Gol"}}};
    out.facts = {{"Avtale", "2024/17"}, {"Ønsket levert", "1. desember 2026"}};
    out.before = {"Vi bestiller dette."};
    out.columns = {{"Vare", 5}, {"Antall", 1.5, true}, {"Pris", 1.5, true}, {"Sum", 1.5, true}};
    for (int i = 1; i <= rows; ++i)
        out.rows.push_back(
            {{"Veggholder " + std::to_string(i), "Varenummer 88-" + std::to_string(i)},
             {"12 esker"},
             {"62,50 kr"},
             {"750,00"}});
    out.sums = {{"Sum uten mva", "9 000,00"}, {"Å betale", "11 250,00 kr", true}};
    out.after = {"Send fakturaen som EHF."};
    out.foot = "Bestilling NES-2026-000007";
    out.page_of = "Side {page} av {pages}";
    out.author = "Nes kommune";
    out.created = "2026-11-18T10:00:00Z";
    return out;
}

// As somebody would copy it out of the file.
std::string text_in(const std::string& pdf) {
    const auto file = std::filesystem::temp_directory_path() / ("print-" + random_token(8));
    std::ofstream(file, std::ios::binary) << pdf;
    std::FILE* pipe =
        ::popen(("pdftotext -layout " + file.string() + " - 2>/dev/null").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string out;
    std::array<char, 4096> part{};
    while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe))
        out.append(part.data(), got);
    const int status = ::pclose(pipe);
    std::filesystem::remove(file);
    if (status != 0) MESSAGE("pdftotext is not here: the text is not read");
    return status == 0 ? out : std::string();
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t out = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++out;
    return out;
}

}  // namespace

TEST_CASE("print: one page, many pages, and each row once") {
    struct Row {
        int rows, pages;
    };
    for (const auto& [rows, pages] : {Row{0, 1}, Row{3, 1}, Row{60, 4}}) {
        CAPTURE(rows);
        const std::string bytes = pdf(paper(rows));
        CHECK(bytes.starts_with("%PDF-1."));
        CHECK(bytes == pdf(paper(rows)));
        const std::string text = text_in(bytes);
        if (text.empty()) continue;
        CHECK(count(text, "\f") == static_cast<std::size_t>(pages));
        for (int page = 1; page <= pages; ++page) {
            const std::string words =
                "Side " + std::to_string(page) + " av " + std::to_string(pages);
            CHECK(count(text, words) == 1);
        }
        for (int i = 1; i <= rows; ++i)
            CHECK(count(text, "Veggholder " + std::to_string(i) + " ") == 1);
        for (const char* words : {"Åsvegen 4", "Snekker Østby AS", "Bærumsgata 9", "2024/17",
                                  "11 250,00 kr", "Send fakturaen som EHF."})
            CHECK(text.contains(words));
    }
}

TEST_CASE("print: words without a blank, and rows higher than most, stay on the paper") {
    Paper of = paper(1);
    of.title = std::string(200, 'W');
    of.rows[0][0].text = std::string(900, 'x');
    of.rows[0][1].text = "123456789012345678901234567890 esker";
    of.after = {std::string(9000, 'y') + " slutt"};
    const std::string text = text_in(pdf(of));
    if (text.empty()) return;
    CHECK(text.contains("slutt"));
    CHECK(count(text, "x") >= 900);
}
