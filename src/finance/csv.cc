// The municipality's own CSV: which columns, in which order, with which signs. One row per coding
// of a voucher. And the receipt on the way back, which comes as people's systems write it: with
// comma or semicolon, with or without a heading, in UTF-8 or Latin-1, with Norwegian or ISO dates.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/words.h"
#include "finance/formats.h"
#include "finance/texts.h"

namespace samkjop::finance {
namespace {

using Json = nlohmann::json;

struct Cell {
    std::string text;
    bool words = false;  // written by people: a spreadsheet must not take it for a formula
};

class Row {
public:
    Row(const Profile& profile, const Heading& heading, const Voucher& voucher,
        const Posting& posting)
        : profile_(profile), heading_(heading), voucher_(voucher), posting_(posting) {}

    Cell cell(std::string_view field) const {
        const Voucher& v = voucher_;
        const Posting& p = posting_;
        if (field == "batch") return {heading_.batch};
        if (field == "reference") return {v.reference};
        if (field == "kind")
            return {v.correction ? "korrigering" : v.credit_note ? "kreditnota" : "faktura"};
        if (field == "invoice_number") return {v.invoice_number, true};
        if (field == "supplier_number") return {v.supplier_number};
        if (field == "organisation_number") return {v.organisation_number};
        if (field == "supplier_name") return {v.supplier_name, true};
        if (field == "invoice_date") return {date(v.issued)};
        if (field == "due_date") return {date(v.due)};
        if (field == "received_date") return {date(v.received)};
        if (field == "accounting_date") return {date(heading_.date)};
        if (field == "period")
            return {fmt::format("{:04}{:02}", heading_.date.year(), heading_.date.month())};
        if (field == "currency") return {v.currency};
        if (field == "kid") return {v.kid, true};
        if (field == "bank_account") return {v.account, true};
        if (field == "order_number") return {v.order_number};
        if (field == "authorised_by") return {v.responsible, true};
        if (field == "text") return {v.text, true};
        if (field == "vat_code") return {p.vat_code};
        if (field == "net") return {money(p.net)};
        if (field == "vat") return {money(p.vat)};
        if (field == "cost") return {money(p.cost)};
        if (field == "gross") return {money(p.cost + p.vat)};
        if (field == "total") return {money(v.payable)};
        if (field == "vat_owed") return {money(v.vat_owed)};
        static constexpr std::string_view codes[] = {"art",    "ansvar", "funksjon", "prosjekt",
                                                     "free_1", "free_2", "free_3"};
        for (std::size_t i = 0; i < 7; ++i) {
            if (field == codes[i]) return {p.codes[i]};
        }
        return {};
    }

private:
    std::string money(Money amount) const {
        const std::int64_t ore = amount.ore() < 0 ? -amount.ore() : amount.ore();
        return fmt::format("{}{}{}{:02}", amount.ore() < 0 ? "-" : "", ore / 100,
                           profile_.decimal_sign, ore % 100);
    }
    std::string date(Date value) const {
        if (profile_.dates == DateFormat::iso) return value.iso();
        if (profile_.dates == DateFormat::dotted) return format_short_date(value);
        return fmt::format("{:04}{:02}{:02}", value.year(), value.month(), value.day());
    }

