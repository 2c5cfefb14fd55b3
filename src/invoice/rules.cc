// Decides which order lines an invoice concerns and what differs. An invoice line is paired by the
// order line it names, else by the supplier's item number, else by GTIN, else by a name that is
// almost the same. A difference in price agrees within the percentage or the amount per line, as
// long as all of them together stay within the amount per invoice. Quantity has no tolerance here:
// what is not received waits, what is beyond the order does not pass.

#include "invoice/rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace samkjop::invoice {
namespace {

Decimal smaller(Decimal left, Decimal right) { return left < right ? left : right; }
Decimal larger(Decimal left, Decimal right) { return left < right ? right : left; }
const Decimal kNothing;

// Lower case for ASCII and Latin-1 letters; everything that is no letter or digit parts words.
std::set<std::string> words(std::string_view text) {
    std::set<std::string> out;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) out.insert(word);
        word.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 'A' && c <= 'Z')
            word += static_cast<char>(c + 32);
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            word += static_cast<char>(c);
        else if (c == 0xC3 && i + 1 < text.size()) {
            auto next = static_cast<unsigned char>(text[++i]);
            if (next >= 0x80 && next <= 0x9E) next += 0x20;
            word += static_cast<char>(0xC3);
            word += static_cast<char>(next);
        } else
            end_word();
    }
    end_word();
    return out;
}

