#pragma once
// A region's catalogue of a given size, for measurements: six municipalities, suppliers, agreements
// that some have joined, and goods whose names are put together as suppliers put them together.
#include <array>
#include <string>
#include <vector>

#include "agreement/agreement.h"
#include "catalogue/catalogue.h"
#include "db/db.h"
#include "party/party.h"

namespace samkjop::bench {

struct Filled {
    std::vector<MunicipalityId> municipalities;
    std::vector<party::SupplierId> suppliers;
    std::vector<agreement::AgreementId> agreements;
    int items = 0;
};

// Figures that look random and are the same every time.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2654435761u + 1) {}
    std::uint64_t next() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_;
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
    template <class T, std::size_t N>
    const T& of(const T (&list)[N]) {
        return list[below(N)];
    }

private:
    std::uint64_t state_;
};

inline std::string organisation_number(int index) {
    // In the test series 313…; the ones without a check digit are stepped over.
    for (int base = 31310000 + index * 11;; ++base) {
        const std::string digits = std::to_string(base);
        constexpr int kWeights[] = {3, 2, 7, 6, 5, 4, 3, 2};
        int sum = 0;
        for (int i = 0; i < 8; ++i)
            sum += (digits[static_cast<std::size_t>(i)] - '0') * kWeights[i];
        const int check = (11 - sum % 11) % 11;
        if (check != 10) return digits + std::to_string(check);
    }
}

