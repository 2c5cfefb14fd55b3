// Divides an invoice over its codings. VAT that the document does not have is computed here where
// the buyer owes it (reverse charge): for category AE (merverdiavgiftsloven § 11-1), and for what
// is bought abroad where the coding's VAT code says so (§ 3-30 services, § 3-29 goods).

#include "invoice/division.h"

#include <algorithm>
#include <map>

namespace samkjop::invoice {
namespace {

// What the municipality calls it: a code of the same kind, rate and right, else of the same rate.
std::string code_for(std::span<const coding::VatCode> codes, Decimal rate, int right, bool owed) {
    for (const coding::VatCode& code : codes) {
        if (code.rate == rate && code.right == right && coding::reverse_charge(code) == owed)
            return code.code;
    }
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
    Divider(db::Session& session, const Record& record, Date on, int last_step)
        : session_(session),
          record_(record),
          last_step_(last_step),
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
    void add(coding::CodingId coding, std::string vat_code, Money net, Decimal rate, int right,
             bool owed) {
        out_.push_back({coding, std::move(vat_code), net, share(net, rate), rate, right, owed});
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
                const bool owed = vat && buyer_computes(record_.content, line) &&
                                  (line.category == "AE" || coding::reverse_charge(*vat));
                add(shares[i]->coding, shares[i]->vat_code, nets[i], owed ? vat->rate : line.rate,
                    shares[i]->right, owed);
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
            const bool owed = buyer_computes(record_.content, line) && !part.rate.is_zero();
            const Decimal rate = owed ? part.rate : line.rate;
            add(part.coding, code_for(codes_, rate, part.right, owed), nets[i], rate, part.right,
                owed);
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
            const bool owed = like.owed && rate.is_zero();
            add(like.coding, like.vat_code, nets[i], owed ? like.rate : rate, like.right, owed);
        }
    }

    void recode() {
        for (std::size_t first = 0; first < record_.recodes.size();) {
            if (record_.recodes[first].step > last_step_) return;
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
                    next.push_back({row.to, row.vat_code, nets[i], vats[i], piece.rate, row.right,
                                    piece.owed});
                }
            }
            out_ = std::move(next);
            first = end;
        }
    }

    db::Session& session_;
    const Record& record_;
    int last_step_;
    std::vector<coding::VatCode> codes_;
    std::map<Decimal, Money> followers_;
    std::vector<Division> out_;
};

}  // namespace

std::vector<Division> divided(db::Session& session, const Record& record, int last_step) {
    return Divider(session, record, record.received_at.oslo_date(), last_step).run();
}

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

}  // namespace samkjop::invoice
