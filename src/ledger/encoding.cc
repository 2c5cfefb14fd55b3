// A line's and a voucher's text in the database: whole numbers with blanks between, each list led
// by its length. Short to read and write, and the same state always gives the same text.

#include <charconv>
#include <stdexcept>

#include "ledger/voucher.h"

namespace samkjop::ledger {
namespace {

class Writer {
public:
    Writer& operator<<(std::int64_t number) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        if (!text.empty()) text += ' ';
        text.append(digits, end);
        return *this;
    }
    Writer& operator<<(Money money) { return *this << money.ore(); }
    Writer& operator<<(const PartValue& value) {
        return *this << value.net << value.vat << value.cost;
    }
    std::string text;
};

class Reader {
public:
    explicit Reader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}
    std::int64_t next() {
        std::int64_t number = 0;
        while (at_ < end_ && *at_ == ' ') ++at_;
        const auto read = std::from_chars(at_, end_, number);
        if (read.ec != std::errc()) throw std::runtime_error("the ledger's text cannot be read");
        at_ = read.ptr;
        return number;
    }
    int small() { return static_cast<int>(next()); }
    bool flag() { return next() != 0; }
    Money money() { return Money(next()); }
    Date date() { return Date(static_cast<std::int32_t>(next())); }
    PartValue value() {
        PartValue out;
        out.net = money();
        out.vat = money();
        out.cost = money();
        return out;
    }
    std::size_t length() {
        const std::int64_t number = next();
        if (number < 0 || number > end_ - at_) {
            throw std::runtime_error("the ledger's text cannot be read");
        }
        return static_cast<std::size_t>(number);
    }

private:
    const char* at_;
    const char* end_;
};

std::int64_t length(std::size_t size) { return static_cast<std::int64_t>(size); }

}  // namespace

std::string encode(const Line& line) {
    Writer out;
    out << line.closed << line.over << line.price << line.exchange_rate << line.approved
        << line.received;
    out << length(line.parts.size());
    for (const Part& part : line.parts) {
        out << part.coding.value << part.weight << part.rate.digits() << part.rate.scale()
            << part.right;
    }
    out << length(line.layers.size());
    for (const Layer& layer : line.layers) {
        out << layer.quantity << layer.price << layer.day.days() << layer.over_received;
        for (const PartValue& value : layer.values) out << value;
    }
    out << length(line.consumed.size());
    for (const Consumption& one : line.consumed) out << one.invoice.value << one.quantity;
    out << length(line.heirs.size());
    for (const LineId heir : line.heirs) out << heir.value;
    out << line.waiting.has_value();
    if (line.waiting) {
        const Waiting& waiting = *line.waiting;
        out << waiting.quantity.value_or(-1) << waiting.price.value_or(-1)
            << static_cast<std::int64_t>(waiting.by) << waiting.over;
        for (const Money reserved : waiting.reserved) out << reserved;
    }
    return std::move(out.text);
}

void decode(Line& line, std::string_view text) {
    Reader in(text);
    line.closed = in.flag();
    line.over = in.flag();
    line.price = in.next();
    line.exchange_rate = in.next();
    line.approved = in.money();
    line.received = in.next();
    line.parts.resize(in.length());
    for (Part& part : line.parts) {
        part.coding = {in.next()};
        part.weight = in.next();
        const std::int64_t digits = in.next();
        const int scale = in.small();
        if (scale < 0 || scale > Decimal::kMaxScale) {
            throw std::runtime_error("the ledger's text cannot be read");
        }
        part.rate = Decimal(digits, scale);
        part.right = in.small();
    }
    line.layers.resize(in.length());
    for (Layer& layer : line.layers) {
        layer.quantity = in.next();
        layer.price = in.next();
        layer.day = in.date();
        layer.over_received = in.flag();
        layer.values.resize(line.parts.size());
        for (PartValue& value : layer.values) value = in.value();
    }
    line.consumed.resize(in.length());
    for (Consumption& one : line.consumed) {
        one.invoice = {in.next()};
        one.quantity = in.next();
    }
    line.heirs.resize(in.length());
    for (LineId& heir : line.heirs) heir = {in.next()};
    line.waiting.reset();
    if (!in.flag()) return;
    Waiting waiting;
    const auto given = [](std::int64_t number) {
        return number < 0 ? std::nullopt : std::optional<Millionths>(number);
    };
    waiting.quantity = given(in.next());
    waiting.price = given(in.next());
    waiting.by = static_cast<By>(in.next());
    waiting.over = in.flag();
    waiting.reserved.resize(line.parts.size());
    for (Money& reserved : waiting.reserved) reserved = in.money();
    line.waiting = std::move(waiting);
}

std::string encode(const Voucher& voucher) {
    Writer out;
    out << voucher.foreign_currency << voucher.has_credit_notes << length(voucher.parts.size());
    for (const VoucherPart& part : voucher.parts) {
        out << part.position << part.line.value << part.coding.value << part.year << part.weight
            << part.right << part.value << part.left;
    }
    out << length(voucher.seen.size());
    for (const Seen& seen : voucher.seen) {
        out << seen.line.value << seen.coding.value << seen.day.days() << seen.weight;
    }
    out << length(voucher.bases.size());
    for (const Base& base : voucher.bases) out << base.coding.value << base.invoiced;
    out << length(voucher.held.size());
    for (const Amount& held : voucher.held) {
        out << held.coding.value << static_cast<std::int64_t>(held.year) << held.amount;
    }
    return std::move(out.text);
}

void decode(Voucher& voucher, std::string_view text) {
    Reader in(text);
    voucher.foreign_currency = in.flag();
    voucher.has_credit_notes = in.flag();
    voucher.parts.resize(in.length());
    for (VoucherPart& part : voucher.parts) {
        part.position = in.small();
        part.line = {in.next()};
        part.coding = {in.next()};
        part.year = in.small();
        part.weight = in.next();
        part.right = in.small();
        part.value = in.value();
        part.left = in.value();
    }
    voucher.seen.resize(in.length());
    for (Seen& seen : voucher.seen) {
        seen.line = {in.next()};
        seen.coding = {in.next()};
        seen.day = in.date();
        seen.weight = in.money();
    }
    voucher.bases.resize(in.length());
    for (Base& base : voucher.bases) {
        base.coding = {in.next()};
        base.invoiced = in.money();
    }
    voucher.held.resize(in.length());
    for (Amount& held : voucher.held) {
        held.coding = {in.next()};
        held.year = in.small();
        held.amount = in.money();
    }
}

}  // namespace samkjop::ledger
