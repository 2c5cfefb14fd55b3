#pragma once
// The files that finance systems read: GL07 in fixed columns, and a CSV profile of the
// municipality's own. Pure: the same vouchers give the same bytes.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "base/result.h"

namespace samkjop::finance {

// One account string of a voucher, resolved to what the finance system calls it.
struct Posting {
    std::string art;
    std::array<std::string, 7> dimensions;  // dim_1 … dim_7 in the municipality's own order
    std::array<std::string, 7> codes;       // art, ansvar, funksjon, prosjekt, free 1–3
    std::string vat_code;
    Money net, vat, cost;  // vat: what comes back
    bool reverse = false;  // its VAT code says that the buyer computes the VAT
};
struct Voucher {
    std::int64_t number = 0;  // the invoice's own, never used twice
    std::string reference;    // "F3322-2026-000481"
    bool credit_note = false;
    bool correction = false;  // between codings of a voucher that is booked: nothing is owed
    std::string invoice_number, supplier_number, organisation_number, supplier_name;
    Date issued, due, received;
    std::string currency;
    Money payable, currency_amount, vat_owed;
    std::string kid, account, order_number, responsible, text;
    std::vector<Posting> postings;
};

enum class Encoding : std::uint8_t { utf8, utf8_bom, iso_8859_1, windows_1252 };
enum class DateFormat : std::uint8_t { iso, dotted, compact };  // 2026-11-20, 20.11.2026, 20261120

struct Column {
    std::string field;  // one of fields()
    std::string title;
};
struct Profile {
    std::string format = "gl07";  // or "csv"
    // GL07
    std::string client;
    std::string interface_name = "SAMKJOP";
    std::string invoice_type = "IF", credit_type = "IK", correction_type = "HB";
    bool vat_lines = true;  // TX lines; else the VAT code alone says it
    std::string vat_account = "429";
    // CSV
    char separator = ';';
    char decimal_sign = ',';
    DateFormat dates = DateFormat::iso;
    Encoding encoding = Encoding::utf8;
    bool header = true;
    std::vector<Column> columns;  // empty: default_columns()
};
std::string to_json(const Profile& profile);
Profile from_json(std::string_view json);    // unknown members are left out, missing ones default
std::span<const std::string_view> fields();  // what a column may be
std::vector<Column> default_columns();
// "felt = overskrift" per line, as the page shows it; refused by the line that is not understood.
std::string columns_text(const Profile& profile);
Result<std::vector<Column>> columns_from(std::string_view text);

struct Heading {
    std::string batch;  // batch_id
    Date date;          // accounting date: gives the period
};
std::string gl07(const Profile&, const Heading&, std::span<const Voucher>);
std::string csv(const Profile&, const Heading&, std::span<const Voucher>);

// One character is one byte afterwards; what the encoding lacks is written in its own letters.
std::string encoded(std::string_view utf8, Encoding encoding);
std::string from_latin(std::string_view bytes);  // ISO-8859-1 or Windows-1252 → UTF-8

struct Field {  // a column of GL07
    std::string_view name;
    char type;  // c text, n number, m money, d date
    int length;
};
std::span<const Field> gl07_layout();
inline constexpr int kGl07Length = 2060;

// ---- The receipt ------------------------------------------------------------------------------
struct Answered {
    int line = 0;  // in the file, from 1
    std::string reference, voucher, reason;
    Date date;
    Money amount;
    const Text* wrong = nullptr;  // what could not be read
};
// Separator and heading are found out. A quoted cell may hold the separator.
std::vector<Answered> answers(std::string_view bytes);

}  // namespace samkjop::finance
