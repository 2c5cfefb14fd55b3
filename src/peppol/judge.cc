#include "peppol/peppol.h"

namespace samkjop::peppol {

std::string Finding::in(Language language) const {
    return sentence == nullptr ? std::string(rule) : render(*sentence, language, arguments);
}

bool Verdict::valid() const { return !unreadable && structure_ok && fatal().empty(); }

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
}  // namespace

std::vector<std::string_view> Verdict::fatal() const { return ids(*this, Severity::fatal); }
std::vector<std::string_view> Verdict::warning() const { return ids(*this, Severity::warning); }

Verdict judge(std::string_view bytes, std::optional<ubl::DocumentType> as,
              const ubl::Limits& limits) {
    Verdict out;
    auto head = ubl::recognise(bytes, limits);
    if (!head) {
        out.unreadable = head.error();
        return out;
    }
    out.type = as.value_or(head->type);
    return out;
}

std::vector<RuleInfo> rules_for(ubl::DocumentType) { return {}; }

}  // namespace samkjop::peppol
