// The structure that Peppol BIS 3 asks of orders, responses, catalogues and the rest
// (PEPPOL-Tnn-B…): what must be there, what may be, and code lists. The rules are data
// (post_award.inc), walked beside the document.

#include <array>
#include <deque>
#include <map>

#include "peppol/data_rules.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

constexpr std::string_view kSource =
#include "peppol/post_award.inc"
    ;

enum class Kind : std::uint8_t {
    child,
    attribute,
    text_in_list,
    attribute_in_list,
    text_is,
    only_listed,
    no_schema_location,
};

struct Check {
    std::string_view id;
    Kind kind;
    Name child = Name::other;
    AttributeName attribute = AttributeName::other;
    CodeList list{};
    CodeList other_list{};  // the same as list when there is one only
    std::string_view text;
    std::uint8_t from = 0;  // the release
};

constexpr int kMostOfOneRule = 100;

struct State {
    Name name = Name::other;  // of the element; other: the root
    std::vector<Check> checks;
    struct Child {
        int state;
        std::uint8_t from;
    };
    std::map<Name, Child> children;
    const Check* unlisted = nullptr;  // of checks, which grow no more then
};

struct Structure {
    std::string_view prefix;
    std::deque<State> states;  // the first is the root
};

const Text* sentence_of(Kind kind) {
    switch (kind) {
        case Kind::child:
            return &text::missing_element;
        case Kind::attribute:
            return &text::missing_attribute;
        case Kind::text_in_list:
        case Kind::attribute_in_list:
            return &text::code_element;
        case Kind::text_is:
            return &text::fixed_value;
        case Kind::only_listed:
            return &text::not_part;
        case Kind::no_schema_location:
            return &text::schema_location;
    }
    return &text::not_part;
}

}  // namespace

struct PostAwardStructure::Structures {
    std::array<Structure, ubl::kDocumentTypes> of_type;

    Structures(std::string_view rest, std::span<const Release> releases, const CodeLists& lists)
        : lists_(lists) {
        Structure* current = nullptr;
        std::vector<int> open;
        while (!rest.empty()) {
            std::string_view line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(line.size() + 1, rest.size()));
            if (line.empty()) continue;
            if (line[0] == '@') {
                release_ = number_of(releases, line.substr(1));
            } else if (line[0] == '=') {
                const std::size_t gap = line.find(' ');
                const auto type = ubl::type_from(line.substr(1, gap - 1));
                SK_ASSERT(type);
                current = &of_type[static_cast<std::size_t>(*type)];
                current->prefix = line.substr(gap + 1);
                open.clear();
            } else {
                SK_ASSERT(current != nullptr);
                element_row(*current, line, open);
            }
        }
        for (Structure& structure : of_type) {
            for (State& state : structure.states) {
                for (const Check& each : state.checks) {
                    if (each.kind == Kind::only_listed) state.unlisted = &each;
                }
            }
        }
    }

private:
    const CodeLists& lists_;
    std::deque<std::string> ids_;
    std::uint8_t release_ = 0;

    // One line: an element under the last one that was less indented, with its rules. An element
    // that an earlier release has gets the rules as well.
    void element_row(Structure& in, std::string_view line, std::vector<int>& open) {
        const std::size_t depth = line.find_first_not_of(' ');
        std::string_view words = line.substr(depth);
        const std::string_view name = next_word(words);
        SK_ASSERT(depth <= open.size());
        open.resize(depth);
        int id = static_cast<int>(in.states.size());
        if (depth > 0) {
            auto& siblings = in.states[static_cast<std::size_t>(open.back())].children;
            const auto [entry, is_new] = siblings.try_emplace(element(name), id, release_);
            id = entry->second.state;
            if (is_new) in.states.emplace_back().name = element(name);
        } else if (in.states.empty()) {
            in.states.emplace_back();
        } else {
            id = 0;
        }
        State& state = in.states[static_cast<std::size_t>(id)];
        while (!words.empty()) state.checks.push_back(check(in, next_word(words)));
        open.push_back(id);
    }

    static std::string_view next_word(std::string_view& words) {
        const std::size_t end = std::min(words.find(' '), words.size());
        const std::string_view out = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
        return out;
    }
    static Name element(std::string_view word) {
        const std::string spelled = (word[0] == '.' ? "cac:" : "cbc:") +
                                    std::string(word[0] == '.' ? word.substr(1) : word);
        const Name name = ubl::name_from(spelled);
        SK_ASSERT(name != Name::other);
        return name;
    }
    static AttributeName attribute(std::string_view word) {
        constexpr std::pair<std::string_view, AttributeName> kNames[] = {
            {"schemeID", AttributeName::schemeID},
            {"currencyID", AttributeName::currencyID},
            {"unitCode", AttributeName::unitCode},
            {"mimeCode", AttributeName::mimeCode},
            {"filename", AttributeName::filename},
            {"listID", AttributeName::listID},
            {"listVersionID", AttributeName::listVersionID},
            {"name", AttributeName::name},
        };
        for (const auto& [name, out] : kNames) {
            if (name == word) return out;
        }
        SK_ASSERT(false);
        return AttributeName::other;
    }
    CodeList list(std::string_view word) const {
        const auto found = lists_.named(word);
        SK_ASSERT(found);
        return *found;
    }
    Check check(const Structure& of, std::string_view word) {
        Check out;
        out.from = release_;
        out.id = ids_.emplace_back("PEPPOL-" + std::string(of.prefix) + "-B" +
                                   std::string(word.substr(0, 5)));
        SK_ASSERT(word.size() > 6 && word[5] == ':');
        const std::string_view what = word.substr(6);
        const std::size_t equals = what.find('=');
        switch (what[0]) {
            case '+':
                out.kind = Kind::child;
                out.child = element(what.substr(1));
                break;
            case '*':
                out.kind = Kind::only_listed;
                break;
            case '!':
                out.kind = Kind::no_schema_location;
                break;
            case '"':
                out.kind = Kind::text_is;
                out.text = what.substr(1, what.size() - 2);
                break;
            case '=': {
                out.kind = Kind::text_in_list;
                const std::size_t bar = what.find('|');
                out.list = list(what.substr(1, bar == what.npos ? bar : bar - 1));
                out.other_list = bar == what.npos ? out.list : list(what.substr(bar + 1));
                break;
            }
            default:
                SK_ASSERT(what[0] == '@');
                out.attribute =
                    attribute(what.substr(1, equals == what.npos ? equals : equals - 1));
                out.kind = equals == what.npos ? Kind::attribute : Kind::attribute_in_list;
                if (equals != what.npos) out.list = list(what.substr(equals + 1));
        }
        return out;
    }
};

