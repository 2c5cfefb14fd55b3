#include <doctest/doctest.h>

#include "html/components.h"
#include "html/texts.h"

using namespace samkjop;
using namespace samkjop::html;

namespace {
constexpr Date kToday(2026, 11, 20);
std::string written(const std::function<void(Out&)>& write) {
    Out out(Language::nb, "");
    write(out);
    return out.take();
}
}  // namespace

TEST_CASE("format: days, numbers and amounts as one says them") {
    CHECK(kroner(Money(1248000)) == "12\u00a0480\u00a0kr");
    CHECK(money(Money(1248050)) == "12\u00a0480,50\u00a0kr");
    CHECK(day(Date(2026, 11, 18), Language::nb, kToday) == "18. november");
    CHECK(day(Date(2027, 6, 30), Language::nb, kToday) == "30. juni 2027");
    CHECK(day(Date(2026, 11, 18), Language::en, kToday) == "18 November");
    CHECK(day_name(kToday, Language::nn, kToday) == "i dag");
    CHECK(day_name(kToday + 1, Language::en, kToday) == "tomorrow");
    CHECK(day_name(kToday - 1, Language::nb, kToday) == "i går");
    CHECK(day_name(kToday + 3, Language::nb, kToday) == "om 3 dager");
    CHECK(day_name(kToday + 17, Language::nb, kToday) == "7. desember");
    CHECK(days_waited(0, Language::nb) == "I dag");
    CHECK(days_waited(6, Language::nn) == "6 dagar");
    CHECK(day_and_time(Instant::parse("2026-11-18T13:06:00.000Z").value(), Language::nb, kToday) ==
          "18. november kl. 14.06");
    CHECK(count_in_words(6, Language::nb) == "seks");
    CHECK(count_in_words(13, Language::nb) == "13");
    CHECK(capitalised("én") == "Én");
    CHECK(capitalised("åtte") == "Åtte");
    CHECK(capitalised("") == "");
}

TEST_CASE("budget bar: parts side by side, the limit drawn when it is passed") {
    // «200 Inventar og utstyr» of the drawings: 60 000 adopted, 426 kroner over.
    const BudgetBar bar{kroner(51900), Money(), kroner(7200), Money(), kroner(1326), kroner(60000)};
    CHECK(bar.available() == kroner(-426));
    const std::string svg = budget_bar(bar).markup();
    CHECK(svg.contains(R"(<rect class="m-spent" x="0.0" y="0" width="858.9")"));
    CHECK(svg.contains(R"(<rect class="m-committed" x="858.9" y="0" width="119.1")"));
    CHECK(svg.contains(R"(<path class="m-limit" d="M992.9 0V16"/>)"));
    CHECK_FALSE(svg.contains("m-reserved"));
    CHECK_FALSE(svg.contains("style="));
    CHECK(written([&](Out& o) {
              budget_answer(o, bar);
          }).contains("426\u00a0kr over</strong> budsjettet etter kjøpet"));
    CHECK(
        written([&](Out& o) { budget_figures(o, bar); })
            .contains(
                "<div class=\"figures__sum\"><dt>Disponibelt etter</dt><dd>\u2212426</dd></div>"));
    CHECK_FALSE(budget_bar({kroner(10), {}, {}, {}, {}, kroner(100)}).markup().contains("m-over"));
    CHECK(budget_bar({}).markup().contains("m-free"));
    CHECK(budget_bar({kroner(5), {}, {}, {}, {}, {}})
              .markup()
              .contains(R"(class="m-over" x="0.0" y="0" width="1000.0")"));
}

TEST_CASE("refusals: a summary with links, and the same sentence by the field") {
    const std::vector<Refusal> refusals = {{&text::spent, {}, "antall"}, {&text::budget, {}, ""}};
    const std::string summary =
        written([&](Out& o) { error_summary(o, "Kurven er ikke sendt ennå", refusals); });
    CHECK(summary.contains("<a href=\"#antall\">Brukt</a>"));
    CHECK(summary.contains("<li>Vedtatt</li>"));
    CHECK(written([&](Out& o) { error_summary(o, "x", {}); }).empty());
    CHECK(written([&](Out& o) {
              field_error(o, refusals, "antall");
          }).contains("id=\"antall-feil\">Brukt"));
    CHECK(written([&](Out& o) { field_error(o, refusals, "pris"); }).empty());
    CHECK(invalid(refusals, "antall") == "true");
    CHECK(invalid(refusals, "pris") == "false");
}

TEST_CASE("parts escape what people typed") {
    const TrailRow row[] = {{"<b>", " & ", Instant(), "\"x\""}};
    CHECK(written([&](Out& o) {
              trail_list(o, row, kToday);
          }).contains("<strong>&lt;b&gt;</strong> &amp; "));
    CHECK(written([&](Out& o) { says(o, Tone::stop, "a<b"); }).contains("a&lt;b"));
    const FileRow file[] = {{"javascript:alert(1)", "x"}};
    CHECK(written([&](Out& o) { file_list(o, file); }).contains("about:invalid"));
}

TEST_CASE("out: each form gets a key of its own") {
    Out out(Language::nb, std::string("<k-") + Out::kFreshKey + ">");
    out.form_fields();
    const auto first = out.take();
    Out other(Language::nb, std::string("<k-") + Out::kFreshKey + ">");
    other.form_fields();
    CHECK(first != other.take());
}
