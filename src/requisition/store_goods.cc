// The goods in a basket against the catalogue of the day: prices, agreements, what may be bought.

#include <algorithm>

#include "catalogue/catalogue.h"
#include "db/db.h"
#include "requisition/goods.h"
#include "requisition/store.h"
#include "requisition/texts.h"

namespace samkjop::requisition {
namespace {

std::optional<catalogue::Item> item_of(db::Session& session, std::int64_t item, Date today) {
    return catalogue::item(session, {item}, today);
}

}  // namespace

Result<NewLine> from_catalogue(db::Session& session, const Actor& actor, std::int64_t id,
                               Decimal quantity, Date today) {
    const auto item = item_of(session, id, today);
    if (!item) return refuse(text::item_not_found);
    const auto offer = catalogue::offer(session, actor, *item, today);
    if (auto no = catalogue::refusal(*item, offer)) return std::unexpected(*std::move(no));
    if (auto sold = catalogue::check_quantity(*item, quantity); !sold)
        return std::unexpected(sold.error());
    NewLine line;
    line.item = item->id.value;
    line.supplier = item->supplier;
    if (offer.on_agreement()) {
        line.agreement = item->agreement.value;
        line.agreement_name = item->agreement_title;
        const auto found = agreement::limits(session, item->agreement, actor.municipality);
        if (found) line.agreement_number = found->number;
    }
    line.item_number = item->item_number;
    line.gtin = item->gtin;
    line.name = item->name;
    line.unspsc = item->unspsc;
    line.unit_code = item->unit;
    line.quantity = quantity;
    line.price = item->price;
    line.vat_rate = item->vat_rate;
    line.vat_category = item->vat_category;
    return line;
}

Decimal step_of(db::Session& session, const Line& line, Date today) {
    if (line.free_text()) return Decimal::whole(1);
    const auto item = item_of(session, line.item, today);
    return item ? item->multiple : Decimal::whole(1);
}

Result<std::vector<std::string>> refresh_goods(db::Tx& tx, const Actor& actor, Instant at,
                                               RequisitionId id) {
    auto basket = store::load(tx, actor, id);
    if (!basket || basket->state != State::draft) return refuse(text::state_forbids_event);
    std::vector<std::string> changed;
    for (Line& line : basket->lines) {
        if (line.free_text()) continue;
        const auto now = from_catalogue(tx, actor, line.item, line.quantity, at.oslo_date());
        if (!now) {
            Refusal refusal = now.error();
            refusal.field = "a" + std::to_string(line.id.value);
            return std::unexpected(std::move(refusal));
        }
        if (now->price == line.price && now->agreement == line.agreement) continue;
        line.price = now->price;
        line.agreement = now->agreement;
        line.agreement_number = now->agreement_number;
        line.agreement_name = now->agreement_name;
        changed.push_back(line.name);
        store::update_line(tx, line);
    }
    if (!changed.empty()) store::update(tx, *basket);
    return changed;
}

Result<void> explain_outside(db::Tx& tx, const Actor& actor, Instant, LineId id,
                             std::string_view reason) {
    auto basket = store::basket(tx, actor);
    if (!basket) return refuse(text::requisition_not_found);
    const auto line = std::ranges::find(basket->lines, id, &Line::id);
    if (line == basket->lines.end()) return refuse(text::requisition_not_found);
    line->outside_reason = std::string(reason);
    store::update_line(tx, *line);
    return {};
}

}  // namespace samkjop::requisition
