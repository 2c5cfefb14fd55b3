// samkjop validate: the verdict on files, as lines of JSON or as sentences. With --list, all cores
// judge, and the lines still come in the order of the list.

#include "peppol/command.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <thread>
#include <unordered_map>

#include "peppol/cases.h"
#include "peppol/peppol.h"
#include "peppol/terms.h"

namespace samkjop::peppol {
namespace {

struct Options {
    View view = nullptr;
    const Release* release = nullptr;
    std::optional<ubl::DocumentType> as;
    bool json = false;
    std::optional<Language> explain;
    std::string list;
    std::vector<std::string> files;
};

constexpr std::string_view kUsage =
    "samkjop validate [--as TYPE] [--release R] [--json | --explain[=nb|nn|en]] [--list FILE] "
    "FILE… "
    "| -\n"
    "  --as TYPE    judge by the rules of this type, whatever the document says it is\n"
    "  --release R  by the rules of this release; otherwise the one in force on the day of the "
    "document\n"
    "  --json       one JSON object a line for each file (the default)\n"
    "  --explain    the document as a person reads it, with what is wrong, in bokmål, nynorsk or "
    "English\n"
    "  --list FILE  judge the files named in FILE, one a line; «-» is the standard input.\n"
    "               A tab and a type after the name judges that file as that type\n"
    "Exit status: 0 all are valid, 1 some are not, 2 the command could not run.\n"
    "Types: ";

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\r':
                out += "\\r";
                break;
            default:
                if (static_cast<unsigned char>(c) < ' ')
                    out += fmt::format("\\u{:04x}", c);
                else
                    out += c;
        }
    }
    return out + '"';
}

template <class Range>
std::string json_list(const Range& texts) {
    std::string out = "[";
    for (const auto& each : texts) out += (out.size() > 1 ? ", " : "") + json_text(each);
    return out + ']';
}

std::string as_json(const std::string& file, const Verdict& verdict, const Release* asked) {
    const std::string_view release = asked != nullptr ? asked->name : releases().front().name;
    if (verdict.unreadable) {
        return fmt::format(
            "{{\"file\": {}, \"release\": {}, \"unreadable\": {}, \"message\": {}}}\n",
            json_text(file), json_text(release), json_text(verdict.unreadable->name()),
            json_text(verdict.unreadable->in(Language::en)));
    }
    std::vector<std::string> structure;
    for (const Finding& each : verdict.structure) {
        structure.push_back(
            fmt::format("{} ({}): {}", each.path, each.line, each.in(Language::en)));
    }
    std::string out = fmt::format(
        "{{\"file\": {}, \"type\": {}, \"release\": {}, \"structure_ok\": {}, \"fatal\": {}, "
        "\"warning\": {}",
        json_text(file), json_text(ubl::type_name(verdict.type)), json_text(verdict.release),
        verdict.structure_ok, json_list(verdict.fatal()), json_list(verdict.warning()));
    if (!structure.empty()) out += ", \"structure\": " + json_list(structure);
    return out + "}\n";
}

std::string explained(const std::string& file, const Verdict& verdict, Language language) {
    std::string out = file + "\n";
    if (verdict.unreadable) return out + "  " + verdict.unreadable->in(language) + "\n";
    const auto list = [&](const std::vector<Finding>& findings, Severity severity,
                          std::string_view mark) {
        for (const Finding& each : findings) {
            if (each.severity != severity) continue;
            out += fmt::format("  {} {}: {}\n      {} ({})\n", mark, each.rule, each.in(language),
                               each.path, each.line);
            const std::string found = found_and_expected(each, language);
            if (!found.empty()) out += "      " + found + "\n";
            out += "      " + who_mends(each, verdict.type, language) + "\n";
        }
    };
    list(verdict.structure, Severity::fatal, "✗");
    list(verdict.findings, Severity::fatal, "✗");
    list(verdict.findings, Severity::warning, "!");
    return out;
}

