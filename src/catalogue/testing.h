#pragma once
// A small catalogue for tests: two municipalities, three suppliers, two agreements (Gol has not
// joined the medical one) and goods whose names a search must bring together.
#include "catalogue/catalogue.h"
#include "db/db.h"

namespace samkjop::catalogue::testing {

inline const Instant kNow(1'795'203'362'417);  // 2026-11-20
inline const Date kToday(2026, 11, 20);

struct Small {
    MunicipalityId nes, gol;
    party::SupplierId fjellro, hallingvask, dalfore;
    agreement::AgreementId medical, cleaning;
    Actor marit() const;  // a requester of Nes
    Actor somebody_in_gol() const;
};
Small make(db::Tx& tx, bool open_ended = false);  // open-ended: for pages, which ask the clock

PriceRow row(std::string_view agreement, std::string_view supplier, std::string_view item_number,
             std::string_view name, std::string_view price);
std::vector<PriceRow> goods();
ItemId id_of(db::Session& session, std::string_view item_number);

}  // namespace samkjop::catalogue::testing
