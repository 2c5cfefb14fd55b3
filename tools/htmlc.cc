// Compiles a page template to C++: htmlc MODULE pages/x.html OUT.
//
//   @ line          a C++ statement; @#include lines move to the top of the file
//   {{ expr }}      written escaped for the place it stands in (text, attribute, URL, part of a
//   URL)
//   {{t:key a=x; b=y}}  a sentence of the module's texts, with its arguments
//   {{! expr }}     markup that is already an html::Safe
//
// Interpolation where escaping cannot make it safe (on… and style attributes, unquoted attributes,
// tag names, comments, script, style) is a build error. Every form that posts gets the hidden
// fields against forgery and repetition, so that no author can leave them out.
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

enum class Place {
    text,
    tag,
    attribute_name,
    after_equals,
    double_quoted,
    single_quoted,
    comment,
    raw
};

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string literal(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
    }
    return out + "\"";
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\n");
    if (first == text.npos) return "";
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

class Compiler {
public:
    Compiler(std::string file, std::ostream& out) : file_(std::move(file)), out_(out) {}

    void run(const std::string& module) {
        std::ifstream in(file_);
        if (!in) fail("cannot be read");
        std::ostringstream whole;
        std::string line;
        std::string includes;
        std::vector<std::string> lines;
        while (std::getline(in, line)) {
            const auto first = line.find_first_not_of(" \t");
            if (first != line.npos && line.compare(first, 9, "@#include") == 0) {
                includes += line.substr(first + 1) + "\n";
                line = "@";
            }
            lines.push_back(line);
        }
        out_ << "// Generated from " << std::filesystem::path(file_).filename().string() << ".\n"
             << "#include \"html/out.h\"\n#if __has_include(\"" << module
             << "/texts.h\")\n#include \"" << module << "/texts.h\"\n#endif\n"
             << includes << "\nnamespace samkjop::" << module << " {\n";
        for (const std::string& each : lines) {
            ++line_;
            compile(each);
        }
        flush();
        if (place_ != Place::text) fail("the template ends inside a tag, comment or script");
        out_ << "\n}  // namespace samkjop::" << module << "\n";
    }

private:
    [[noreturn]] void fail(const std::string& message) const {
        std::cerr << file_ << ":" << line_ << ": error: " << message << "\n";
        std::exit(1);
    }

    void compile(const std::string& line) {
        const auto first = line.find_first_not_of(" \t");
        if (first != line.npos && line[first] == '@') {
            flush();
            mark();
            out_ << line.substr(first + 1) << "\n";
            return;
        }
        std::string rest = line.substr(first == line.npos ? line.size() : first) + "\n";
        if (rest == "\n") return;
        while (!rest.empty()) {
            const auto open = rest.find("{{");
            feed(rest.substr(0, open));
            if (open == rest.npos) return;
            const auto close = rest.find("}}", open);
            if (close == rest.npos) fail("{{ without }}");
            interpolate(rest.substr(open + 2, close - open - 2));
            rest = rest.substr(close + 2);
        }
    }

    void interpolate(const std::string& inner) {
        flush();
        mark();
        if (inner.starts_with("!")) {
            if (place_ != Place::text) fail("markup may only stand in text");
            out_ << "o.safe(" << trimmed(inner.substr(1)) << ");\n";
            return;
        }
        std::string function = function_for_place();
        if (!inner.starts_with("t:")) {
            out_ << "o." << function << "(" << trimmed(inner) << ");\n";
            return;
        }
        const std::string sentence = trimmed(inner.substr(2));
        const auto blank = sentence.find(' ');
        out_ << "o." << (function == "text" ? "sentence" : "no_sentence_here")
             << "(text::" << sentence.substr(0, blank);
        if (blank != sentence.npos) out_ << ", {" << arguments(sentence.substr(blank)) << "}";
        out_ << ");\n";
    }

    std::string arguments(std::string list) const {
        std::string out;
        std::stringstream parts(list);
        std::string part;
        while (std::getline(parts, part, ';')) {
            const auto equals = part.find('=');
            if (equals == part.npos) fail("expected name=expression: " + part);
            out += "{\"" + trimmed(part.substr(0, equals)) + "\", " +
                   trimmed(part.substr(equals + 1)) + "}, ";
        }
        return out;
    }

