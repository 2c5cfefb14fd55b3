// Decides which of the lines that were one order line an event's quantity belongs to, after the
// year end carried or accrued a part of it, or recoding split it. Goods fill what is outstanding,
// oldest first; an invoice takes what has come before what is only ordered; undoing and crediting
// go back from the newest.

#include <algorithm>

#include "ledger/line.h"

namespace samkjop::ledger {
namespace {

class Shares {
public:
    Shares(std::size_t members, Millionths quantity) : taken_(members), left_(quantity) {}

    void take(std::size_t member, Millionths room) {
        const Millionths step = std::min(std::max<Millionths>(room, 0), left_);
        taken_[member] += step;
        left_ -= step;
    }
    Millionths taken(std::size_t member) const { return taken_[member]; }
    // What nobody has room for goes to one, whose own rules then judge it.
    std::vector<Portion> rest_to(std::size_t member) {
        taken_[member] += left_;
        std::vector<Portion> out;
        for (std::size_t i = 0; i < taken_.size(); ++i) {
            if (taken_[i] > 0) out.push_back({i, taken_[i]});
        }
        if (out.empty()) out.push_back({member, 0});
        return out;
    }

private:
    std::vector<Millionths> taken_;
    Millionths left_;
};

}  // namespace

std::size_t open_member(std::span<const Line> members) {
    for (std::size_t i = members.size(); i-- > 0;) {
        const Line& line = members[i];
        if (line.state == LineState::committed && !line.closed && line.ordered() > line.matched()) {
            return i;
        }
    }
    for (std::size_t i = members.size(); i-- > 0;) {
        if (members[i].state == LineState::committed && !members[i].closed) return i;
    }
    return 0;
}

std::vector<Portion> receipt_portions(std::span<const Line> members, Millionths quantity) {
    Shares shares(members.size(), quantity);
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Line& line = members[i];
        const Millionths due =
            line.closed ? std::max(line.ordered(), line.invoiced()) : line.ordered();
        shares.take(i, due - line.received);
    }
    return shares.rest_to(open_member(members));
}

std::vector<Portion> undo_portions(std::span<const Line> members, Millionths quantity) {
    Shares shares(members.size(), quantity);
    for (std::size_t i = members.size(); i-- > 0;) {
        shares.take(i, members[i].received - members[i].invoiced());
    }
    return shares.rest_to(0);
}

std::vector<Portion> invoice_portions(std::span<const Line> members, Millionths quantity) {
    Shares shares(members.size(), quantity);
    for (std::size_t i = 0; i < members.size(); ++i) {
        shares.take(i, members[i].received - members[i].invoiced());
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Millionths taken = members[i].invoiced() + shares.taken(i);
        shares.take(i, members[i].ordered() - taken);
    }
    return shares.rest_to(open_member(members));
}

std::vector<Portion> credit_portions(std::span<const Line> members, InvoiceId invoice,
                                     Millionths quantity) {
    Shares shares(members.size(), quantity);
    std::size_t last = 0;
    for (std::size_t i = members.size(); i-- > 0;) {
        for (const Consumption& one : members[i].consumed) {
            if (one.invoice != invoice) continue;
            shares.take(i, one.quantity);
            last = i;
        }
    }
    return shares.rest_to(last);
}

}  // namespace samkjop::ledger
