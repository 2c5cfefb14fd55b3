// UN/ECE Recommendation 20 (and 21 for packages) in the words that people use.
#include <array>

#include "html/components.h"
#include "html/texts.h"

namespace samkjop::html {
namespace {

struct UnitWord {
    std::string_view code;
    const Text* one;
    const Text* many;
};
constexpr std::array kUnits = {
    UnitWord{"EA", &text::unit_ea_one, &text::unit_ea_many},
    UnitWord{"BX", &text::unit_bx_one, &text::unit_bx_many},
    UnitWord{"PK", &text::unit_pk_one, &text::unit_pk_many},
    UnitWord{"BO", &text::unit_bo_one, &text::unit_bo_many},
    UnitWord{"CT", &text::unit_ct_one, &text::unit_ct_many},
    UnitWord{"CS", &text::unit_cs_one, &text::unit_cs_many},
    UnitWord{"RO", &text::unit_ro_one, &text::unit_ro_many},
    UnitWord{"BG", &text::unit_bg_one, &text::unit_bg_many},
    UnitWord{"PR", &text::unit_pr_one, &text::unit_pr_many},
    UnitWord{"SET", &text::unit_set_one, &text::unit_set_many},
    UnitWord{"KGM", &text::unit_kgm_one, &text::unit_kgm_many},
    UnitWord{"GRM", &text::unit_grm_one, &text::unit_grm_many},
    UnitWord{"LTR", &text::unit_ltr_one, &text::unit_ltr_many},
    UnitWord{"MTR", &text::unit_mtr_one, &text::unit_mtr_many},
    UnitWord{"HUR", &text::unit_hur_one, &text::unit_hur_many},
    UnitWord{"DAY", &text::unit_day_one, &text::unit_day_many},
    UnitWord{"MON", &text::unit_mon_one, &text::unit_mon_many},
    UnitWord{"ANN", &text::unit_ann_one, &text::unit_ann_many},
    UnitWord{"KMT", &text::unit_kmt_one, &text::unit_kmt_many},
    UnitWord{"KWH", &text::unit_kwh_one, &text::unit_kwh_many},
    UnitWord{"TNE", &text::unit_tne_one, &text::unit_tne_many},
    UnitWord{"MTK", &text::unit_mtk_one, &text::unit_mtk_many},
    UnitWord{"MTQ", &text::unit_mtq_one, &text::unit_mtq_many},
    UnitWord{"MIN", &text::unit_min_one, &text::unit_min_many},
    UnitWord{"WEE", &text::unit_wee_one, &text::unit_wee_many},
    UnitWord{"PX", &text::unit_px_one, &text::unit_px_many},
    UnitWord{"LS", &text::unit_ls_one, &text::unit_ls_many},
    UnitWord{"CMT", &text::unit_cmt_one, &text::unit_cmt_many},
    UnitWord{"MMT", &text::unit_mmt_one, &text::unit_mmt_many},
    UnitWord{"SA", &text::unit_sa_one, &text::unit_sa_many},
    UnitWord{"CA", &text::unit_ca_one, &text::unit_ca_many},
    UnitWord{"TU", &text::unit_tu_one, &text::unit_tu_many},
    UnitWord{"JR", &text::unit_jr_one, &text::unit_jr_many},
    UnitWord{"JC", &text::unit_jc_one, &text::unit_jc_many},
    UnitWord{"PU", &text::unit_pu_one, &text::unit_pu_many},
    UnitWord{"BJ", &text::unit_bj_one, &text::unit_bj_many},
    UnitWord{"RM", &text::unit_rm_one, &text::unit_rm_many},
    UnitWord{"ST", &text::unit_st_one, &text::unit_st_many},
    UnitWord{"DZN", &text::unit_dzn_one, &text::unit_dzn_many},
    UnitWord{"BE", &text::unit_be_one, &text::unit_be_many},
    UnitWord{"MLT", &text::unit_mlt_one, &text::unit_mlt_many},
    UnitWord{"CLT", &text::unit_clt_one, &text::unit_clt_many},
    UnitWord{"DLT", &text::unit_dlt_one, &text::unit_dlt_many},
    // The lists have two codes for the same thing.
    UnitWord{"SH", &text::unit_st_one, &text::unit_st_many},
    UnitWord{"KT", &text::unit_set_one, &text::unit_set_many},
    UnitWord{"PF", &text::unit_px_one, &text::unit_px_many},
    UnitWord{"PA", &text::unit_pk_one, &text::unit_pk_many},
    UnitWord{"CR", &text::unit_cs_one, &text::unit_cs_many},
};

// Recommendation 20 has several codes for one piece; packages of Recommendation 21 have an X before
// them, which older systems leave out.
std::string_view plain(std::string_view unit) {
    for (const std::string_view piece : {"H87", "C62", "NAR", "NMP", "PCE", "XPP"}) {
        if (unit == piece) return "EA";
    }
    return unit.size() == 3 && unit[0] == 'X' ? unit.substr(1) : unit;
}

}  // namespace

std::string unit_word(std::string_view unit, bool one, Language language) {
    for (const UnitWord& word : kUnits) {
        if (word.code == plain(unit))
            return std::string((one ? word.one : word.many)->in(language));
    }
    return std::string(unit);
}

std::string quantity(Decimal value, std::string_view unit, Language language) {
    return format_decimal(value.normalised()) + "\u00a0" +
           unit_word(unit, value == Decimal::whole(1), language);
}

}  // namespace samkjop::html
