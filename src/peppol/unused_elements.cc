// What EN 16931 leaves out of UBL (UBL-CR-…) and how it limits attributes and amounts (UBL-DT-…).
// These rules are a list of paths, walked once beside the document.

#include <map>
#include <unordered_map>

#include "peppol/data_rules.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

constexpr std::string_view kSource =
#include "peppol/unused_elements.inc"
    ;

constexpr int kMostOfOneRule = 100;

struct Anywhere {
    int rule;
    std::vector<Name> path;  // the last is the element itself
    AttributeName attribute = AttributeName::count_;
};

AttributeName attribute_named(std::string_view name) {
    if (name == "schemeID") return AttributeName::schemeID;
    if (name == "listID") return AttributeName::listID;
    SK_ASSERT(name == "unitCodeListID");
    return AttributeName::unitCodeListID;
}

Name step_name(std::string_view step) {
    std::string spelled = step[0] == '.' ? "cac:" : step[0] == '~' ? "ext:" : "cbc:";
    spelled += step[0] == '.' || step[0] == '~' ? step.substr(1) : step;
    const Name name = ubl::name_from(spelled);
    SK_ASSERT(name != Name::other);
    return name;
}

}  // namespace

// A trie of the paths. States are numbered; 0 is the root of the document.
struct UnusedElements::Paths {
    struct Rule {
        std::string id;
        std::uint8_t from;
    };
    std::vector<Rule> rules;
    std::vector<int> rule_of_state;  // -1: none
    std::unordered_map<std::uint64_t, int> edges;
    std::vector<Anywhere> anywhere;
    std::unordered_multimap<int, std::pair<AttributeName, int>> with_attribute;  // by state

    static std::uint64_t key(int state, Name name) {
        return static_cast<std::uint64_t>(state) << 16 | static_cast<std::uint64_t>(name);
    }
    int step(int state, Name name) const {
        const auto found = edges.find(key(state, name));
        return found == edges.end() ? -1 : found->second;
    }

    Paths(std::string_view rest, std::span<const Release> releases) {
        rule_of_state.push_back(-1);
        std::uint8_t release = 0;
        while (!rest.empty()) {
            const std::string_view row = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(row.size() + 1, rest.size()));
            if (row.starts_with('@')) release = number_of(releases, row.substr(1));
            const std::size_t gap = row.find(' ');
            if (gap == row.npos) continue;
            rules.push_back({"UBL-CR-" + std::string(row.substr(0, gap)), release});
            add(static_cast<int>(rules.size()) - 1, row.substr(gap + 1));
        }
    }

private:
    void add(int rule, std::string_view path) {
        const bool from_root = !path.starts_with("//");
        if (!from_root) {
            path.remove_prefix(2);
            anywhere.push_back({rule, {}});
        }
        std::vector<int> at = {0};
        while (!path.empty()) {
            const std::string_view step = path.substr(0, path.find('/'));
            path.remove_prefix(std::min(step.size() + 1, path.size()));
            if (!from_root) {
                if (step[0] == '@')
                    anywhere.back().attribute = attribute_named(step.substr(1));
                else
                    anywhere.back().path.push_back(step_name(step));
                continue;
            }
            if (step == "line") {
                at = {grow(0, cac::InvoiceLine), grow(0, cac::CreditNoteLine)};
                continue;
            }
            if (step[0] == '@') {
                with_attribute.emplace(at.front(),
                                       std::pair(attribute_named(step.substr(1)), rule));
                return;
            }
            for (int& state : at) state = grow(state, step_name(step));
        }
        if (from_root) {
            for (const int state : at) rule_of_state[static_cast<std::size_t>(state)] = rule;
        }
    }
    int grow(int state, Name name) {
        const auto [entry, is_new] =
            edges.try_emplace(key(state, name), static_cast<int>(rule_of_state.size()));
        if (is_new) rule_of_state.push_back(-1);
        return entry->second;
    }
};

