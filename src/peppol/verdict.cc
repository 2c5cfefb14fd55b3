// Decides what is said of a finding: the sentence, what was found and what was expected, who must
// mend it; and what all findings together say of the document.

#include "peppol/rule.h"
#include "peppol/terms.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

std::vector<std::string_view> ids(const Verdict& verdict, Severity severity) {
    std::vector<std::string_view> out;
    for (const Finding& each : verdict.findings) {
        if (each.severity == severity) out.push_back(each.rule);
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

std::string capitalised(std::string sentence) {
    if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z') {
        sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
    } else if (sentence.starts_with("ø")) {
        sentence.replace(0, 2, "Ø");
    } else if (sentence.starts_with("å")) {
        sentence.replace(0, 2, "Å");
    }
    return sentence;
}

// How the file is built is the system's work; what it says is the issuer's.
const Text& mender(const Finding& finding, ubl::DocumentType type) {
    using enum ubl::DocumentType;
    if (finding.rule == "structure") return text::mend_system;
    switch (type) {
        case invoice:
        case creditnote:
            return text::mend_seller;
        case order:
        case order_change:
        case order_cancellation:
        case selfbilling_invoice:
        case selfbilling_creditnote:
        case invoice_response:
        case catalogue_response:
            return text::mend_buyer;
        case order_response:
        case order_response_advanced:
        case order_agreement:
        case despatch_advice:
        case catalogue:
        case punch_out:
            return text::mend_supplier;
        case mlr:
        case mls:
            return text::mend_provider;
        default:
            return text::mend_sender;
    }
}

std::string shortened(std::string_view text) {
    constexpr int kShown = 60;
    const std::string_view start = first(text, 3 * kShown);
    const std::string out = normalised(start);
    if (length(out) <= kShown && start.size() == text.size()) return out;
    return std::string(first(out, kShown)) + "…";
}

}  // namespace

Finding breach(std::string_view rule, Severity severity, std::string_view terms, const Text* text,
               N at, const Facts& facts) {
    Finding out{
        .rule = rule, .severity = severity, .terms = terms, .line = at.line(), .sentence = text};
    out.path = facts.tree.path(at);
    const std::string_view spelled = ubl::spelling(at.name());
    out.arguments.emplace_back("element", std::string(spelled.empty() ? at.local_name() : spelled));
    if (!at.has_children()) out.arguments.emplace_back("value", shortened(at.text()));
    return out;
}

std::string Finding::in(Language language) const {
    if (sentence == nullptr) return std::string(rule);
    Arguments all = arguments;
    for (auto& [name, given] : all) {
        auto* spelled = std::get_if<std::string>(&given);
        if (spelled != nullptr && (name == "element" || name == "parent")) {
            *spelled = element_name(*spelled, language);
        }
    }
    const auto add = [&](std::string_view name, std::string value) {
        for (const auto& each : all) {
            if (each.first == name) return;
        }
        all.emplace_back(name, std::move(value));
    };
    add("term",
        terms.empty() ? std::get<std::string>(all.at(0).second) : term_names(terms, language));
    add("rule", std::string(rule));
    add("value", "");
    add("category", std::string(vat_category_of_rule(rule)));
    add("country", std::string(rule.substr(0, 2)));
    add("scheme", "");
    add("attribute", "");
    add("list", "");
    add("expected", "");
    return capitalised(render(*sentence, language, all));
}

std::string found_and_expected(const Finding& finding, Language language) {
    std::string found;
    std::string expected;
    for (const auto& [name, given] : finding.arguments) {
        const auto* text = std::get_if<std::string>(&given);
        if (text == nullptr || text->empty()) continue;
        if (name == "found" || (name == "value" && found.empty())) found = *text;
        if (name == "expected") expected = *text;
        if (name == "list") expected = *text;
    }
    std::string out;
    if (!found.empty()) out = render(text::found, language, {{"value", found}});
    if (!expected.empty()) {
        if (!out.empty()) out += ". ";
        out += render(text::expected_value, language, {{"value", expected}});
    }
    return out;
}

std::string who_mends(const Finding& finding, ubl::DocumentType type, Language language) {
    return std::string(mender(finding, type).in(language));
}

bool Verdict::valid() const { return !unreadable && structure_ok && fatal().empty(); }
std::vector<std::string_view> Verdict::fatal() const { return ids(*this, Severity::fatal); }
std::vector<std::string_view> Verdict::warning() const { return ids(*this, Severity::warning); }

}  // namespace samkjop::peppol
