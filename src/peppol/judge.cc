// Decides the verdict: reads the document once, then lets every rule of its type look at every
// element it speaks of. Within a pattern an element belongs to the first context that fits.

#include <array>
#include <unordered_map>

#include "peppol/rule.h"
#include "peppol/terms.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

constexpr int kMostOfOneRule = 100;  // a broken file says the same thing again and again
constexpr std::size_t kKeptTreeBytes = std::size_t{4} << 20;  // larger ones give their memory back

struct Slot {
    std::vector<const Context*> contexts;  // of one pattern, in order
};

// For each element name, the patterns that speak of it.
struct RuleSet {
    std::array<std::vector<Slot>, ubl::kNames> by_name;
    std::vector<const Row*> rows;

    std::uint8_t release = 0;

    bool has(const Row& row) const { return row.from <= release && release < row.until; }
    void add(std::span<const Pattern> patterns) {
        for (const Pattern& pattern : patterns) {
            std::unordered_map<Name, std::size_t> slot_of;
            const auto place = [&](Name name, const Context& context) {
                auto& slots = by_name[static_cast<std::size_t>(name)];
                const auto [entry, is_new] = slot_of.try_emplace(name, slots.size());
                if (is_new) slots.emplace_back();
                slots[entry->second].contexts.push_back(&context);
            };
            for (const Context& context : pattern) {
                for (const Row& row : context.rows) {
                    if (has(row)) rows.push_back(&row);
                }
                if (context.reach != Context::Reach::basics) {
                    place(context.name, context);
                    continue;
                }
                for (int i = 1; i < ubl::kNames; ++i) {
                    const auto name = static_cast<Name>(i);
                    if (ubl::spelling(name).starts_with("cbc:")) place(name, context);
                }
            }
        }
    }
};

bool is_invoice(ubl::DocumentType type) {
    return type <= ubl::DocumentType::selfbilling_creditnote;
}

constexpr Release kReleases[] = {
    {"2026-05",
     {},
     Date(2026, 8, 24),
     "EN 16931 (CEN 1.3.16), Peppol BIS Billing 3.0.21, Self-Billing 3.0.2, Post-Award 3.0.17, "
     "MLS 1.0.1"},
    {"2026-11", Date(2026, 11, 23), Date(2027, 2, 24),
     "EN 16931 (CEN 1.3.16), Peppol BIS Billing 3.0.22, Self-Billing 3.0.2, Post-Award 3.0.17, "
     "MLS 1.0.1"},
};

const RuleSet& rules_of(ubl::DocumentType type, std::size_t release) {
    using Sets = std::array<std::array<RuleSet, ubl::kDocumentTypes>, std::size(kReleases)>;
    static const auto* sets = [] {
        auto* out = new Sets;
        for (std::size_t number = 0; number < std::size(kReleases); ++number) {
            for (int i = 0; i < ubl::kDocumentTypes; ++i) {
                const auto each = static_cast<ubl::DocumentType>(i);
                RuleSet& set = (*out)[number][static_cast<std::size_t>(i)];
                set.release = static_cast<std::uint8_t>(number);
                if (!is_invoice(each)) {
                    set.add(post_award_patterns(each));
                    continue;
                }
                set.add(en16931_patterns());
                set.add(each <= ubl::DocumentType::creditnote ? billing_patterns()
                                                              : self_billing_patterns());
            }
        }
        return out;
    }();
    return (*sets)[release][static_cast<std::size_t>(type)];
}

std::size_t number_of(const Release& release) {
    return static_cast<std::size_t>(&release - std::begin(kReleases));
}

// The one in force on the day that the document was issued; one without a date is of the newest
// that was in force when nothing else is known: the first.
const Release& release_of(const ubl::Tree& tree) {
    const auto day = Date::parse(trimmed(value(tree.root().child(cbc::IssueDate))).substr(0, 10));
    return day ? release_on(*day) : kReleases[0];
}

using Counts = std::unordered_map<const Row*, int>;

void apply(const Row& row, N at, const Facts& facts, Counts& counts,
           std::vector<Finding>& findings) {
    try {
        if (row.holds(at, facts) || ++counts[&row] > kMostOfOneRule) return;
        findings.push_back(breach(row.id, row.severity, row.terms, row.sentence, at, facts));
        if (row.sum != nullptr) {
            const Sum sum = row.sum(at, facts);
            findings.back().arguments.emplace_back("found", sum.found);
            findings.back().arguments.emplace_back("expected", sum.expected);
        }
    } catch (const Undecidable&) {
        if (++counts[&row] > kMostOfOneRule) return;
        findings.push_back(breach(row.id, fatal, row.terms, &text::undecidable, at, facts));
    }
}

// A context that cannot be decided does not fit: the rules then stay silent.
bool fits(const Context& context, N at, const Facts& facts) {
    if (context.name == Name::other && !facts.expected && !facts.invoice && !facts.credit_note &&
        context.reach != Context::Reach::any_root) {
        return false;
    }
    if (context.fits == nullptr) return true;
    try {
        return context.fits(at, facts);
    } catch (const Undecidable&) {
        return false;
    }
}

