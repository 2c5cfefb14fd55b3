// Decides the verdict: reads the document once, then lets every rule of its type look at every
// element it speaks of. Within a pattern an element belongs to the first context that fits.

#include "peppol/rulebook.h"

#include <unordered_map>

#include "base/assert.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

constexpr int kMostOfOneRule = 100;  // a broken file says the same thing again and again
constexpr std::size_t kKeptTreeBytes = std::size_t{4} << 20;  // larger ones give their memory back

bool is_invoice(ubl::DocumentType type) {
    return type <= ubl::DocumentType::selfbilling_creditnote;
}

struct Slot {
    std::vector<const Context*> contexts;  // of one pattern, in order
};

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

}  // namespace

// For each element name, the patterns that speak of it.
struct Rulebook::RuleSet {
    std::array<std::vector<Slot>, ubl::kNames> by_name;
    std::vector<const Row*> rows;
    std::uint8_t release = 0;

    bool has(const Row& row) const { return row.in(release); }
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

    void judge(const Facts& facts, std::vector<Finding>& findings) const {
        Counts counts;
        const ubl::Node* const first = &facts.root;
        const ubl::Node* const last = first->end_of_subtree();
        for (const ubl::Node* at = first; at != last; ++at) {
            if (at->name() == Name::other && at != first) continue;
            for (const Slot& slot : by_name[static_cast<std::size_t>(at->name())]) {
                for (const Context* context : slot.contexts) {
                    if (!fits(*context, *at, facts)) continue;
                    for (const Row& row : context->rows) {
                        if (has(row)) apply(row, *at, facts, counts, findings);
                    }
                    break;
                }
            }
        }
    }
};

Tables official_tables() {
    Tables out;
    out.releases.assign(official_releases().begin(), official_releases().end());
    out.amendments.assign(official_amendments().begin(), official_amendments().end());
    out.schemas.assign(official_schemas().begin(), official_schemas().end());
    out.code_lists = official_code_lists();
    out.post_award = official_post_award();
    out.unused_elements = official_unused_elements();
    for (int i = 0; i < ubl::kDocumentTypes; ++i) {
        const auto type = static_cast<ubl::DocumentType>(i);
        auto& patterns = out.patterns[static_cast<std::size_t>(i)];
        const auto add = [&](std::span<const Pattern> more) {
            patterns.insert(patterns.end(), more.begin(), more.end());
        };
        if (!is_invoice(type)) {
            add(post_award_patterns(type));
            continue;
        }
        add(en16931_patterns());
        add(type <= ubl::DocumentType::creditnote ? billing_patterns() : self_billing_patterns());
    }
    return out;
}

Rulebook::Rulebook(Tables tables)
    : tables_(std::move(tables)),
      lists_(tables_.code_lists, tables_.releases),
      post_award_(tables_.post_award, tables_.releases, lists_),
      unused_(tables_.unused_elements, tables_.releases) {
    SK_ASSERT(!tables_.releases.empty());
    SK_ASSERT(std::ranges::is_sorted(tables_.releases, {}, &Release::in_force));
    for (std::size_t release = 0; release < tables_.releases.size(); ++release) {
        for (const auto& patterns : tables_.patterns) {
            auto set = std::make_unique<RuleSet>();
            set->release = static_cast<std::uint8_t>(release);
            set->add(patterns);
            sets_.push_back(std::move(set));
        }
    }
}
Rulebook::~Rulebook() = default;

const Rulebook& rulebook() {
    static const auto* ours = new Rulebook(official_tables());
    return *ours;
}

const Rulebook::RuleSet& Rulebook::rules_of(ubl::DocumentType type, std::uint8_t release) const {
    return *sets_[std::size_t{release} * ubl::kDocumentTypes + static_cast<std::size_t>(type)];
}

std::uint8_t Rulebook::number(const Release& release) const {
    return number_of(tables_.releases, release.name);
}

const Release& Rulebook::release_on(Date day) const {
    const Release* found = &tables_.releases.front();
    for (const Release& each : tables_.releases) {
        if (each.in_force <= day) found = &each;
    }
    return *found;
}

const Release* Rulebook::release_named(std::string_view name) const {
    const auto found = std::ranges::find(tables_.releases, name, &Release::name);
    return found == tables_.releases.end() ? nullptr : &*found;
}

// The one in force on the day that the document was issued; of one without a date nothing is known,
// and it gets the first.
const Release& Rulebook::release_of(const ubl::Tree& tree) const {
    const auto day = Date::parse(trimmed(value(tree.root().child(cbc::IssueDate))).substr(0, 10));
    return day ? release_on(*day) : tables_.releases.front();
}

