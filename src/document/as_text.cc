// The document as plain text: what the page shows, in the same order, with the findings at their
// places.
#include <fmt/format.h>

#include "document/document.h"
#include "document/texts.h"

namespace samkjop::document {
namespace {

class Printer {
public:
    explicit Printer(Language language) : language_(language) {}

    void heading(std::string_view text) { out_ += fmt::format("\n{}\n", text); }
    void say(std::string_view text, int depth = 1) {
        if (!text.empty()) out_ += fmt::format("{:{}}{}\n", "", depth * 2, text);
    }
    void rows(const std::vector<Row>& rows, int depth = 1) {
        for (const Row& each : rows) {
            say(each.label.empty() ? each.value : each.label + ": " + each.value, depth);
        }
    }
    void remarks(const Remarks& remarks, int depth = 1) {
        for (const Remark& each : remarks) {
            say((each.fatal ? "✗ " : "! ") + each.sentence, depth);
            if (!each.found.empty()) say("  " + each.found, depth);
            say("  " + each.mend, depth);
            say(fmt::format("  [{}, {}]", each.where, each.path), depth);
        }
    }
    void section(const Section& section) {
        if (section.rows.empty() && section.remarks.empty()) return;
        heading(section.heading);
        rows(section.rows);
        remarks(section.remarks);
    }
    void line(const Line& line) {
        std::string first = line.number;
        const auto add = [&](const std::string& part) {
            if (!part.empty()) first += (first.empty() ? "" : "   ") + part;
        };
        for (const auto* part :
             {&line.name, &line.quantity, &line.price, &line.vat, &line.net, &line.status}) {
            add(*part);
        }
        say(first);
        rows(line.details, 3);
        remarks(line.remarks, 2);
    }
    void answer(const Answer& answer) {
        say(answer.code);
        rows(answer.rows, 2);
        for (const std::string& reason : answer.reasons) say(reason, 2);
        remarks(answer.remarks, 2);
    }
    void party(const Party& party) {
        heading(party.role + ": " + party.name);
        rows(party.rows);
        remarks(party.remarks);
    }
    void vat(const std::vector<VatRow>& rows) {
        if (rows.empty()) return;
        heading(text::vat_heading.in(language_));
        for (const VatRow& each : rows) {
            std::string line = each.category;
            for (const auto* part : {&each.rate, &each.base, &each.amount, &each.reason}) {
                if (!part->empty()) line += "   " + *part;
            }
            say(line);
            remarks(each.remarks, 2);
        }
    }
    std::string finish() { return std::move(out_); }

private:
    Language language_;
    std::string out_;
};

}  // namespace

std::string as_text(std::string_view bytes, const peppol::Verdict& verdict, Language language) {
    ubl::Tree tree;
    if (auto parsed = tree.parse(bytes, {.bytes = ubl::kHardLimitBytes, .elements = 20'000'000});
        !parsed) {
        return parsed.error().in(language) + "\n";
    }
    const Reading view =
        reading(tree, verdict.type, {.language = language, .files_path = {}, .verdict = &verdict});
    Printer out(language);
    out.say(view.title, 0);
    out.say(view.summary, 0);
    out.remarks(view.remarks, 0);
    out.rows(view.head.rows);
    out.remarks(view.head.remarks);
    for (const std::string& each : view.notes) out.say(each);
    for (const Answer& each : view.answers) out.answer(each);
    for (const Party& each : view.parties) out.party(each);
    if (!view.lines.empty()) out.heading(view.lines_heading);
    for (const Line& each : view.lines) out.line(each);
    out.say(view.lines_left_out);
    for (const Line& each : view.adjustments) out.line(each);
    out.vat(view.vat);
    if (!view.totals.empty()) out.heading(text::totals_heading.in(language));
    for (const html::Figure& each : view.totals) out.say(each.label + ": " + each.value);
    out.remarks(view.totals_remarks);
    for (const Section& each : view.sections) out.section(each);
    for (const html::FileRow& each : view.files) out.say(each.label);
    return out.finish() + "\n";
}

}  // namespace samkjop::document
