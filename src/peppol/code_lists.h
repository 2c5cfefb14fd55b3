#pragma once
// The code lists by name; the codes are in code_lists.inc, which also says from which release on a
// code is in its list.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "peppol/releases.h"

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

class CodeLists {
public:
    // Keeps views into the source.
    CodeLists(std::string_view source, std::span<const Release> releases);

    // Exactly: blanks matter.
    bool has(CodeList list, std::string_view code, std::uint8_t release) const;
    std::optional<CodeList> named(std::string_view name) const;
    std::string_view name_of(CodeList list) const { return of(list).name; }
    // All codes in one text, one space before and after each: some rules only look into that text.
    std::string_view text_of(CodeList list, std::uint8_t release) const {
        return of(list).texts[release];
    }

private:
    struct List {
        std::string_view name;
        std::unordered_map<std::string_view, InForce> codes;
        std::vector<std::string> texts;  // by release
    };
    const List& of(CodeList list) const { return all_[static_cast<std::size_t>(list)]; }
    void add(List& list, std::string_view code, std::uint8_t release, std::size_t releases);

    std::array<List, static_cast<std::size_t>(CodeList::count_)> all_;
    std::unordered_map<std::string_view, CodeList> by_name_;
};

std::string_view official_code_lists();

}  // namespace samkjop::peppol
