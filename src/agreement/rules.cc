// When an agreement may be bought on: from the day it begins and the municipality has joined, to
// the day it ends or the municipality has left, both days included.

#include "agreement/agreement.h"

namespace samkjop::agreement {

namespace {
constexpr int kEndingDays = 90;  // time enough to tell the units and to use an option
}

const Member* Agreement::member(MunicipalityId municipality) const {
    for (const Member& each : members) {
        if (each.municipality == municipality) return &each;
    }
    return nullptr;
}

Status status(const Agreement& agreement, Date today) {
    if (today < agreement.valid_from) return Status::coming;
    if (today > agreement.valid_to) return Status::ended;
    return agreement.valid_to - today < kEndingDays ? Status::ending : Status::in_force;
}

bool in_force(const Agreement& agreement, MunicipalityId municipality, Date on) {
    const Member* member = agreement.member(municipality);
    return member != nullptr && agreement.valid_from <= on && on <= agreement.valid_to &&
           member->joined_on <= on && (!member->left_on || on <= *member->left_on);
}

}  // namespace samkjop::agreement