struct Outcome {
    std::string text;
    bool valid = true;
    bool unreadable_file = false;
};

struct Task {
    std::string file;
    std::optional<ubl::DocumentType> as;
};

Outcome judge_file(const Task& task, const Options& options) {
    std::string bytes;
    if (task.file == "-") {
        bytes.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream in(task.file, std::ios::binary);
        if (!in) return {fmt::format("validate: cannot read {}\n", task.file), false, true};
        in.seekg(0, std::ios::end);
        const auto size = in.tellg();
        if (size > 0) bytes.resize(static_cast<std::size_t>(size));
        in.seekg(0);
        in.read(bytes.data(), size);
        if (!in && size > 0)
            return {fmt::format("validate: cannot read {}\n", task.file), false, true};
    }
    // Who names a file on the command line means it: only the hard limit holds.
    const ubl::Limits limits{.bytes = ubl::kHardLimitBytes, .elements = 20'000'000};
    const Verdict verdict = judge(bytes, task.as, limits, options.release);
    if (!options.explain) {
        return {as_json(task.file, verdict, options.release), verdict.valid(), false};
    }
    return {options.view != nullptr && !verdict.unreadable
                ? options.view(bytes, verdict, *options.explain)
                : explained(task.file, verdict, *options.explain),
            verdict.valid(), false};
}

std::vector<Outcome> judge_all(const std::vector<Task>& tasks, const Options& options) {
    std::vector<Outcome> outcomes(tasks.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < tasks.size(); i = next++) {
            outcomes[i] = judge_file(tasks[i], options);
        }
    };
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < std::min(cores, tasks.size()); ++i) others.emplace_back(work);
    work();
    for (std::thread& each : others) each.join();
    return outcomes;
}

std::optional<Options> parse(std::span<const std::string> arguments, std::string& complaint) {
    Options out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& each = arguments[i];
        if (each == "--json") {
            out.json = true;
        } else if (each == "--explain") {
            out.explain = Language::nb;
        } else if (each.starts_with("--explain=")) {
            const std::string code = each.substr(10);
            if (code != "nb" && code != "nn" && code != "en") {
                complaint = "unknown language: " + code;
                return {};
            }
            out.explain = language_from(code, Language::nb);
        } else if ((each == "--as" || each == "--list" || each == "--release") &&
                   i + 1 < arguments.size()) {
            const std::string& operand = arguments[++i];
            if (each == "--list") {
                out.list = operand;
            } else if (each == "--release") {
                out.release = release_named(operand);
                if (out.release == nullptr) {
                    complaint = "unknown release: " + operand;
                    return {};
                }
            } else if (out.as = ubl::type_from(operand); !out.as) {
                complaint = "unknown type: " + operand;
                return {};
            }
        } else if (each.size() > 1 && each.starts_with('-')) {
            complaint = "unknown option: " + each;
            return {};
        } else {
            out.files.push_back(each);
        }
    }
    if (out.json) out.explain.reset();
    if (out.files.empty() && out.list.empty()) complaint = "no files";
    return complaint.empty() ? std::optional(out) : std::nullopt;
}

bool read_list(const Options& options, std::vector<Task>& tasks) {
    std::ifstream file;
    if (options.list != "-") {
        file.open(options.list);
        if (!file) return false;
    }
    std::istream& in = options.list == "-" ? std::cin : file;
    for (std::string line; std::getline(in, line);) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty()) continue;
        Task task{line, options.as};
        if (const auto tab = line.find('\t'); tab != line.npos) {
            task.file = line.substr(0, tab);
            if (const auto type = ubl::type_from(line.substr(tab + 1))) task.as = type;
        }
        tasks.push_back(std::move(task));
    }
    return true;
}

}  // namespace

