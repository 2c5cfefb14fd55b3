// The longest named prefix of an item's UNSPSC code is its group.

#include "catalogue/groups.h"

#include "base/assert.h"

namespace samkjop::catalogue {
namespace {

constexpr Group kTable[] = {
    {"10", "Planter og dyr", "Plantar og dyr", "Plants and animals"},
    {"11", "Råvarer av tre, stein og tekstil", "Råvarer av tre, stein og tekstil", "Raw materials"},
    {"12", "Kjemikalier", "Kjemikaliar", "Chemicals"},
    {"13", "Gummi og plast", "Gummi og plast", "Rubber and plastics"},
    {"14", "Papir", "Papir", "Paper"},
    {"1411", "Kopipapir og papirprodukter", "Kopipapir og papirprodukt",
     "Copy paper and paper products"},
    {"141117", "Tørkepapir og toalettpapir", "Tørkepapir og toalettpapir",
     "Tissue and toilet paper"},
    {"15", "Drivstoff og olje", "Drivstoff og olje", "Fuel and oil"},
    {"20", "Gruvedrift og boring", "Gruvedrift og boring", "Mining and drilling"},
    {"21", "Jordbruk og skogbruk", "Jordbruk og skogbruk", "Agriculture and forestry"},
    {"22", "Anleggsmaskiner", "Anleggsmaskiner", "Construction machinery"},
    {"23", "Industrimaskiner", "Industrimaskiner", "Industrial machinery"},
    {"24", "Lager, emballasje og poser", "Lager, emballasje og posar",
     "Storage, packaging and bags"},
    {"25", "Kjøretøy og deler", "Køyretøy og delar", "Vehicles and parts"},
    {"26", "Strøm og batterier", "Straum og batteri", "Power and batteries"},
    {"27", "Verktøy", "Verktøy", "Tools"},
    {"30", "Bygg og anlegg", "Bygg og anlegg", "Building materials"},
    {"31", "Festemidler, lim og teip", "Festemiddel, lim og teip", "Fasteners, glue and tape"},
    {"32", "Elektroniske deler", "Elektroniske delar", "Electronic components"},
    {"39", "Lys og elektrisk utstyr", "Lys og elektrisk utstyr", "Lighting and electrical"},
    {"40", "Rør, ventilasjon og varme", "Røyr, ventilasjon og varme", "Plumbing, air and heating"},
    {"41", "Laboratorium og måling", "Laboratorium og måling", "Laboratory and measuring"},
    {"42", "Medisinsk utstyr", "Medisinsk utstyr", "Medical equipment"},
    {"4213", "Medisinske hansker og bekledning", "Medisinske hanskar og klede",
     "Medical gloves and clothing"},
    {"4214", "Pleieutstyr", "Pleieutstyr", "Patient care"},
    {"4218", "Undersøkelse og måling", "Undersøking og måling", "Examination and measuring"},
    {"4221", "Hjelpemidler", "Hjelpemiddel", "Assistive devices"},
    {"4231", "Sårbehandling", "Sårbehandling", "Wound care"},
    {"43", "IT og telefoni", "IT og telefoni", "IT and telephony"},
    {"4321", "Datamaskiner og tilbehør", "Datamaskiner og tilbehør", "Computers and accessories"},
    {"44", "Kontorutstyr", "Kontorutstyr", "Office equipment"},
    {"4410", "Skrivere, toner og kontormaskiner", "Skrivarar, tonar og kontormaskiner",
     "Printers, toner and office machines"},
    {"4412", "Kontorrekvisita", "Kontorrekvisita", "Office supplies"},
    {"45", "Foto, lyd og bilde", "Foto, lyd og bilete", "Photo, sound and picture"},
    {"46", "Verneutstyr og sikkerhet", "Verneutstyr og tryggleik",
     "Protective equipment and safety"},
    {"4618", "Personlig verneutstyr", "Personleg verneutstyr", "Personal protective equipment"},
    {"47", "Renhold", "Reinhald", "Cleaning"},
    {"4712", "Renholdsutstyr og avfallssekker", "Reinhaldsutstyr og avfallssekker",
     "Cleaning equipment and waste bags"},
    {"4713", "Rengjøringsmidler og redskaper", "Reingjeringsmiddel og reiskapar",
     "Cleaning agents and tools"},
    {"48", "Storkjøkken og servering", "Storkjøkken og servering", "Catering and serving"},
    {"49", "Sport og fritid", "Sport og fritid", "Sport and leisure"},
    {"50", "Mat og drikke", "Mat og drikke", "Food and drink"},
    {"5010", "Nøtter og frø", "Nøtter og frø", "Nuts and seeds"},
    {"5011", "Kjøtt", "Kjøt", "Meat"},
    {"5012", "Fisk", "Fisk", "Fish"},
    {"5013", "Meieri og egg", "Meieri og egg", "Dairy and eggs"},
    {"5016", "Sjokolade og søtt", "Sjokolade og søtt", "Chocolate and sweets"},
    {"5017", "Krydder og saus", "Krydder og saus", "Seasonings and sauces"},
    {"5018", "Brød og bakst", "Brød og bakst", "Bread and baked goods"},
    {"5019", "Ferdigmat", "Ferdigmat", "Prepared food"},
    {"5020", "Drikke", "Drikke", "Drinks"},
    {"5022", "Korn og mel", "Korn og mjøl", "Cereals and flour"},
    {"5030", "Frukt", "Frukt", "Fruit"},
    {"5040", "Grønnsaker", "Grønsaker", "Vegetables"},
    {"51", "Legemidler", "Legemiddel", "Medicines"},
    {"52", "Husholdning og tekstil", "Hushald og tekstil", "Household and textiles"},
    {"5212", "Sengetøy og håndklær", "Sengetøy og handklede", "Bedding and towels"},
    {"5214", "Husholdningsapparater", "Hushaldsapparat", "Household appliances"},
    {"5215", "Kjøkkenutstyr", "Kjøkkenutstyr", "Kitchenware"},
    {"53", "Klær og hygiene", "Klede og hygiene", "Clothing and hygiene"},
    {"5310", "Klær", "Klede", "Clothing"},
    {"5311", "Sko", "Sko", "Shoes"},
    {"5313", "Hygiene og hudpleie", "Hygiene og hudpleie", "Hygiene and skin care"},
    {"54", "Ur og smykker", "Ur og smykke", "Watches and jewellery"},
    {"55", "Bøker, skilt og trykksaker", "Bøker, skilt og trykksaker", "Books, signs and print"},
    {"56", "Møbler", "Møblar", "Furniture"},
    {"5610", "Bord, stoler og oppbevaring", "Bord, stolar og oppbevaring",
     "Tables, chairs and storage"},
    {"60", "Skole, lek og håndverk", "Skule, leik og handverk", "School, play and crafts"},
    {"64", "Forsikring og finans", "Forsikring og finans", "Insurance and finance"},
    {"70", "Landbrukstjenester", "Landbrukstenester", "Agricultural services"},
    {"72", "Bygg og vedlikehold", "Bygg og vedlikehald", "Building and maintenance"},
    {"76", "Renholdstjenester", "Reinhaldstenester", "Cleaning services"},
    {"78", "Transport", "Transport", "Transport"},
    {"80", "Rådgivning og administrasjon", "Rådgiving og administrasjon",
     "Consultancy and administration"},
    {"81", "Teknikk og IT-tjenester", "Teknikk og IT-tenester", "Engineering and IT services"},
    {"85", "Helsetjenester", "Helsetenester", "Health services"},
    {"86", "Kurs og opplæring", "Kurs og opplæring", "Courses and training"},
    {"90", "Mat, overnatting og reise", "Mat, overnatting og reise", "Food, lodging and travel"},
};

}  // namespace

int group_count() { return static_cast<int>(std::size(kTable)); }

const Group& group(int number) {
    SK_ASSERT(number >= 1 && number <= group_count());
    return kTable[number - 1];
}

int group_of(std::string_view unspsc) {
    int best = 0;
    for (int i = 1; i <= group_count(); ++i) {
        const std::string_view code = group(i).code;
        if (unspsc.starts_with(code) && (best == 0 || code.size() > group(best).code.size()))
            best = i;
    }
    return best;
}

int group_by_code(std::string_view code) {
    for (int i = 1; i <= group_count(); ++i) {
        if (group(i).code == code) return i;
    }
    return 0;
}

}  // namespace samkjop::catalogue
