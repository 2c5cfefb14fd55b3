// samkjop import KIND FILE… [--municipality N] [--json]: what a person or a nightly job runs. Says
// for each file what was taken in, or every row that is wrong; a refused file leaves no trace.

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "import/kinds.h"
#include "import/store.h"

namespace samkjop::import {
namespace {

constexpr std::string_view kUsage =
    "samkjop import KIND FILE… [--municipality 3322] [--language nb|nn|en] [--json]\n"
    "KIND is one of:";

struct Wish {
    std::optional<Kind> kind;
    std::vector<std::string> files;
    std::string municipality;
    Language language = Language::nb;
    bool json = false;
    bool wrong = false;
};

Wish read_wish(std::span<const std::string> arguments) {
    Wish wish;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        const bool has_next = i + 1 < arguments.size();
        if (word == "--json") {
            wish.json = true;
        } else if (word == "--municipality" && has_next) {
            wish.municipality = arguments[++i];
        } else if (word == "--language" && has_next) {
            wish.language = language_from(arguments[++i], Language::nb);
        } else if (word.starts_with("--")) {
            wish.wrong = true;
        } else if (!wish.kind) {
            wish.kind = kind_from(word);
            wish.wrong |= !wish.kind;
        } else {
            wish.files.push_back(word);
        }
    }
    wish.wrong |= !wish.kind || wish.files.empty();
    return wish;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    return out + "\"";
}

void print_json(const std::string& file, const Report& report, Language language) {
    std::string messages;
    for (const Message& message : report.messages) {
        if (!messages.empty()) messages += ",";
        messages += fmt::format(R"({{"line":{},"column":{},"rule":{},"text":{}}})", message.line,
                                message.column, quoted(message.refusal.name()),
                                quoted(message.in(language)));
    }
    fmt::print(
        R"({{"file":{},"accepted":{},"rows":{},"created":{},"changed":{},"unchanged":{},"messages":[{}]}})"
        "\n",
        quoted(file), report.accepted(), report.rows, report.created, report.changed,
        report.unchanged, messages);
}

void print_text(const std::string& file, const Report& report, Language language) {
    if (report.accepted()) {
        fmt::print("{}: {} rows, {} new, {} changed, {} as before\n", file, report.rows,
                   report.created, report.changed, report.unchanged);
        return;
    }
    fmt::print("{}: refused, nothing was kept. {} messages:\n", file, report.messages.size());
    for (const Message& message : report.messages) fmt::print("  {}\n", message.in(language));
}

}  // namespace

int import_command(db::Database& database, std::span<const std::string> arguments, Instant now) {
    const Wish wish = read_wish(arguments);
    if (wish.wrong) {
        fmt::print(stderr, "{}", kUsage);
        for (const KindRow& kind : kinds()) fmt::print(stderr, " {}", kind.name);
        fmt::print(stderr, "\n");
        return 2;
    }
    MunicipalityId municipality;
    if (!wish.municipality.empty()) {
        const auto found = municipality_numbered(database, wish.municipality);
        if (!found) {
            fmt::print(stderr, "there is no municipality {}\n", wish.municipality);
            return 2;
        }
        municipality = *found;
    }
    bool all = true;
    for (const std::string& file : wish.files) {
        std::ifstream in(file, std::ios::binary);
        if (!in) {
            fmt::print(stderr, "{}: cannot be read\n", file);
            return 2;
        }
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        const Report report = import_file(database, *wish.kind, bytes, file, municipality,
                                          Actor::system(municipality), now);
        wish.json ? print_json(file, report, wish.language)
                  : print_text(file, report, wish.language);
        all &= report.accepted();
    }
    return all ? 0 : 1;
}

}  // namespace samkjop::import
