// The worked histories: each file under testdata/ledger is run on every database, and what follows
// each step must be what stands under it. Then the whole ledger is proved from its postings.

#include "ledger/history.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "db/testing.h"

namespace samkjop::ledger::testing {
namespace {

using Words = std::vector<std::string>;

std::string trim(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == text.npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

Words divide(std::string_view text, std::string_view by) {
    Words out;
    for (;;) {
        const auto at = text.find(by);
        if (const std::string word = trim(text.substr(0, at)); !word.empty()) out.push_back(word);
        if (at == text.npos) return out;
        text.remove_prefix(at + by.size());
    }
}

std::pair<std::string, std::string> halves(std::string_view text, std::string_view by) {
    const auto at = text.find(by);
    if (at == text.npos) return {trim(text), {}};
    return {trim(text.substr(0, at)), trim(text.substr(at + by.size()))};
}

bool take_suffix(std::string& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text = trim(text.substr(0, text.size() - suffix.size()));
    return true;
}

// "… key k1" → "…", "k1"
std::string take_named(std::string& text, std::string_view name) {
    const auto at = text.find(" " + std::string(name) + " ");
    if (at == text.npos) return {};
    const auto start = at + name.size() + 2;
    const auto end = std::min(text.find_first_of(" :", start), text.size());
    const std::string value = text.substr(start, end - start);
    text = trim(text.substr(0, at) + text.substr(end));
    return value;
}

Decimal number(std::string_view text) {
    const auto value = Decimal::parse(text);
    if (!value) throw std::runtime_error("no number: " + std::string(text));
    return *value;
}
Decimal kroner_of_ore(std::string_view text) {
    const Decimal ore = number(text);
    return Decimal(ore.digits(), ore.scale() + 2);
}
Money ore(std::string_view text) { return Money(number(text).scaled(0)); }
Decimal percent(std::string_view text) {  // "25%"
    const Decimal value = number(text.substr(0, text.find('%')));
    return Decimal(value.digits(), value.scale() + 2);
}

struct Vat {
    Decimal rate;
    int right = 0;
};
std::optional<Vat> vat(std::string_view code) {
    if (code == "N") return Vat{Decimal(), 10'000};
    if (code.size() < 3 || !std::isdigit(static_cast<unsigned char>(code[1]))) return std::nullopt;
    const auto [rate, right] = halves(code.substr(1), ":");
    if (code[0] == 'K') return Vat{percent(rate), 10'000};
    if (code[0] == 'B') return Vat{percent(rate), 0};
    if (code[0] == 'P') return Vat{percent(rate), std::stoi(right)};
    return std::nullopt;
}

class Runner {
public:
    Runner(db::Database& database, const History& history)
        : database_(database), world_(make_world(database)), history_(history) {
        policy_.scope = party::BudgetScope::coding;
        for (const std::string& word : divide(history.settings, " ")) set(word);
    }

    History run() {
        History out = history_;
        for (Step& step : out.steps) {
            const bool with_postings =
                std::ranges::any_of(step.expected, [](const std::string& line) {
                    return line.starts_with("posts ") && line != "posts nothing";
                });
            step.expected = follow(step, with_postings);
        }
        if (!history_.visibility.empty()) out.visibility = seen();
        return out;
    }

private:
    struct Answer {
        Result<Outcome> result = Outcome{};
        std::vector<EntryId> entries;
    };

    void set(const std::string& word) {
        const auto [name, value] = halves(word, "=");
        if (name == "policy") {
            policy_.budget = value == "stop"     ? party::BudgetPolicy::stop
                             : value == "refuse" ? party::BudgetPolicy::refuse
                                                 : party::BudgetPolicy::warn;
        } else if (name == "scope" && value == "project") {
            policy_.scope = party::BudgetScope::project;
        } else if (name == "scope" && value == "unit_function") {
            policy_.scope = party::BudgetScope::unit_function;
        } else if (name == "scope") {
            std::vector<CodingId> list;
            for (const std::string& letter : divide(value, "+")) list.push_back(coding(letter));
            policy_.scope_lists.push_back(list);
        } else if (name == "increase_tolerance_ore") {
            policy_.increase_tolerance = ore(value);
        } else if (name == "over_receipt") {
            policy_.over_receipt_percent = number(value);
        } else if (name == "overrun_ore") {
            policy_.allowed_overrun = ore(value);
        } else if (name == "commit_at_approval") {
            policy_.commit_at_approval = true;
        } else {
            throw std::runtime_error("unknown setting: " + word);
        }
    }

    CodingId coding(const std::string& letter) const {
        const auto found = world_.codings.find(letter);
        if (found == world_.codings.end()) throw std::runtime_error("unknown coding: " + letter);
        return found->second;
    }

    // "K25 A:60 K25+D:40 B25", "N C"
    std::vector<Part> parts(std::string text) const {
        Vat standard;
        if (const auto [first, rest] = halves(text, " "); vat(first)) {
            standard = *vat(first);
            text = rest;
        }
        std::vector<Part> out;
        for (const std::string& one : divide(text, "+")) {
            const auto [target, code] = halves(one, " ");
            const auto [letter, weight] = halves(target, ":");
            const Vat own = code.empty() ? standard : vat(code).value();
            out.push_back(
                {coding(letter), weight.empty() ? 1 : std::stoll(weight), own.rate, own.right});
        }
        return out;
    }
    std::vector<Share> shares(const std::string& text) const {
        std::vector<Share> out;
        for (const Part& part : parts(text)) out.push_back({part.coding, part.weight, part.right});
        return out;
    }

    NewLine new_line(std::string text) const {  // "10×12900 K25 A fx 11.4250"
        NewLine out;
        if (const std::string rate = take_named(text, "fx"); !rate.empty())
            out.exchange_rate = number(rate);
        const auto [amount, rest] = halves(text, " ");
        const auto [quantity, price] = halves(amount, "×");
        out.quantity = number(quantity);
        out.price = kroner_of_ore(price);
        out.parts = parts(rest);
        return out;
    }

    LineId line(const std::string& name) const {
        const auto found = lines_.find(name);
        if (found == lines_.end()) throw std::runtime_error("unknown line: " + name);
        return found->second;
    }
    std::vector<LineId> lines(const std::string& names) const {
        std::vector<LineId> out;
        for (const std::string& name : divide(names, ",")) out.push_back(line(name));
        return out;
    }
    InvoiceId voucher(const std::string& name) const {
        const auto found = vouchers_.find(name);
        if (found == vouchers_.end()) throw std::runtime_error("unknown voucher: " + name);
        return found->second;
    }

    NewInvoice new_invoice(const std::string& name, const std::string& head,
                           const std::string& body, Date date) {
        NewInvoice out;
        out.seller = "313000009";
        out.number = name;
        out.issued = issued_.try_emplace(name, date).first->second;
        std::string words = head;
        if (const std::string rate = take_named(words, "fx"); !rate.empty()) {
            out.exchange_rate = number(rate);
            out.foreign_currency = true;
        }
        for (std::string item : divide(body, ";")) {
            const auto [word, value] = halves(item, " ");
            if (word == "VAT") {
                const auto [rate, amount] = halves(value, "=");
                out.vat.push_back({percent(rate), ore(amount)});
                continue;
            }
            if (word == "issued") {
                out.issued = *Date::parse(value);
                continue;
            }
            if (word == "rounding") {
                out.rounding = ore(value);
                continue;
            }
            const bool charge = word == "charge" || word == "allowance";
            if (charge) item = value;
            const auto [left, matched] = halves(item, "→");
            const auto [amount, own] = halves(left, " ");
            const auto [net, rate] = halves(amount, "@");
            out.payable += ore(net);
            if (charge) {
                out.charges.push_back(
                    {ore(net), percent(rate), own.empty() ? std::vector<Share>{} : shares(own)});
                continue;
            }
            InvoiceLine line_{
                ore(net), percent(rate), {}, own.empty() ? std::vector<Share>{} : shares(own)};
            for (const std::string& match : divide(matched, "+")) {
                const auto [which, quantity] = halves(match, "×");
                line_.matches.push_back({line(which), number(quantity)});
            }
            out.lines.push_back(std::move(line_));
        }
        return out;
    }

    std::vector<Amount> amounts(const std::string& text) const {  // "A+1000 B-50 A@2027+10"
        std::vector<Amount> out;
        for (const std::string& word : divide(text, " ")) {
            const auto sign = word.find_first_of("+-");
            const auto [letter, year] = halves(word.substr(0, sign), "@");
            std::string figure = word.substr(sign);
            out.push_back({coding(letter), year.empty() ? 0 : std::stoi(year), ore(figure)});
        }
        return out;
    }

    Context context(Date date, std::string& command) {
        Context out;
        out.municipality = world_.municipality;
        out.policy = policy_;
        out.actor = {1};
        out.at = Instant(std::int64_t{date.days()} * 86'400'000);
        out.date = date;
        out.document = {"history", 1};
        out.asks_override = take_suffix(command, "asks override");
        out.may_override = take_suffix(command, "with override");
        out.key = take_named(command, "key");
        return out;
    }

    Answer order(db::Tx& tx, const Context& context, const std::string& rest, bool only_submit) {
        std::vector<NewLine> asked;
        Words names;
        for (const std::string& one : divide(rest, ";")) {
            const auto [name, terms] = halves(one, " ");
            names.push_back(name);
            asked.push_back(new_line(terms));
        }
        Answer answer;
        answer.result = submit(tx, context, asked);
        if (!answer.result) return answer;
        for (std::size_t i = 0; i < names.size(); ++i) lines_[names[i]] = answer.result->lines[i];
        answer.entries.push_back(answer.result->entry);
        if (only_submit) return answer;
        for (const auto event : {approve, send}) {
            const auto next = event(tx, context, answer.result->lines);
            if (!next) throw std::runtime_error("order: " + std::string(next.error().name()));
        }
        return answer;
    }

    Answer single(Result<Outcome> result) {
        Answer answer;
        if (result) answer.entries.push_back(result->entry);
        answer.result = std::move(result);
        return answer;
    }

    Answer change_of(db::Tx& tx, const Context& c, const std::string& verb,
                     const std::string& rest) {
        const Words words = divide(rest, " ");
        const LineId which[] = {line(words[0])};
        if (words.back() == "accepted" || words.back() == "split_delivery") return {};
        if (words.back() == "rejected") return single(cancel(tx, c, which));
        Change asked{which[0], {}, {}};
        const std::size_t at = verb == "response" ? 2 : 1;
        for (std::size_t i = at; i + 1 < words.size(); i += 2) {
            if (words[i] == "price")
                asked.price = kroner_of_ore(words[i + 1]);
            else
                asked.quantity = number(words[i + 1]);
        }
        const Change changes[] = {asked};
        return single(change(tx, c, verb == "response" ? By::supplier : By::buyer, changes));
    }

    Answer quantity_of(db::Tx& tx, const Context& c, const std::string& verb,
                       const std::string& rest) {
        const auto [which, amount] = halves(rest, " ");
        const Quantity quantities[] = {{line(which), number(amount)}};
        return single(verb == "receive" ? receive(tx, c, quantities)
                                        : undo_receipt(tx, c, quantities));
    }

    Answer invoice_of(db::Tx& tx, const Context& c, const std::string& rest) {
        const auto [head, body] = halves(rest, ":");
        const std::string name = halves(head, " ").first;
        Answer answer = single(invoice(tx, c, new_invoice(name, head, body, c.date)));
        if (answer.result) vouchers_[name] = answer.result->invoice;
        return answer;
    }

    Answer credit_of(db::Tx& tx, const Context& c,
                     const std::string& rest) {  // "K1 of F1 (price): …"
        const auto [head, body] = halves(rest, ":");
        const Words words = divide(head, " ");
        static const std::map<std::string, CreditKind> kinds = {
            {"(price)", CreditKind::price},
            {"(return)", CreditKind::returned},
            {"(replace)", CreditKind::replaced},
            {"(reinvoice)", CreditKind::reissued}};
        Answer answer = single(credit_note(tx, c, voucher(words[2]), kinds.at(words[3]),
                                           new_invoice(words[0], head, body, c.date)));
        if (answer.result) vouchers_[words[0]] = answer.result->invoice;
        return answer;
    }

    Answer posted_of(db::Tx& tx, const Context& c,
                     const std::string& rest) {  // "F1,F2", "F1 as A 30000"
        const auto [names, as] = halves(rest, " as ");
        std::vector<Amount> given;
        const Words words = divide(as, " ");
        for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
            given.push_back({coding(words[i]), 0, ore(words[i + 1])});
        }
        Answer answer;
        for (const std::string& name : divide(names, ",")) {
            answer = single(posted(tx, c, voucher(name), given));
            if (!answer.result) break;
        }
        return answer;
    }

    Answer recode_of(db::Tx& tx, const Context& c, const std::string& verb, std::string rest) {
        const std::string as = take_named(rest, "as");  // "F1 A→B:1+A:1 K25 as F1-2"
        const auto [which, move] = halves(rest, " ");
        const auto [from, target] = halves(move, "→");
        std::vector<Share> to = shares(target);
        const auto [where, code] = halves(target, " ");
        for (Share& one : to) one.right = code.empty() ? -1 : vat(code)->right;
        if (verb == "recode_order") {
            Answer answer = single(recode_order(tx, c, line(which), coding(from), to));
            if (answer.result && !as.empty()) lines_[as] = answer.result->lines.front();
            return answer;
        }
        Answer answer = single(recode_invoice(tx, c, voucher(which), coding(from), to));
        if (answer.result && !as.empty()) vouchers_[as] = answer.result->invoice;
        return answer;
    }

    Answer price_of(db::Tx& tx, const Context& c, std::string rest) {  // "1 20660 (uninvoiced)"
        const Reach reach =
            take_suffix(rest, "(uninvoiced)") ? Reach::uninvoiced : Reach::not_received;
        const auto [which, price] = halves(rest, " ");
        const Change changes[] = {{line(which), {}, kroner_of_ore(price)}};
        return single(agreement_price(tx, c, reach, changes));
    }

    Answer year_end(db::Tx& tx, const Context& c, const std::string& verb, std::string rest) {
        const std::string as = take_named(rest, "as");
        Answer answer =
            single(verb == "carry" ? carry(tx, c, line(rest)) : accrue(tx, c, line(rest)));
        if (answer.result) lines_[as] = answer.result->lines.front();
        return answer;
    }

    Answer reverse_of(db::Tx& tx, const Context& c, const std::string& rest) {  // "step 6"
        const int step = std::stoi(halves(rest, " ").second);
        return single(reverse(tx, c, entries_.at(step).front()));
    }

    Answer execute(db::Tx& tx, Date date, std::string command) {
        const Context c = context(date, command);
        const auto [verb, rest] = halves(command, " ");
        static const std::set<std::string> silent = {"invoice_approved", "exported",
                                                     "finance_rejected"};
        if (silent.contains(verb)) return {};
        if (verb == "submit" || verb == "order") return order(tx, c, rest, verb == "submit");
        if (verb == "change_request") {
            const auto [which, terms] = halves(rest, " ");
            return single(change_request(tx, c, line(which), new_line(terms)));
        }
        using OnLines = Result<Outcome> (*)(db::Tx&, const Context&, std::span<const LineId>);
        static const std::map<std::string, OnLines> on_lines = {{"approve", approve},
                                                                {"reject_line", reject},
                                                                {"send", send},
                                                                {"cancel", cancel},
                                                                {"approve_change", approve_change},
                                                                {"reject_change", reject_change},
                                                                {"close_rest", close_rest},
                                                                {"release", release},
                                                                {"write_off_received", write_off}};
        if (const auto found = on_lines.find(verb); found != on_lines.end()) {
            return single(found->second(tx, c, lines(rest)));
        }
        if (verb == "change" || verb == "response") return change_of(tx, c, verb, rest);
        if (verb == "receive" || verb == "undo_receipt") return quantity_of(tx, c, verb, rest);
        if (verb == "agreement_price") return price_of(tx, c, rest);
        if (verb == "invoice") return invoice_of(tx, c, rest);
        if (verb == "credit_note") return credit_of(tx, c, rest);
        if (verb == "refuse_invoice") return single(refuse_invoice(tx, c, voucher(rest)));
        if (verb == "posted") return posted_of(tx, c, rest);
        if (verb == "recode_order" || verb == "recode_invoice") return recode_of(tx, c, verb, rest);
        if (verb == "budget") return single(adopt_budget(tx, c, amounts(rest)));
        if (verb == "budget_change") {
            const auto [word, rows] = halves(rest, " ");
            if (word == "transfer") return single(change_budget(tx, c, amounts(rows), true));
            return single(change_budget(tx, c, amounts(rest), false));
        }
        if (verb == "actual")
            return single(foreign_actual(tx, c, amounts(halves(rest, " ").second)));
        if (verb == "actual_total") return single(foreign_total(tx, c, amounts(rest)));
        if (verb == "reverse") return reverse_of(tx, c, rest);
        if (verb == "carry" || verb == "accrue") return year_end(tx, c, verb, rest);
        if (verb == "close_year") return single(close_year(tx, c, std::stoi(rest)));
        throw std::runtime_error("unknown command: " + command);
    }

    std::vector<std::string> follow(const Step& step, bool with_postings) {
        const auto before = figures();
        const auto lines_before = lines_;
        const auto vouchers_before = vouchers_;
        Answer answer;
        database_.write([&](db::Tx& tx) {
            answer = execute(tx, step.date, step.command);
            // A refusal is committed too: it must have changed nothing by itself.
            tx.commit();
        });
        const auto after = figures();
        std::vector<std::string> out;
        if (!answer.result) {
            lines_ = lines_before;
            vouchers_ = vouchers_before;
            out.push_back("refused " + words_of(answer.result.error()));
        } else if (answer.result->repeated) {
            const auto first = std::ranges::find_if(entries_, [&](const auto& one) {
                return std::ranges::count(one.second, answer.result->entry) > 0;
            });
            out.push_back("repeat of step " + std::to_string(first->first));
        } else {
            entries_[step.number] = answer.entries;
            if (answer.result->waits) out.push_back("waits");
            if (!answer.result->over.empty()) {
                out.push_back("over by " + std::to_string(answer.result->over_by().ore()));
            }
            for (const CodingId one : answer.result->below_zero) {
                out.push_back("below zero " + world_.letter(one));
            }
            if (before == after) out.push_back("posts nothing");
        }
        if (step.number > 1) {
            for (const auto& [letter, balance_] : after) {
                if (before.contains(letter) && before.at(letter) == balance_) continue;
                out.push_back(row(letter, balance_));
            }
        }
        if (with_postings && answer.result) {
            for (const Posting& posting : all_postings(answer)) {
                const std::string mark = posting.year > 2026 ? "'" : "";
                out.push_back(fmt::format("posts {}{} {}→{} {}", world_.letter(posting.coding),
                                          mark, name(posting.credit), name(posting.debit),
                                          posting.amount.ore()));
            }
        }
        return out;
    }

    std::vector<Posting> all_postings(const Answer& answer) const {
        return answer.result->postings;
    }

    std::string words_of(const Refusal& refusal) const {
        std::string out(refusal.name());
        out = out.substr(out.find('.') + 1);  // the module's name leads the key
        if (out == "budget_exceeded") {
            out += " by " + std::to_string(std::get<Money>(refusal.arguments[0].second).ore());
        }
        if (out == "open_commitments") {
            std::string names;
            for (const std::string& id :
                 divide(std::get<std::string>(refusal.arguments[1].second), ",")) {
                for (const auto& [name, line_] : lines_) {
                    if (std::to_string(line_.value) == id)
                        names += (names.empty() ? "" : ",") + name;
                }
            }
            out += ": " + names;
        }
        return out;
    }

    static std::string row(const std::string& letter, const Balance& one) {
        return fmt::format("{:<2}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}", letter,
                           one.budget().ore(), one.reserved.ore(), one.committed.ore(),
                           one.received.ore(), one.invoiced.ore(), one.posted.ore(),
                           one.available().ore());
    }

    std::map<std::string, Balance> figures() {
        return database_.reading([&](db::Session& session) {
            std::map<std::string, Balance> out;
            for (int year = 2026; year <= 2027; ++year) {
                for (const BalanceRow& one : balances(session, world_.municipality, year)) {
                    out[world_.letter(one.coding) + (year > 2026 ? "'" : "")] = one.balance;
                }
            }
            return out;
        });
    }

    std::string seen() {
        const Visibility all = database_.reading(
            [&](db::Session& session) { return visibility(session, world_.municipality, 2026); });
        const auto tenths = [](std::int64_t value) {
            return fmt::format("{}.{}", value / 10, value % 10);
        };
        return fmt::format(
            "visibility: {} øre-days / {} øre = {} days, median {}; share {} %; over all {} øre {} "
            "days",
            all.ore_days, all.weight.ore(), tenths(all.mean_tenths()), all.median_days,
            tenths(all.share_permille()), all.invoiced.ore(), tenths(all.over_all_tenths()));
    }

    db::Database& database_;
    World world_;
    const History& history_;
    Policy policy_;
    std::map<std::string, LineId> lines_;
    std::map<std::string, InvoiceId> vouchers_;
    std::map<std::string, Date> issued_;
    std::map<int, std::vector<EntryId>> entries_;
};

}  // namespace

std::string World::letter(CodingId coding) const {
    for (const auto& [letter, id] : codings) {
        if (id == coding) return letter;
    }
    return "?";
}

World make_world(db::Database& database) {
    World world;
    struct Row {
        const char *letter, *art, *ansvar, *funksjon, *prosjekt;
    };
    static constexpr Row rows[] = {
        {"A", "1110", "3210", "253", ""},    {"B", "1115", "3210", "253", ""},
        {"C", "1200", "2110", "202", ""},    {"D", "1230", "4310", "265", ""},
        {"E", "1170", "3210", "253", ""},    {"F", "3230", "4310", "265", "7001"},
        {"G", "3200", "4310", "265", "7001"}};
    database.write([&](db::Tx& tx) {
        world.municipality = {tx->insert(
            "INSERT INTO municipality (number, name, organisation_number, language, host)"
            " VALUES ('3322', 'Nes', '313000017', 'nb', $1) RETURNING id",
            true)};
        for (const Row& row : rows) {
            world.codings[row.letter] = {
                tx->insert("INSERT INTO coding (municipality_id, art, ansvar, funksjon, prosjekt, "
                           "free_1, free_2, free_3)"
                           " VALUES ($1, $2, $3, $4, $5, '', '', '') RETURNING id",
                           world.municipality, row.art, row.ansvar, row.funksjon, row.prosjekt)};
        }
        tx.commit();
    });
    return world;
}

History read_history(const std::string& file) {
    std::ifstream in(file);
    History out;
    std::string text;
    std::getline(in, out.title);
    while (std::getline(in, text)) {
        if (text.starts_with("settings ")) {
            out.settings = text.substr(9);
        } else if (text.starts_with("#")) {
            out.head = text;
        } else if (text.starts_with("visibility")) {
            out.visibility = text;
        } else if (text.starts_with("    ")) {
            out.steps.back().expected.push_back(text.substr(4));
        } else if (!text.empty()) {
            const auto [number_, rest] = halves(trim(text), " ");
            const auto [date, command] = halves(rest, " ");
            out.steps.push_back({std::stoi(number_), Date::parse(date).value(), command, {}});
        }
    }
    return out;
}

void write_history(const std::string& file, const History& history) {
    std::ofstream out(file);
    out << history.title << "\n";
    if (!history.settings.empty()) out << "settings " << history.settings << "\n";
    out << history.head << "\n";
    for (const Step& step : history.steps) {
        out << fmt::format("{:>2} {} {}\n", step.number, step.date.iso(), step.command);
        for (const std::string& line : step.expected) out << "    " << line << "\n";
    }
    if (!history.visibility.empty()) out << history.visibility << "\n";
}

History run(db::Database& database, const History& history) {
    return Runner(database, history).run();
}

}  // namespace samkjop::ledger::testing

using namespace samkjop;
using namespace samkjop::ledger;

namespace {

std::filesystem::path histories() {
    for (auto folder = std::filesystem::current_path();; folder = folder.parent_path()) {
        if (std::filesystem::exists(folder / "testdata/ledger")) return folder / "testdata/ledger";
        if (folder == folder.parent_path())
            throw std::runtime_error("testdata/ledger is not found");
    }
}

}  // namespace

TEST_CASE("ledger: the worked histories, figure by figure") {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(histories())) {
        if (entry.path().extension() == ".test") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    REQUIRE(files.size() >= 29);
    for (const auto& file : files) {
        CAPTURE(file.filename().string());
        const testing::History wanted = testing::read_history(file);
        CAPTURE(wanted.title);
        db::testing::each_database([&](db::Database& database) {
            const testing::History got = testing::run(database, wanted);
            for (std::size_t i = 0; i < wanted.steps.size(); ++i) {
                CAPTURE(wanted.steps[i].number);
                CAPTURE(wanted.steps[i].command);
                const auto joined = [](const std::vector<std::string>& lines) {
                    std::string out;
                    for (const std::string& line : lines) out += "\n" + line;
                    return out;
                };
                CHECK(joined(got.steps[i].expected) == joined(wanted.steps[i].expected));
            }
            CHECK(got.visibility == wanted.visibility);
            const Proof proof =
                database.reading([](db::Session& session) { return verify(session); });
            CHECK(proof.first_offence == "");
            if (std::getenv("SAMKJOP_REBASELINE")) testing::write_history(file, got);
        });
    }
}
