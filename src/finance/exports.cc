// Makes the file and takes the answer. A batch and the state of its invoices are one transaction;
// the file outside is written when that is durable, and can be written again from the kept bytes.
// The key that the finance system sees is the invoice's own reference: however often a file is
// sent, each voucher is the same voucher.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/crypto.h"
#include "base/words.h"
#include "finance/store.h"
#include "finance/texts.h"
#include "trail/trail.h"

namespace samkjop::finance {
namespace {

std::string& folder() {
    static std::string where;
    return where;
}

// By way of a temporary name: whoever watches the folder never sees half a file.
void write_file(const std::string& name, const std::string& bytes) {
    if (folder().empty()) return;
    namespace fs = std::filesystem;
    std::error_code failed;
    fs::create_directories(folder(), failed);
    const fs::path final = fs::path(folder()) / name;
    const fs::path temporary = fs::path(folder()) / (name + ".part");
    {
        std::ofstream out(temporary, std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!out.flush()) return;  // the bytes are kept, and the page offers the file
    }
    fs::rename(temporary, final, failed);
}

// The account string in the municipality's own order; the art is the account.
Posting posting_of(db::Session& session, MunicipalityId municipality, Date on,
                   std::span<const coding::DimensionRule> rules, const invoice::Part& part) {
    Posting out;
    out.vat_code = part.vat_code;
    out.net = part.net;
    out.vat = part.vat_back;
    out.cost = part.cost;
    const auto code = coding::vat_code(session, municipality, part.vat_code, on);
    out.reverse = code && coding::reverse_charge(*code);
    const auto coding = coding::find(session, part.coding);
    if (!coding) return out;
    out.codes = coding->codes;
    out.art = coding->art();
    std::size_t place = 0;
    for (const coding::DimensionRule& rule : rules) {
        if (!rule.used || rule.dimension == coding::Dimension::art ||
            place >= out.dimensions.size())
            continue;
        out.dimensions[place++] = coding->codes[static_cast<std::size_t>(rule.dimension)];
    }
    return out;
}

Voucher voucher_of(db::Session& session, std::span<const coding::DimensionRule> rules,
                   const invoice::Exportable& each) {
    Voucher out;
    // A voucher number is used once: corrections have a series of their own.
    constexpr std::int64_t kCorrections = 1'000'000'000'000;
    out.correction = each.correction != 0;
    out.number = out.correction ? kCorrections + each.correction : each.id.value;
    out.reference = each.reference;
    out.credit_note = each.credit_note;
    out.invoice_number = each.number;
    out.organisation_number = each.seller_number;
    out.supplier_number = party::supplier_number(session, each.municipality, each.supplier);
    if (out.supplier_number.empty()) out.supplier_number = each.seller_number;
    out.supplier_name = each.seller_name;
    out.issued = each.issued;
    out.due = each.due.value_or(each.issued + 30);  // forsinkelsesrenteloven § 2: 30 days
    out.received = each.received;
    out.currency = each.currency;
    out.payable = each.payable;
    out.currency_amount = each.currency_amount;
    out.vat_owed = each.vat_owed;
    out.kid = each.kid;
    out.account = each.account;
    out.order_number = each.order_number;
    out.responsible = each.responsible;
    out.text = each.text;
    for (const invoice::Part& part : each.parts)
        out.postings.push_back(posting_of(session, each.municipality, each.received, rules, part));
    return out;
}

std::string media_type_of(const Profile& profile) {
    const bool utf8 = profile.format == "csv" && (profile.encoding == Encoding::utf8 ||
                                                  profile.encoding == Encoding::utf8_bom);
    return std::string(profile.format == "csv" ? "text/csv" : "text/plain") +
           (utf8 ? "; charset=utf-8" : "; charset=iso-8859-1");
}

class Intake {  // of one receipt
public:
    Intake(db::Tx& tx, const Actor& actor, Instant at, MunicipalityId municipality)
        : tx_(tx), actor_(actor), at_(at), municipality_(municipality) {}