namespace {

bool schema_location(N at) {
    return std::ranges::any_of(at.attributes(), [](const ubl::Attribute& each) {
        return each.spelling == "schemaLocation";
    });
}

class Walk {
public:
    Walk(const Structure& structure, const Facts& facts, std::vector<Finding>& findings)
        : structure_(structure), facts_(facts), findings_(findings) {}

    void visit(N at, const State& state) {
        for (const Check& each : state.checks) {
            if (each.from <= facts_.release) test(at, each);
        }
        if (state.children.empty() && state.unlisted == nullptr) return;
        for (N child : at.children()) {
            const auto next = child.name() == Name::other ? state.children.end()
                                                          : state.children.find(child.name());
            if (next != state.children.end() && next->second.from <= facts_.release) {
                visit(child, structure_.states[static_cast<std::size_t>(next->second.state)]);
            } else if (state.unlisted != nullptr && state.unlisted->from <= facts_.release &&
                       !enough(*state.unlisted)) {
                report(child, *state.unlisted, &text::not_part);
            }
        }
    }

private:
    void test(N at, const Check& check) {
        const std::size_t before = findings_.size();
        apply(at, check);
        if (findings_.size() > before && enough(check)) findings_.pop_back();
    }
    void apply(N at, const Check& check) {
        switch (check.kind) {
            case Kind::child:
                if (at.child(check.child)) return;
                report(at, check, &text::missing_element);
                findings_.back().arguments[0].second = std::string(ubl::spelling(check.child));
                return;
            case Kind::attribute:
                if (at.attribute(check.attribute) == nullptr) {
                    report(at, check, &text::missing_attribute);
                }
                return;
            case Kind::attribute_in_list: {
                const auto* written = at.attribute(check.attribute);
                if (written == nullptr || facts_.in_list(check.list, written->value)) return;
                report(at, check, &text::code_element);
                findings_.back().arguments.emplace_back(
                    "list", std::string(facts_.lists.name_of(check.list)));
                return;
            }
            case Kind::text_in_list: {
                if (at.text_parts() > 1) return report(at, check, &text::undecidable);
                const std::string code = normalised(at.text());
                if (facts_.in_list(check.list, code) || facts_.in_list(check.other_list, code))
                    return;
                report(at, check, &text::code_element);
                findings_.back().arguments.emplace_back(
                    "list", std::string(facts_.lists.name_of(check.list)));
                return;
            }
            case Kind::text_is:
                if (at.text_parts() > 1) return report(at, check, &text::undecidable);
                if (normalised(at.text()) == check.text) return;
                report(at, check, &text::fixed_value);
                findings_.back().arguments.emplace_back("expected", std::string(check.text));
                return;
            case Kind::only_listed:
                return;  // asked of the children
            case Kind::no_schema_location:
                if (schema_location(at)) report(at, check, &text::schema_location);
                return;
        }
    }
    void report(N at, const Check& check, const Text* text) {
        findings_.push_back(breach(check.id, fatal, {}, text, at, facts_));
    }
    bool enough(const Check& check) { return ++counts_[&check] > kMostOfOneRule; }

    std::unordered_map<const Check*, int> counts_;
    const Structure& structure_;
    const Facts& facts_;
    std::vector<Finding>& findings_;
};

}  // namespace

std::string_view official_post_award() { return kSource; }

PostAwardStructure::PostAwardStructure(std::string_view source, std::span<const Release> releases,
                                       const CodeLists& lists)
    : all_(std::make_unique<const Structures>(source, releases, lists)) {}
PostAwardStructure::~PostAwardStructure() = default;

void PostAwardStructure::judge(const Facts& facts, std::vector<Finding>& findings) const {
    const Structure& structure = all_->of_type[static_cast<std::size_t>(facts.type)];
    if (structure.states.empty() || !has_expected_root(facts)) return;
    Walk(structure, facts, findings).visit(facts.root, structure.states.front());
}

void PostAwardStructure::list(ubl::DocumentType type, std::uint8_t release,
                              std::vector<RuleInfo>& out) const {
    for (const State& state : all_->of_type[static_cast<std::size_t>(type)].states) {
        for (const Check& each : state.checks) {
            if (release < each.from) continue;
            out.push_back(
                {each.id,
                 fatal,
                 {},
                 sentence_of(each.kind),
                 std::string(ubl::spelling(each.kind == Kind::child ? each.child : state.name))});
        }
    }
}

}  // namespace samkjop::peppol
