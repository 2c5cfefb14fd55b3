// Decides what a change to a document means: finds the place, and makes what is missing on the way
// to it, in the schema's order.

#include "peppol/cases.h"

#include <algorithm>
#include <charconv>

#include "peppol/rule.h"

namespace samkjop::peppol {
namespace {

constexpr std::string_view kSource =
#include "peppol/cases.inc"
    ;

std::string_view cut(std::string_view& rest, std::string_view mark) {
    const std::size_t at = std::min(rest.find(mark), rest.size());
    const std::string_view out = rest.substr(0, at);
    rest.remove_prefix(std::min(at + mark.size(), rest.size()));
    return out;
}

struct Element {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::string text;
    std::vector<Element> children;
};

std::string spelled(N node) {
    const std::string_view known = ubl::spelling(node.name());
    return std::string(known.empty() ? node.local_name() : known);
}

Element copy_of(N node) {
    Element out{.name = spelled(node), .attributes = {}, .text = {}, .children = {}};
    for (const ubl::Attribute& each : node.attributes()) {
        out.attributes.emplace_back(each.spelling, each.value);
    }
    if (!node.has_children()) out.text = node.text();
    for (N child : node.children()) out.children.push_back(copy_of(child));
    return out;
}

void escape(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
}

void spell(std::string& out, const Element& of, int depth, std::string_view declarations) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    out += indent + "<" + of.name;
    out += declarations;
    for (const auto& [name, value] : of.attributes) {
        if (name.starts_with("xsi:")) {
            out += " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
        }
        out += " " + name + "=\"";
        escape(out, value);
        out += '"';
    }
    if (of.children.empty() && of.text.empty()) {
        out += "/>\n";
        return;
    }
    out += '>';
    escape(out, of.text);
    if (!of.children.empty()) {
        out += '\n';
        for (const Element& each : of.children) spell(out, each, depth + 1, {});
        out += indent;
    }
    out += "</" + of.name + ">\n";
}

class Editor {
public:
    Editor(Element& root, ubl::DocumentType type) : root_(root), type_(type) {}

    // Says what is wrong with the step; empty: it was made.
    std::string make(std::string_view step) {
        const std::string_view verb = cut(step, " ");
        const std::size_t equals = step.find('=');
        const bool has_value = equals != step.npos;
        const std::string value(has_value ? step.substr(equals + 1) : std::string_view());
        std::string_view path = step.substr(0, equals);
        std::string_view attribute;
        if (const std::size_t at = path.rfind('@'); at != path.npos) {
            attribute = path.substr(at + 1);
            path = path.substr(0, at);
        }
        if (verb == "add") return add(path, value);
        Element* parent = nullptr;
        Element* const found = find(path, parent);
        if (found == nullptr) return "nothing at " + std::string(path);
        if (!attribute.empty()) {
            std::erase_if(found->attributes, [&](auto& each) { return each.first == attribute; });
            if (verb == "set") found->attributes.emplace_back(attribute, value);
            return verb == "set" || verb == "rm" ? "" : "unknown verb";
        }
        if (verb == "set") {
            found->text = value;
            found->children.clear();
            return {};
        }
        if (parent == nullptr) return "the root cannot be changed so";
        const auto place = parent->children.begin() + (found - parent->children.data());
        if (verb == "rm") {
            parent->children.erase(place);
        } else if (verb == "rmall") {
            const std::string name = found->name;
            std::erase_if(parent->children, [&](Element& each) { return each.name == name; });
        } else if (verb == "dup") {
            Element copy = *found;
            parent->children.insert(place + 1, std::move(copy));
        } else {
            return "unknown verb " + std::string(verb);
        }
        return {};
    }

private:
    // "cac:Party[2]" of the parent.
    static Element* step_to(Element& parent, std::string_view step) {
        int wanted = 1;
        if (const std::size_t open = step.find('['); open != step.npos) {
            std::from_chars(step.data() + open + 1, step.data() + step.size(), wanted);
            step = step.substr(0, open);
        }
        for (Element& each : parent.children) {
            if (each.name == step && --wanted == 0) return &each;
        }
        return nullptr;
    }
    Element* find(std::string_view path, Element*& parent) {
        Element* at = &root_;
        while (!path.empty() && at != nullptr) {
            parent = at;
            at = step_to(*at, cut(path, "/"));
        }
        return at;
    }
    Element& insert(Element& parent, std::string_view name) {
        const auto order =
            schema_order(type_, &parent == &root_ ? Name::other : ubl::name_from(parent.name));
        const auto place_of = [&](std::string_view each) {
            const auto found = std::ranges::find(order, ubl::name_from(each));
            return found - order.begin();
        };
        auto at = parent.children.end();
        while (at != parent.children.begin() && place_of(std::prev(at)->name) > place_of(name)) {
            --at;
        }
        return *parent.children.insert(
            at, Element{.name = std::string(name), .attributes = {}, .text = {}, .children = {}});
    }
    std::string add(std::string_view path, const std::string& value) {
        Element* at = &root_;
        while (!path.empty()) {
            const std::string_view step = cut(path, "/");
            Element* next = path.empty() ? nullptr : step_to(*at, step);
            at = next != nullptr ? next : &insert(*at, step.substr(0, step.find('[')));
        }
        at->text = value;
        return {};
    }

    Element& root_;
    ubl::DocumentType type_;
};

}  // namespace

namespace {

struct Table {
    std::vector<Case> cases;
    std::vector<Base> bases;

    Table() {
        std::string_view rest = kSource;
        while (!rest.empty()) {
            std::string_view line = cut(rest, "\n");
            if (line.empty()) continue;
            if (line[0] == '=') {
                line.remove_prefix(1);
                Base& each = bases.emplace_back();
                each.name = cut(line, " ");
                each.from = cut(line, ": ");
                each.change = line;
                continue;
            }
            Case& each = cases.emplace_back();
            each.rule = cut(line, " ");
            each.base = cut(line, ": ");
            each.change = cut(line, " | ");
            each.others = line;
        }
    }
};

const Table& table() {
    static const Table all;
    return all;
}

}  // namespace

const std::vector<Case>& cases() { return table().cases; }
const std::vector<Base>& bases() { return table().bases; }

std::vector<Case> cases_of(std::string_view rule) {
    std::vector<Case> out;
    for (const Case& each : cases()) {
        if (each.rule == rule) out.push_back(each);
    }
    return out;
}

std::expected<std::string, std::string> changed(std::string_view document,
                                                std::string_view change) {
    ubl::Tree tree;
    if (!tree.parse(document)) return std::unexpected("the document cannot be read");
    Element root = copy_of(tree.root());
    Editor editor(root, ubl::recognise(tree));
    while (!change.empty()) {
        if (std::string wrong = editor.make(cut(change, "; ")); !wrong.empty()) {
            return std::unexpected(std::move(wrong));
        }
    }
    constexpr std::string_view kSchema = "urn:oasis:names:specification:ubl:schema:xsd:";
    std::string declarations = " xmlns=\"" + std::string(tree.root_namespace()) + "\"";
    for (const auto& [prefix, name] : {std::pair{"cac", "CommonAggregateComponents-2"},
                                       std::pair{"cbc", "CommonBasicComponents-2"},
                                       std::pair{"ext", "CommonExtensionComponents-2"}}) {
        declarations +=
            std::string(" xmlns:") + prefix + "=\"" + std::string(kSchema) + name + "\"";
    }
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    spell(out, root, 0, declarations);
    return out;
}

}  // namespace samkjop::peppol