    void take(const Answered& one) {
        if (one.wrong != nullptr) {
            note(one, "unreadable", *one.wrong);
            return;
        }
        const auto id = invoice::find_by_reference(tx_, municipality_, one.reference);
        if (!id) {
            note(one, "unknown_reference", text::reference_unknown, {{"reference", one.reference}});
            return;
        }
        if (!one.reason.empty()) {
            settle(one, invoice::mark_rejected(tx_, actor_, at_, *id, one.reason), "rejected",
                   text::line_rejected, {{"reason", one.reason}});
            return;
        }
        const bool repeated = invoice::state_of(tx_, *id) == invoice::State::posted;
        settle(one, invoice::mark_posted(tx_, actor_, at_, *id, one.voucher, one.date, one.amount),
               repeated ? "repeated" : "posted", repeated ? text::line_repeated : text::line_posted,
               {{"voucher", one.voucher}});
    }
    ReceiptReport report;

private:
    void settle(const Answered& one, const Result<void>& done, std::string_view outcome,
                const Text& text, const Arguments& arguments) {
        if (done)
            note(one, outcome, text, arguments);
        else
            note(one, done.error().name(), *done.error().text, done.error().arguments);
    }
    void note(const Answered& one, std::string_view outcome, const Text& text,
              const Arguments& arguments = {}) {
        ReceiptLine line{
            one.line, std::string(cut_at_letter(one.reference, 100)), std::string(outcome), {}};
        for (const Language language : {Language::nb, Language::nn, Language::en}) {
            line.detail[static_cast<std::size_t>(language)] = render(text, language, arguments);
        }
        report.lines.push_back(std::move(line));
        if (outcome == "posted")
            ++report.posted;
        else if (outcome == "repeated")
            ++report.repeated;
        else if (outcome == "rejected")
            ++report.rejected;
        else
            ++report.wrong;
    }

    db::Tx& tx_;
    const Actor& actor_;
    Instant at_;
    MunicipalityId municipality_;
};

}  // namespace

void set_folder(std::string where) { folder() = std::move(where); }

Result<BatchId> export_approved(db::Tx& tx, const Actor& actor, Instant at, MunicipalityId id) {
    const auto municipality = party::municipality(tx, id);
    if (!municipality || !actor.reaches(id, {})) return refuse(text::nothing_to_export);
    const auto approved = invoice::exportable(tx, id);
    if (approved.empty()) return refuse(text::nothing_to_export);
    auto rules = coding::rules(tx, id);
    std::ranges::sort(rules, {}, &coding::DimensionRule::position);
    const Profile how = profile(tx, *municipality);
    const Date today = at.oslo_date();
    const std::int64_t running = next_running(tx, id, today.year());
    Batch batch;
    batch.municipality = id;
    batch.number = fmt::format("{}-{}-{:04}", municipality->number, today.year(), running);
    batch.format = how.format;
    batch.file_name =
        fmt::format("{}-{}.{}", how.format, batch.number, how.format == "csv" ? "csv" : "txt");
    batch.media_type = media_type_of(how);
    batch.made = at;
    batch.made_by = actor.name;
    batch.invoices = static_cast<int>(approved.size());
    std::vector<Voucher> vouchers;
    for (const invoice::Exportable& each : approved) {
        vouchers.push_back(voucher_of(tx, rules, each));
        batch.total += each.payable;
    }
    const Heading heading{batch.number, today};
    const std::string file =
        how.format == "csv" ? csv(how, heading, vouchers) : gl07(how, heading, vouchers);
    batch.hash = sha256_hex(file);
    insert(tx, batch, today.year(), running, file);
    for (const invoice::Exportable& each : approved) {
        insert_item(tx, batch.id, each);
        if (auto done =
                invoice::mark_exported(tx, actor, at, {each.id, each.correction}, batch.id.value);
            !done) {
            return std::unexpected(done.error());
        }
    }
    trail::append(tx, actor, at, {"export", batch.id.value}, "exported",
                  trail::Detail()
                      .add("batch", batch.number)
                      .add("invoices", std::int64_t{batch.invoices})
                      .add("total", batch.total)
                      .add("sha256", batch.hash));
    tx.after_commit([name = batch.file_name, file] { write_file(name, file); });
    return batch.id;
}

Result<void> repeat(db::Tx& tx, const Actor& actor, Instant at, BatchId id) {
    const auto found = batch(tx, actor, id);
    if (!found) return refuse(text::batch_missing);
    insert_repeat(tx, id, at, actor.name);
    trail::append(tx, actor, at, {"export", id.value}, "repeated",
                  trail::Detail().add("batch", found->number).add("sha256", found->hash));
    tx.after_commit([name = found->file_name, file = bytes(tx, id)] { write_file(name, file); });
    return {};
}

Result<ReceiptReport> take_receipt(db::Tx& tx, const Actor& actor, Instant at,
                                   MunicipalityId municipality, std::string_view bytes) {
    const auto lines = answers(bytes);
    if (lines.empty()) return refuse(text::receipt_empty, {}, "kvittering");
    if (lines.size() > 50'000) return refuse(text::receipt_too_long, {}, "kvittering");
    Intake intake(tx, actor, at, municipality);
    intake.report.at = at;
    intake.report.by = actor.name;
    for (const Answered& one : lines) intake.take(one);
    ReceiptReport& report = intake.report;
    insert_receipt(tx, municipality, sha256_hex(bytes), report);
    trail::append(tx, actor, at, {"finance_receipt", report.id}, "receipt_taken",
                  trail::Detail()
                      .add("posted", std::int64_t{report.posted})
                      .add("repeated", std::int64_t{report.repeated})
                      .add("rejected", std::int64_t{report.rejected})
                      .add("wrong", std::int64_t{report.wrong}));
    return report;
}

}  // namespace samkjop::finance
