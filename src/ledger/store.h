#pragma once
// What the store's files share: reading lines and vouchers, and Work, which carries one event from
// its key to its postings.

#include <map>

#include "db/db.h"
#include "ledger/voucher.h"

namespace samkjop::ledger {

struct StoredLine {
    MunicipalityId municipality;
    Document document;
    Line line;
};
std::optional<StoredLine> load_line(db::Session&, LineId);

struct StoredVoucher {
    MunicipalityId municipality;
    Document document;
    Voucher voucher;
};
std::optional<StoredVoucher> load_voucher(db::Session&, InvoiceId);

// What a repeated key must answer again beside the postings.
std::string encode_outcome(const Outcome&);
void decode_outcome(Outcome&, std::string_view text);

struct CodingRow {
    MunicipalityId municipality;
    Dimensions dimensions;
};
std::optional<CodingRow> load_coding(db::Session&, CodingId);
Balance scope_sum(db::Session&, MunicipalityId, const Policy&, const ScopeKey&);

// What a voucher adds to early visibility, by coding; days -1: what the weights are measured
// against.
struct SeenRow {
    Until until = Until::invoiced;
    int year = 0, month = 0;
    CodingId coding;
    int days = 0;
    Money weight;
};
std::vector<SeenRow> seen_rows(const Voucher&);

enum class Cover : std::uint8_t {
    judged,  // may be refused (1.6)
    marked,  // goes through, marked
    none,    // budget and foreign vouchers: nobody's purchase
};

// One event: load, decide, finish. Nothing is written before finish(), so a refusal changes
// nothing. New lines and vouchers have negative ids until they are written.
class Work {
public:
    Work(db::Tx& tx, const Context& context, std::string_view event)
        : session_(tx.session()), context_(context), event_(event) {}

    // The first outcome where this key was used with the same content; empty: go on.
    Result<std::optional<Outcome>> first_answer(std::string_view content);

    Result<std::vector<Line>> family(LineId);  // the line and all that took a part of it over
    Result<Line> line(LineId);                 // as it stands, changes of this event included
    void put(Line after);
    LineId make(Line line);
    Result<Voucher> voucher(InvoiceId);
    void put(Voucher after);
    InvoiceId make(Voucher voucher, const NewInvoice* identity);
    Result<void> check_codings(std::span<const Part>);
    Result<void> check_codings(std::span<const Share>);
    Result<void> check_coding(CodingId);
    Result<void> check_new(const NewInvoice&);  // identity unused
    const Dimensions& dimensions(CodingId);
    Balance scope_balance(CodingId, int year);

    Deltas deltas;               // beside what lines and vouchers themselves move
    std::vector<Posting> extra;  // a reversal's mirror
    std::optional<EntryId> reverses;
    bool needs_right = false;  // no approval follows: only the right overrides
    bool marks_lines = false;  // new or changed requests remember being over
    bool waits = false;

    Result<Outcome> finish(Cover);
    db::Session& session() { return session_; }

private:
    struct LineWork {
        Line before, after;
    };
    struct VoucherWork {
        Voucher before, after;
        std::optional<std::string> identity;
    };

    std::vector<Over> shortages(std::span<const Posting>);
    Result<void> judge(const std::vector<Over>&, Cover) const;
    void mark(const std::vector<Over>&);
    Result<void> check_years(std::span<const Posting>);
    void write_vouchers(Outcome&, std::vector<Posting>&);
    void write_lines(Outcome&, std::vector<Posting>&);
    void write_entry(Outcome&);
    void write_balances(std::span<const Posting>);
    void write_visibility();

    db::Session& session_;
    const Context& context_;
    std::string_view event_;
    std::string content_hash_;
    std::vector<LineWork> lines_;
    std::vector<VoucherWork> vouchers_;
    std::map<CodingId, CodingRow> codings_;
};

}  // namespace samkjop::ledger
