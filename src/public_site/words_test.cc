// Pure: which sentences speak of money, what becomes markup, what must be filled in.
#include <doctest/doctest.h>

#include <random>

#include "public_site/markup.h"
#include "public_site/open_words.h"
#include "public_site/public_site.h"
#include "public_site/throttle.h"

using namespace samkjop;
using namespace samkjop::public_site;

TEST_CASE("public: a sentence that speaks of money is left out") {
    struct {
        const char* written;
        const char* shown;
    } const rows[] = {
        {"Bestill i Samkjøp.", "Bestill i Samkjøp."},
        {"Fritt levert over 1 500 kr, ellers 149 kr i frakt. Bestill før kl. 12.",
         "Bestill før kl. 12."},
        {"Timepris 845 kr uten mva.", ""},
        {"Timepris kr. 845 uten mva. Ring før du kommer.", "Ring før du kommer."},
        {"NOK 1.200,50 per stykk", ""},
        {"Prisen er 12,50 per eske.", ""},
        {"Prisen er 149,- per eske.", ""},
        {"Prisen er 149,– per eske.", ""},
        {"15 mill. kroner over fire år", ""},
        {"Verdien er 4,5 millioner.", ""},
        {"Vi får 12 % rabatt på alt.", ""},
        {"Påslaget er 8 prosent.", ""},
        {"Over € 500 er frakten gratis.", ""},
        {"ØRE: 50 øre per side.", ""},
        {"1\xC2\xA0"
         "500\xC2\xA0kr",
         ""},
        {"Kr 99\nNeste linje står.", "Neste linje står."},
        // Numbers that are no money.
        {"Klima vektes med 30 prosent.", "Klima vektes med 30 prosent."},
        {"Omtrent 1 400 nettbrett til 7. trinn.", "Omtrent 1 400 nettbrett til 7. trinn."},
        {"Gjelder fra 20.11.2026 kl. 12.30.", "Gjelder fra 20.11.2026 kl. 12.30."},
        {"Medisinsk forbruksmateriell 2025–2027", "Medisinsk forbruksmateriell 2025–2027"},
        {"1 + 1 år", "1 + 1 år"},
        {"Ring 32 00 00 00.", "Ring 32 00 00 00."},
        {"Levering innen 2 dager til 90 steder.", "Levering innen 2 dager til 90 steder."},
        {"140 kilometer vei i ti roder", "140 kilometer vei i ti roder"},
        {"10 kroker og 3 kranser", "10 kroker og 3 kranser"},
        {"", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.written);
        CHECK(OpenWords::of(row.written).text() == row.shown);
    }
    const OpenWords words = OpenWords::of("Bestill her. Frakt 149 kr. Takk!");
    CHECK(words.text() == "Bestill her. Takk!");
    CHECK(words.left_out() == std::vector<std::string>{"Frakt 149 kr."});
}

TEST_CASE("public: whatever is written around an amount, the amount is not shown") {
    std::mt19937 random(20261121);
    const std::vector<std::string> amounts = {"845 kr",    "kr 845",   "845,00",   "1 845 kroner",
                                              "NOK 845",   "845,-",    "845 mill", "€ 845",
                                              "845,50 kr", "kr.\n845", "845 øre"};
    const std::vector<std::string> around = {"Timepris ", "fra ", "«",    "(",      ". ",
                                             "\n",        "! ",   "æøå ", "2026. ", "kl. ",
                                             "%",         ": ",   "ca. ", "1 ",     "-"};
    const auto pick = [&](const std::vector<std::string>& from) {
        return from[random() % from.size()];
    };
    for (int i = 0; i < 5000; ++i) {
        std::string text;
        for (unsigned k = random() % 5; k > 0; --k) text += pick(around);
        text += pick(amounts);
        const char* after[] = {" ", ".", "«", "\n", ", ", ")", "!", "/"};
        text += after[random() % std::size(after)];
        for (unsigned k = random() % 5; k > 0; --k) text += pick(around);
        CAPTURE(text);
        CHECK(OpenWords::of(text).text().find("845") == std::string::npos);
    }
}

