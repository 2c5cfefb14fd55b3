// The structure verdict: whether the document is built as the UBL schema of its type says. 2.1 for
// most documents, 2.3 for the three of advanced ordering. The schema is data (schema_2_1.inc).

#include <array>
#include <map>

#include "peppol/rule.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

constexpr std::string_view kSource21 =
#include "peppol/schema_2_1.inc"
    ;
constexpr std::string_view kSource23 =
#include "peppol/schema_2_3.inc"
    ;

enum class Basic : std::uint8_t {
    none,
    amount,
    binary,
    code,
    date,
    identifier,
    indicator,
    measure,
    name,
    numeric,
    percent,
    quantity,
    rate,
    text,
    time,
};

struct Part {
    Name name;
    bool required;
    bool many;
};
using Sequence = std::vector<Part>;

// How an element is built: a basic component, an aggregate, or free content (ExtensionContent).
struct Declared {
    Basic basic = Basic::none;
    const Sequence* sequence = nullptr;
};

class Schema {
public:
    Schema(std::string_view source, const Schema* base) {
        if (base != nullptr) {
            types_ = base->types_;
            type_of_ = base->type_of_;
            basics_ = base->basics_;
        }
        read(source);
        for (int i = 0; i < ubl::kNames; ++i) {
            const auto name = static_cast<Name>(i);
            Declared& out = declared_[static_cast<std::size_t>(i)];
            out.basic = basics_[static_cast<std::size_t>(i)];
            const std::string_view spelled = ubl::spelling(name);
            if (spelled.empty() || spelled.starts_with("cbc:")) continue;
            std::string type(spelled.substr(4));
            if (spelled.starts_with("ext:"))
                type = '~' + type;
            else if (const auto found = type_of_.find(name); found != type_of_.end()) {
                type = found->second;
            }
            if (const auto found = types_.find(type); found != types_.end()) {
                out.sequence = &found->second;
            }
        }
    }
    const Declared& of(Name name) const { return declared_[static_cast<std::size_t>(name)]; }
    // The type that the schema gives the element, as xsi:type may repeat it: "{namespace}local".
    std::string type_of(N at, std::string_view root_namespace) const {
        constexpr std::string_view kSchema = "urn:oasis:names:specification:ubl:schema:xsd:";
        const std::string_view spelled = ubl::spelling(at.name());
        if (spelled.empty()) {
            return "{" + std::string(root_namespace) + "}" + std::string(at.local_name()) + "Type";
        }
        std::string local(spelled.substr(4));
        if (const auto found = type_of_.find(at.name()); found != type_of_.end()) {
            local = found->second;
        }
        return "{" + std::string(kSchema) +
               (spelled.starts_with("cbc:") ? "CommonBasicComponents-2}"
                                            : "CommonAggregateComponents-2}") +
               local + "Type";
    }
    const Sequence* document(std::string_view element) const {
        const auto found = types_.find('/' + std::string(element));
        return found == types_.end() ? nullptr : &found->second;
    }

private:
    static Name name_of(std::string_view word) {
        std::string spelled = word[0] == '.' ? "cac:" : word[0] == '~' ? "ext:" : "cbc:";
        spelled += word[0] == '.' || word[0] == '~' ? word.substr(1) : word;
        const Name name = ubl::name_from(spelled);
        SK_ASSERT(name != Name::other);
        return name;
    }
    static Basic basic_from(std::string_view word) {
        constexpr std::string_view kNames[] = {"",     "Amount",     "BinaryObject", "Code",
                                               "Date", "Identifier", "Indicator",    "Measure",
                                               "Name", "Numeric",    "Percent",      "Quantity",
                                               "Rate", "Text",       "Time"};
        for (std::size_t i = 1; i < std::size(kNames); ++i) {
            if (kNames[i] == word) return static_cast<Basic>(i);
        }
        SK_ASSERT(false);
        return Basic::none;
    }
    void read(std::string_view source) {
        enum class In : std::uint8_t { basics, aliases, sequence } in = In::basics;
        Basic basic = Basic::none;
        std::string type;
        Sequence* sequence = nullptr;
        while (true) {
            const std::size_t start = source.find_first_not_of(" \n");
            if (start == source.npos) break;
            source.remove_prefix(start);
            std::string_view word = source.substr(0, source.find_first_of(" \n"));
            source.remove_prefix(word.size());
            if (word[0] == '=') {
                in = In::basics;
                basic = basic_from(word.substr(1));
            } else if (word[0] == '@') {
                in = In::aliases;
                type = word.substr(1);
            } else if (word.back() == ':') {
                in = In::sequence;
                sequence = &types_[std::string(word.substr(0, word.size() - 1))];
                sequence->clear();
            } else if (in == In::basics) {
                basics_[static_cast<std::size_t>(name_of(word))] = basic;
            } else if (in == In::aliases) {
                type_of_[name_of('.' + std::string(word))] = type;
            } else {
                const char mark = word.back();
                const bool marked = mark == '?' || mark == '*' || mark == '+';
                if (marked) word.remove_suffix(1);
                sequence->push_back(
                    {name_of(word), mark != '?' && mark != '*', mark == '*' || mark == '+'});
            }
        }
    }

