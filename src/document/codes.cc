// The code lists of the documents in words that people use.
#include "document/terms.h"
#include "document/texts.h"

namespace samkjop::document {
namespace {

struct Word {
    std::string_view code;
    const Text* text;
    html::Tone tone = html::Tone::plain;
};
using Words = std::span<const Word>;

const Word* find(Words words, std::string_view code) {
    for (const Word& word : words) {
        if (word.code == code) return &word;
    }
    return nullptr;
}

std::string word_or_code(Words words, std::string_view code, Language language) {
    const Word* word = find(words, code);
    return word != nullptr ? std::string(word->text->in(language)) : std::string(code);
}

Said said_or_code(Words words, std::string_view code, Language language) {
    const Word* word = find(words, code);
    if (word == nullptr) return {std::string(code)};
    return {std::string(word->text->in(language)), word->tone};
}

using enum html::Tone;

// UNTDID 1001, the part that billing and ordering use.
constexpr Word kDocumentTypes[] = {
    {"380", &text::code_380}, {"381", &text::code_381}, {"384", &text::code_384},
    {"386", &text::code_386}, {"389", &text::code_389}, {"393", &text::code_393},
    {"396", &text::code_396}, {"261", &text::code_261}, {"326", &text::code_326},
    {"220", &text::code_220}, {"227", &text::code_227}, {"105", &text::code_105},
    {"231", &text::code_231}, {"351", &text::code_351}, {"9", &text::code_9},
    {"916", &text::code_916}, {"130", &text::code_130}, {"50", &text::code_50},
};
// UNTDID 4461.
constexpr Word kPaymentMeans[] = {
    {"10", &text::pay_cash},     {"30", &text::pay_transfer},     {"31", &text::pay_transfer},
    {"42", &text::pay_transfer}, {"48", &text::pay_card},         {"49", &text::pay_direct_debit},
    {"54", &text::pay_card},     {"55", &text::pay_card},         {"57", &text::pay_agreement},
    {"58", &text::pay_sepa},     {"59", &text::pay_direct_debit}, {"97", &text::pay_clearing},
};
// UNCL5305.
constexpr Word kVatCategories[] = {
    {"S", &text::vat_s},   {"Z", &text::vat_z}, {"E", &text::vat_e},
    {"AE", &text::vat_ae}, {"K", &text::vat_k}, {"G", &text::vat_g},
    {"O", &text::vat_o},   {"L", &text::vat_l}, {"M", &text::vat_m},
};
constexpr Word kInvoiceAnswers[] = {
    {"AB", &text::inv_ab, wait},    {"IP", &text::inv_ip, wait}, {"UQ", &text::inv_uq, warning},
    {"CA", &text::inv_ca, warning}, {"RE", &text::inv_re, stop}, {"AP", &text::inv_ap, good},
    {"PD", &text::inv_pd, good},
};
constexpr Word kOrderAnswers[] = {
    {"AB", &text::ord_ab, wait},
    {"AP", &text::ord_ap, good},
    {"CA", &text::ord_ca, warning},
    {"RE", &text::ord_re, stop},
};
constexpr Word kCatalogueAnswers[] = {
    {"AB", &text::cat_ab, wait}, {"AP", &text::cat_ap, good}, {"RE", &text::cat_re, stop}};
constexpr Word kLevelAnswers[] = {
    {"AB", &text::lvl_ab, wait}, {"AP", &text::lvl_ap, good},    {"RE", &text::lvl_re, stop},
    {"BV", &text::lvl_bv, stop}, {"BW", &text::lvl_bw, warning}, {"SV", &text::lvl_sv, stop},
    {"FD", &text::lvl_fd, stop},
};
constexpr Word kReasons[] = {
    {"NON", &text::why_non}, {"REF", &text::why_ref}, {"LEG", &text::why_leg},
    {"REC", &text::why_rec}, {"QUA", &text::why_qua}, {"DEL", &text::why_del},
    {"PRI", &text::why_pri}, {"QTY", &text::why_qty}, {"ITM", &text::why_itm},
    {"PAY", &text::why_pay}, {"UNR", &text::why_unr}, {"FIN", &text::why_fin},
    {"PPD", &text::why_ppd}, {"OTH", &text::why_oth},
};
constexpr Word kActions[] = {
    {"NOA", &text::act_noa}, {"PIN", &text::act_pin}, {"NIN", &text::act_nin},
    {"CNF", &text::act_cnf}, {"CNP", &text::act_cnp}, {"CNA", &text::act_cna},
    {"OTH", &text::act_oth},
};
// UNTDID 1229, of which ordering uses these.
constexpr Word kLineStatuses[] = {
    {"1", &text::line_added},
    {"2", &text::line_deleted, stop},
    {"3", &text::line_changed, warning},
    {"4", &text::line_same},
    {"5", &text::line_accepted, good},
    {"7", &text::line_rejected, stop},
    {"42", &text::line_done, good},
    {"74", &text::line_replaced, warning},
};
constexpr Word kCatalogueActions[] = {
    {"Add", &text::do_add},
    {"Replace", &text::do_replace},
    {"Update", &text::do_update},
    {"Delete", &text::do_delete},
};

constexpr const Text* kTypeLabels[] = {
    &text::type_invoice,
    &text::type_creditnote,
    &text::type_selfbilling_invoice,
    &text::type_selfbilling_creditnote,
    &text::type_order,
    &text::type_order_response,
    &text::type_order_agreement,
    &text::type_order_change,
    &text::type_order_cancellation,
    &text::type_order_response_advanced,
    &text::type_despatch_advice,
    &text::type_catalogue,
    &text::type_catalogue_response,
    &text::type_punch_out,
    &text::type_invoice_response,
    &text::type_mlr,
    &text::type_mls,
    &text::type_other,
};
static_assert(std::size(kTypeLabels) == ubl::kDocumentTypes + 1);

}  // namespace

std::string_view type_label(ubl::DocumentType type, Language language) {
    return kTypeLabels[static_cast<std::size_t>(type)]->in(language);
}

std::string document_type_word(std::string_view code, Language language) {
    return word_or_code(kDocumentTypes, code, language);
}
std::string payment_means_word(std::string_view code, Language language) {
    return word_or_code(kPaymentMeans, code, language);
}
std::string vat_category_word(std::string_view code, Language language) {
    return word_or_code(kVatCategories, code, language);
}
std::string catalogue_action_word(std::string_view code, Language language) {
    return word_or_code(kCatalogueActions, code, language);
}

Said response_word(ubl::DocumentType type, std::string_view code, Language language) {
    using enum ubl::DocumentType;
    const Words words = type == invoice_response     ? Words(kInvoiceAnswers)
                        : type == catalogue_response ? Words(kCatalogueAnswers)
                        : type == mlr || type == mls ? Words(kLevelAnswers)
                                                     : Words(kOrderAnswers);
    return said_or_code(words, code, language);
}

std::string reason_word(std::string_view list, std::string_view code, Language language) {
    const Words words = list == "OPStatusAction" ? Words(kActions) : Words(kReasons);
    // MLR and MLS say how grave a finding is in the same element.
    if (const Word* level = find(kLevelAnswers, code); level != nullptr && list.empty())
        return std::string(level->text->in(language));
    return word_or_code(words, code, language);
}

Said line_status_word(std::string_view code, Language language) {
    return said_or_code(kLineStatuses, code, language);
}

}  // namespace samkjop::document