    std::string function_for_place() {
        if (place_ == Place::text) return "text";
        if (place_ != Place::double_quoted && place_ != Place::single_quoted) {
            fail(
                "interpolation is not allowed here (tag, unquoted attribute, comment, script, "
                "style)");
        }
        const std::string name = lower(attribute_);
        if (name.starts_with("on") || name == "style" || name == "srcdoc") {
            fail("interpolation in attribute " + name);
        }
        const bool url = name == "href" || name == "src" || name == "action" ||
                         name == "formaction" || name.starts_with("hx-get") ||
                         name.starts_with("hx-post");
        const std::string function = !url ? "text" : value_.empty() ? "url" : "url_part";
        value_ += 'x';
        return function;
    }

    // Follows the HTML so that we know where the next interpolation stands.
    void feed(const std::string& markup) {
        for (std::size_t i = 0; i < markup.size(); ++i) {
            const char c = markup[i];
            pending_ += c;
            switch (place_) {
                case Place::text:
                    if (markup.compare(i, 4, "<!--") == 0) {
                        place_ = Place::comment;
                    } else if (c == '<' && i + 1 < markup.size() &&
                               (std::isalpha(static_cast<unsigned char>(markup[i + 1])) ||
                                markup[i + 1] == '/' || markup[i + 1] == '!')) {
                        place_ = Place::tag;
                        closing_ = markup[i + 1] == '/';
                        tag_.clear();
                        whole_tag_.clear();
                        if (closing_) pending_ += markup[++i];
                        while (i + 1 < markup.size() &&
                               (std::isalnum(static_cast<unsigned char>(markup[i + 1])) ||
                                markup[i + 1] == '-' || markup[i + 1] == '!')) {
                            pending_ += markup[++i];
                            tag_ += markup[i];
                        }
                    }
                    break;
                case Place::tag:
                    whole_tag_ += c;
                    if (c == '>') {
                        end_of_tag();
                    } else if (!std::isspace(static_cast<unsigned char>(c)) && c != '/') {
                        place_ = Place::attribute_name;
                        attribute_ = c;
                    }
                    break;
                case Place::attribute_name:
                    whole_tag_ += c;
                    if (c == '=') {
                        place_ = Place::after_equals;
                        value_.clear();
                    } else if (c == '>') {
                        end_of_tag();
                    } else if (std::isspace(static_cast<unsigned char>(c))) {
                        place_ = Place::tag;
                    } else {
                        attribute_ += c;
                    }
                    break;
                case Place::after_equals:
                    whole_tag_ += c;
                    if (c == '"')
                        place_ = Place::double_quoted;
                    else if (c == '\'')
                        place_ = Place::single_quoted;
                    else
                        fail("an attribute value stands in quotes");
                    break;
                case Place::double_quoted:
                case Place::single_quoted:
                    whole_tag_ += c;
                    if (c == (place_ == Place::double_quoted ? '"' : '\''))
                        place_ = Place::tag;
                    else
                        value_ += c;
                    break;
                case Place::comment:
                    if (pending_.ends_with("-->")) place_ = Place::text;
                    break;
                case Place::raw:
                    if (lower(pending_).ends_with("</" + lower(tag_) + ">")) place_ = Place::text;
                    break;
            }
        }
    }

    void end_of_tag() {
        const std::string name = lower(tag_);
        place_ = !closing_ && (name == "script" || name == "style") ? Place::raw : Place::text;
        if (!closing_ && name == "form" &&
            lower(whole_tag_).find("method=\"post\"") != std::string::npos) {
            flush();
            out_ << "o.form_fields();\n";
        }
    }

    void flush() {
        if (pending_.empty()) return;
        out_ << "o.raw(" << literal(pending_) << ");\n";
        pending_.clear();
    }
    void mark() { out_ << "#line " << line_ << " \"" << file_ << "\"\n"; }

    std::string file_;
    std::ostream& out_;
    Place place_ = Place::text;
    std::string tag_, whole_tag_, attribute_, value_, pending_;
    bool closing_ = false;
    int line_ = 0;
};

}  // namespace

int main(int, char** argv) {
    std::filesystem::create_directories(std::filesystem::path(argv[3]).parent_path());
    std::ofstream out(argv[3]);
    Compiler(std::filesystem::absolute(argv[2]).string(), out).run(argv[1]);
}
