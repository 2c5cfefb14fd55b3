#pragma once
// An agreement with priced goods, and lines that are held against it, for tests of the control.
#include "control/rules.h"

namespace samkjop::control::testing {

inline const Date kStart(2026, 1, 1), kChange(2026, 7, 1), kEnd(2027, 6, 30);
inline constexpr agreement::AgreementId kAgreement{7};

inline Decimal dec(std::string_view text) { return Decimal::parse(text).value(); }

inline catalogue::Terms terms(int item, std::string_view amount, Date from = kStart,
                              Date to = kEnd) {
    catalogue::Terms out;
    out.item = {item};
    out.supplier = {1};
    out.agreement = kAgreement;
    out.price_list = {from == kStart ? 1 : 2};
    out.item_number = "FM-" + std::to_string(10000 + item);
    out.gtin = "20010400" + std::to_string(10000 + item);
    out.name = "Vare nummer " + std::to_string(item) + " blå";
    out.unit = "XBX";
    out.content = Decimal::whole(100);
    out.content_unit = "EA";
    out.amount = dec(amount);
    out.vat_rate = Decimal(25, 2);
    out.valid_from = from;
    out.valid_to = to;
    return out;
}

inline Facts facts(std::vector<catalogue::Terms> lists) {
    Facts out;
    out.terms = std::move(lists);
    out.agreements.push_back({kAgreement, "2025-014", "Forbruk", kStart, kEnd, "42", {}, true});
    return out;
}

inline Line line(const catalogue::Terms& of, std::string_view quantity, std::string_view price,
                 std::string_view unit = "XBX") {
    Line out;
    out.name = of.name;
    out.item_number = of.item_number;
    out.unit = unit;
    out.quantity = dec(quantity);
    out.unit_price = dec(price);
    out.price_stated = true;
    out.net = times(out.quantity, out.unit_price);
    out.rate = Decimal(25, 2);
    out.category = "S";
    return out;
}

}  // namespace samkjop::control::testing
