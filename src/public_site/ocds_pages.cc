// Gives the packages: all releases, all records, or the record of one contracting process.

#include "db/db.h"
#include "http/dispatcher.h"
#include "party/party.h"
#include "public_site/frame.h"
#include "public_site/ocds.h"
#include "public_site/pages.h"

namespace samkjop::public_site {
namespace {

constexpr std::string_view kJson = "application/json";

struct All {
    ocds::Package package;
    std::vector<ShownAgreement> agreements;
    std::vector<ShownPurchase> purchases;
};

All everything(http::Exchange& exchange) {
    const Place place = place_of(exchange);
    const Settings settings = public_site::settings(exchange.db);
    All out{{},
            agreements(exchange.db, exchange.today, place.scope),
            purchases(exchange.db, exchange.today, place.scope)};
    out.package.uri = place.origin + place.base + place.here;
    out.package.origin_and_base = place.origin + place.base;
    out.package.prefix = settings.ocid_prefix;
    out.package.publisher = {settings.publisher, settings.publisher_number};
    if (out.package.publisher.name.empty()) {
        out.package.publisher.name = exchange.site->region_in(Language::nb);
    }
    // The host municipality publishes where nobody else is named.
    for (const party::Municipality& each : party::municipalities(exchange.db)) {
        if (each.host && out.package.publisher.organisation_number.empty()) {
            out.package.publisher.organisation_number = each.organisation_number;
        }
    }
    out.package.published = beginning_of(exchange.today);
    for (const ShownAgreement& each : out.agreements)
        out.package.published = std::max(out.package.published, each.changed);
    for (const ShownPurchase& each : out.purchases)
        out.package.published = std::max(out.package.published, each.changed);
    return out;
}

}  // namespace

http::Response give_releases(http::Exchange& exchange) {
    return answer(exchange, kJson, [&] {
        const All all = everything(exchange);
        return Made{ocds::release_package(all.package, all.agreements, all.purchases),
                    all.package.published};
    });
}

http::Response give_records(http::Exchange& exchange) {
    return answer(exchange, kJson, [&] {
        const All all = everything(exchange);
        return Made{ocds::record_package(all.package, all.agreements, all.purchases),
                    all.package.published};
    });
}

http::Response give_record(http::Exchange& exchange) {
    const std::string& ocid = exchange.path_values.front();
    All all = everything(exchange);
    const auto purchases = all.purchases;
    std::erase_if(all.purchases, [&](const ShownPurchase& each) {
        return ocds::ocid_of(all.package, each) != ocid;
    });
    std::erase_if(all.agreements, [&](const ShownAgreement& each) {
        return ocds::ocid_of(all.package, each, purchases) != ocid;
    });
    if (all.agreements.empty() && all.purchases.empty()) return lost(exchange);
    return answer(exchange, kJson, [&] {
        return Made{ocds::record_package(all.package, all.agreements, all.purchases),
                    all.package.published};
    });
}

}  // namespace samkjop::public_site
