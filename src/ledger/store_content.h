#pragma once
// What the files of events share: an event's arguments as text, and the shape of most events.

#include "ledger/store.h"
#include "ledger/texts.h"

namespace samkjop::ledger {

// The arguments of an event as text: what must be the same when a key comes again.
class Content {
public:
    Content& operator<<(std::int64_t number) {
        text += std::to_string(number);
        text += ' ';
        return *this;
    }
    Content& operator<<(std::string_view word) {
        text += std::to_string(word.size()) + ':';
        text += word;
        text += ' ';
        return *this;
    }
    Content& operator<<(Decimal value) { return *this << std::string_view(value.text()); }
    Content& operator<<(Money money) { return *this << money.ore(); }
    Content& operator<<(const Share& share) {
        return *this << share.coding.value << share.weight << std::int64_t{share.right};
    }
    Content& operator<<(const NewLine& line) {
        *this << line.quantity << line.price << line.exchange_rate << std::int64_t{line.year};
        for (const Part& part : line.parts) {
            *this << part.coding.value << part.weight << part.rate << std::int64_t{part.right};
        }
        return *this << "|";
    }
    Content& operator<<(const Quantity& one) { return *this << one.line.value << one.quantity; }
    Content& operator<<(LineId line) { return *this << line.value; }
    Content& operator<<(const Amount& one) {
        return *this << one.coding.value << std::int64_t{one.year} << one.amount;
    }
    Content& operator<<(const Change& one) {
        return *this << one.line.value << (one.quantity ? one.quantity->text() : std::string("-"))
                     << (one.price ? one.price->text() : std::string("-"));
    }
    Content& operator<<(const NewInvoice& one) {
        *this << one.seller << one.number << std::string_view(one.issued.iso()) << one.payable
              << one.rounding << one.exchange_rate;
        for (const InvoiceLine& line : one.lines) {
            *this << line.net << line.rate;
            for (const Quantity& match : line.matches) *this << match;
            for (const Share& share : line.shares) *this << share;
            *this << "|";
        }
        for (const AllowanceCharge& charge : one.charges) {
            *this << charge.net << charge.rate;
            for (const Share& share : charge.shares) *this << share;
            *this << "|";
        }
        for (const VatTotal& total : one.vat) *this << total.rate << total.amount;
        return *this;
    }
    std::string text;
};

template <class T>
std::string content_of(std::span<const T> list) {
    Content content;
    for (const T& one : list) content << one;
    return std::move(content.text);
}

inline Result<Millionths> quantity_of(Decimal value) {
    const auto quantity = millionths(value);
    if (!quantity) return refuse(text::amount_too_large);
    return *quantity;
}

// Where an event on an order line goes when others have taken a part of the line over.
struct Direct {
    template <class T>
    Result<std::vector<T>> operator()(Work&, const T& item) const {
        return std::vector{item};
    }
};
struct ToOpen {
    Result<std::vector<LineId>> operator()(Work& work, LineId id) const {
        const std::vector<Line> members = TRY(work.family(id));
        return std::vector{members[open_member(members)].id};
    }
    Result<std::vector<Change>> operator()(Work& work, const Change& asked) const {
        const std::vector<Line> members = TRY(work.family(asked.line));
        Change own = asked;
        const std::size_t open = open_member(members);
        own.line = members[open].id;
        for (std::size_t i = 0; own.quantity && i < members.size(); ++i) {
            if (i != open) own.quantity = *own.quantity - decimal(members[i].ordered());
        }
        return std::vector{own};
    }
};
template <class F>
struct ByPortions {
    F portions;
    Result<std::vector<Quantity>> operator()(Work& work, const Quantity& item) const {
        const std::vector<Line> members = TRY(work.family(item.line));
        if (members.size() == 1) return std::vector{item};
        const Millionths quantity = TRY(quantity_of(item.quantity));
        std::vector<Quantity> out;
        for (const Portion& one : portions(members, quantity)) {
            out.push_back({members[one.member].id, decimal(one.quantity)});
        }
        return out;
    }
};

// The shape of most events: each line by itself, then the entry.
template <class T, class F, class Route = Direct>
Result<Outcome> on_each(db::Tx& tx, const Context& context, std::string_view event,
                        std::span<const T> items, Cover cover, F decide, Route route = {}) {
    Work work(tx, context, event);
    if (!context.key.empty()) {
        if (auto first = TRY(work.first_answer(content_of(items)))) return *first;
    }
    for (const T& asked : items) {
        const std::vector<T> routed = TRY(route(work, asked));
        for (const T& item : routed) {
            LineId id;
            if constexpr (std::is_same_v<T, LineId>)
                id = item;
            else
                id = item.line;
            Line line = TRY(work.line(id));
            work.put(TRY(decide(work, std::move(line), item)));
        }
    }
    return work.finish(cover);
}

}  // namespace samkjop::ledger
