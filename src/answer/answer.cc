// Decides what an answer says, and spells it.
#include "answer/answer.h"

#include <algorithm>

namespace samkjop::answer {
namespace {

using enum ubl::DocumentType;

void escape(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            default:
                // What XML 1.0 cannot hold, not even escaped, becomes a space.
                out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
        }
    }
}

class Writer {
public:
    void text(std::string_view name, std::string_view value, std::string_view scheme = {}) {
        if (value.empty()) return;
        indent();
        out_.append("<cbc:").append(name);
        if (!scheme.empty()) out_.append(" schemeID=\"").append(scheme).append("\"");
        out_ += '>';
        escape(out_, value);
        out_.append("</cbc:").append(name).append(">\n");
    }
    template <class Body>
    void group(std::string_view name, const Body& body) {
        indent();
        out_.append("<cac:").append(name).append(">\n");
        ++depth_;
        body();
        --depth_;
        indent();
        out_.append("</cac:").append(name).append(">\n");
    }
    std::string finish() {
        constexpr std::string_view kSchema = "urn:oasis:names:specification:ubl:schema:xsd:";
        std::string head =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ApplicationResponse xmlns=\"";
        head.append(kSchema).append("ApplicationResponse-2\" xmlns:cac=\"");
        head.append(kSchema).append("CommonAggregateComponents-2\" xmlns:cbc=\"");
        head.append(kSchema).append("CommonBasicComponents-2\">\n");
        return head + out_ + "</ApplicationResponse>\n";
    }

private:
    void indent() { out_.append(static_cast<std::size_t>(depth_) * 2, ' '); }
    std::string out_;
    int depth_ = 1;
};

struct Spelling {
    std::string_view customization, profile;
};
Spelling spelling(ubl::DocumentType type) {
    if (type == mls) return {"urn:peppol:edec:mls:1.0", "urn:peppol:edec:mls"};
    if (type == catalogue_response) {
        return {"urn:fdc:peppol.eu:poacc:trns:catalogue_response:3",
                "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3"};
    }
    return {"urn:fdc:peppol.eu:poacc:trns:mlr:3", "urn:fdc:peppol.eu:poacc:bis:mlr:3"};
}

void party(Writer& w, std::string_view role, const ubl::Identifier& endpoint,
           const std::string& name) {
    w.group(role, [&] {
        w.text("EndpointID", endpoint.value, endpoint.scheme);
        if (!name.empty()) w.group("PartyLegalEntity", [&] { w.text("RegistrationName", name); });
    });
}

void line(Writer& w, const Line& of, bool with_code) {
    w.group("LineResponse", [&] {
        w.group("LineReference", [&] { w.text("LineID", of.where.empty() ? "NA" : of.where); });
        w.group("Response", [&] {
            if (with_code) w.text("ResponseCode", "RE");
            w.text("Description", of.description);
            w.group("Status", [&] { w.text("StatusReasonCode", of.severity); });
        });
    });
}

int gravity(std::string_view severity) { return severity == "BW" ? 1 : 0; }

}  // namespace

std::string write(const Answer& answer) {
    const bool catalogue = answer.type == catalogue_response;
    Writer w;
    const Spelling spelled = spelling(answer.type);
    w.text("CustomizationID", spelled.customization);
    w.text("ProfileID", spelled.profile);
    w.text("ID", answer.number);
    w.text("IssueDate", answer.date.iso());
    w.text("IssueTime", answer.time);
    // A catalogue response has no place for a reason but its note.
    if (catalogue) {
        std::string note = answer.description;
        for (const Line& each : answer.lines) note += (note.empty() ? "" : " ") + each.description;
        w.text("Note", note);
    }
    party(w, "SenderParty", answer.sender, catalogue ? answer.sender_name : "");
    party(w, "ReceiverParty", answer.receiver, catalogue ? answer.receiver_name : "");
    w.group("DocumentResponse", [&] {
        w.group("Response", [&] {
            w.text("ResponseCode", answer.code);
            if (!catalogue) w.text("Description", answer.description);
        });
        w.group("DocumentReference", [&] {
            w.text("ID", answer.document);
            if (catalogue) w.text("VersionID", answer.document_version);
        });
        if (catalogue) return;
        for (const Line& each : answer.lines) {
            // MLR knows no code for what could not be delivered: it is said in the description.
            if (answer.type == mlr && each.severity == "FD") continue;
            line(w, each, answer.type == mlr && answer.code == "RE");
        }
    });
    return w.finish();
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
