// What may become of a planned purchase. One table; time moves nothing here: a purchase that should
// have been announced is late, and a person says what happens with it.

#include "plan/plan.h"
#include "plan/texts.h"

namespace samkjop::plan {
namespace {

struct Transition {
    Status from;
    Event event;
    Status to;
};
constexpr Transition kTransitions[] = {
    {Status::planned, Event::announce, Status::announced},
    {Status::planned, Event::complete, Status::completed},  // a call-off is not announced
    {Status::planned, Event::cancel, Status::cancelled},
    {Status::announced, Event::complete, Status::completed},
    {Status::announced, Event::cancel, Status::cancelled},
    {Status::announced, Event::resume, Status::planned},
    {Status::cancelled, Event::resume, Status::planned},
};

constexpr std::array<std::string_view, static_cast<std::size_t>(Event::count_)> kEventNames = {
    "announce", "complete", "cancel", "resume"};

}  // namespace

std::string_view name(Event event) { return kEventNames[static_cast<std::size_t>(event)]; }

std::optional<Event> event_from(std::string_view name) {
    for (std::size_t i = 0; i < kEventNames.size(); ++i) {
        if (kEventNames[i] == name) return static_cast<Event>(i);
    }
    return std::nullopt;
}

std::vector<Event> possible(Status status) {
    std::vector<Event> out;
    for (const Transition& each : kTransitions) {
        if (each.from == status) out.push_back(each.event);
    }
    return out;
}

Result<Status> decide(const PlannedPurchase& purchase, Event event) {
    for (const Transition& each : kTransitions) {
        if (each.from != purchase.status || each.event != event) continue;
        // Whoever reads that a competition is announced wants to go there.
        if (event == Event::announce && purchase.notice.empty()) {
            return refuse(text::notice_missing, {}, "notice");
        }
        return each.to;
    }
    return refuse(text::not_now);
}

}  // namespace samkjop::plan
