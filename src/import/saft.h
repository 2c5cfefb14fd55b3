#pragma once
// SAF-T Financial 1.30 (Norway), as the finance system exports it: the chart of accounts, the
// dimensions, the VAT codes and the suppliers. The vouchers are not read.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/import.h"

namespace samkjop::import::saft {

struct Account {
    int line = 0;
    std::string id;  // "1110"
    std::string name;
    std::string grouping_category;  // "KA_K": KOSTRA arts of municipalities
    std::string grouping_code;      // "110"
};

struct AnalysisValue {  // a value of a dimension
    int line = 0;
    std::string type;              // the system's own: "ANS"
    std::string type_description;  // «Ansvar»
    std::string id;
    std::string description;
    std::optional<Date> start, end;
    std::string status;  // "Active"
};

struct TaxCode {
    int line = 0;
    std::string code;
    std::string description;
    Decimal percentage;         // 25
    std::string standard_code;  // "1"
    bool compensation = false;
    Decimal base_rate = Decimal::whole(100);  // per cent of the base that the right covers
    std::optional<Date> effective, expiration;
};

struct Supplier {
    int line = 0;
    std::string id;  // leverandørnummer
    std::string registration_number;
    std::string name;
    std::string street, postal_code, city, country;
    std::string bank_account;
    std::string email;
};

struct File {
    std::string version;              // "1.30"
    std::string registration_number;  // the municipality's organisation number
    std::string company_name;
    std::vector<Account> accounts;
    std::vector<AnalysisValue> analysis_values;
    std::vector<TaxCode> tax_codes;
    std::vector<Supplier> suppliers;
    std::vector<Message> messages;
};

inline constexpr std::size_t kMostBytes = 200u << 20;

File read(std::string_view bytes);

// How much of the VAT comes back, of 10 000: compensated or deducted, by the share of the base.
// Nothing for codes that are used on sales only.
std::optional<int> right_of(const TaxCode&);

}  // namespace samkjop::import::saft