SchemaVersion Rulebook::schema_of(ubl::DocumentType type, std::uint8_t release) const {
    SchemaVersion out = SchemaVersion::ubl_2_1;
    for (const SchemaUse& use : tables_.schemas) {
        if (use.type == type && use.release <= release) out = use.version;
    }
    return out;
}

std::optional<Amendment::Now> Rulebook::amended(std::string_view rule, std::uint8_t release) const {
    std::optional<Amendment::Now> out;
    for (const Amendment& each : tables_.amendments) {
        if (each.rule == rule && each.release <= release) out = each.now;
    }
    return out;
}

template <class Each>
void Rulebook::amend(std::vector<Each>& rules, std::string_view Each::* id,
                     std::uint8_t release) const {
    if (tables_.amendments.empty()) return;
    std::erase_if(rules, [&](Each& rule) {
        const auto now = amended(rule.*id, release);
        if (now == Amendment::Now::withdrawn) return true;
        if (now) rule.severity = *now == Amendment::Now::fatal ? fatal : warning;
        return false;
    });
}

Verdict Rulebook::judge(std::string_view bytes, std::optional<ubl::DocumentType> as,
                        const ubl::Limits& limits, const Release* asked) const {
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
    const Release& by = asked != nullptr ? *asked : release_of(tree);
    const std::uint8_t release = number(by);
    out.release = by.name;
    const Facts facts(tree, out.type, lists_, release);
    judge_schema(facts, schema_of(out.type, release), out.structure);
    out.structure_ok = out.structure.empty();
    if (is_invoice(out.type) && (facts.invoice || facts.credit_note)) {
        unused_.judge(facts, out.findings);
    }
    judge_empty_elements(facts, out.findings);
    rules_of(out.type, release).judge(facts, out.findings);
    if (!is_invoice(out.type)) post_award_.judge(facts, out.findings);
    amend(out.findings, &Finding::rule, release);
    return out;
}

std::vector<RuleInfo> Rulebook::rules_for(ubl::DocumentType type, const Release& by) const {
    std::vector<RuleInfo> out;
    if (type == ubl::DocumentType::other) return out;
    const std::uint8_t release = number(by);
    for (const Row* row : rules_of(type, release).rows) {
        out.push_back({row->id, row->severity, row->terms, row->sentence});
    }
    if (is_invoice(type))
        unused_.list(release, out);
    else
        post_award_.list(type, release, out);
    if (type != ubl::DocumentType::mls) {
        out.push_back({is_invoice(type) ? "PEPPOL-EN16931-R008" : "PEPPOL-COMMON-R001",
                       fatal,
                       {},
                       &text::empty});
    }
    amend(out, &RuleInfo::id, release);
    std::ranges::sort(out, {}, &RuleInfo::id);
    const auto same = std::ranges::unique(out, {}, &RuleInfo::id);
    out.erase(same.begin(), same.end());
    return out;
}

// ---------------------------------------------------------------- what others call

std::span<const Release> releases() { return rulebook().releases(); }
const Release& release_on(Date day) { return rulebook().release_on(day); }
const Release* release_named(std::string_view name) { return rulebook().release_named(name); }

Verdict judge(std::string_view bytes, std::optional<ubl::DocumentType> as,
              const ubl::Limits& limits, const Release* release) {
    return rulebook().judge(bytes, as, limits, release);
}

std::vector<RuleInfo> rules_for(ubl::DocumentType type, const Release* release) {
    return rulebook().rules_for(type, release != nullptr ? *release : releases().front());
}

std::string source_of(std::string_view rule, const Release& release) {
    const auto of = [](std::string_view what, std::string_view edition) {
        return std::string(what) + " " + std::string(edition);
    };
    if (rule.starts_with("BR-")) return of("EN 16931-1, CEN's rules", release.en16931);
    if (rule.starts_with("UBL-")) return of("CEN/TS 16931-3-2, CEN's rules", release.en16931);
    if (rule.starts_with("PEPPOL-EN16931-")) return of("Peppol BIS Billing", release.billing);
    if (rule.starts_with("PEPPOL-COMMON-")) return of("Peppol BIS, common rules of", release.name);
    if (rule.starts_with("PEPPOL-T")) return of("Peppol BIS Post-Award", release.post_award);
    if (rule.starts_with("SCH-MLS-"))
        return of("Peppol Message Level Status", release.message_status);
    if (rule == "structure") return "OASIS UBL 2.1; 2.3 for T114, T115 and T116";
    return "Peppol BIS Billing " + std::string(release.billing) + ", national rules";
}

}  // namespace samkjop::peppol
