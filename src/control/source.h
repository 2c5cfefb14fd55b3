#pragma once
// Where the facts of a control come from: price lists, agreements, who else covers the goods. The
// agreements of a supplier are loaded once for a run over many documents.
#include <map>

#include "control/matching.h"
#include "control/rules.h"

namespace samkjop::control {

class Source {
public:
    Facts of(db::Session&, MunicipalityId, party::SupplierId, const Document&);

private:
    struct Covering {  // an agreement that the municipality may use
        agreement::AgreementId id;
        party::SupplierId supplier;
        std::string title, supplier_name, product_groups;
        Date first, last;
    };
    using Pair = std::pair<std::int64_t, std::int64_t>;
    const std::vector<Agreed>& agreed(db::Session&, MunicipalityId, party::SupplierId);
    const std::vector<Covering>& covering(db::Session&, MunicipalityId);
    struct Name {
        catalogue::ItemId item;
        Words words;
    };
    const std::vector<Name>& names(db::Session&, party::SupplierId, std::string_view key);
    void by_name(db::Session&, party::SupplierId, const Document&, Facts&);
    void elsewhere(db::Session&, MunicipalityId, party::SupplierId, const Document&, Facts&);

    std::map<Pair, std::vector<Agreed>> agreed_;
    std::map<std::int64_t, std::vector<Covering>> covering_;
    std::map<std::pair<std::int64_t, std::string>, std::vector<Name>> names_;
};

}  // namespace samkjop::control