bool same_text(std::string_view left, std::string_view right) {
    const auto fold = [](std::string_view text) {
        std::string out;
        for (const char c : text) {
            if (c == ' ' || c == '-' || c == '.') continue;
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
        return out;
    };
    return !left.empty() && !right.empty() && fold(left) == fold(right);
}

bool tells_sizes(const std::string& word) {  // "m", "xl", "85", "600ml"
    return word.size() <= 2 ||
           std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// What is still to be invoiced on an order line, less what this invoice has taken already.
Decimal open_quantity(const OrderLine& line, Decimal taken) {
    const Decimal expected = line.closed ? line.received : larger(line.quantity, line.received);
    return larger(expected - line.invoiced - taken, kNothing);
}

// quantity × price, without the fear of a document that claims thousands of millions of pieces.
Money worth(Decimal quantity, Decimal price) {
    constexpr Wide kLimit = Wide(1'000'000'000) * 1'000'000'000;
    const Wide micro = Wide(quantity.scaled(6)) * price.scaled(6) / power_of_ten(10);
    if (micro > kLimit) return Money(static_cast<std::int64_t>(kLimit));
    return times(quantity, price);
}
constexpr Money kBeyondAnyOrder = kroner(10'000'000'000);

struct Found {
    std::vector<int> order_lines;
    How how = How::order_line;
    int confidence = 100;
};

std::vector<int> with(std::span<const OrderLine> lines, auto holds) {
    std::vector<int> out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (holds(lines[i])) out.push_back(static_cast<int>(i));
    }
    return out;
}

Found by_text(const Line& line, std::span<const OrderLine> lines) {
    int best = 0, second = 0, at = -1;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const int score = likeness(line.name, lines[i].name);
        if (score > best) {
            second = best;
            best = score;
            at = static_cast<int>(i);
        } else {
            second = std::max(second, score);
        }
    }
    if (best < 75 || best - second < 10) return {};
    return {{at}, How::text, best};
}

Found find(const Line& line, std::span<const OrderLine> lines) {
    const std::vector<int> named = with(lines, [&](const OrderLine& each) {
        return !line.order_line_reference.empty() &&
               line.order_line_reference == std::to_string(each.position);
    });
    // A supplier may count lines in its own way: the number is believed when the goods agree, or
    // when nothing speaks against it.
    std::vector<int> believed;
    for (const int index : named) {
        const OrderLine& each = lines[static_cast<std::size_t>(index)];
        const bool agrees = same_text(line.item_number, each.item_number) ||
                            same_text(line.gtin, each.gtin) || likeness(line.name, each.name) >= 75;
        const bool silent = line.item_number.empty() || each.item_number.empty();
        if (agrees || (silent && named.size() == 1)) believed.push_back(index);
    }
    if (!believed.empty()) return {believed, How::order_line, 100};
    if (auto same = with(
            lines,
            [&](const OrderLine& each) { return same_text(line.item_number, each.item_number); });
        !same.empty())
        return {same, How::item_number, 100};
    if (auto same =
            with(lines, [&](const OrderLine& each) { return same_text(line.gtin, each.gtin); });
        !same.empty())
        return {same, How::gtin, 100};
    return by_text(line, lines);
}

// In the order's unit. With another unit code nothing is converted: the amount says how much of the
// order it answers to, and the difference is found in judge().
Decimal quantity_of(const Line& line, const OrderLine& order_line) {
    if (same_unit(line.unit, order_line.unit) || order_line.price < Decimal(1, 2))
        return line.quantity;
    const std::int64_t price = order_line.price.scaled(6);
    return Decimal(divide_rounded(Wide(line.net.ore()) * 10'000 * 1'000'000, price), 6);
}

std::int64_t weight_of(Decimal quantity, Decimal price) {
    return std::max<std::int64_t>(worth(quantity, price).ore(), 0);
}

// One invoice line over the order lines found: first what is open on each, the rest on the last.
void distribute(const Line& line, const Found& found, std::span<const OrderLine> order_lines,
                std::vector<Decimal>& taken, std::vector<Piece>& out) {
    const std::size_t first = out.size();
    Decimal rest = quantity_of(line, order_lines[static_cast<std::size_t>(found.order_lines[0])]);
    for (const int index : found.order_lines) {
        if (worth(rest, order_lines[static_cast<std::size_t>(index)].price) > kBeyondAnyOrder)
            return;
    }
    for (const int index : found.order_lines) {
        const auto i = static_cast<std::size_t>(index);
        const bool last = index == found.order_lines.back();
        const Decimal open = open_quantity(order_lines[i], taken[i]);
        const Decimal part = last && out.size() == first ? rest : smaller(rest, open);
        if (part <= kNothing) continue;
        out.push_back({line.position, index, part, Money(), found.how, found.confidence});
        taken[i] = taken[i] + part;
        rest = rest - part;
    }
    if (rest > kNothing && out.size() > first) {
        out.back().quantity = out.back().quantity + rest;
        const auto i = static_cast<std::size_t>(out.back().order_line);
        taken[i] = taken[i] + rest;
    }
    std::vector<std::int64_t> weights;
    for (std::size_t i = first; i < out.size(); ++i) {
        const OrderLine& each = order_lines[static_cast<std::size_t>(out[i].order_line)];
        weights.push_back(weight_of(out[i].quantity, each.price));
    }
    const std::vector<Money> nets = split(line.net, weights);
    for (std::size_t i = first; i < out.size(); ++i) out[i].net = nets[i - first];
}

bool within(Money difference, Money expected, const Tolerance& tolerance) {
    if (difference <= tolerance.line) return true;
    const Decimal percent = tolerance.price_percent.normalised();
    // difference ÷ expected ≤ percent ÷ 100, without dividing
    return Wide(difference.ore()) * 100 * power_of_ten(percent.scale()) <=
           Wide(expected.ore()) * percent.digits();
}

class Judge {
public:
    Judge(const Content& content, std::span<const OrderLine> order_lines,
          std::span<const Piece> pieces, const Tolerance& tolerance)
        : content_(content),
          order_lines_(order_lines),
          pieces_(pieces),
          tolerance_(tolerance),
          taken_(order_lines.size()) {}

    Judgement run(std::span<const Finding> known) {
        out_.findings.assign(known.begin(), known.end());
        for (const Line& line : content_.lines) {
            std::vector<const Piece*> own;
            for (const Piece& piece : pieces_) {
                if (piece.line == line.position) own.push_back(&piece);
            }
            if (own.empty())
                not_ordered(line);
            else
                matched(line, own);
        }
        within_the_total();
        if (!content_.adds_up || !content_.prepaid.is_zero()) {
            add({Difference::totals_differ,
                 -1,
                 Money(),
                 {},
                 "",
                 Decimal::from(content_.total()),
                 Decimal::from(content_.payable),
                 ""});
        }
        conclude();
        return std::move(out_);
    }

private:
    void add(Finding finding) { out_.findings.push_back(std::move(finding)); }

    void not_ordered(const Line& line) {
        if (line.net <= Money()) return;  // a rebate that nobody asked for is welcome
        if (is_fee(line)) {
            if (line.net <= tolerance_.line) {
                small_.push_back({Difference::fee_not_agreed,
                                  line.position,
                                  line.net,
                                  {},
                                  "",
                                  {},
                                  Decimal::from(line.net),
                                  line.name});
                return;
            }
            add({Difference::fee_not_agreed,
                 line.position,
                 line.net,
                 {},
                 "",
                 {},
                 Decimal::from(line.net),
                 line.name});
            return;
        }
        add({Difference::not_ordered,
             line.position,
             line.net,
             line.quantity,
             line.unit,
             {},
             line.unit_price,
             line.name});
    }

    void matched(const Line& line, std::span<const Piece* const> own) {
        const OrderLine& first = order_lines_[static_cast<std::size_t>(own[0]->order_line)];
        if (!same_unit(line.unit, first.unit)) {
            add({Difference::unit_differs,
                 line.position,
                 Money(),
                 line.quantity,
                 line.unit,
                 {},
                 {},
                 first.unit});
        }
        price(line, own, first);
        for (const Piece* piece : own) quantity(line, *piece);
        if (!buyer_computes(content_, line) && line.rate != first.rate) {
            const Money vat_difference = share(line.net, line.rate) - share(line.net, first.rate);
            add({Difference::vat_differs,
                 line.position,
                 vat_difference > Money() ? vat_difference : Money(),
                 {},
                 "",
                 first.rate,
                 line.rate,
                 ""});
        }
    }

    void price(const Line& line, std::span<const Piece* const> own, const OrderLine& first) {
        Money expected;
        Decimal quantity;
        for (const Piece* piece : own) {
            const OrderLine& each = order_lines_[static_cast<std::size_t>(piece->order_line)];
            expected += times(piece->quantity, each.price);
            quantity = quantity + piece->quantity;
        }
        const bool foreign = content_.currency != "NOK";
        const bool converted = foreign && first.currency != content_.currency;
        Money difference =
            (converted ? share(line.net, content_.exchange_rate) : line.net) - expected;
        if (foreign && !converted) difference = share(difference, content_.exchange_rate);
        if (difference <= Money()) return;  // cheaper: what is saved goes back to the budget
        Finding finding{Difference::price_differs,
                        line.position,
                        difference,
                        quantity,
                        line.unit,
                        first.price,
                        line.unit_price,
                        ""};
        if (within(difference, expected, tolerance_))
            small_.push_back(std::move(finding));
        else
            add(std::move(finding));
    }

    void quantity(const Line& line, const Piece& piece) {
        const auto index = static_cast<std::size_t>(piece.order_line);
        const OrderLine& each = order_lines_[index];
        const Decimal open = open_quantity(each, taken_[index]);
        const Decimal came = larger(each.received - each.invoiced - taken_[index], kNothing);
        taken_[index] = taken_[index] + piece.quantity;
        const Decimal beyond = piece.quantity - open;
        if (beyond > kNothing) {
            add({Difference::more_than_received, line.position, times(beyond, each.price), beyond,
                 each.unit, each.quantity, piece.quantity, each.order_number});
        }
        if (!tolerance_.receipt_required) return;
        const Decimal missing = smaller(piece.quantity, open) - came;
        if (missing > kNothing) {
            add({Difference::not_received, line.position, times(missing, each.price), missing,
                 each.unit, each.received, piece.quantity, each.order_number});
        }
    }

    void within_the_total() {
        Money sum;
        for (const Finding& finding : small_) sum += finding.at_stake;
        if (sum <= tolerance_.total) {
            out_.accepted = sum;
            return;
        }
        for (Finding& finding : small_) add(std::move(finding));
    }

    void conclude() {
        std::ranges::sort(out_.findings, {}, [](const Finding& each) {
            return std::tuple(each.line < 0, each.line, each.kind, each.what);
        });
        bool only_missing_goods = true;
        for (const Finding& finding : out_.findings) {
            out_.at_stake += finding.at_stake;
            only_missing_goods = only_missing_goods && finding.kind == Difference::not_received;
        }
        if (pieces_.empty())
            out_.verdict = Verdict::without_order;
        else if (out_.findings.empty())
            out_.verdict = Verdict::agrees;
        else
            out_.verdict = only_missing_goods ? Verdict::waits : Verdict::deviates;
    }

    const Content& content_;
    std::span<const OrderLine> order_lines_;
    std::span<const Piece> pieces_;
    const Tolerance& tolerance_;
    std::vector<Decimal> taken_;
    std::vector<Finding> small_;  // within the tolerance, if all of them together are
    Judgement out_;
};

}  // namespace

int likeness(std::string_view left, std::string_view right) {
    const std::set<std::string> a = words(left), b = words(right);
    if (a.empty() || b.empty()) return 0;
    std::size_t common = 0;
    bool sizes_agree = true;
    for (const std::string& word : a) {
        if (b.contains(word))
            ++common;
        else if (tells_sizes(word))
            sizes_agree = false;
    }
    for (const std::string& word : b) {
        if (!a.contains(word) && tells_sizes(word)) sizes_agree = false;
    }
    const auto percent = static_cast<int>(200 * common / (a.size() + b.size()));
    return sizes_agree ? percent : percent / 2;
}

bool same_unit(std::string_view left, std::string_view right) {
    // UN/ECE Recommendation 20 has several codes for one piece; packages of Recommendation 21 have
    // an X before them, which older systems leave out.
    const auto plain = [](std::string_view unit) -> std::string_view {
        if (unit == "EA" || unit == "H87" || unit == "C62" || unit == "NAR" || unit == "PCE")
            return "EA";
        if (unit.size() == 3 && unit[0] == 'X') return unit.substr(1);
        return unit;
    };
    return plain(left) == plain(right);
}

bool buyer_computes(const Content& content, const Line& line) {
    return line.category == "AE" ||
           (line.rate.is_zero() && party::country_of(content.seller_number) != "NO");
}

bool is_fee(const Line& line) {
    if (line.charge) return true;
    static constexpr std::array kWords = {"frakt",
                                          "frakttillegg",
                                          "fraktgebyr",
                                          "porto",
                                          "gebyr",
                                          "fakturagebyr",
                                          "ekspedisjonsgebyr",
                                          "miljøgebyr",
                                          "miljøavgift",
                                          "emballasje",
                                          "emballasjegebyr",
                                          "energitillegg",
                                          "drivstofftillegg",
                                          "transport",
                                          "transporttillegg",
                                          "freight",
                                          "shipping",
                                          "fee"};
    const std::set<std::string> own = words(line.name);
    return std::ranges::any_of(kWords, [&](const char* word) { return own.contains(word); });
}

std::string_view name(How how) {
    static constexpr std::array<std::string_view, 4> names = {"order_line", "item_number", "gtin",
                                                              "text"};
    return names[static_cast<std::size_t>(how)];
}

std::vector<Piece> pair(const Content& content, std::span<const OrderLine> order_lines) {
    std::vector<Piece> out;
    std::vector<Decimal> taken(order_lines.size());
    if (order_lines.empty()) return out;
    for (const Line& line : content.lines) {
        if (line.charge || line.quantity <= kNothing) continue;
        const Found found = find(line, order_lines);
        if (!found.order_lines.empty()) distribute(line, found, order_lines, taken, out);
    }
    return out;
}

Tolerance Tolerance::of(const party::Settings& settings) {
    return {settings.invoice_price_percent, settings.invoice_line_tolerance,
            settings.invoice_total_tolerance, settings.receipt_required};
}

Judgement judge(const Content& content, std::span<const OrderLine> order_lines,
                std::span<const Piece> pieces, const Tolerance& tolerance,
                std::span<const Finding> known) {
    return Judge(content, order_lines, pieces, tolerance).run(known);
}

Role responsible(const Judgement& judgement) {
    if (judgement.verdict == Verdict::waits) return Role::receiver;
    if (judgement.verdict == Verdict::without_order) return Role::certifier;
    return Role::accountant;
}

std::vector<Money> split(Money amount, std::span<const std::int64_t> weights) {
    std::vector<Money> out(weights.size());
    Wide sum = 0;
    for (const std::int64_t weight : weights) sum += weight;
    if (weights.empty()) return out;
    if (sum == 0) {
        out[0] = amount;
        return out;
    }
    const bool negative = amount < Money();
    const std::int64_t whole = amount.magnitude().ore();
    std::vector<std::pair<Wide, std::size_t>> fractions;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const Wide exact = Wide(whole) * weights[i];
        out[i] = Money(static_cast<std::int64_t>(exact / sum));
        given += out[i].ore();
        fractions.emplace_back(-(exact % sum), i);
    }
    std::ranges::sort(fractions);
    for (std::size_t i = 0; given < whole; ++i, ++given) out[fractions[i].second] += Money(1);
    if (negative) {
        for (Money& part : out) part = -part;
    }
    return out;
}

}  // namespace samkjop::invoice
