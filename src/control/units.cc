// UN/ECE Recommendation 20 and 21. A measure is converted through the base unit of its kind; what
// a package holds only the price list knows.

#include "control/units.h"

#include <algorithm>
#include <array>

#include "catalogue/units.h"

namespace samkjop::control {

using catalogue::plain_unit;

namespace {

struct Measure {
    std::string_view code;
    char kind;
    Decimal in_base;
};
constexpr std::array kMeasures = {
    Measure{"KGM", 'm', Decimal(1000, 0)},    Measure{"GRM", 'm', Decimal(1, 0)},
    Measure{"HGM", 'm', Decimal(100, 0)},     Measure{"MGM", 'm', Decimal(1, 3)},
    Measure{"TNE", 'm', Decimal(1000000, 0)}, Measure{"LTR", 'v', Decimal(1000, 0)},
    Measure{"DLT", 'v', Decimal(100, 0)},     Measure{"CLT", 'v', Decimal(10, 0)},
    Measure{"MLT", 'v', Decimal(1, 0)},       Measure{"HLT", 'v', Decimal(100000, 0)},
    Measure{"MTQ", 'v', Decimal(1000000, 0)}, Measure{"MTR", 'l', Decimal(1000, 0)},
    Measure{"DMT", 'l', Decimal(100, 0)},     Measure{"CMT", 'l', Decimal(10, 0)},
    Measure{"MMT", 'l', Decimal(1, 0)},       Measure{"KMT", 'l', Decimal(1000000, 0)},
    Measure{"MTK", 'a', Decimal(1, 0)},       Measure{"HUR", 't', Decimal(60, 0)},
    Measure{"MIN", 't', Decimal(1, 0)},       Measure{"EA", 'p', Decimal(1, 0)},
    Measure{"PR", 'p', Decimal(2, 0)},        Measure{"DZN", 'p', Decimal(12, 0)},
    Measure{"CEN", 'p', Decimal(100, 0)},     Measure{"MIL", 'p', Decimal(1000, 0)},
    Measure{"GRO", 'p', Decimal(144, 0)},     Measure{"KWH", 'e', Decimal(1, 0)},
    Measure{"MWH", 'e', Decimal(1000, 0)},
};

const Measure* measure(std::string_view code) {
    const auto at = std::ranges::find(kMeasures, code, &Measure::code);
    return at == kMeasures.end() ? nullptr : &*at;
}

}  // namespace

bool is_package(std::string_view code) {
    static constexpr std::array<std::string_view, 26> kPackages = {
        "BX", "CS", "CT", "PK", "PF",  "BG", "RL",  "RO", "BO", "CN", "DR", "TB", "TU",
        "PL", "CR", "BE", "SA", "SET", "CA", "KRT", "JR", "BJ", "PX", "PC", "ZZ", "NMP"};
    return std::ranges::find(kPackages, plain_unit(code)) != kPackages.end();
}

std::optional<Ratio> units_in(std::string_view from, std::string_view to) {
    from = plain_unit(from);
    to = plain_unit(to);
    if (from == to) return Ratio(Decimal::whole(1));
    const Measure* one = measure(from);
    const Measure* other = measure(to);
    if (one == nullptr || other == nullptr || one->kind != other->kind) return std::nullopt;
    return Ratio::of(one->in_base, other->in_base);
}

}  // namespace samkjop::control
