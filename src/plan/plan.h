#pragma once
// A planned purchase: what the municipalities are going to buy together, roughly how much of it,
// when it is announced and who answers for it. The coordinator keeps the plan; what is released of
// it stands on the public site.

#include <algorithm>
#include <array>
#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::plan {

using PlanId = Id<struct PlanTag>;

// Nobody can promise a day two years ahead; a quarter of a year can be promised.
struct Quarter {
    int year = 0;
    int number = 0;  // 1 to 4

    static std::optional<Quarter> parse(std::string_view text);  // "2027-Q1", "1. kvartal 2027"
    static Quarter of(Date day);
    std::string code() const;              // "2027-Q1"
    std::string in_words(Language) const;  // «1. kvartal 2027»
    Date first_day() const;
    Date last_day() const;
    friend auto operator<=>(const Quarter&, const Quarter&) = default;
};

// How the market is asked, in the law's own words.
enum class Method : std::uint8_t {
    undecided,
    open,        // åpen konkurranse
    restricted,  // begrenset konkurranse
    negotiated,  // konkurranse med forhandling
    dialogue,    // konkurransepreget dialog
    innovation,  // innovasjonspartnerskap
    call_off,    // minikonkurranse på en rammeavtale
    direct,      // uten kunngjøring
    count_
};

// The expected value without VAT, options included, as a band: what a supplier needs in order to
// judge whether it is for them, and no more. The bands begin and end at round amounts.
enum class ValueBand : std::uint8_t {
    not_said,
    below_half_million,
    below_two_million,
    below_ten_million,
    below_fifty_million,
    above_fifty_million,
    count_
};

enum class Status : std::uint8_t { planned, announced, completed, cancelled, count_ };
enum class Event : std::uint8_t { announce, complete, cancel, resume, count_ };

struct PlannedPurchase {
    PlanId id;
    std::string number;  // «P2026-007»: the region's own
    std::string title;
    std::string description;
    std::vector<std::string> cpv;  // "15000000", the main one first
    ValueBand value_band = ValueBand::not_said;
    std::optional<Money> estimate;  // for those who plan; never shown outside
    std::string duration;           // «To år, kan forlenges i to»
    std::vector<MunicipalityId> municipalities;
    std::optional<Quarter> announcement;
    std::optional<Quarter> start;
    Method method = Method::undecided;
    std::string contact_name, contact_email;
    std::string notice;     // the address of the notice on Doffin
    std::string replaces;   // the number of the agreement that ends
    std::string agreement;  // the number of the agreement that came of it
    std::string note;       // internal
    Status status = Status::planned;
    bool released = false;
    Instant created_at, changed_at;

    std::string path() const { return "/plan/" + std::to_string(id.value); }
    bool is_for(MunicipalityId municipality) const {
        return std::find(municipalities.begin(), municipalities.end(), municipality) !=
               municipalities.end();
    }
    bool is_open() const { return status == Status::planned || status == Status::announced; }
};

// ---- Pure (rules.cc, lifecycle.cc) --------------------------------------------------------------

const Text& words(Method);
const Text& words(ValueBand);
const Text& words(Status);
std::string_view code(Method);     // "open": in files
std::string_view code(ValueBand);  // "below_ten_million"
std::string_view code(Status);

// Everything that is wrong with it, each at its field.
std::vector<Refusal> findings(const PlannedPurchase&);
// The planned announcement has passed, and it is not announced.
bool is_late(const PlannedPurchase&, Date today);

Result<Status> decide(const PlannedPurchase&, Event);
std::vector<Event> possible(Status);
std::string_view name(Event);  // "announce"
std::optional<Event> event_from(std::string_view name);

// ---- Read (store.cc) ----------------------------------------------------------------------------

std::optional<PlannedPurchase> find(db::Session&, PlanId);
std::optional<PlannedPurchase> find_by_number(db::Session&, std::string_view number);
// By announcement, those without one last; municipalities included.
std::vector<PlannedPurchase> list(db::Session&);
// When anything of the plan last changed, and how often it has.
struct Changed {
    std::int64_t sequence = 0;
    std::optional<Instant> at;  // nothing: there is no plan
};
Changed last_change(db::Session&);

// ---- Write --------------------------------------------------------------------------------------

// Saves a new one (id 0; an empty number gets the next) or a changed one. Status and release are
// left as they are. All that is wrong comes back.
std::expected<PlanId, std::vector<Refusal>> save(db::Tx&, const Actor&, Instant, PlannedPurchase);
Result<void> happen(db::Tx&, const Actor&, Instant, PlanId, Event);
Result<void> set_released(db::Tx&, const Actor&, Instant, PlanId, bool released);

}  // namespace samkjop::plan