    const Profile& profile_;
    const Heading& heading_;
    const Voucher& voucher_;
    const Posting& posting_;
};

constexpr std::string_view kFields[] = {"reference",
                                        "kind",
                                        "invoice_number",
                                        "supplier_number",
                                        "organisation_number",
                                        "supplier_name",
                                        "invoice_date",
                                        "due_date",
                                        "received_date",
                                        "accounting_date",
                                        "period",
                                        "currency",
                                        "kid",
                                        "bank_account",
                                        "order_number",
                                        "authorised_by",
                                        "text",
                                        "art",
                                        "ansvar",
                                        "funksjon",
                                        "prosjekt",
                                        "free_1",
                                        "free_2",
                                        "free_3",
                                        "vat_code",
                                        "net",
                                        "vat",
                                        "cost",
                                        "gross",
                                        "total",
                                        "vat_owed",
                                        "batch"};

std::string quoted(Cell cell, char separator) {
    std::string& text = cell.text;
    for (char& c : text) {
        if (c == '\r' || c == '\n') c = ' ';
    }
    if (cell.words && !text.empty() &&
        std::string_view("=+-@\t").find(text[0]) != std::string_view::npos) {
        text.insert(0, "'");
    }
    if (text.find(separator) == text.npos && text.find('"') == text.npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

std::vector<std::string> cells_of(std::string_view line, char separator) {
    std::vector<std::string> out(1);
    bool inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && inside && i + 1 < line.size() && line[i + 1] == '"') {
            out.back() += '"';
            ++i;
        } else if (c == '"')
            inside = !inside;
        else if (c == separator && !inside)
            out.emplace_back();
        else
            out.back() += c;
    }
    for (std::string& cell : out) cell = std::string(trimmed(cell));
    return out;
}

std::optional<Date> date_of(std::string_view text) {
    if (const auto date = Date::parse(text)) return date;
    if (text.size() == 10 && text[2] == '.' && text[5] == '.') {
        return Date::parse(
            fmt::format("{}-{}-{}", text.substr(6), text.substr(3, 2), text.substr(0, 2)));
    }
    if (text.size() == 8 && text.find_first_not_of("0123456789") == text.npos) {
        return Date::parse(
            fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6)));
    }
    return std::nullopt;
}

Answered answered(int number, const std::vector<std::string>& cells) {
    Answered out;
    out.line = number;
    out.reference = cells[0];
    if (cells.size() > 4) out.reason = cells[4];
    if (cells.size() < 4) {
        out.wrong = &text::cells_missing;
        return out;
    }
    out.voucher = cells[1];
    if (!out.reason.empty()) return out;  // rejected: voucher, date and amount mean nothing
    const auto date = date_of(cells[2]);
    const auto amount = Decimal::parse_typed(cells[3]);
    if (out.voucher.empty())
        out.wrong = &text::voucher_missing;
    else if (!date)
        out.wrong = &text::date_not_understood;
    else if (!amount || amount->normalised().scale() > 2 ||
             *amount > Decimal::whole(10'000'000'000) || *amount < Decimal::whole(-10'000'000'000))
        out.wrong = &text::amount_not_understood;
    if (out.wrong != nullptr) return out;
    out.date = *date;
    out.amount = times(*amount, Decimal::whole(1));
    return out;
}

template <class E>
E member(const Json& json, const char* name, E fallback, int last) {
    const auto it = json.find(name);
    if (it == json.end() || !it->is_number_integer()) return fallback;
    const int value = it->get<int>();
    return value < 0 || value > last ? fallback : static_cast<E>(value);
}

void text_member(const Json& json, const char* name, std::string& out) {
    if (const auto it = json.find(name); it != json.end() && it->is_string())
        out = it->get<std::string>();
}
void bool_member(const Json& json, const char* name, bool& out) {
    if (const auto it = json.find(name); it != json.end() && it->is_boolean())
        out = it->get<bool>();
}

}  // namespace

std::span<const std::string_view> fields() { return kFields; }

std::vector<Column> default_columns() {
    return {{"reference", "Referanse"},
            {"kind", "Type"},
            {"supplier_number", "Leverandørnummer"},
            {"supplier_name", "Leverandør"},
            {"invoice_number", "Fakturanummer"},
            {"invoice_date", "Fakturadato"},
            {"due_date", "Forfall"},
            {"kid", "KID"},
            {"art", "Art"},
            {"ansvar", "Ansvar"},
            {"funksjon", "Funksjon"},
            {"prosjekt", "Prosjekt"},
            {"vat_code", "Mva-kode"},
            {"cost", "Beløp"},
            {"vat", "Mva"},
            {"total", "Å betale"}};
}

std::string csv(const Profile& profile, const Heading& heading, std::span<const Voucher> vouchers) {
    const std::vector<Column> columns =
        profile.columns.empty() ? default_columns() : profile.columns;
    std::string out;
    const auto end_row = [&] {
        if (!out.empty() && !columns.empty()) out.pop_back();  // the last separator
        out += "\r\n";
    };
    if (profile.header) {
        for (const Column& column : columns)
            out += quoted({column.title}, profile.separator) + profile.separator;
        end_row();
    }
    for (const Voucher& voucher : vouchers) {
        for (const Posting& posting : voucher.postings) {
            const Row row(profile, heading, voucher, posting);
            for (const Column& column : columns) {
                out += quoted(row.cell(column.field), profile.separator) + profile.separator;
            }
            end_row();
        }
    }
    return encoded(out, profile.encoding);
}