int validate_command(std::span<const std::string> arguments, std::ostream& out, std::ostream& err,
                     View view) {
    std::string complaint;
    auto options = parse(arguments, complaint);
    if (options) options->view = view;
    if (!options) {
        err << "validate: " << complaint << "\n" << kUsage;
        for (int i = 0; i < ubl::kDocumentTypes; ++i) {
            err << (i > 0 ? ", " : "") << ubl::type_name(static_cast<ubl::DocumentType>(i));
        }
        err << "\nReleases:";
        for (const Release& each : releases()) err << " " << each.name;
        err << "\n";
        return 2;
    }
    std::vector<Task> tasks;
    for (const std::string& file : options->files) tasks.push_back({file, options->as});
    if (!options->list.empty() && !read_list(*options, tasks)) {
        err << "validate: cannot read " << options->list << "\n";
        return 2;
    }
    bool all_valid = true;
    bool all_read = true;
    for (const Outcome& each : judge_all(tasks, *options)) {
        (each.unreadable_file ? err : out) << each.text;
        all_read = all_read && !each.unreadable_file;
        all_valid = all_valid && each.valid;
    }
    out.flush();
    return !all_read ? 2 : all_valid ? 0 : 1;
}

namespace {

struct Listed {
    RuleInfo rule;
    std::vector<ubl::DocumentType> types;
};

std::vector<Listed> all_rules() {
    std::vector<Listed> out;
    std::unordered_map<std::string_view, std::size_t> by_id;
    for (int i = 0; i < ubl::kDocumentTypes; ++i) {
        const auto type = static_cast<ubl::DocumentType>(i);
        for (const RuleInfo& each : rules_for(type)) {
            const auto [entry, is_new] = by_id.try_emplace(each.id, out.size());
            if (is_new) out.push_back({each, {}});
            out[entry->second].types.push_back(type);
        }
    }
    std::ranges::sort(out, {}, [](const Listed& each) { return each.rule.id; });
    return out;
}

std::string_view word(Severity severity) {
    return severity == Severity::fatal ? "fatal" : "warning";
}

std::string sentence(const RuleInfo& rule, Language language) {
    Finding finding{.rule = rule.id, .terms = rule.terms, .sentence = rule.sentence};
    std::string element = rule.about;
    if (element.empty()) element = "…";
    finding.arguments = {{"element", element}, {"value", std::string("…")}};
    return finding.in(language);
}

void tell(const Listed& listed, std::ostream& out) {
    const RuleInfo& rule = listed.rule;
    out << rule.id << "\n  " << word(rule.severity) << ", " << source_of(rule.id)
        << "\n  nb: " << sentence(rule, Language::nb) << "\n  nn: " << sentence(rule, Language::nn)
        << "\n  en: " << sentence(rule, Language::en) << "\n";
    if (!rule.terms.empty()) out << "  terms: " << term_names(rule.terms, Language::en) << "\n";
    out << "  documents:";
    for (const ubl::DocumentType type : listed.types) out << " " << ubl::type_name(type);
    out << "\n";
    for (const Release& release : releases()) {
        for (const RuleInfo& each : rules_for(listed.types.front(), &release)) {
            if (each.id != rule.id) continue;
            out << "  release: " << release.name << ", in force from " << release.in_force.iso()
                << "\n";
        }
    }
    for (const Case& each : cases_of(rule.id)) {
        out << "  met by " << each.base << "; broken by: " << each.change << "\n";
    }
}

}  // namespace

int rules_command(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const std::vector<Listed> rules = all_rules();
    if (arguments.empty()) {
        for (const Listed& each : rules) {
            out << each.rule.id << "\t" << word(each.rule.severity) << "\t"
                << source_of(each.rule.id) << "\t";
            for (const Release& release : releases()) {
                out << (&release == releases().data() ? "" : " ") << release.name;
            }
            out << "\n";
        }
        return 0;
    }
    for (const std::string& id : arguments) {
        const auto found =
            std::ranges::find(rules, id, [](const Listed& each) { return each.rule.id; });
        if (found == rules.end()) {
            err << "rules: no rule is called " << id << "\n";
            return 2;
        }
        tell(*found, out);
    }
    return 0;
}

}  // namespace samkjop::peppol
