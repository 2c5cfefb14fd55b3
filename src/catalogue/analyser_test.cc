#include "catalogue/analyser.h"

#include <doctest/doctest.h>

using namespace samkjop::catalogue;

namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : " ") + part;
    return out;
}

std::string token_text(std::string_view text) {
    std::vector<std::string> out;
    for (const auto& token : analyser::tokens(text)) out.push_back(token.text);
    return joined(out);
}

}  // namespace

TEST_CASE("analyser: folding") {
    struct {
        std::string_view given, then;
    } const rows[] = {
        {"HÅNDKLÆR", "handklaer"},    {"haandklaer", "handklaer"},
        {"handklær", "handklaer"},    {"Ørepropp", "orepropp"},
        {"oerepropp", "orepropp"},    {"Idé", "ide"},
        {"Café crème", "cafe creme"}, {"", ""},
        {"Müsli", "musli"},           {"blåbær", "blabaer"},
        {"FM-10442", "fm-10442"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.given);
        CHECK(analyser::folded(row.given) == row.then);
    }
    CHECK(analyser::lower_case("HÅNDKLÆR Øl É") == "håndklær øl é");
}

TEST_CASE("analyser: tokens") {
    struct {
        std::string_view given, then;
    } const rows[] = {
        {"Undersøkelseshanske, nitril, pudderfri, blå, M",
         "undersokelseshanske nitril pudderfri bla m"},
        {"Såpe 0,5 l", "sape 500ml"},
        {"Såpe 500ml", "sape 500ml"},
        {"Såpe 5 dl", "sape 500ml"},
        {"Mel 1 kg", "mel 1000000mg"},
        {"Mel 1000 g", "mel 1000000mg"},
        {"Kompress 10 x 10 cm", "kompress 10x10"},
        {"Kompress 10x10cm", "kompress 10x10"},
        {"Kompress 10×10", "kompress 10x10"},
        {"Kopipapir A4 80 g", "kopipapir a4 80000mg"},
        {"Varenr. FM-10442.", "varenr fm10442"},
        {"T-skjorte str. XL", "tskjorte xl"},
        {"Hansker til rengjøring og vask", "hansker rengjoring vask"},
        {"«Papir»", "papir"},
        {"7012345678900", "7012345678900"},
        {"2-lags", "2lags"},
        {"   ", ""},
        {"kaffe – te", "kaffe te"},
        {"Пакет", "Пакет"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.given);
        CHECK(token_text(row.given) == row.then);
    }
    const auto code = analyser::tokens("FM-10442");
    REQUIRE(code.size() == 1);
    CHECK(code[0].kind == analyser::Token::Kind::code);
    CHECK(joined(code[0].parts) == "fm 10442");
    CHECK(analyser::tokens("Håndklær")[0].surface == "håndklær");
}

TEST_CASE("analyser: any bytes give tokens and no harm") {
    std::string bytes;
    std::uint32_t seed = 7;
    for (int round = 0; round < 2000; ++round) {
        bytes.clear();
        for (int i = 0; i < 24; ++i) {
            seed = seed * 1664525 + 1013904223;
            bytes += static_cast<char>(seed >> 24);
        }
        for (const auto& token : analyser::tokens(bytes)) CHECK_FALSE(token.text.empty());
        analyser::lower_case(bytes);
    }
}

TEST_CASE("analyser: words that must meet") {
    struct {
        std::string_view one, other;
    } const rows[] = {
        {"hansker", "hanske"},       {"hanskene", "hanske"}, {"mjølk", "melk"},
        {"mjølka", "melk"},          {"kvit", "hvit"},       {"kvite", "hvite"},
        {"sjukehus", "sykehus"},     {"bøker", "bok"},       {"handkle", "håndkle"},
        {"haandkle", "håndkle"},     {"golv", "gulv"},       {"papiret", "papir"},
        {"stoler", "stol"},          {"stolar", "stol"},     {"lauk", "løk"},
        {"dopapir", "toalettpapir"}, {"kaffi", "kaffe"},     {"bandasjer", "bandasje"},
        {"gloves", "hansker"},       {"skåp", "skap"},       {"eingongs", "engangs"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.one);
        CHECK(analyser::stem(analyser::folded(row.one)) ==
              analyser::stem(analyser::folded(row.other)));
    }
    CHECK(analyser::stem("plaster") != analyser::stem("plast"));
    CHECK(analyser::stem("plastre") == analyser::stem("plaster"));
    CHECK(analyser::stem("hanske") != analyser::stem("hank"));
    CHECK(analyser::stem("bar") != analyser::stem("baer"));
}

TEST_CASE("analyser: compounds") {
    struct {
        std::string_view given, then;
    } const rows[] = {
        {"kopipapir", "kopi papir"},
        {"undersøkelseshansker", "undersøk hansk"},
        {"arbeidshanske", "arbeid hansk"},
        {"engangshansker", "engang hansk"},
        {"kontorstol", "kontor stol"},
        {"toalettpapirholder", "toalett papir hold"},
        {"mjølkesjokolade", "melk sjokolad"},
        {"blekkpatron", "blekk patron"},
        {"håndsåpe", "hånd såp"},
        {"rengjøringsmiddel", "rengjøring middel"},
        {"tannbørste", "tann børst"},
        // Not compounds, although they end like one.
        {"tomat", ""},
        {"automat", ""},
        {"format", ""},
        {"pistol", ""},
        {"hanske", ""},
        {"tallerken", ""},
        {"plaster", ""},
        {"madrass", ""},
        {"sikring", ""},
        {"bestikk", ""},
        {"serviett", ""},
        {"limpistol", "lim pistol"},
        {"a4", ""},
        {"pose", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.given);
        CHECK(joined(analyser::parts(analyser::folded(row.given), analyser::Lexicon::by_hand())) ==
              analyser::folded(row.then));
    }
}

TEST_CASE("analyser: a catalogue's own words make compounds too") {
    const auto word = analyser::folded("blodtrykksmansjett");
    CHECK(analyser::parts(word, analyser::Lexicon::by_hand()).empty());
    const analyser::Lexicon lexicon(analyser::stem("mansjett") + "\n" +
                                    analyser::stem("blodtrykk") + "\n");
    CHECK(joined(analyser::parts(word, lexicon)) == "blodtrykk mansjett");
}

TEST_CASE("analyser: the size a name states") {
    struct {
        std::string_view given, then;
    } const rows[] = {
        {"Undersøkelseshanske, nitril, M", "M"},
        {"Oppvaskhanske, gummi, L, gul", "L"},
        {"T-skjorte str. XXL", "2XL"},
        {"Kopipapir A4", ""},
        {"Såpe 5 l", ""},
        {"Slange 10 m", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.given);
        CHECK(analyser::size_letter(row.given) == row.then);
    }
}