    std::map<std::string, Sequence, std::less<>> types_;
    std::map<Name, std::string> type_of_;
    std::array<Basic, ubl::kNames> basics_{};
    std::array<Declared, ubl::kNames> declared_{};
};

const Schema& schema_of(SchemaVersion version) {
    static const Schema v21(kSource21, nullptr);
    static const Schema v23(kSource23, &v21);
    return version == SchemaVersion::ubl_2_3 ? v23 : v21;
}

// ---------------------------------------------------------------- values

bool is_decimal(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    bool any_digit = false;
    bool point = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            any_digit = true;
        else if (c == '.' && !point)
            point = true;
        else
            return false;
    }
    return any_digit;
}

bool is_boolean(std::string_view text) {
    text = trimmed(text);
    return text == "true" || text == "false" || text == "1" || text == "0";
}

bool is_zone(std::string_view zone) {
    if (zone.empty() || zone == "Z") return true;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return false;
    if (!digits(zone.substr(1, 2), 2, 2) || !digits(zone.substr(4, 2), 2, 2)) return false;
    const int hours = (zone[1] - '0') * 10 + (zone[2] - '0');
    const int minutes = (zone[4] - '0') * 10 + (zone[5] - '0');
    return minutes <= 59 && (hours < 14 || (hours == 14 && minutes == 0));
}

bool is_time(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 8 || text[2] != ':' || text[5] != ':') return false;
    if (!digits(text.substr(0, 2), 2, 2) || !digits(text.substr(3, 2), 2, 2) ||
        !digits(text.substr(6, 2), 2, 2)) {
        return false;
    }
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    const int second = (text[6] - '0') * 10 + (text[7] - '0');
    text.remove_prefix(8);
    bool fraction_is_zero = true;
    if (text.starts_with('.')) {
        std::size_t end = 1;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') {
            fraction_is_zero = fraction_is_zero && text[end] == '0';
            ++end;
        }
        if (end == 1) return false;
        text.remove_prefix(end);
    }
    if (minute > 59 || second > 59) return false;
    if (hour > 24 || (hour == 24 && (minute > 0 || second > 0 || !fraction_is_zero))) return false;
    return is_zone(text);
}

bool is_language(std::string_view text) {
    text = trimmed(text);
    int run = 0;
    bool is_first = true;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : '-';
        if (c == '-') {
            if (run < 1 || run > 8) return false;
            run = 0;
            is_first = false;
            continue;
        }
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (is_first || c < '0' || c > '9')) return false;
        ++run;
    }
    return true;
}

bool is_base64(std::string_view text) { return ubl::decode_base64(text); }

bool fits(Basic basic, std::string_view text) {
    switch (basic) {
        case Basic::amount:
        case Basic::measure:
        case Basic::numeric:
        case Basic::percent:
        case Basic::quantity:
        case Basic::rate:
            return is_decimal(text);
        case Basic::date:
            return is_date(text) && !trimmed(text).starts_with("0000");  // XML Schema has no year 0
        case Basic::time:
            return is_time(text);
        case Basic::indicator:
            return is_boolean(text);
        case Basic::binary:
            return is_base64(text);
        default:
            return true;
    }
}