struct Kind {
    std::string_view noun, unspsc, unit, unit_name;
    int content;
    std::string_view materials;  // parted by blanks
    std::string_view sizes;
};
inline constexpr Kind kKinds[] = {
    {"undersøkelseshanske", "42132203", "BX", "eske", 100, "nitril vinyl lateks", "XS S M L XL"},
    {"operasjonshanske", "42132205", "BX", "eske", 50, "lateks neopren", "6,5 7 7,5 8"},
    {"oppvaskhanske", "46181504", "PK", "pakke", 12, "gummi nitril", "S M L XL"},
    {"arbeidshanske", "46181504", "PR", "par", 1, "skinn nylon bomull", "8 9 10 11"},
    {"vinterhanske", "46181504", "PR", "par", 1, "skinn ull", "9 10 11"},
    {"kopipapir", "14111507", "BX", "eske", 2500, "hvitt resirkulert farget", "A3 A4 A5"},
    {"toalettpapir", "14111704", "SA", "sekk", 64, "2-lags 3-lags resirkulert", "standard jumbo"},
    {"tørkepapir", "14111703", "SA", "sekk", 12, "1-lags 2-lags", "mini midi maxi"},
    {"matpapir", "14111500", "RO", "rull", 1, "hvitt brunt", "35 cm 50 cm"},
    {"avfallssekk", "47121701", "RO", "rull", 25, "plast resirkulert bioplast",
     "60 l 100 l 160 l 240 l"},
    {"avfallspose", "47121701", "RO", "rull", 50, "plast bioplast", "15 l 20 l 30 l"},
    {"håndsåpe", "53131608", "BO", "flaske", 1, "parfymefri mild flytende",
     "300 ml 500 ml 1 l 5 l"},
    {"hånddesinfeksjon", "53131626", "BO", "flaske", 1, "gel flytende", "100 ml 600 ml 1 l 5 l"},
    {"rengjøringsmiddel", "47131800", "BO", "flaske", 1, "universal sanitær gulv",
     "750 ml 1 l 5 l"},
    {"oppvaskmiddel", "47131810", "BO", "flaske", 1, "hånd maskin", "500 ml 1 l 5 l 10 l"},
    {"mikrofiberklut", "47131502", "PK", "pakke", 10, "blå rød grønn gul", "32 x 32 cm 40 x 40 cm"},
    {"mopp", "47131618", "EA", "stykk", 1, "mikrofiber bomull", "40 cm 60 cm"},
    {"kompress", "42311510", "BX", "eske", 100, "steril usteril nonwoven",
     "5 x 5 cm 10 x 10 cm 10 x 20 cm"},
    {"bandasje", "42311500", "PK", "pakke", 10, "elastisk selvheftende skum", "6 cm 8 cm 10 cm"},
    {"plaster", "42311505", "BX", "eske", 100, "hvitt vanntett tekstil", "2 x 7 cm 4 x 6 cm"},
    {"sprøyte", "42142609", "BX", "eske", 100, "luer-lock luer-slip", "2 ml 5 ml 10 ml 20 ml"},
    {"kanyle", "42142523", "BX", "eske", 100, "steril", "21 G 23 G 25 G"},
    {"kateter", "42142702", "BX", "eske", 10, "silikon lateksfri", "CH12 CH14 CH16"},
    {"bleie", "53102305", "PK", "pakke", 30, "voksen barn natt", "S M L XL"},
    {"inkontinensinnlegg", "53102306", "PK", "pakke", 28, "normal pluss super", "mini midi maxi"},
    {"munnbind", "42131713", "BX", "eske", 50, "type II type IIR", "standard"},
    {"engangsfrakk", "42131600", "PK", "pakke", 10, "plast nonwoven", "M L XL"},
    {"kontorstol", "56112102", "EA", "stykk", 1, "svart blå grå", "med hjul uten armlener"},
    {"skrivebord", "56101703", "EA", "stykk", 1, "hev-senk fast", "120 x 80 cm 160 x 80 cm"},
    {"møtestol", "56112103", "EA", "stykk", 1, "stablebar polstret", "standard"},
    {"bokhylle", "56101507", "EA", "stykk", 1, "bjørk hvit eik", "80 cm 100 cm"},
    {"kulepenn", "44121704", "BX", "eske", 50, "blå svart rød", "fin medium"},
    {"blyant", "44121706", "PK", "pakke", 12, "HB 2B", "standard"},
    {"ringperm", "44122003", "BX", "eske", 10, "blå svart rød grønn", "A4 A5"},
    {"konvolutt", "44121506", "BX", "eske", 500, "hvit brun boblefôret", "C4 C5 C6"},
    {"blekkpatron", "44103105", "EA", "stykk", 1, "svart cyan magenta gul", "standard XL"},
    {"tonerkassett", "44103103", "EA", "stykk", 1, "svart cyan magenta gul", "standard XL"},
    {"batteri", "26111702", "PK", "pakke", 10, "alkalisk oppladbart", "AA AAA 9V"},
    {"lyspære", "39101600", "EA", "stykk", 1, "LED halogen", "E14 E27"},
    {"skjøteledning", "26121600", "EA", "stykk", 1, "jordet", "3 m 5 m 10 m"},
    {"lettmelk", "50131700", "CT", "kartong", 10, "økologisk laktosefri", "1 l 0,25 l"},
    {"helmelk", "50131700", "CT", "kartong", 10, "økologisk", "1 l"},
    {"kaffe", "50201706", "CS", "kasse", 12, "filtermalt kokmalt hele bønner", "250 g 500 g 1 kg"},
    {"hvetemel", "50221100", "SA", "sekk", 1, "siktet sammalt", "2 kg 10 kg 25 kg"},
    {"grovbrød", "50181900", "EA", "stykk", 1, "økologisk ferskt frossent", "750 g"},
    {"kyllingfilet", "50111500", "CS", "kasse", 1, "fersk frossen", "2 kg 5 kg"},
    {"laksefilet", "50121500", "CS", "kasse", 1, "fersk frossen", "1 kg 5 kg"},
    {"gulost", "50131800", "EA", "stykk", 1, "skivet revet", "500 g 1 kg"},
    {"håndkle", "52121700", "PK", "pakke", 10, "hvitt blått frotté", "50 x 70 cm 70 x 140 cm"},
    {"laken", "52121509", "EA", "stykk", 1, "bomull polyester", "150 x 260 cm"},
    {"vernesko", "46181600", "PR", "par", 1, "S1P S3", "38 40 42 44 46"},
    {"arbeidsjakke", "53101800", "EA", "stykk", 1, "synlighet softshell", "S M L XL"},
    {"vernebrille", "46181802", "EA", "stykk", 1, "klar tonet", "standard"},
    {"treskrue", "31161500", "BX", "eske", 200, "elforsinket rustfri", "4 x 40 mm 5 x 60 mm"},
    {"maling", "31211500", "BJ", "bøtte", 1, "vegg tak gulv", "2,7 l 9 l"},
    {"ventilasjonsfilter", "40161500", "EA", "stykk", 1, "F7 G4", "287 x 592 mm"},
    {"fargeblyant", "60121535", "PK", "pakke", 24, "trekantet tykk", "standard"},
    {"tegneblokk", "60121100", "EA", "stykk", 1, "hvit farget", "A3 A4"},
    {"puslespill", "60141100", "EA", "stykk", 1, "tre papp", "24 biter 48 biter"},
    {"termometer", "41112200", "EA", "stykk", 1, "øre panne digitalt", "standard"},
};
inline constexpr std::string_view kBrands[] = {
    "Nordik",  "Fjellvang", "Selva", "Tindra", "Alpina", "Hovda",   "Brisk",    "Klarvik",
    "Reinlin", "Storfjord", "Vidda", "Lønn",   "Skarve", "Heimdal", "Bergljot", "Solvik"};
inline constexpr std::string_view kUses[] = {"til pleie og omsorg",    "til storkjøkken",
                                             "til skole og barnehage", "til kontor",
                                             "til verksted og drift",  "til renhold av våtrom",
                                             "til daglig bruk",        "med lang holdbarhet"};
inline constexpr std::string_view kExtras[] = {
    "pudderfri", "ekstra sterk", "miljømerket",  "økonomi",  "premium",
    "myk",       "slitesterk",   "uten parfyme", "latexfri", "gjenvunnet"};

