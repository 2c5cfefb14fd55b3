// The units that goods are sold in. The code goes out on the order; the word is for people.

#include "catalogue/units.h"

namespace samkjop::catalogue {
namespace {

struct Row {
    std::string_view code, nb, nn, en, brief;  // brief: the same in every language, or empty
};
constexpr Row kUnits[] = {
    {"EA", "stykk", "stykk", "piece", "stk."},
    {"C62", "stykk", "stykk", "piece", "stk."},
    {"H87", "stykk", "stykk", "piece", "stk."},
    {"NMP", "stykk", "stykk", "piece", "stk."},
    {"XPP", "stykk", "stykk", "piece", "stk."},
    {"PR", "par", "par", "pair", "par"},
    {"BX", "eske", "øskje", "box", ""},
    {"XBX", "eske", "øskje", "box", ""},
    {"PK", "pakke", "pakke", "pack", ""},
    {"XPK", "pakke", "pakke", "pack", ""},
    {"CT", "kartong", "kartong", "carton", ""},
    {"XCT", "kartong", "kartong", "carton", ""},
    {"CS", "kasse", "kasse", "case", ""},
    {"XCS", "kasse", "kasse", "case", ""},
    {"BG", "pose", "pose", "bag", ""},
    {"XBG", "pose", "pose", "bag", ""},
    {"BO", "flaske", "flaske", "bottle", ""},
    {"XBO", "flaske", "flaske", "bottle", ""},
    {"RO", "rull", "rull", "roll", ""},
    {"XRO", "rull", "rull", "roll", ""},
    {"CA", "boks", "boks", "can", ""},
    {"XCA", "boks", "boks", "can", ""},
    {"TU", "tube", "tube", "tube", ""},
    {"XTU", "tube", "tube", "tube", ""},
    {"JR", "glass", "glas", "jar", ""},
    {"XJR", "glass", "glas", "jar", ""},
    {"JC", "kanne", "kanne", "can", ""},
    {"XJC", "kanne", "kanne", "can", ""},
    {"PU", "brett", "brett", "tray", ""},
    {"XPU", "brett", "brett", "tray", ""},
    {"BJ", "bøtte", "bøtte", "bucket", ""},
    {"XBJ", "bøtte", "bøtte", "bucket", ""},
    {"SA", "sekk", "sekk", "sack", ""},
    {"XSA", "sekk", "sekk", "sack", ""},
    {"XPX", "pall", "pall", "pallet", ""},
    {"PF", "pall", "pall", "pallet", ""},
    {"RM", "ris", "ris", "ream", ""},
    {"SET", "sett", "sett", "set", ""},
    {"KT", "sett", "sett", "kit", ""},
    {"NAR", "stykk", "stykk", "piece", "stk."},
    {"ST", "ark", "ark", "sheet", ""},
    {"SH", "ark", "ark", "sheet", ""},
    {"DZN", "dusin", "dusin", "dozen", ""},
    {"CEN", "hundre", "hundre", "hundred", ""},
    {"MIL", "tusen", "tusen", "thousand", ""},
    {"KGM", "kilo", "kilo", "kilogram", "kg"},
    {"GRM", "gram", "gram", "gram", "g"},
    {"TNE", "tonn", "tonn", "tonne", "tonn"},
    {"LTR", "liter", "liter", "litre", "liter"},
    {"MLT", "milliliter", "milliliter", "millilitre", "ml"},
    {"CLT", "centiliter", "centiliter", "centilitre", "cl"},
    {"DLT", "desiliter", "desiliter", "decilitre", "dl"},
    {"MTR", "meter", "meter", "metre", "m"},
    {"MMT", "millimeter", "millimeter", "millimetre", "mm"},
    {"CMT", "centimeter", "centimeter", "centimetre", "cm"},
    {"MTK", "kvadratmeter", "kvadratmeter", "square metre", "m²"},
    {"MTQ", "kubikkmeter", "kubikkmeter", "cubic metre", "m³"},
    {"HUR", "time", "time", "hour", ""},
    {"DAY", "dag", "dag", "day", ""},
    {"MON", "måned", "månad", "month", ""},
    {"ANN", "år", "år", "year", ""},
    {"KWH", "kilowattime", "kilowattime", "kilowatt hour", "kWh"},
    {"E48", "tjeneste", "teneste", "service", ""},
    {"LS", "rund sum", "rund sum", "lump sum", ""},
};

const Row* row(std::string_view code) {
    for (const Row& each : kUnits) {
        if (each.code == code) return &each;
    }
    return nullptr;
}

}  // namespace

std::string unit_name(std::string_view code, Language language) {
    const Row* found = row(code);
    if (found == nullptr) return std::string(code);
    return std::string(language == Language::nb   ? found->nb
                       : language == Language::nn ? found->nn
                                                  : found->en);
}

std::string unit_short(std::string_view code, Language language) {
    const Row* found = row(code);
    if (found == nullptr || found->brief.empty()) return unit_name(code, language);
    if (language == Language::en && found->brief == "stk.") return "piece";
    return std::string(found->brief);
}

bool is_unit_code(std::string_view code) {
    return (code.size() == 2 || code.size() == 3) && std::ranges::all_of(code, [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}

std::string_view plain_unit(std::string_view code) {
    if (code == "H87" || code == "C62" || code == "NAR" || code == "PCE" || code == "NMB" ||
        code == "ST" || code == "STK" || code == "XPP") {
        return "EA";
    }
    if (code == "LM") return "MTR";
    if (code == "PA" || code == "XPA") return "PK";
    if (code.size() == 3 && code[0] == 'X') return code.substr(1);
    return code;
}

}  // namespace samkjop::catalogue
