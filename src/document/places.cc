// Where a finding stands on the page: at the place with the longest path that holds it; what the
// view does not show stands on top, so that no finding is lost.
#include <fmt/format.h>

#include "document/terms.h"
#include "document/texts.h"

namespace samkjop::document {
namespace {

struct Place {
    std::string_view path;
    Remarks* remarks;
};

bool holds(std::string_view path, std::string_view found) {
    return !path.empty() && found.starts_with(path) &&
           (found.size() == path.size() || found[path.size()] == '/');
}

std::vector<Place> places(Reading& view) {
    std::vector<Place> out;
    const auto section = [&](Section& each) {
        for (const std::string& path : each.paths) out.push_back({path, &each.remarks});
    };
    section(view.head);
    for (const std::string& path : view.totals_paths) out.push_back({path, &view.totals_remarks});
    for (Section& each : view.sections) section(each);
    for (Answer& each : view.answers) out.push_back({each.path, &each.remarks});
    for (Party& each : view.parties) out.push_back({each.path, &each.remarks});
    for (Line& each : view.lines) out.push_back({each.path, &each.remarks});
    for (Line& each : view.adjustments) out.push_back({each.path, &each.remarks});
    for (VatRow& each : view.vat) out.push_back({each.path, &each.remarks});
    return out;
}

std::string where(const peppol::Finding& finding, Language language) {
    std::string out(finding.rule == "structure" ? text::structure.in(language) : finding.rule);
    if (!finding.terms.empty()) out += " · " + std::string(finding.terms);
    if (finding.line > 0) {
        out += " · " +
               render(text::at_line, language, {{"line", static_cast<std::int64_t>(finding.line)}});
    }
    return out;
}

std::string summary(int fatal, int warnings, Language language) {
    const auto said = [&](int count, const Text& one, const Text& many) {
        return render(html::plural(count, one, many), language,
                      {{"count", html::count_in_words(count, language)}});
    };
    if (fatal == 0 && warnings == 0) return {};
    std::string out;
    if (fatal > 0) out = said(fatal, text::one_error, text::errors);
    if (fatal > 0 && warnings > 0) out += text::and_word.in(language);
    if (warnings > 0) out += said(warnings, text::one_warning, text::warnings);
    return html::capitalised(render(text::found, language, {{"what", out}}));
}

}  // namespace

void put_remarks(Reading& view, const peppol::Verdict& verdict, Language language) {
    std::vector<Place> where_to = places(view);
    int counts[2] = {0, 0};
    int number = 0;
    for (const auto* list : {&verdict.structure, &verdict.findings}) {
        for (const peppol::Finding& finding : *list) {
            Remarks* best = &view.remarks;
            std::size_t longest = 0;
            for (const Place& place : where_to) {
                if (place.path.size() > longest && holds(place.path, finding.path)) {
                    best = place.remarks;
                    longest = place.path.size();
                }
            }
            const bool fatal = finding.severity == peppol::Severity::fatal;
            ++counts[fatal ? 0 : 1];
            Remark remark{finding.in(language),
                          where(finding, language),
                          fmt::format("funn-{}", ++number),
                          fatal,
                          finding.path,
                          peppol::found_and_expected(finding, language),
                          peppol::who_mends(finding, view.type, language)};
            // The same sentence at the same place helps nobody twice: a second rule is added to it.
            const auto same = std::ranges::find(*best, remark.sentence, &Remark::sentence);
            if (same == best->end()) {
                best->push_back(std::move(remark));
            } else if (!same->where.contains(finding.rule)) {
                same->where = std::string(finding.rule) + " · " + same->where;
                same->fatal = same->fatal || fatal;
            }
        }
    }
    view.fatal = counts[0] > 0;
    view.summary = summary(counts[0], counts[1], language);
}

}  // namespace samkjop::document
