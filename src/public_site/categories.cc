// The divisions of the Common Procurement Vocabulary (Regulation (EC) 213/2008), named in short
// words of our own.

#include "public_site/categories.h"

#include <algorithm>

#include "public_site/texts.h"

namespace samkjop::public_site {
namespace {

constexpr std::pair<std::string_view, const Text*> kDivisions[] = {
    {"03", &text::cpv_03}, {"09", &text::cpv_09}, {"14", &text::cpv_14}, {"15", &text::cpv_15},
    {"16", &text::cpv_16}, {"18", &text::cpv_18}, {"19", &text::cpv_19}, {"22", &text::cpv_22},
    {"24", &text::cpv_24}, {"30", &text::cpv_30}, {"31", &text::cpv_31}, {"32", &text::cpv_32},
    {"33", &text::cpv_33}, {"34", &text::cpv_34}, {"35", &text::cpv_35}, {"37", &text::cpv_37},
    {"38", &text::cpv_38}, {"39", &text::cpv_39}, {"41", &text::cpv_41}, {"42", &text::cpv_42},
    {"43", &text::cpv_43}, {"44", &text::cpv_44}, {"45", &text::cpv_45}, {"48", &text::cpv_48},
    {"50", &text::cpv_50}, {"51", &text::cpv_51}, {"55", &text::cpv_55}, {"60", &text::cpv_60},
    {"63", &text::cpv_63}, {"64", &text::cpv_64}, {"65", &text::cpv_65}, {"66", &text::cpv_66},
    {"70", &text::cpv_70}, {"71", &text::cpv_71}, {"72", &text::cpv_72}, {"73", &text::cpv_73},
    {"75", &text::cpv_75}, {"76", &text::cpv_76}, {"77", &text::cpv_77}, {"79", &text::cpv_79},
    {"80", &text::cpv_80}, {"85", &text::cpv_85}, {"90", &text::cpv_90}, {"92", &text::cpv_92},
    {"98", &text::cpv_98}};

}  // namespace

const Text* division(std::string_view cpv) {
    const auto found = std::ranges::find(kDivisions, cpv.substr(0, 2),
                                         &std::pair<std::string_view, const Text*>::first);
    return found == std::end(kDivisions) ? nullptr : found->second;
}

std::string_view main_category(std::string_view cpv) {
    const std::string_view two = cpv.substr(0, 2);
    if (two == "45") return "works";
    return two == "48" || two < "50" ? "goods" : "services";
}

}  // namespace samkjop::public_site
