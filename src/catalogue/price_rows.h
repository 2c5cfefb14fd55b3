#pragma once
// The price list in force as rows, for those who hold a proposal against it.
#include <functional>

#include "catalogue/catalogue.h"

namespace samkjop::catalogue {

// The row that the newest list of this agreement and supplier has; nothing: it is not sold.
class RowsInForce {
public:
    RowsInForce(db::Session&, agreement::AgreementId, party::SupplierId);
    std::optional<PriceRow> of(std::string_view item_number) const;
    PriceListId list() const { return list_; }
    Date valid_from() const { return valid_from_; }
    // Every row, in the order of the item numbers.
    void each(const std::function<void(PriceRow&&)>&) const;
    // The first row that this item ever had on the agreement: what a regulation starts from.
    std::optional<PriceRow> first_of(std::string_view item_number) const;

private:
    db::Session& session_;
    agreement::AgreementId agreement_;
    party::SupplierId supplier_;
    PriceListId list_;
    Date valid_from_;
};

// The same row as text, and back: what is kept of a proposal.
std::string packed(const PriceRow&);
PriceRow unpacked(std::string_view);

}  // namespace samkjop::catalogue
