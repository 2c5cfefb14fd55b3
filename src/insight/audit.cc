#include "insight/audit.h"

#include <fmt/format.h>

#include "base/words.h"
#include "html/components.h"
#include "insight/texts.h"
#include "insight/views.h"
#include "ledger/ledger.h"
#include "trail/trail.h"

namespace samkjop::insight {
namespace {

constexpr int kLinesPerPage = 100;

std::string path_of(const trail::Line& line) {
    const std::string id = std::to_string(line.subject_id);
    if (line.subject_kind == "requisition") return "/rekvisisjoner/" + id;
    if (line.subject_kind == "order") return "/bestillinger/" + id;
    if (line.subject_kind == "invoice") return "/fakturaer/" + id;
    return {};
}

std::string flaw_sentence(const trail::Flaw& flaw, Language language) {
    using Kind = trail::Flaw::Kind;
    const Text& sentence = flaw.kind == Kind::changed   ? text::line_changed
                           : flaw.kind == Kind::missing ? text::line_missing
                           : flaw.kind == Kind::cut_off ? text::line_cut_off
                                                        : text::bad_signature;
    return render(sentence, language, {{"line", flaw.sequence}});
}

void prove(AuditView& view, http::Exchange& exchange) {
    const trail::Verification result = trail::verify(exchange.db);
    view.verified = true;
    view.holds = result.flaws.empty();
    view.lines = result.lines;
    view.head = result.head_hash;
    for (const trail::Flaw& flaw : result.flaws)
        view.flaws.push_back(flaw_sentence(flaw, exchange.language));
    const ledger::Proof proof = ledger::verify(exchange.db);
    view.ledger_holds = proof.holds();
    view.ledger_says =
        proof.holds()
            ? render(text::ledger_holds, exchange.language,
                     {{"entries", proof.entries}, {"postings", proof.postings}})
            : render(text::ledger_broken, exchange.language, {{"what", proof.first_offence}});
}

}  // namespace

http::Response audit(http::Exchange& exchange) {
    AuditView view;
    view.subject = exchange.query("sak");
    const std::int64_t before = exchange.number("for");
    const MunicipalityId municipality =
        exchange.actor.whole_region ? MunicipalityId{} : exchange.actor.municipality;

    std::vector<trail::Line> lines;
    // "order 12": a kind and a number
    if (const auto blank = view.subject.find(' '); blank != std::string::npos) {
        const std::int64_t id = whole_number(std::string_view(view.subject).substr(blank + 1));
        for (trail::Line& line : trail::of(exchange.db, {view.subject.substr(0, blank), id})) {
            if (!municipality || line.municipality == municipality)
                lines.push_back(std::move(line));
        }
    } else {
        lines = trail::newest(exchange.db, municipality, before, kLinesPerPage);
        if (static_cast<int>(lines.size()) == kLinesPerPage) view.before = lines.back().sequence;
    }
    for (const trail::Line& line : lines) {
        view.rows.push_back(
            {line.sequence, html::day_and_time(line.at, exchange.language, exchange.today),
             line.user_name, fmt::format("{} {}", line.subject_kind, line.subject_id),
             path_of(line), line.event, line.detail == "{}" ? "" : line.detail,
             line.hash.substr(0, 16)});
    }
    view.says = render(text::audit_title, exchange.language);
    if (exchange.query("kontroller") == "ja") {
        prove(view, exchange);
        view.says = render(
            view.holds && view.ledger_holds ? text::audit_title_holds : text::audit_title_broken,
            exchange.language);
    }
    return http::page(exchange, {view.says, "/revisjon"},
                      [&](html::Out& o) { audit_page(o, view); });
}

}  // namespace samkjop::insight
