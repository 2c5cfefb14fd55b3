// GL07, the transaction import of Unit4/Agresso: one line per transaction, 2060 characters, blanks
// where nothing is said, amounts in øre. The layout is a table; a voucher is one AP line (what is
// owed to the supplier), one GL line per coding, and a TX line for the VAT that comes back, so that
// the lines of a voucher always sum to zero. Field order and lengths follow format 5.5.

#include <algorithm>

#include "finance/formats.h"

namespace samkjop::finance {
namespace {

constexpr Field kLayout[] = {
    {"batch_id", 'c', 25},      {"interface", 'c', 25},   {"voucher_type", 'c', 25},
    {"trans_type", 'c', 2},     {"client", 'c', 25},      {"account", 'c', 25},
    {"dim_1", 'c', 25},         {"dim_2", 'c', 25},       {"dim_3", 'c', 25},
    {"dim_4", 'c', 25},         {"dim_5", 'c', 25},       {"dim_6", 'c', 25},
    {"dim_7", 'c', 25},         {"tax_code", 'c', 25},    {"tax_system", 'c', 25},
    {"currency", 'c', 25},      {"dc_flag", 'n', 2},      {"cur_amount", 'm', 20},
    {"amount", 'm', 20},        {"number_1", 'n', 11},    {"value_1", 'm', 20},
    {"value_2", 'm', 20},       {"value_3", 'm', 20},     {"description", 'c', 255},
    {"trans_date", 'd', 8},     {"voucher_date", 'd', 8}, {"voucher_no", 'n', 15},
    {"period", 'n', 6},         {"tax_id", 'c', 1},       {"ext_inv_ref", 'c', 100},
    {"ext_ref", 'c', 255},      {"due_date", 'd', 8},     {"disc_date", 'd', 8},
    {"discount", 'm', 20},      {"commitment", 'c', 25},  {"order_id", 'n', 15},
    {"kid", 'c', 27},           {"pay_transfer", 'c', 2}, {"status", 'c', 1},
    {"apar_type", 'c', 1},      {"apar_id", 'c', 25},     {"pay_flag", 'n', 1},
    {"voucher_ref", 'n', 15},   {"sequence_ref", 'n', 9}, {"intrule_id", 'c', 25},
    {"factor_short", 'c', 25},  {"responsible", 'c', 25}, {"apar_name", 'c', 255},
    {"address", 'c', 160},      {"province", 'c', 40},    {"place", 'c', 40},
    {"bank_account", 'c', 35},  {"pay_method", 'c', 2},   {"vat_reg_no", 'c', 25},
    {"zip_code", 'c', 15},      {"curr_licence", 'c', 3}, {"account2", 'c', 25},
    {"base_amount", 'm', 20},   {"base_curr", 'm', 20},   {"pay_temp_id", 'c', 4},
    {"allocation_key", 'n', 3}, {"period_no", 'n', 2},    {"clearing_code", 'c', 13},
    {"swift", 'c', 11},         {"arrive_id", 'n', 15},   {"bank_acc_type", 'c', 2},
};

// One transaction: a line of blanks into which fields are put by name.
class Record {
public:
    Record() : line_(kGl07Length, ' ') {}

    Record& put(std::string_view name, std::string_view text) {
        std::string plain = encoded(text, Encoding::iso_8859_1);
        for (char& c : plain) {
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
        }
        const auto [at, length] = place(name);
        const std::size_t used =
            std::min<std::size_t>(plain.size(), static_cast<std::size_t>(length));
        line_.replace(at, used, plain, 0, used);
        return *this;
    }
    Record& put(std::string_view name, std::int64_t number) {  // to the right, the sign in front
        const std::string digits = std::to_string(number);
        const auto [at, length] = place(name);
        SK_ASSERT(digits.size() <= static_cast<std::size_t>(length));
        line_.replace(at + static_cast<std::size_t>(length) - digits.size(), digits.size(), digits);
        return *this;
    }
    Record& put(std::string_view name, Money amount) { return put(name, amount.ore()); }
    Record& put(std::string_view name, Date date) {
        std::string digits = date.iso();
        std::erase(digits, '-');
        return put(name, std::string_view(digits));
    }
    const std::string& line() const { return line_; }

private:
    static std::pair<std::size_t, int> place(std::string_view name) {
        std::size_t at = 0;
        for (const Field& field : kLayout) {
            if (field.name == name) return {at, field.length};
            at += static_cast<std::size_t>(field.length);
        }
        SK_ASSERT(!"a field that GL07 has");
        return {};
    }
    std::string line_;
};

class Writer {
public:
    Writer(const Profile& profile, const Heading& heading) : profile_(profile), heading_(heading) {}