std::string to_json(const Profile& profile) {
    Json columns = Json::array();
    for (const Column& column : profile.columns) columns.push_back({column.field, column.title});
    return Json{{"format", profile.format},
                {"client", profile.client},
                {"interface", profile.interface_name},
                {"invoice_type", profile.invoice_type},
                {"credit_type", profile.credit_type},
                {"correction_type", profile.correction_type},
                {"vat_lines", profile.vat_lines},
                {"vat_account", profile.vat_account},
                {"separator", std::string(1, profile.separator)},
                {"decimal_sign", std::string(1, profile.decimal_sign)},
                {"dates", static_cast<int>(profile.dates)},
                {"encoding", static_cast<int>(profile.encoding)},
                {"header", profile.header},
                {"columns", columns}}
        .dump();
}

Profile from_json(std::string_view text) {
    Profile out;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return out;
    text_member(json, "format", out.format);
    text_member(json, "client", out.client);
    text_member(json, "interface", out.interface_name);
    text_member(json, "invoice_type", out.invoice_type);
    text_member(json, "credit_type", out.credit_type);
    text_member(json, "correction_type", out.correction_type);
    text_member(json, "vat_account", out.vat_account);
    bool_member(json, "vat_lines", out.vat_lines);
    bool_member(json, "header", out.header);
    std::string sign(1, out.separator);
    text_member(json, "separator", sign);
    if (sign.size() == 1) out.separator = sign[0];
    sign = std::string(1, out.decimal_sign);
    text_member(json, "decimal_sign", sign);
    if (sign.size() == 1) out.decimal_sign = sign[0];
    out.dates = member(json, "dates", out.dates, 2);
    out.encoding = member(json, "encoding", out.encoding, 3);
    if (const auto it = json.find("columns"); it != json.end() && it->is_array()) {
        for (const Json& column : *it) {
            if (column.is_array() && column.size() == 2 && column[0].is_string() &&
                column[1].is_string()) {
                out.columns.push_back({column[0].get<std::string>(), column[1].get<std::string>()});
            }
        }
    }
    return out;
}

std::string columns_text(const Profile& profile) {
    std::string out;
    for (const Column& column : profile.columns.empty() ? default_columns() : profile.columns) {
        out += column.field + " = " + column.title + "\n";
    }
    return out;
}

Result<std::vector<Column>> columns_from(std::string_view text) {
    std::vector<Column> out;
    std::int64_t number = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
        ++number;
        if (line.empty()) continue;
        const auto equals = line.find('=');
        const std::string field(trimmed(line.substr(0, equals)));
        if (std::ranges::find(kFields, field) == std::end(kFields)) {
            return refuse(text::column_unknown, {{"line", number}, {"field", field}}, "kolonner");
        }
        out.push_back(
            {field, equals == line.npos ? field : std::string(trimmed(line.substr(equals + 1)))});
    }
    if (out.empty()) return refuse(text::columns_missing, {}, "kolonner");
    return out;
}

std::vector<Answered> answers(std::string_view bytes) {
    std::vector<Answered> out;
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const std::string utf8 = from_latin(bytes);
    std::string_view rest = utf8;
    char separator = 0;
    for (int number = 1; !rest.empty(); ++number) {
        const auto end = rest.find('\n');
        const std::string_view line = trimmed(rest.substr(0, end));
        rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
        if (line.empty()) continue;
        const bool first = separator == 0;
        if (first) {
            separator = line.find(';') != line.npos    ? ';'
                        : line.find('\t') != line.npos ? '\t'
                                                       : ',';
        }
        const auto cells = cells_of(line, separator);
        Answered one = answered(number, cells);
        // A heading has no figure in it; it is passed over once, on top.
        const bool heading = first && line.find_first_of("0123456789") == line.npos;
        if (!heading) out.push_back(std::move(one));
    }
    return out;
}

}  // namespace samkjop::finance