void apply(const RuleSet& set, const Facts& facts, std::vector<Finding>& findings) {
    Counts counts;
    const ubl::Node* const first = &facts.root;
    const ubl::Node* const last = first->end_of_subtree();
    for (const ubl::Node* at = first; at != last; ++at) {
        if (at->name() == Name::other && at != first) continue;
        for (const Slot& slot : set.by_name[static_cast<std::size_t>(at->name())]) {
            for (const Context* context : slot.contexts) {
                if (!fits(*context, *at, facts)) continue;
                for (const Row& row : context->rows) {
                    if (set.has(row)) apply(row, *at, facts, counts, findings);
                }
                break;
            }
        }
    }
}

// An element with neither children nor text says nothing; every Peppol document refuses it.
void judge_empty_elements(const Facts& facts, std::vector<Finding>& findings) {
    if (facts.type == ubl::DocumentType::mls) return;
    const std::string_view id =
        is_invoice(facts.type) ? "PEPPOL-EN16931-R008" : "PEPPOL-COMMON-R001";
    const ubl::Node* const last = facts.root.end_of_subtree();
    int found = 0;
    for (const ubl::Node* at = &facts.root; at != last; ++at) {
        if (!at->has_children() && is_blank(at->text())) {
            findings.push_back(breach(id, fatal, {}, &text::empty, *at, facts));
            if (++found == kMostOfOneRule) return;
        }
    }
}

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
    std::string out = normalised(text.substr(0, 200));
    if (length(out) > 60) out = std::string(first(out, 60)) + "…";
    return out;
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

std::span<const Release> releases() { return kReleases; }

const Release& release_on(Date day) {
    const Release* found = std::begin(kReleases);
    for (const Release& each : kReleases) {
        if (each.in_force <= day) found = &each;
    }
    return *found;
}

const Release* release_named(std::string_view name) {
    const auto* found = std::ranges::find(kReleases, name, &Release::name);
    return found == std::end(kReleases) ? nullptr : found;
}

void judge_by(std::span<const Pattern> patterns, std::uint8_t release, const Facts& facts,
              std::vector<Finding>& findings) {
    RuleSet set;
    set.release = release;
    set.add(patterns);
    apply(set, facts, findings);
}

Verdict judge(std::string_view bytes, std::optional<ubl::DocumentType> as,
              const ubl::Limits& limits, const Release* release) {
    Verdict out;
    thread_local ubl::Tree kept;
    ubl::Tree own;
    ubl::Tree& tree = bytes.size() > kKeptTreeBytes ? own : kept;
    if (auto parsed = tree.parse(bytes, limits); !parsed) {
        out.unreadable = std::move(parsed).error();
        return out;
    }
    out.type = as.value_or(ubl::recognise(tree));
    if (out.type == ubl::DocumentType::other) {
        out.unreadable = ubl::Unreadable{ubl::Reason::unknown_document,
                                         {{"element", std::string(tree.root_element())}}};
        return out;
    }
    if (release == nullptr) release = &release_of(tree);
    out.release = release->name;
    const Facts facts(tree, out.type);
    judge_schema(facts, out.structure);
    out.structure_ok = out.structure.empty();
    if (is_invoice(out.type) && (facts.invoice || facts.credit_note)) {
        judge_unused_elements(facts, out.findings);
    }
    judge_empty_elements(facts, out.findings);
    apply(rules_of(out.type, number_of(*release)), facts, out.findings);
    if (!is_invoice(out.type)) judge_post_award_structure(facts, out.findings);
    return out;
}

std::string_view source_of(std::string_view rule) {
    constexpr std::pair<std::string_view, std::string_view> kSources[] = {
        {"BR-", "EN 16931-1, CEN's rules 1.3.16"},
        {"UBL-", "CEN/TS 16931-3-2, CEN's rules 1.3.16"},
        {"PEPPOL-EN16931-", "Peppol BIS Billing 3.0.21"},
        {"PEPPOL-COMMON-", "Peppol BIS, common rules, May 2026"},
        {"PEPPOL-T", "Peppol BIS Post-Award 3.0.17"},
        {"SCH-MLS-", "Peppol Message Level Status 1.0.1"},
        {"structure", "OASIS UBL 2.1; 2.3 for T114, T115 and T116"},
    };
    for (const auto& [prefix, source] : kSources) {
        if (rule.starts_with(prefix)) return source;
    }
    return "Peppol BIS Billing 3.0.21, national rules";
}

std::vector<RuleInfo> rules_for(ubl::DocumentType type, const Release* release) {
    std::vector<RuleInfo> out;
    if (type == ubl::DocumentType::other) return out;
    if (release == nullptr) release = std::begin(kReleases);
    for (const Row* row : rules_of(type, number_of(*release)).rows) {
        out.push_back({row->id, row->severity, row->terms, row->sentence});
    }
    if (is_invoice(type))
        list_unused_elements(out);
    else
        list_post_award_structure(type, out);
    if (type != ubl::DocumentType::mls) {
        out.push_back({is_invoice(type) ? "PEPPOL-EN16931-R008" : "PEPPOL-COMMON-R001",
                       fatal,
                       {},
                       &text::empty});
    }
    std::ranges::sort(out, {}, &RuleInfo::id);
    const auto same = std::ranges::unique(out, {}, &RuleInfo::id);
    out.erase(same.begin(), same.end());
    return out;
}

}  // namespace samkjop::peppol
