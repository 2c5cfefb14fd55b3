// Reads purchases.csv and lets the people in it act. A row is a line; rows with the same case
// number are one basket. Without an approver it still waits; without a receiver the goods have not
// come.

#include "app/demo_purchases.h"

#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "catalogue/catalogue.h"
#include "coding/coding.h"
#include "db/db.h"
#include "order/order.h"
#include "party/party.h"
#include "receipt/receipt.h"
#include "requisition/goods.h"
#include "requisition/requisition.h"
#include "requisition/store.h"
#include "sheet/csv.h"
#include "trail/trail.h"

namespace samkjop::app {
namespace {

constexpr std::int64_t kHour = 3'600'000;

struct Case {
    std::vector<Row> rows;
    requisition::RequisitionId requisition;  // once it is in a basket
    const std::string& of(std::string_view heading) const {
        return rows.front().find(heading)->second;
    }
    int days(std::string_view heading) const { return std::stoi(of(heading)); }
};

[[noreturn]] void stop(const Case& one, const Refusal& refusal) {
    throw std::runtime_error(
        fmt::format("purchases.csv, sak {}: {}", one.of("Sak"), refusal.in(Language::nb)));
}

template <class T>
T done(const Case& one, Result<T> result) {
    if (!result) stop(one, result.error());
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

Actor actor_called(db::Session& session, const std::string& user_name, Date today) {
    const auto person = party::person_by_user_name(session, user_name);
    if (!person) throw std::runtime_error("purchases.csv: nobody is called " + user_name);
    return party::actor(session, person->id, today).value();
}

requisition::NewLine new_line(db::Session& session, const Case& one, const Row& row,
                              const Actor& actor, Date today) {
    const auto supplier = party::supplier_by_organisation_number(session, row.at("Leverandør"));
    if (!supplier) throw std::runtime_error("purchases.csv: no supplier " + row.at("Leverandør"));
    const Decimal quantity = Decimal::parse_typed(row.at("Antall")).value();
    requisition::NewLine line;
    if (const std::string& number = row.at("Varenummer"); !number.empty()) {
        const auto item = catalogue::item_by_number(session, supplier->id, number, today);
        if (!item) throw std::runtime_error("purchases.csv: no item " + number);
        line =
            done(one, requisition::from_catalogue(session, actor, item->id.value, quantity, today));
    } else {
        line.supplier = supplier->id;
        line.name = row.at("Fritekst");
        line.unit_code = "EA";
        line.quantity = quantity;
        line.price = Decimal::parse_typed(row.at("Pris")).value();
        line.vat_rate = Decimal(25, 2);
        line.vat_category = "S";
        line.vat_code = "1";
    }
    line.outside_reason = row.at("Uten avtale fordi");
    return line;
}

// "200 3210 253 60, 200 3220 234 40": art, ansvar, funksjon and weight.
std::vector<requisition::Share> shares(std::string_view text) {
    std::vector<requisition::Share> out;
    std::vector<std::string> words(1);
    const auto take = [&] {
        if (words.size() == 4) {
            out.push_back({{words[0], words[1], words[2]}, "1", std::stoll(words[3])});
        }
        words.assign(1, "");
    };
    for (const char c : text) {
        if (c == ',') {
            take();
        } else if (c != ' ') {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    take();
    return out;
}

void ask_for(db::Tx& tx, Case& one, Instant at) {
    const Date today = at.oslo_date();
    const Actor actor = actor_called(tx, one.of("Bestiller"), today);
    for (const Row& row : one.rows) {
        const auto line = done(
            one, requisition::add_to_basket(tx, actor, at, new_line(tx, one, row, actor, today)));
        const auto coding = shares(row.at("Kontering"));
        if (!coding.empty()) done(one, requisition::code_line(tx, actor, at, line, coding));
    }
    one.requisition = requisition::store::basket(tx, actor)->id;
    done(one,
         requisition::save_heading(tx, actor, at, one.requisition,
                                   {one.of("Tittel"), one.of("Melding"), actor.unit, today + 5}));
    done(one, requisition::submit(tx, actor, at, one.requisition, one.of("Over budsjettet fordi")));
}

void approve(db::Tx& tx, const Case& one, Instant at) {
    const Actor actor = actor_called(tx, one.of("Godkjent av"), at.oslo_date());
    done(one,
         requisition::approve(tx, actor, at, one.requisition, one.of("Over budsjettet fordi")));
}

// «alt»: everything has come. «del»: a fifth of the first line has not.
void receive(db::Tx& tx, const Case& one, Instant at) {
    const Actor actor = actor_called(tx, one.of("Mottatt av"), at.oslo_date());
    for (const trail::Link& link : trail::links_from(tx, {"requisition", one.requisition.value})) {
        if (link.kind != "order") continue;
        const auto order = order::load(tx, order::OrderId{link.id});
        const std::string key = fmt::format("demo-{}", link.id);
        if (one.of("Mottatt andel") == "alt") {
            done(one, receipt::receive_all(tx, actor, at, order->id, key));
            continue;
        }
        receipt::NewReceipt wanted{order->id, {}, {}, key};
        for (const order::Line& line : order->lines) {
            const std::int64_t whole = line.quantity.scaled(6) / 1'000'000;
            const bool first = wanted.lines.empty();
            wanted.lines.push_back({line.id, Decimal::whole(first ? whole - whole / 5 : whole)});
        }
        done(one, receipt::receive(tx, actor, at, wanted));
    }
}

std::vector<std::shared_ptr<Case>> read_cases(std::string_view csv) {
    std::vector<std::shared_ptr<Case>> cases;
    for (Row& row : rows_of(csv)) {
        if (cases.empty() || cases.back()->of("Sak") != row.at("Sak"))
            cases.push_back(std::make_shared<Case>());
        cases.back()->rows.push_back(std::move(row));
    }
    return cases;
}

}  // namespace

std::vector<Row> rows_of(std::string_view csv) {
    const auto table = sheet::csv::read(csv);
    std::vector<Row> out;
    for (const auto& cells : table.rows) {
        Row row;
        for (std::size_t i = 0; i < table.headings.size(); ++i) {
            row[table.headings[i]] = i < cells.values.size() ? cells.values[i] : std::string();
        }
        out.push_back(std::move(row));
    }
    return out;
}

Instant days_ago(int days, int hour, Instant now) {
    const Date first(now.oslo_date().year(), 1, 3);
    Date day = std::max(now.oslo_date() - days, first);
    const int weekday = (day.days() + 3) % 7;  // 1970-01-01 was a Thursday; Monday is 0
    if (weekday > 4) day = day - (weekday - 4);
    const Instant at(day.days() * 24 * kHour + hour * kHour);
    return std::min(at, now);
}

std::vector<Happening> purchases(db::Database& database, std::string_view csv, Instant now,
                                 Cases& cases) {
    std::vector<Happening> out;
    const auto add = [&](Instant at, std::shared_ptr<Case> one, auto act) {
        out.push_back({at, [&database, at, one = std::move(one), act] {
                           database.write([&](db::Tx& tx) {
                               act(tx, *one, at);
                               tx.commit();
                           });
                       }});
    };
    int minute = 0;
    for (const auto& one : read_cases(csv)) {
        minute = (minute + 17) % 60;
        const auto at = [&](std::string_view heading, int hour) {
            const Instant on_the_hour = days_ago(one->days(heading), hour, now);
            return std::min(Instant(on_the_hour.milliseconds() + minute * 60'000), now);
        };
        add(at("Dager siden", 7), one, [&cases](db::Tx& tx, Case& each, Instant when) {
            ask_for(tx, each, when);
            cases[each.of("Sak")] = each.requisition;
        });
        if (!one->of("Godkjent av").empty()) add(at("Godkjent dager siden", 12), one, approve);
        if (!one->of("Mottatt av").empty()) add(at("Mottatt dager siden", 13), one, receive);
    }
    return out;
}

}  // namespace samkjop::app