namespace {

struct UnusedAttribute {
    std::string_view id;
    std::string_view name;
};
constexpr UnusedAttribute kAttributes[] = {
    {"UBL-DT-08", "schemeName"},
    {"UBL-DT-09", "schemeAgencyName"},
    {"UBL-DT-10", "schemeDataURI"},
    {"UBL-DT-11", "schemeURI"},
    {"UBL-DT-12", "format"},
    {"UBL-DT-13", "unitCodeListIdentifier"},
    {"UBL-DT-14", "unitCodeListAgencyIdentifier"},
    {"UBL-DT-15", "unitCodeListAgencyName"},
    {"UBL-DT-16", "listAgencyName"},
    {"UBL-DT-17", "listName"},
    {"UBL-DT-18", "name"},
    {"UBL-DT-19", "languageID"},
    {"UBL-DT-20", "listURI"},
    {"UBL-DT-21", "listSchemeURI"},
    {"UBL-DT-22", "languageLocaleID"},
    {"UBL-DT-23", "uri"},
    {"UBL-DT-24", "currencyCodeListVersionID"},
    {"UBL-DT-25", "characterSetCode"},
    {"UBL-DT-26", "encodingCode"},
    {"UBL-DT-27", "schemeAgencyID"},
    {"UBL-DT-28", "listAgencyID"},
};

void judge_attributes(N at, const Facts& facts, std::vector<Finding>& findings) {
    for (const ubl::Attribute& each : at.attributes()) {
        if (!each.space.empty()) continue;
        switch (each.name) {  // the usual ones need no look into the table
            case AttributeName::schemeID:
            case AttributeName::currencyID:
            case AttributeName::unitCode:
            case AttributeName::listID:
            case AttributeName::mimeCode:
            case AttributeName::filename:
            case AttributeName::listVersionID:
                continue;
            default:
                break;
        }
        if (each.name == AttributeName::name && at.name() == cbc::PaymentMeansCode) continue;
        for (const auto& [id, name] : kAttributes) {
            if (each.spelling != name) continue;
            Finding finding = breach(id, warning, {}, &text::unused_attribute, at, facts);
            finding.arguments.emplace_back("attribute", std::string(name));
            findings.push_back(std::move(finding));
        }
    }
}

bool ends_with_amount(N at) {
    const std::string_view name = at.local_name();
    return name.ends_with("Amount") && !name.ends_with("PriceAmount");
}

void judge_binary(N at, const Facts& facts, std::vector<Finding>& findings) {
    const auto needs = [&](std::string_view id, AttributeName name, std::string_view spelled) {
        if (at.attribute(name) != nullptr) return;
        findings.push_back(breach(id, fatal, "BT-125", &text::missing_attribute, at, facts));
        findings.back().arguments.emplace_back("attribute", std::string(spelled));
    };
    needs("UBL-DT-06", AttributeName::mimeCode, "mimeCode");
    needs("UBL-DT-07", AttributeName::filename, "filename");
}

bool in_price_allowance(N at) {
    for (const ubl::Node* above = &at.parent(); *above; above = &above->parent()) {
        if (above->name() == cac::AllowanceCharge && is_child_of(*above, cac::Price)) return true;
    }
    return false;
}

bool matches(const Anywhere& rule, N at) {
    const ubl::Node* here = &at;
    for (auto name = rule.path.rbegin(); name != rule.path.rend(); ++name) {
        if (here->name() != *name) return false;
        here = &here->parent();
    }
    return rule.attribute == AttributeName::count_ || at.attribute(rule.attribute) != nullptr;
}

void judge_objects(const Facts& facts, std::vector<Finding>& findings) {
    for (const ubl::Node* each : facts.tree.all(cac::AdditionalDocumentReference)) {
        bool is_object = false;
        bool other = each->count(cbc::DocumentTypeCode) == 0;
        for (N code : each->children(cbc::DocumentTypeCode)) {
            (value(code) == "130" ? is_object : other) = true;
        }
        const bool scheme = any<cbc::ID>(
            *each, [](N id) { return id.attribute(AttributeName::schemeID) != nullptr; });
        const auto report = [&](std::string_view id, Severity severity, const Text* text) {
            findings.push_back(breach(id, severity, "BT-18", text, *each, facts));
        };
        if (other && scheme) report("UBL-CR-665", warning, &text::document_type_code);
        if (is_object && has<cac::Attachment>(*each)) {
            report("UBL-CR-666", fatal, &text::attachment_on_object);
        }
        if (is_object && has<cbc::DocumentDescription>(*each)) {
            report("UBL-CR-673", fatal, &text::attachment_on_object);
        }
    }
}

}  // namespace

std::string_view official_unused_elements() { return kSource; }

UnusedElements::UnusedElements(std::string_view source, std::span<const Release> releases)
    : all_(std::make_unique<const Paths>(source, releases)) {}
