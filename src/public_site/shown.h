#pragma once
// What the public site shows of an agreement and of a planned purchase: the only form in which
// either reaches a page, a feed or a file outside. There is no place in these types for what
// something costs, and a free text is OpenWords, which leaves such sentences out. shown_test.cc
// holds this file against a list of words that must not stand in it.

#include <optional>
#include <string>
#include <vector>

#include "access/actor.h"
#include "agreement/agreement.h"
#include "plan/plan.h"
#include "public_site/open_words.h"

namespace samkjop::public_site {

struct ShownContact {
    std::string name, email, telephone;
    bool empty() const { return name.empty() && email.empty() && telephone.empty(); }
};

struct ShownMember {  // a municipality that takes part
    MunicipalityId id;
    std::string number, name, organisation_number;
    Date from;
    std::optional<Date> until;
    std::vector<ShownContact> contacts;  // whom its own staff may ask
};

struct ShownSupplier {
    std::string name, organisation_number;
    int rank = 1;
    int lot = 0;  // 0: the whole agreement
};

struct ShownLot {
    int number = 0;
    OpenWords title;
};

enum class Standing : std::uint8_t { coming, in_force, ending, ended };

struct ShownAgreement {
    std::int64_t id = 0;
    std::string number;
    OpenWords title;
    OpenWords about;    // what the coordinator wrote for readers outside
    OpenWords options;  // «1 + 1 år»
    agreement::Kind kind = agreement::Kind::single;
    Standing standing = Standing::in_force;
    Date from, to;
    std::vector<std::string> cpv;
    std::vector<ShownSupplier> suppliers;
    std::vector<ShownLot> lots;
    std::vector<ShownMember> members;
    ShownContact manager;
    std::string notice;  // Doffin's number
    Instant changed;

    std::string path() const { return "/avtaler/" + std::to_string(id); }
    bool is_for(MunicipalityId municipality) const;
};

struct ShownPurchase {
    std::int64_t id = 0;
    std::string number;
    OpenWords title, about, duration;
    std::vector<std::string> cpv;
    plan::ValueBand size = plan::ValueBand::not_said;
    std::vector<ShownMember> municipalities;  // without contacts and dates
    std::optional<plan::Quarter> announcement, start;
    plan::Method method = plan::Method::undecided;
    plan::Status status = plan::Status::planned;
    bool late = false;
    ShownContact contact;
    std::string notice;          // an address
    std::int64_t agreement = 0;  // what came of it, where that is released
    std::string agreement_number;
    Instant changed;

    std::string path() const { return "/planer/" + std::to_string(id); }
    bool is_for(MunicipalityId municipality) const;
};

// How long one that has ended is still shown.
inline constexpr int kYearsShown = 3;
// Released, signed, and ended no more than three years ago.
bool is_shown(const agreement::Agreement&, Date today);
// Released; completed and cancelled ones for a year after they changed.
bool is_shown(const plan::PlannedPurchase&, Date today);

// Everything that is released, and what a municipality takes part in where there is one.
std::vector<ShownAgreement> agreements(db::Session&, Date today, MunicipalityId scope);
std::vector<ShownPurchase> purchases(db::Session&, Date today, MunicipalityId scope);
std::optional<ShownAgreement> find_agreement(db::Session&, std::int64_t id, Date today,
                                             MunicipalityId scope);
std::optional<ShownPurchase> find_purchase(db::Session&, std::int64_t id, Date today,
                                           MunicipalityId scope);
// As it would be shown, released or not: the coordinator's preview.
std::optional<ShownAgreement> preview_agreement(db::Session&, std::int64_t id, Date today);
std::optional<ShownPurchase> preview_purchase(db::Session&, std::int64_t id, Date today);

}  // namespace samkjop::public_site
