// What goes to the finance system, and what comes back. The cost per coding is the ledger's own, so
// that the two systems can never differ by rounding; the VAT that comes back is what is left of the
// amount owed, divided over the codings as the lines say.

#include <algorithm>
#include <map>

#include "invoice/handling.h"
#include "invoice/texts.h"

namespace samkjop::invoice {

namespace {

struct Division {  // one line's share of net and VAT with one coding
    coding::CodingId coding;
    std::string vat_code;
    Money net, vat;
    Decimal rate;
    int right = 0;
    Money back() const { return Money(divide_rounded(Wide(vat.ore()) * right, 10'000)); }
    Money cost() const { return net + vat - back(); }
};

std::string code_for(std::span<const coding::VatCode> codes, Decimal rate, int right) {
    for (const coding::VatCode& code : codes) {
        if (code.rate == rate && code.right == right) return code.code;
    }
    for (const coding::VatCode& code : codes) {
        if (code.rate == rate) return code.code;
    }
    return "";
}

class Divider {
public:
    Divider(db::Session& session, const Record& record, Date on)
        : session_(session),
          record_(record),
          codes_(coding::vat_codes(session, record.municipality, on)) {}

    std::vector<Division> run() {
        const bool foreign = record_.content.currency != "NOK";
        for (const Line& line : record_.content.lines) {
            const Money net = foreign ? share(line.net, record_.content.exchange_rate) : line.net;
            divide(line, net);
        }
        for (const auto& [rate, net] : followers_) follow(rate, net);
        recode();
        return std::move(out_);
    }

private:
    void add(coding::CodingId coding, std::string vat_code, Money net, Decimal rate, int right) {
        out_.push_back({coding, std::move(vat_code), net, share(net, rate), rate, right});
    }

    void divide(const Line& line, Money net) {
        std::vector<const ShareRow*> shares;
        for (const ShareRow& row : record_.shares) {
            if (row.position == line.position) shares.push_back(&row);
        }
        if (!shares.empty()) {
            std::vector<std::int64_t> weights;
            for (const ShareRow* row : shares) weights.push_back(row->weight);
            const auto nets = split(net, weights);
            for (std::size_t i = 0; i < shares.size(); ++i) {
                const auto vat =
                    coding::vat_code(session_, record_.municipality, shares[i]->vat_code,
                                     record_.received_at.oslo_date());
                add(shares[i]->coding, shares[i]->vat_code, nets[i],
                    line.category == "AE" && vat ? vat->rate : line.rate, shares[i]->right);
            }
            return;
        }
        std::vector<const MatchRow*> matches;
        std::vector<std::int64_t> weights;
        for (const MatchRow& row : record_.matches) {
            if (row.position != line.position) continue;
            matches.push_back(&row);
            weights.push_back(std::max<std::int64_t>(row.net.ore(), 0));
        }
        if (matches.empty()) {
            followers_[line.rate] += net;
            return;
        }
        const auto nets = split(net, weights);
        for (std::size_t i = 0; i < matches.size(); ++i) over_parts(line, *matches[i], nets[i]);
    }

    void over_parts(const Line& line, const MatchRow& match, Money net) {
        const auto figures = ledger::line(session_, match.ledger_line);
        if (!figures) return;
        std::vector<std::int64_t> weights;
        for (const ledger::Part& part : figures->weights) weights.push_back(part.weight);
        const auto nets = split(net, weights);
        for (std::size_t i = 0; i < nets.size(); ++i) {
            const ledger::Part& part = figures->weights[i];
            const Decimal rate = line.category == "AE" ? part.rate : line.rate;
            add(part.coding, code_for(codes_, rate, part.right), nets[i], rate, part.right);
        }
    }

    // Charges and lines that nobody ordered follow the lines of their rate, else all of them.
    void follow(Decimal rate, Money net) {
        std::vector<std::size_t> over;
        const std::size_t count = out_.size();
        for (std::size_t i = 0; i < count; ++i) {
            if (out_[i].rate == rate) over.push_back(i);
        }
        if (over.empty()) {
            for (std::size_t i = 0; i < count; ++i) over.push_back(i);
        }
        std::vector<std::int64_t> weights;
        for (const std::size_t i : over) weights.push_back(out_[i].net.magnitude().ore());
        const auto nets = split(net, weights);
        for (std::size_t i = 0; i < nets.size(); ++i) {
            const Division like = out_[over[i]];
            add(like.coding, like.vat_code, nets[i], rate, like.right);
        }
    }

    void recode() {
        for (std::size_t first = 0; first < record_.recodes.size();) {
            std::size_t end = first;
            std::vector<std::int64_t> weights;
            while (end < record_.recodes.size() &&
                   record_.recodes[end].step == record_.recodes[first].step) {
                weights.push_back(record_.recodes[end++].weight);
            }
            std::vector<Division> next;
            for (const Division& piece : out_) {
                if (piece.coding != record_.recodes[first].from) {
                    next.push_back(piece);
                    continue;
                }
                const auto nets = split(piece.net, weights);
                const auto vats = split(piece.vat, weights);
                for (std::size_t i = 0; i < nets.size(); ++i) {
                    const RecodeRow& row = record_.recodes[first + i];
                    next.push_back({row.to, row.vat_code, nets[i], vats[i], piece.rate, row.right});
                }
            }
            out_ = std::move(next);
            first = end;
        }
    }

    db::Session& session_;
    const Record& record_;
    std::vector<coding::VatCode> codes_;
    std::map<Decimal, Money> followers_;
    std::vector<Division> out_;
};

// One part per coding and VAT code; cost as the ledger holds it.
std::vector<Part> merged(std::span<const Division> pieces) {
    std::vector<Part> out;
    for (const Division& piece : pieces) {
        auto at = std::ranges::find_if(out, [&](const Part& part) {
            return part.coding == piece.coding && part.vat_code == piece.vat_code;
        });
        if (at == out.end()) at = out.insert(out.end(), Part{piece.coding, piece.vat_code});
        at->net += piece.net;
        at->vat_back += piece.back();
        at->cost += piece.cost();
    }
    return out;
}

void hold_to_the_ledger(std::vector<Part>& parts, const ledger::VoucherFigures& voucher,
                        bool credit_note) {
    std::map<std::int64_t, Money> cost;
    for (const ledger::Amount& amount : voucher.amounts) {
        cost[amount.coding.value] += credit_note ? -amount.amount : amount.amount;
    }
    for (const auto& [coding, amount] : cost) {
        Money sum;
        Part* largest = nullptr;
        for (Part& part : parts) {
            if (part.coding.value != coding) continue;
            sum += part.cost;
            if (largest == nullptr || part.cost.magnitude() > largest->cost.magnitude())
                largest = &part;
        }
        if (largest == nullptr) {
            if (amount.is_zero()) continue;
            parts.push_back({coding::CodingId{coding}, parts.empty() ? "" : parts[0].vat_code});
            largest = &parts.back();
        }
        largest->cost += amount - sum;
    }
    std::erase_if(parts, [&](const Part& part) {
        return !cost.contains(part.coding.value) && part.vat_back.is_zero();
    });
}

Exportable exportable_of(db::Session& session, const Record& record) {
    Exportable out;
    const Content& content = record.content;
    out.id = record.id;
    out.municipality = record.municipality;
    out.credit_note = content.credit_note;
    out.reference = record.reference;
    out.number = content.number;
    out.supplier = record.supplier;
    out.seller_name = content.seller_name;
    out.seller_number = content.seller_number;
    out.issued = content.issued;
    out.due = content.due;
    out.received = record.received_at.oslo_date();
    out.currency = content.currency;
    out.currency_amount = content.total();
    out.kid = content.kid;
    out.account = content.account;
    out.order_number = record.order_number;
    out.responsible = record.responsible.empty() ? "Samkjøp" : record.responsible;
    out.text = content.lines.empty() ? "" : content.lines[0].name;
    const bool foreign = content.currency != "NOK";
    out.payable = foreign ? share(content.total(), content.exchange_rate) : content.total();
    const auto pieces = Divider(session, record, out.received).run();
    out.parts = merged(pieces);
    if (const auto voucher = ledger::voucher(session, record.voucher)) {
        hold_to_the_ledger(out.parts, *voucher, content.credit_note);
    }
    Money reverse, cost, back;
    for (const Line& line : content.lines) {
        if (line.category != "AE") continue;
        Money vat, net;
        for (const Division& piece : pieces) vat += piece.vat, net += piece.net;
        reverse = vat;  // a reverse-charged invoice is so on every line (BR-AE)
    }
    for (const Part& part : out.parts) cost += part.cost, back += part.vat_back;
    const Money left = out.payable + reverse - cost - back;
    if (!left.is_zero() && !out.parts.empty()) {
        auto largest = std::ranges::max_element(out.parts, {}, [](const Part& part) {
            return std::pair(part.vat_back.magnitude(), part.cost.magnitude());
        });
        largest->vat_back += left;
    }
    out.vat_owed = reverse;
    if (content.credit_note) {
        out.payable = -out.payable;
        out.currency_amount = -out.currency_amount;
        out.vat_owed = -out.vat_owed;
        for (Part& part : out.parts) {
            part.net = -part.net;
            part.cost = -part.cost;
            part.vat_back = -part.vat_back;
        }
    }
    return out;
}

// Another rate at the day of booking: each coding's cost in the same proportion.
std::vector<ledger::Amount> booked_amounts(db::Session& session, const Record& record, Money owed,
                                           Money booked) {
    std::vector<ledger::Amount> out;
    const auto voucher = ledger::voucher(session, record.voucher);
    if (!voucher || owed.is_zero() || owed == booked) return out;
    for (ledger::Amount amount : voucher->amounts) {
        amount.amount = Money(divide_rounded(Wide(amount.amount.ore()) * booked.ore(), owed.ore()));
        out.push_back(amount);
    }
    return out;
}

Result<Record> open(db::Tx& tx, const Actor& actor, InvoiceId id) {
    auto record = load(tx, actor, id);
    if (!record) return refuse(text::not_found);
    return std::move(*record);
}

Result<void> sent(const Record& record) {
    if (record.state == State::exported || record.state == State::finance_rejected ||
        record.state == State::posted)
        return {};
    return refuse(text::not_exported);
}

Desk desk_for(db::Tx& tx, const Actor& actor, Instant at, const Record& record) {
    return {tx, actor, at, party::municipality(tx, record.municipality).value(), false};
}

}  // namespace

std::vector<Exportable> exportable(db::Session& session, std::span<const InvoiceId> ids) {
    std::vector<Exportable> out;
    for (const InvoiceId id : ids) {
        if (const auto record = load(session, id); record && record->voucher) {
            out.push_back(exportable_of(session, *record));
        }
    }
    return out;
}

std::vector<Exportable> exportable(db::Session& session, MunicipalityId municipality) {
    return exportable(session, approved(session, municipality));
}

Result<void> mark_exported(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                           std::int64_t batch) {
    Record record = TRY(open(tx, actor, id));
    Desk desk = desk_for(tx, actor, at, record);
    record.batch = batch;
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    return move(desk, record, Event::export_, "exported", trail::Detail().add("batch", batch), who);
}

Result<void> mark_posted(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                         std::string_view voucher, Date date, Money amount) {
    Record record = TRY(open(tx, actor, id));
    if (auto was = sent(record); !was) return was;
    const InvoiceId ids[] = {id};
    const auto ours = exportable(tx, ids);
    const Money owed = ours.empty() ? Money() : ours[0].payable;
    const bool foreign = record.content.currency != "NOK";
    if (record.state == State::posted) {
        if (record.finance_voucher == voucher && (foreign || amount == owed)) return {};
        return refuse(text::already_posted, {{"voucher", record.finance_voucher}});
    }
    if (!foreign && amount != owed) {
        return refuse(text::posted_amount_differs, {{"ours", owed}, {"theirs", amount}});
    }
    Desk desk = desk_for(tx, actor, at, record);
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    if (const auto step = decide(who, Event::post, actor); !step)
        return std::unexpected(step.error());
    const auto booked =
        foreign ? booked_amounts(tx, record, owed, amount) : std::vector<ledger::Amount>();
    const auto outcome = ledger::posted(tx, desk.context(record), record.voucher, booked);
    if (!outcome) return std::unexpected(outcome.error());
    record.finance_voucher = voucher;
    record.finance_date = date;
    return move(
        desk, record, Event::post, "posted",
        trail::Detail().add("voucher", voucher).add("date", date.iso()).add("amount", amount), who);
}

Result<void> mark_rejected(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                           std::string_view reason) {
    Record record = TRY(open(tx, actor, id));
    if (auto was = sent(record); !was) return was;
    if (record.state == State::finance_rejected && record.reason == reason) return {};
    Desk desk = desk_for(tx, actor, at, record);
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    record.reason = reason;
    return move(desk, record, Event::reject, "finance_rejected",
                trail::Detail().add("reason", reason), who);
}

}  // namespace samkjop::invoice
