// Decides what a credit note is for: a lower price, goods returned for good, goods that come again,
// or an invoice that will be issued anew. The ledger treats the four differently (they decide
// whether the order is open again), so a guess is made only where text or figures say it plainly.

#include <array>

#include "invoice/rules.h"

namespace samkjop::invoice {
namespace {

std::string folded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c + 32);
        else if (static_cast<unsigned char>(c) == 0xC3 && i + 1 < text.size()) {
            auto next = static_cast<unsigned char>(text[++i]);
            if (next >= 0x80 && next <= 0x9E) next += 0x20;
            out += c;
            out += static_cast<char>(next);
        } else
            out += c;
    }
    return out;
}

struct Saying {
    std::string_view words;
    ledger::CreditKind kind;
};
constexpr std::array kSayings = {
    Saying{"retur", ledger::CreditKind::returned},
    Saying{"tilbakelevert", ledger::CreditKind::returned},
    Saying{"sendt tilbake", ledger::CreditKind::returned},
    Saying{"omlevering", ledger::CreditKind::replaced},
    Saying{"ny levering", ledger::CreditKind::replaced},
    Saying{"leveres på nytt", ledger::CreditKind::replaced},
    Saying{"erstatningsvare", ledger::CreditKind::replaced},
    Saying{"byttes", ledger::CreditKind::replaced},
    Saying{"ny faktura", ledger::CreditKind::reissued},
    Saying{"faktureres på nytt", ledger::CreditKind::reissued},
    Saying{"feilfakturert", ledger::CreditKind::reissued},
    Saying{"feil faktura", ledger::CreditKind::reissued},
    Saying{"ikke levert", ledger::CreditKind::reissued},
    Saying{"ikke mottatt", ledger::CreditKind::reissued},
    Saying{"prisavvik", ledger::CreditKind::price},
    Saying{"prisdifferanse", ledger::CreditKind::price},
    Saying{"feil pris", ledger::CreditKind::price},
    Saying{"for høy pris", ledger::CreditKind::price},
    Saying{"rabatt", ledger::CreditKind::price},
    Saying{"prisavslag", ledger::CreditKind::price},
    Saying{"bonus", ledger::CreditKind::price},
};

// One kind only: a text that speaks of two is as silent as one that speaks of none.
std::optional<ledger::CreditKind> by_text(const Content& note) {
    std::string text = folded(note.note);
    for (const Line& line : note.lines) text += " " + folded(line.name);
    std::optional<ledger::CreditKind> out;
    for (const Saying& saying : kSayings) {
        if (text.find(saying.words) == text.npos) continue;
        if (out && *out != saying.kind) return std::nullopt;
        out = saying.kind;
    }
    return out;
}

bool only_price(const Difference kind) {
    return kind == Difference::price_differs || kind == Difference::fee_not_agreed ||
           kind == Difference::not_ordered;
}

}  // namespace

std::optional<ledger::CreditKind> credit_kind(const Content& note,
                                              std::span<const OrderLine> order_lines,
                                              std::span<const Piece> pieces,
                                              std::span<const Finding> differences) {
    if (const auto said = by_text(note)) return said;
    Money too_dear, missing;
    for (const Finding& finding : differences) {
        if (only_price(finding.kind)) too_dear += finding.at_stake;
        if (finding.kind == Difference::not_received) missing += finding.at_stake;
    }
    if (!note.net.is_zero() && note.net == too_dear) return ledger::CreditKind::price;
    if (!note.net.is_zero() && note.net == missing) return ledger::CreditKind::reissued;
    // A credited unit price below the order's cannot be goods: it is a part of their price.
    if (pieces.empty()) return std::nullopt;
    for (const Piece& piece : pieces) {
        const Money full =
            times(piece.quantity, order_lines[static_cast<std::size_t>(piece.order_line)].price);
        if (Wide(piece.net.ore()) * 2 >= full.ore()) return std::nullopt;
    }
    return ledger::CreditKind::price;
}

}  // namespace samkjop::invoice