UnusedElements::~UnusedElements() = default;

void UnusedElements::judge(const Facts& facts, std::vector<Finding>& findings) const {
    const Paths& all = *all_;
    std::unordered_map<int, int> counts;  // by rule; the hundredth finding says nothing new
    thread_local std::vector<int> states;
    const ubl::Node* const first = &facts.root;
    const ubl::Node* const last = first->end_of_subtree();
    states.assign(static_cast<std::size_t>(last - first), -1);
    states[0] = 0;
    for (const ubl::Node* at = first; at != last; ++at) {
        if (at != first) {
            const int above = states[static_cast<std::size_t>(&at->parent() - first)];
            if (above >= 0) {
                const int state = all.step(above, at->name());
                states[static_cast<std::size_t>(at - first)] = state;
                const int rule =
                    state < 0 ? -1 : all.rule_of_state[static_cast<std::size_t>(state)];
                const auto report = [&](int broken) {
                    const Paths::Rule& rule_broken = all.rules[static_cast<std::size_t>(broken)];
                    if (facts.release < rule_broken.from) return;
                    if (++counts[broken] > kMostOfOneRule) return;
                    findings.push_back(
                        breach(rule_broken.id, warning, {}, &text::unused, *at, facts));
                };
                if (rule >= 0) report(rule);
                if (state >= 0 && !at->attributes().empty()) {
                    const auto [from, to] = all.with_attribute.equal_range(state);
                    for (auto each = from; each != to; ++each) {
                        if (at->attribute(each->second.first) != nullptr)
                            report(each->second.second);
                    }
                }
            }
        }
        if (!at->attributes().empty()) judge_attributes(*at, facts, findings);
        if (ends_with_amount(*at) && !two_decimals(value(*at)) && !in_price_allowance(*at) &&
            ++counts[-1] <= kMostOfOneRule) {
            findings.push_back(breach("UBL-DT-01", fatal, {}, &text::two_decimals, *at, facts));
        }
        if (at->local_name().ends_with("BinaryObject")) judge_binary(*at, facts, findings);
    }
    for (const Anywhere& rule : all.anywhere) {
        const Paths::Rule& row = all.rules[static_cast<std::size_t>(rule.rule)];
        if (facts.release < row.from) continue;
        const auto report = [&](N at) {
            if (!matches(rule, at) || ++counts[rule.rule] > kMostOfOneRule) return;
            findings.push_back(breach(row.id, warning, {}, &text::unused, at, facts));
        };
        if (!rule.path.empty()) {
            for (const ubl::Node* each : facts.tree.all(rule.path.back())) report(*each);
        } else {
            for (const ubl::Node* at = first; at != last; ++at) {
                if (!at->attributes().empty()) report(*at);
            }
        }
    }
    for (N each : facts.root.children(cbc::UBLVersionID)) {
        if (value(each) != "2.1") {
            findings.push_back(breach("UBL-CR-002", warning, {}, &text::unused, each, facts));
        }
    }
    if (!facts.credit_note) {
        any<cac::PaymentMeans, cbc::PaymentDueDate>(facts.root, [&](N each) {
            findings.push_back(breach("UBL-CR-412", warning, {}, &text::unused, each, facts));
            return false;
        });
    }
    judge_objects(facts, findings);
}

void UnusedElements::list(std::uint8_t release, std::vector<RuleInfo>& out) const {
    for (const Paths::Rule& rule : all_->rules) {
        if (rule.from <= release) out.push_back({rule.id, warning, {}, &text::unused});
    }
    for (const auto& each : kAttributes)
        out.push_back({each.id, warning, {}, &text::unused_attribute});
    out.push_back({"UBL-DT-01", fatal, {}, &text::two_decimals});
    out.push_back({"UBL-DT-06", fatal, "BT-125", &text::missing_attribute});
    out.push_back({"UBL-DT-07", fatal, "BT-125", &text::missing_attribute});
    out.push_back({"UBL-CR-002", warning, {}, &text::unused});
    out.push_back({"UBL-CR-412", warning, {}, &text::unused});
    out.push_back({"UBL-CR-665", warning, "BT-18", &text::document_type_code});
    out.push_back({"UBL-CR-666", fatal, "BT-18", &text::attachment_on_object});
    out.push_back({"UBL-CR-673", fatal, "BT-18", &text::attachment_on_object});
}

}  // namespace samkjop::peppol
