// Rows to nouns and back: lines, vouchers, codings, the first answer of a key, what a voucher adds
// to early visibility.

#include <algorithm>
#include <charconv>

#include "ledger/store.h"

namespace samkjop::ledger {

std::optional<StoredLine> load_line(db::Session& session, LineId id) {
    return session.one(
        "SELECT municipality_id, year, state, document_kind, document_id, body FROM ledger_line"
        " WHERE id = $1",
        [&](const db::Row& row) {
            StoredLine out;
            out.municipality = row.get<MunicipalityId>(0);
            out.line.id = id;
            out.line.year = row.get<int>(1);
            out.line.state = row.get<LineState>(2);
            out.document = {row.get<std::string>(3), row.get<std::int64_t>(4)};
            decode(out.line, row.get<std::string>(5));
            return out;
        },
        id);
}

std::optional<StoredVoucher> load_voucher(db::Session& session, InvoiceId id) {
    return session.one(
        "SELECT municipality_id, kind, state, of_id, document_kind, document_id, registered, "
        "posted, body"
        " FROM ledger_voucher WHERE id = $1",
        [&](const db::Row& row) {
            StoredVoucher out;
            out.municipality = row.get<MunicipalityId>(0);
            out.voucher.id = id;
            out.voucher.kind = row.get<VoucherKind>(1);
            out.voucher.state = row.get<VoucherState>(2);
            out.voucher.of = {row.get<std::optional<std::int64_t>>(3).value_or(0)};
            out.document = {row.get<std::string>(4), row.get<std::int64_t>(5)};
            out.voucher.registered = row.get<Date>(6);
            out.voucher.posted = row.get<std::optional<Date>>(7);
            decode(out.voucher, row.get<std::string>(8));
            return out;
        },
        id);
}

std::optional<CodingRow> load_coding(db::Session& session, CodingId id) {
    return session.one(
        "SELECT municipality_id, art, ansvar, funksjon, prosjekt FROM coding WHERE id = $1",
        [](const db::Row& row) {
            return CodingRow{row.get<MunicipalityId>(0),
                             {row.get<std::string>(1), row.get<std::string>(2),
                              row.get<std::string>(3), row.get<std::string>(4)}};
        },
        id);
}

std::vector<SeenRow> seen_rows(const Voucher& voucher) {
    std::vector<SeenRow> out;
    const auto until = [&](Until measure, Date day) {
        for (const Seen& seen : voucher.seen) {
            out.push_back({measure, day.year(), static_cast<int>(day.month()), seen.coding,
                           std::max(0, day - seen.day), seen.weight});
        }
        for (const Base& base : voucher.bases) {
            out.push_back({measure, day.year(), static_cast<int>(day.month()), base.coding, -1,
                           base.invoiced});
        }
    };
    if (voucher.kind != VoucherKind::invoice) return out;
    until(Until::invoiced, voucher.registered);
    if (voucher.posted) until(Until::posted, *voucher.posted);
    return out;
}

namespace {

std::int64_t take_number(std::string_view& text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    if (text.starts_with(' ')) text.remove_prefix(1);
    return number;
}

}  // namespace

// What a repeated key must answer again beside the postings: numbers, then one line per mark.
std::string encode_outcome(const Outcome& outcome) {
    std::string out = std::to_string(outcome.waits) + ' ' + std::to_string(outcome.invoice.value);
    for (const LineId line : outcome.lines) out += ' ' + std::to_string(line.value);
    for (const Over& over : outcome.over) {
        out += '\n' + std::to_string(over.coding.value) + ' ' + std::to_string(over.year) + ' ' +
               std::to_string(over.by.ore()) + ' ' + over.scope;
    }
    for (const CodingId coding : outcome.below_zero) out += "\nb " + std::to_string(coding.value);
    return out;
}

void decode_outcome(Outcome& outcome, std::string_view text) {
    for (bool first = true; !text.empty(); first = false) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view row = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (first) {
            outcome.waits = take_number(row) != 0;
            outcome.invoice = {take_number(row)};
            while (!row.empty()) outcome.lines.push_back({take_number(row)});
        } else if (row.starts_with("b ")) {
            row.remove_prefix(2);
            outcome.below_zero.push_back({take_number(row)});
        } else {
            Over over;
            over.coding = {take_number(row)};
            over.year = static_cast<int>(take_number(row));
            over.by = Money(take_number(row));
            over.scope = row;
            outcome.over.push_back(std::move(over));
        }
    }
}

}  // namespace samkjop::ledger
