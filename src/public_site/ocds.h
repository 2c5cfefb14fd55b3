#pragma once
// The Open Contracting Data Standard 1.1: a planned purchase in its planning stage, an agreement in
// its award and contract stages. One contracting process keeps its ocid from the plan to the
// agreement that came of it. What things cost is left out.
// https://standard.open-contracting.org/1.1/en/schema/

#include <string>
#include <vector>

#include "public_site/public_site.h"
#include "public_site/shown.h"

namespace samkjop::public_site::ocds {

struct Publisher {
    std::string name, organisation_number;  // the number may be empty
};
struct Package {
    std::string uri;              // where the package itself is fetched
    std::string origin_and_base;  // "https://innkjop.hallingdal.no", for links to pages
    std::string prefix;           // "ocds-213czf"
    Publisher publisher;
    Instant published;
};

std::string ocid_of(const Package&, const ShownPurchase&);
std::string ocid_of(const Package&, const ShownAgreement&,
                    const std::vector<ShownPurchase>& purchases);

std::string release_package(const Package&, const std::vector<ShownAgreement>&,
                            const std::vector<ShownPurchase>&);
std::string record_package(const Package&, const std::vector<ShownAgreement>&,
                           const std::vector<ShownPurchase>&);

}  // namespace samkjop::public_site::ocds