    void voucher(const Voucher& voucher) {
        if (!voucher.correction) payable(voucher);
        for (const Posting& posting : voucher.postings) expense(voucher, posting);
        if (!profile_.vat_lines) return;
        for (const Posting& posting : voucher.postings) {
            if (!posting.vat.is_zero()) vat(voucher, posting, posting.vat);
        }
        // Reverse charge: the municipality owes the VAT that it computed, back or not.
        if (voucher.vat_owed.is_zero() || voucher.postings.empty()) return;
        const Posting* owes = &voucher.postings[0];
        for (const Posting& posting : voucher.postings) {
            if (posting.reverse) {
                owes = &posting;
                break;
            }
        }
        vat(voucher, *owes, -voucher.vat_owed);
    }
    std::string take() { return std::move(out_); }

private:
    Record head(const Voucher& voucher, std::string_view type, Money amount) const {
        Record record;
        record.put("batch_id", heading_.batch)
            .put("interface", profile_.interface_name)
            .put("voucher_type", voucher.correction    ? profile_.correction_type
                                 : voucher.credit_note ? profile_.credit_type
                                                       : profile_.invoice_type)
            .put("trans_type", type)
            .put("client", profile_.client)
            .put("currency", voucher.currency)
            .put("dc_flag", amount < Money() ? -1 : 1)
            .put("cur_amount", in_currency(voucher, amount))
            .put("amount", amount)
            .put("description", voucher.supplier_name + " " + voucher.invoice_number)
            .put("trans_date", heading_.date)
            .put("voucher_date", voucher.issued)
            .put("voucher_no", voucher.number)
            .put("period",
                 heading_.date.year() * 100 + static_cast<std::int64_t>(heading_.date.month()))
            .put("ext_inv_ref", voucher.invoice_number)
            .put("ext_ref", voucher.reference)
            .put("commitment", voucher.order_number)
            .put("responsible", voucher.responsible);
        return record;
    }
    static Money in_currency(const Voucher& voucher, Money amount) {
        if (voucher.currency == "NOK" || voucher.payable.is_zero()) return amount;
        return Money(divide_rounded(Wide(amount.ore()) * voucher.currency_amount.ore(),
                                    voucher.payable.ore()));
    }
    void add(const Record& record) {
        SK_ASSERT(record.line().size() == kGl07Length);
        out_ += record.line();
        out_ += "\r\n";
    }

    void payable(const Voucher& voucher) {
        Record record = head(voucher, "AP", -voucher.payable);
        record.put("due_date", voucher.due)
            .put("kid", voucher.kid)
            .put("apar_type", "P")
            .put("apar_id", voucher.supplier_number)
            .put("apar_name", voucher.supplier_name)
            .put("bank_account", voucher.account)
            .put("vat_reg_no", voucher.organisation_number)
            .put("status", "N");
        add(record);
    }
    void expense(const Voucher& voucher, const Posting& posting) {
        const Money amount = profile_.vat_lines ? posting.cost : posting.cost + posting.vat;
        Record record = head(voucher, "GL", amount);
        record.put("account", posting.art)
            .put("tax_code", posting.vat_code)
            .put("base_amount", posting.net);
        dimensions(record, posting);
        add(record);
    }
    void vat(const Voucher& voucher, const Posting& posting, Money amount) {
        Record record = head(voucher, "TX", amount);
        record.put("account", profile_.vat_account)
            .put("tax_code", posting.vat_code)
            .put("base_amount", posting.net);
        dimensions(record, posting);
        add(record);
    }
    static void dimensions(Record& record, const Posting& posting) {
        static constexpr std::string_view names[] = {"dim_1", "dim_2", "dim_3", "dim_4",
                                                     "dim_5", "dim_6", "dim_7"};
        for (std::size_t i = 0; i < 7; ++i) record.put(names[i], posting.dimensions[i]);
    }

    const Profile& profile_;
    const Heading& heading_;
    std::string out_;
};

}  // namespace

std::span<const Field> gl07_layout() { return kLayout; }

std::string gl07(const Profile& profile, const Heading& heading,
                 std::span<const Voucher> vouchers) {
    Writer writer(profile, heading);
    for (const Voucher& voucher : vouchers) writer.voucher(voucher);
    return writer.take();
}

}  // namespace samkjop::finance
