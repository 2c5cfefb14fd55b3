#pragma once
// What people write in the cells of a register, read as what they mean: periods, amounts,
// decisions, names. Pure. Whatever had to be assumed is said, so that a person can look at it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/agreement.h"
#include "sheet/sheet.h"

namespace samkjop::agreement::intake {

// A day found in a text, and how exactly it was written: «mars 2024» is its first or its last day,
// by which end of a period it stands at.
struct FoundDay {
    enum class Precision : std::uint8_t { day, month, year };
    Precision precision = Precision::day;
    Date first, last;
    std::size_t begin = 0, end = 0;  // in the text
};
std::vector<FoundDay> days_in(std::string_view text);

struct Period {
    std::optional<Date> from, to;
    std::vector<int> option_months;  // «+ 1 + 1» is {12, 12}
    bool assumed = false;            // a year or a month was taken as its first and last day
    bool open_ended = false;         // «løpende», «inntil videre»
    bool too_many_days = false;      // more than two: the first two were taken
};
// «01.03.2024–28.02.2026 + 1 + 1», «mars 2024 til februar 2026», «2 år fra 1.3.2024, opsjon 1+1»,
// «2024–2027», and a cell that is a day.
Period period_from(const sheet::Cell& cell);
// «1 + 1 år», «2x12 mnd», «opsjon på ett år»: how long each is, in months.
std::vector<int> options_from(std::string_view text);
// «3 mnd», «6 måneder før utløp», «90 dager».
std::optional<int> months_from(std::string_view text);

struct Amount {
    Money money;
    bool about = false;     // «ca.», a range, «inntil»
    bool per_year = false;  // «pr. år»
};
// «ca. 1,2 mill», «kr 1.200.000,-», «500' – 700'», «1 200 000 eks. mva».
std::optional<Amount> amount_from(const sheet::Cell& cell);

// «Sak 12/24, 14.02.2024»: the day, and the words without it.
struct Decision {
    std::string reference;
    std::optional<Date> on;
};
Decision decision_from(const sheet::Cell& cell);

// Nine digits with a right check digit, wherever they stand.
std::string organisation_number_in(std::string_view text);
std::vector<std::string> cpvs_in(std::string_view text);
// A cell with several names: parted by semicolons, line ends, strokes, or «1. A 2. B».
std::vector<std::string> names_in(std::string_view text);
// A company's name as it is compared: small letters, no blanks, without AS, ASA and the like.
std::string company_folded(std::string_view name);

std::optional<Kind> kind_from(std::string_view words);
std::optional<State> state_from(std::string_view words);
bool means_yes(std::string_view text);        // «x», «Ja», «1», «✓»
bool means_everybody(std::string_view text);  // «alle», «hele regionen»
bool is_sum_row(std::string_view text);       // «Sum», «Totalt»

}  // namespace samkjop::agreement::intake