TEST_CASE("public: markup makes what it knows, and shows the rest as it stands") {
    struct {
        const char* written;
        const char* then;
    } const rows[] = {
        {"En linje", "<p>En linje</p>\n"},
        {"En\nto\n\ntre", "<p>En\nto</p>\n<p>tre</p>\n"},
        {"## Mål\nTekst", "<h2>Mål</h2>\n<p>Tekst</p>\n"},
        {"- en\n- to", "<ul><li>en</li><li>to</li></ul>\n"},
        {"1. en\n2. to\nmer", "<ol><li>en</li><li>to mer</li></ol>\n"},
        {"**sterkt** ord", "<p><strong>sterkt</strong> ord</p>\n"},
        {"to ** stjerner", "<p>to ** stjerner</p>\n"},
        {"[Doffin](https://doffin.no)", "<p><a href=\"https://doffin.no\">Doffin</a></p>\n"},
        {"[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"},
        {"[x](//ond.example)", "<p>[x](//ond.example)</p>\n"},
        {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
        {"a & b", "<p>a &amp; b</p>\n"},
        {"", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.written);
        CHECK(markup(row.written).markup() == row.then);
    }
}

TEST_CASE("public: no text makes other markup than ours, and every element is closed") {
    std::mt19937 random(20261122);
    const std::vector<std::string> pieces = {"**",  "[",    "](", ")",    "https://a.no", "<b>",
                                             "\"",  "&",    "\n", "\n\n", "## ",          "- ",
                                             "1. ", "ord ", "æ",  "'"};
    const std::vector<std::string> ours = {"p",   "/p",  "h2",     "/h2",     "h3",
                                           "/h3", "ul",  "/ul",    "ol",      "/ol",
                                           "li",  "/li", "strong", "/strong", "/a"};
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (unsigned k = random() % 14; k > 0; --k) text += pieces[random() % pieces.size()];
        CAPTURE(text);
        const std::string made = markup(text).markup();
        std::map<std::string, int> open;
        for (auto at = made.find('<'); at != made.npos; at = made.find('<', at + 1)) {
            std::string tag = made.substr(at + 1, made.find('>', at) - at - 1);
            if (tag.starts_with("a href=\"https://a.no")) tag = "a";
            const bool known = tag == "a" || std::ranges::find(ours, tag) != ours.end();
            CHECK_MESSAGE(known, tag);
            if (tag.starts_with('/')) {
                --open[tag.substr(1)];
            } else {
                ++open[tag];
            }
        }
        for (const auto& [tag, count] : open) CHECK_MESSAGE(count == 0, tag);
    }
}

TEST_CASE("public: a page's address, a host, and what must be filled in") {
    CHECK(slug_of("Anskaffelsesstrategi for Hallingdal 2026–2030") ==
          "anskaffelsesstrategi-for-hallingdal-2026-2030");
    CHECK(slug_of("Rutine: kjøp på avtale (ÆØÅ)") == "rutine-kjop-pa-avtale-aeoa");
    CHECK(slug_of("…") == "");
    CHECK(Host::parse("innkjop.nes.no=3322").municipality_number == "3322");
    CHECK(Host::parse("innkjop.nes.no").name == "innkjop.nes.no");

    Settings settings{.publisher = "Innkjøp", .contact_email = "a@b.no"};
    settings.ocid_prefix = "ocds-k7x2pq";
    CHECK(findings(settings).empty());
    settings.ocid_prefix = "ocds-K7X2PQ";
    CHECK(findings(settings).front().name() == "public_site.prefix_wrong");
    settings.ocid_prefix = "ocds-k7x2pq";
    settings.conformance = Conformance::partial;
    CHECK(findings(settings).front().name() == "public_site.shortcomings_missing");

    PageDraft draft;
    CHECK(findings(draft).size() == 2);
    draft.texts[0] = {"Strategi", "", "Tekst"};
    CHECK(findings(draft).empty());
    draft.texts[1].summary = "berre samandrag";
    CHECK(findings(draft).size() == 2);  // a language that is begun is to be whole

    CHECK(findings(Feedback{}).front().name() == "public_site.message_missing");
    CHECK(findings(Feedback{.message = "Hei", .email = "ikke en adresse"}).size() == 1);
    CHECK(findings(Feedback{.message = "Hei", .email = "kari@nes.example"}).empty());
}

TEST_CASE("public: three messages from an address, thirty in all, and then a while to wait") {
    Throttle throttle;
    const Instant now(1'795'203'362'417);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(throttle.take("192.0.2.1", now));
    CHECK(throttle.take("192.0.2.1", now) == 15);
    CHECK_FALSE(throttle.take("192.0.2.2", now));
    const Instant later(now.milliseconds() + Throttle::kWindowMs);
    CHECK_FALSE(throttle.take("192.0.2.1", later));
    for (int i = 1; i < 30; ++i) {
        CHECK_FALSE(throttle.take("198.51.100." + std::to_string(i), later));
    }
    CHECK(throttle.take("203.0.113.9", later).has_value());
}
