#pragma once
// The parts that pages share: the budget bar, figures, states in words, the error summary, the
// trail, and the short forms of dates and numbers that templates print.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "base/result.h"
#include "base/text.h"
#include "html/out.h"

namespace samkjop::html {

// --- formats -----------------------------------------------------------------------------------
std::string kroner(Money amount);  // "12 480 kr"
std::string money(Money amount);   // "12 480,00 kr"
std::string day(Date date, Language language,
                Date today);  // "18. november"; with the year if another
std::string day_name(Date date, Language language,
                     Date today);                      // "i dag", "i går", "om 3 dager", else day()
std::string days_waited(int days, Language language);  // "I dag", "1 dag", "6 dager"
std::string day_and_time(Instant at, Language language, Date today);  // "18. november kl. 14.06"
std::string count_in_words(std::int64_t number, Language language);   // "seks"; from 13 in figures
std::string capitalised(std::string sentence);                        // first letter, also æ ø å
const Text& plural(std::int64_t number, const Text& one, const Text& many);

// Units of measure: XBX is «eske», «esker»; an unknown code stands as it is.
std::string unit_word(std::string_view unit, bool one, Language language);
std::string quantity(Decimal value, std::string_view unit, Language language);  // "12 esker"

// --- icons (inline SVG; decoration, hidden from screen readers) --------------------------------
enum class Icon : std::uint8_t { good, wait, warning, stop, document, basket, camera, search };
Safe icon(Icon which);

// --- states and sayings -------------------------------------------------------------------------
enum class Tone : std::uint8_t { plain, good, wait, warning, stop };
void state(Out& o, Tone tone, std::string_view sentence);  // <p class="state state--wait">
void says(Out& o, Tone tone, std::string_view sentence);   // <p class="says says--stop">

// --- money --------------------------------------------------------------------------------------
// The bar starts at 0 and ends at the larger of budget and use. It is hidden from screen readers:
// the figures beside it say the same.
struct BudgetBar {
    Money spent, invoiced, committed, reserved, this_purchase, budget;
    Money used() const { return spent + invoiced + committed + reserved + this_purchase; }
    Money available() const { return budget - used(); }
};
Safe budget_bar(const BudgetBar& bar);
Safe budget_bar(Money spent, Money invoiced, Money committed, Money reserved, Money this_purchase,
                Money budget);
// «67 730 kr disponibelt etter kjøpet» or «426 kr over budsjettet etter kjøpet»
void budget_answer(Out& o, const BudgetBar& bar);
void budget_figures(Out& o, const BudgetBar& bar);  // the <dl class="figures"> under it

struct Figure {
    std::string label;
    std::string value;
    std::string dot = "";  // "spent", "committed" …: the colour of the bar
    bool sum = false;
};
void figures(Out& o, std::span<const Figure> rows);

// --- refusals -----------------------------------------------------------------------------------
// On top of the page after a 422: what has not happened, and a link to each field. The same
// sentence stands by the field (field_error).
void error_summary(Out& o, std::string_view heading, std::span<const Refusal> refusals);
const Refusal* refusal_of(std::span<const Refusal> refusals, std::string_view field);
// "true" or "false": aria-invalid="{{ html::invalid(view.refusals, "antall") }}"
std::string_view invalid(std::span<const Refusal> refusals, std::string_view field);
// <p class="ds-validation-message" id="FIELD-feil">; nothing where the field is not refused.
void field_error(Out& o, std::span<const Refusal> refusals, std::string_view field);

// --- lists -------------------------------------------------------------------------------------
// One search field over a list, and the filters under it. `chip.path` is a whole address.
struct Chip {
    std::string path, label;
    bool current = false;
};
void search_field(Out& o, std::string_view action, const Text& label, std::string_view value);
void chips(Out& o, std::span<const Chip> all);

// --- trail and documents ------------------------------------------------------------------------
struct TrailRow {
    std::string strong;  // «Sendt til godkjenning»
    std::string rest;    // « med begrunnelse for overskridelsen»
    Instant at;
    std::string who;
};
void trail_list(Out& o, std::span<const TrailRow> rows, Date today);
struct FileRow {
    std::string path;
    std::string label;  // «Tilbud veggholder, Dalføre Inventar AS (PDF, 84 kB)»
};
void file_list(Out& o, std::span<const FileRow> rows);

// --- waiting rows -------------------------------------------------------------------------------
struct WaitRow {
    std::string path, title, context, amount;
    int days = 0;
    bool late = false;
};
void waiting_list(Out& o,
                  std::span<const WaitRow> rows);  // <ol class="waiting sheet sheet--flush">

// --- the page around (layout.html) ---------------------------------------------------------------
struct MenuItem {
    std::string_view path;
    std::string_view label;
    int count = 0;
    std::string_view count_says;
    bool current = false;
};
struct Layout {
    std::string title;
    bool refused = false;             // «Feil:» before the title
    std::string owner, owner_says;    // «Nes kommune», «Samkjøp»
    std::string person, person_says;  // empty before sign-in
    std::vector<MenuItem> menu;
    std::string_view basket_path;  // empty: no basket
    int basket_count = 0;
    std::string here;  // where the language form returns to
    std::string foot;
    std::string style, design_style, icon, print_style;  // addresses
    std::vector<std::string> scripts;                    // modules of ours
    std::string fragment_script;                         // htmx
    std::string_view frame;
    bool demo = false;
};
void layout(Out& o, const Layout& view, const std::function<void(Out&)>& hero,
            const std::function<void(Out&)>& body);

}  // namespace samkjop::html