std::string_view kind_of(Basic basic) {
    switch (basic) {
        case Basic::date:
            return "date";
        case Basic::time:
            return "time";
        case Basic::indicator:
            return "true/false";
        case Basic::binary:
            return "base64";
        default:
            return "decimal";
    }
}

bool allowed(Basic basic, AttributeName given) {
    using A = AttributeName;
    switch (basic) {
        case Basic::amount:
            return given == A::currencyID || given == A::currencyCodeListVersionID;
        case Basic::binary:
            return given == A::mimeCode || given == A::filename || given == A::format ||
                   given == A::encodingCode || given == A::characterSetCode || given == A::uri;
        case Basic::code:
            return given == A::listID || given == A::listAgencyID || given == A::listAgencyName ||
                   given == A::listName || given == A::listVersionID || given == A::name ||
                   given == A::languageID || given == A::listURI || given == A::listSchemeURI;
        case Basic::identifier:
            return given == A::schemeID || given == A::schemeName || given == A::schemeAgencyID ||
                   given == A::schemeAgencyName || given == A::schemeVersionID ||
                   given == A::schemeDataURI || given == A::schemeURI;
        case Basic::measure:
            return given == A::unitCode || given == A::unitCodeListVersionID;
        case Basic::quantity:
            return given == A::unitCode || given == A::unitCodeListID ||
                   given == A::unitCodeListAgencyID || given == A::unitCodeListAgencyName;
        case Basic::name:
        case Basic::text:
            return given == A::languageID || given == A::languageLocaleID;
        case Basic::numeric:
        case Basic::percent:
        case Basic::rate:
            return given == A::format;
        default:
            return false;
    }
}

std::optional<AttributeName> needed(Basic basic) {
    switch (basic) {
        case Basic::amount:
            return AttributeName::currencyID;
        case Basic::binary:
            return AttributeName::mimeCode;
        case Basic::measure:
            return AttributeName::unitCode;
        default:
            return {};
    }
}

// ---------------------------------------------------------------- the walk

constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::size_t kMostFindings = 100;

class Walk {
public:
    Walk(const Schema& schema, const Facts& facts, std::vector<Finding>& findings)
        : schema_(schema), facts_(facts), findings_(findings) {}

    void aggregate(N at, const Sequence& sequence) {
        attributes(at, Basic::none);
        if (at.mixed() || (!at.has_children() && !is_blank(at.text()))) {
            report(at, &text::structure_text);
        }
        auto part = sequence.begin();
        int seen = 0;
        for (N child : at.children()) {
            auto here = part;
            while (here != sequence.end() && here->name != child.name()) ++here;
            if (child.name() == Name::other || here == sequence.end() ||
                (here == part && seen > 0 && !part->many)) {
                report(child, &text::structure_unexpected);
                return;  // what follows would only be consequences
            }
            if (here != part) {
                if (!complete(at, child, part, here, seen)) return;
                part = here;
                seen = 0;
            }
            ++seen;
            element(child);
        }
        complete(at, at, part, sequence.end(), seen);
    }

private:
    // Every required part before `until` has been seen.
    bool complete(N parent, N where, Sequence::const_iterator part, Sequence::const_iterator until,
                  int seen) {
        for (; part != until; ++part, seen = 0) {
            if (!part->required || seen > 0) continue;
            Finding finding = make(where, &text::structure_missing);
            finding.arguments[0].second = std::string(ubl::spelling(part->name));
            finding.arguments.emplace_back("parent", std::string(parent.local_name()));
            add(std::move(finding));
            return false;
        }
        return true;
    }
    void element(N at) {
        const Declared& declared = schema_.of(at.name());
        if (declared.sequence != nullptr) {
            aggregate(at, *declared.sequence);
        } else if (declared.basic != Basic::none) {
            attributes(at, declared.basic);
            if (at.has_children()) {
                report(at.first_child(), &text::structure_unexpected);
            } else if (!fits(declared.basic, at.text())) {
                Finding finding = make(at, &text::structure_value);
                finding.arguments.emplace_back("type", std::string(kind_of(declared.basic)));
                add(std::move(finding));
            }
        } else if (at.name() == ubl::ext::ExtensionContent) {
            int children = 0;
            for (N child : at.children()) {
                ++children;
                if (child.space().empty() && child.name() == Name::other) {
                    report(child, &text::structure_unexpected);
                }
            }
            if (children != 1) report(at, &text::structure_unexpected);
        }
    }
    // The attributes that any document may have: where its schema is, and the type it has anyway.
    bool of_schemas(N at, const ubl::Attribute& each) const {
        if (each.spelling == "type") {
            return each.value == schema_.type_of(at, facts_.tree.root_namespace());
        }
        return each.spelling == "schemaLocation" || each.spelling == "noNamespaceSchemaLocation";
    }
    void attributes(N at, Basic basic) {
        for (const ubl::Attribute& each : at.attributes()) {
            const bool known = each.space.empty() ? allowed(basic, each.name)
                                                  : each.space == kInstance && of_schemas(at, each);
            if (!known || (each.name == AttributeName::languageID && !is_language(each.value))) {
                Finding finding = make(at, &text::structure_attribute);
                finding.arguments.emplace_back("attribute", std::string(each.spelling));
                add(std::move(finding));
            }
        }
        const auto wanted = needed(basic);
        if (wanted && at.attribute(*wanted) == nullptr) {
            Finding finding = make(at, &text::structure_attribute_missing);
            finding.arguments.emplace_back(
                "attribute", *wanted == AttributeName::currencyID ? std::string("currencyID")
                             : *wanted == AttributeName::mimeCode ? std::string("mimeCode")
                                                                  : std::string("unitCode"));
            add(std::move(finding));
        }
    }
    Finding make(N at, const Text* text) {
        return breach("structure", fatal, {}, text, at, facts_);
    }
    void report(N at, const Text* text) { add(make(at, text)); }
    void add(Finding finding) {
        if (findings_.size() < kMostFindings) findings_.push_back(std::move(finding));
    }