inline std::vector<std::string_view> words(std::string_view list) {
    std::vector<std::string_view> out;
    while (!list.empty()) {
        const auto end = std::min(list.find(' '), list.size());
        out.push_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return out;
}

inline catalogue::PriceRow item_row(Dice& dice, int number) {
    const Kind& kind = dice.of(kKinds);
    const auto materials = words(kind.materials);
    const auto sizes = words(kind.sizes);
    catalogue::PriceRow row;
    row.item_number = std::string(1, static_cast<char>('A' + number % 23)) +
                      static_cast<char>('A' + number % 19) + "-" + std::to_string(100000 + number);
    row.brand = dice.of(kBrands);
    std::string noun(kind.noun);
    noun[0] = noun[0] >= 'a' && noun[0] <= 'z' ? static_cast<char>(noun[0] - 32) : noun[0];
    row.name = noun + ", " + std::string(materials[dice.below(materials.size())]) + ", " +
               std::string(dice.of(kExtras)) + ", " + std::string(sizes[dice.below(sizes.size())]);
    row.description = row.brand + " " + std::string(kind.noun) + " " + std::string(dice.of(kUses)) +
                      ". " + "Leveres i " + std::string(kind.unit_name) + ".";
    row.unspsc = kind.unspsc;
    row.unit = kind.unit;
    row.unit_name = kind.unit_name;
    row.content = Decimal::whole(kind.content);
    row.content_unit = "EA";
    row.price = Decimal(static_cast<std::int64_t>(500 + dice.below(90000)), 2);
    row.vat_rate = kind.unspsc.starts_with("50") ? Decimal(15, 2) : Decimal(25, 2);
    row.delivery_days = 1 + static_cast<int>(dice.below(7));
    if (dice.below(8) == 0) row.environment = "Svanemerket";
    if (dice.below(6) == 0) row.policy = catalogue::Policy::preferred;
    row.valid_from = Date(2026, 1, 1);
    row.valid_to = party::kOpenEnd;
    return row;
}

// Municipalities and suppliers are made too; the database is empty but migrated.
inline Filled fill_catalogue(db::Database& database, int items, int agreements = 60,
                             int suppliers = 40, int municipalities = 6) {
    const Actor actor = Actor::system();
    const Instant now = clock_now();
    Filled out;
    constexpr std::string_view kNames[] = {"Flå", "Nes", "Gol",       "Hemsedal",
                                           "Ål",  "Hol", "Krødsherad"};
    database.write([&](db::Tx& tx) {
        for (int i = 0; i < municipalities; ++i) {
            party::Municipality each;
            each.number = std::to_string(3320 + i);
            each.name = kNames[i];
            each.organisation_number = organisation_number(9000 + i);
            each.host = i == 1;
            out.municipalities.push_back(party::create_municipality(tx, actor, now, each).value());
        }
        for (int i = 0; i < suppliers; ++i) {
            party::Supplier each;
            each.organisation_number = organisation_number(i);
            each.name =
                std::string(kBrands[i % 16]) + " Leverandør " + std::to_string(i + 1) + " AS";
            out.suppliers.push_back(party::create_supplier(tx, actor, now, each).value());
        }
        std::vector<import::AgreementRow> rows;
        for (int i = 0; i < agreements; ++i) {
            import::AgreementRow row;
            row.number = "2025-" + std::to_string(100 + i);
            row.title = "Rammeavtale " + std::to_string(i + 1);
            row.supplier = organisation_number(i % suppliers);
            row.valid_from = Date(2025, 1, 1);
            row.valid_to = party::kOpenEnd;
            row.decided_on = Date(2024, 12, 12);
            row.decision = "Sak 31/24";
            for (int m = 0; m < municipalities; ++m) {
                if ((i + m) % 4 != 0) row.municipalities.push_back(std::to_string(3320 + m));
            }
            rows.push_back(std::move(row));
        }
        SK_ASSERT(agreement::store(tx, actor, now, rows).messages.empty());
        for (const auto& row : rows)
            out.agreements.push_back(agreement::find_by_number(tx, row.number)->id);
        tx.commit();
    });
    Dice dice(20261120);
    const int lists = agreements + agreements / 10;  // one in eleven is sold without agreement
    for (int list = 0; list < lists; ++list) {
        const int count = items / lists + (list < items % lists ? 1 : 0);
        std::vector<catalogue::PriceRow> rows;
        for (int i = 0; i < count; ++i) rows.push_back(item_row(dice, out.items++));
        const auto supplier = out.suppliers[static_cast<std::size_t>(list % suppliers)];
        const auto agreement = list < agreements ? out.agreements[static_cast<std::size_t>(list)]
                                                 : agreement::AgreementId{};
        database.write([&](db::Tx& tx) {
            const auto report =
                catalogue::store_price_list(tx, actor, now, agreement, supplier, rows,
                                            {"bench", "bench-" + std::to_string(list)});
            SK_ASSERT(report.messages.empty());
            tx.commit();
        });
    }
    return out;
}

}  // namespace samkjop::bench
