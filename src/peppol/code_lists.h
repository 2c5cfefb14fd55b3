#pragma once
// The code lists by name; the codes are in code_lists.inc.

#include <cstdint>
#include <optional>
#include <string_view>

namespace samkjop::peppol {

enum class CodeList : std::uint8_t {
    NoteSubject,
    CountryPrefix,
    InvoiceType,
    CreditNoteType,
    CenCurrency,
    PeriodCode,
    ReferenceQualifier,
    Icd,
    Sepa,
    ItemClassificationList,
    Country,
    PaymentMeans,
    VatCategory,
    AllowanceReason,
    ChargeReason,
    Vatex,
    Unit,
    CenEas,
    BillingGreekDocumentType,
    Currency,
    BillingMime,
    Eas,
    Of_P0100,
    Of_P0101,
    Of_P0100_SB,
    Of_P0101_SB,
    UNCL4219,
    MimeCode,
    UNCL1001_T01,
    TrueFalse,
    Of_PEPPOL_T01_R031,
    UNCL4343_T76,
    UNCL1229,
    UNCL1001,
    Image,
    UNCL1229_CHANGE,
    Of_PEPPOL_T114_R031,
    UNECERec21,
    UNCL8273,
    TransportHandlingUnitIDschemID,
    UNCL6313_T16,
    UNECERec19,
    ProductTraceIDschemeIDCode,
    TransactionCondition,
    PackagingMarkedLabelAccreditationCode,
    UNCL6313,
    ActionCode_header,
    ActionCode_line,
    UNCL5387,
    NA,
    GS17009,
    Of_PEPPOL_T19_R017,
    UNCL4343,
    ClarificationListID,
    OPStatusReason,
    OPStatusAction,
    UNCL4343_T111,
    StatusReason,
    OrderCountryPrefix,
    count_,
};

bool in_list(CodeList list, std::string_view code);  // exactly, blanks matter
std::optional<CodeList> code_list_from(std::string_view name);
std::string_view name_of(CodeList list);
// All codes in one text, one space before and after each: some rules only look into that text.
std::string_view text_of(CodeList list);

}  // namespace samkjop::peppol