    const Schema& schema_;
    const Facts& facts_;
    std::vector<Finding>& findings_;
};

std::string_view root_of(ubl::DocumentType type) {
    using enum ubl::DocumentType;
    switch (type) {
        case invoice:
        case selfbilling_invoice:
            return "Invoice";
        case creditnote:
        case selfbilling_creditnote:
            return "CreditNote";
        case order:
            return "Order";
        case order_response:
        case order_agreement:
        case order_response_advanced:
            return "OrderResponse";
        case order_change:
            return "OrderChange";
        case order_cancellation:
            return "OrderCancellation";
        case despatch_advice:
            return "DespatchAdvice";
        case catalogue:
        case punch_out:
            return "Catalogue";
        default:
            return "ApplicationResponse";
    }
}

}  // namespace

bool is_root_of(const ubl::Tree& tree, ubl::DocumentType type) {
    const std::string_view wanted = root_of(type);
    constexpr std::string_view kSchema = "urn:oasis:names:specification:ubl:schema:xsd:";
    const std::string_view space = tree.root_namespace();
    return tree.root_element() == wanted && space.starts_with(kSchema) &&
           space.substr(kSchema.size()).starts_with(wanted) &&
           space.substr(kSchema.size() + wanted.size()) == "-2";
}

std::vector<Name> schema_order(ubl::DocumentType type, Name parent) {
    SchemaVersion version = SchemaVersion::ubl_2_1;
    for (const SchemaUse& use : official_schemas()) {
        if (use.type == type && use.release == kMay2026) version = use.version;
    }
    const Schema& schema = schema_of(version);
    const Sequence* sequence =
        parent == Name::other ? schema.document(root_of(type)) : schema.of(parent).sequence;
    std::vector<Name> out;
    if (sequence != nullptr) {
        for (const Part& each : *sequence) out.push_back(each.name);
    }
    return out;
}

bool has_expected_root(const Facts& facts) { return static_cast<bool>(facts.expected); }

void judge_schema(const Facts& facts, SchemaVersion version, std::vector<Finding>& findings) {
    const std::string_view wanted = root_of(facts.type);
    const Schema& schema = schema_of(version);
    const Sequence* sequence = schema.document(wanted);
    SK_ASSERT(sequence != nullptr);
    if (!has_expected_root(facts)) {
        findings.push_back(
            breach("structure", fatal, {}, &text::structure_root, facts.root, facts));
        return;
    }
    Walk(schema, facts, findings).aggregate(facts.root, *sequence);
}

}  // namespace samkjop::peppol
