// Decides what an answer says; ubl spells it.
#include "answer/answer.h"

#include <algorithm>

namespace samkjop::answer {
namespace {

using enum ubl::DocumentType;

ubl::Party party(const ubl::Identifier& endpoint, std::string name) {
    ubl::Party out;
    out.endpoint = endpoint;
    out.legal_name = std::move(name);
    return out;
}

int gravity(std::string_view severity) { return severity == "BW" ? 1 : 0; }

}  // namespace

std::string write(const Answer& answer) {
    const bool catalogue = answer.type == catalogue_response;
    ubl::MessageResponse out;
    out.customization = ubl::specification(answer.type).customization;
    out.profile = ubl::specification(answer.type).profile;
    out.number = answer.number;
    out.issue_date = answer.date;
    out.issue_time = answer.time;
    out.sender = party(answer.sender, catalogue ? answer.sender_name : "");
    out.receiver = party(answer.receiver, catalogue ? answer.receiver_name : "");
    out.code = answer.code;
    out.document = answer.document;
    if (catalogue) {  // it has no place for a reason but its note
        out.note = answer.description;
        for (const Line& each : answer.lines) {
            out.note += (out.note.empty() ? "" : " ") + each.description;
        }
        out.document_version = answer.document_version;
        return ubl::write(out);
    }
    out.description = answer.description;
    for (const Line& each : answer.lines) {
        // MLR knows no code for what could not be delivered: it is said in the description.
        if (answer.type == mlr && each.severity == "FD") continue;
        out.lines.push_back({.line = each.where.empty() ? "NA" : each.where,
                             .code = answer.type == mlr && answer.code == "RE" ? "RE" : "",
                             .description = each.description,
                             .reason = each.severity});
    }
    return ubl::write(out);
}

std::vector<Line> lines_from(const peppol::Verdict& verdict, Language language) {
    std::vector<Line> out;
    if (verdict.unreadable) {
        out.push_back({"NA", verdict.unreadable->in(language), "SV"});
        return out;
    }
    const auto add = [&](const peppol::Finding& finding, bool structure) {
        std::string sentence = finding.in(language);
        if (!structure) sentence = std::string(finding.rule) + ": " + sentence;
        out.push_back({finding.path, std::move(sentence),
                       structure                                       ? "SV"
                       : finding.severity == peppol::Severity::warning ? "BW"
                                                                       : "BV"});
    };
    for (const peppol::Finding& finding : verdict.structure) add(finding, true);
    for (const peppol::Finding& finding : verdict.findings) add(finding, false);
    std::ranges::stable_sort(out, {}, [](const Line& each) { return gravity(each.severity); });
    if (out.size() > kMostLines) out.resize(kMostLines);
    return out;
}

std::string_view code_from(const peppol::Verdict& verdict) { return verdict.valid() ? "AP" : "RE"; }

std::optional<Wish> wanted(ubl::DocumentType about, const std::optional<ubl::Envelope>& envelope,
                           bool takes_mlr, bool we_are_provider) {
    if (!envelope || envelope->instance.empty()) return std::nullopt;
    if (about == mls || about == mlr) return std::nullopt;
    if (we_are_provider && !envelope->mls_to.empty())
        return Wish{mls, envelope->mls_to, envelope->mls_type == "FAILURE_ONLY"};
    if (takes_mlr && !envelope->sender.empty()) return Wish{mlr, envelope->sender, false};
    return std::nullopt;
}

}  // namespace samkjop::answer
