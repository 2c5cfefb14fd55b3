// The intake of a register in the browser: choose the file, look at what was understood, say yes.

#include "agreement/form.h"
#include "agreement/intake.h"
#include "agreement/register_views.h"
#include "agreement/texts.h"
#include "html/components.h"

namespace samkjop::agreement {
namespace {

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

http::Response draw_intake(http::Exchange& exchange, const IntakeView& view) {
    const http::PageHead head{.title = in(exchange, text::take_in_register),
                              .active_menu = "/avtaler",
                              .refused = !view.refusals.empty(),
                              .frame = "frame--narrow"};
    return http::page(exchange, head, [&](html::Out& o) { intake_page(o, view); });
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& each : words) out += (out.empty() ? "" : ", ") + each;
    return out;
}

PreviewRow row_of(const http::Exchange& exchange, const intake::Row& row) {
    PreviewRow out;
    const Agreement& is = row.is;
    out.line =
        row.sheet.empty() ? std::to_string(row.line) : row.sheet + " " + std::to_string(row.line);
    out.number = is.number;
    out.title = is.title;
    if (row.existing) out.path = "/avtaler/" + std::to_string(row.existing->value);
    std::vector<std::string> suppliers, members;
    for (const Supplying& each : is.suppliers) suppliers.push_back(each.name);
    for (const Member& each : is.members) members.push_back(each.name);
    out.supplier = joined(suppliers);
    out.municipalities = joined(members);
    if (is.valid_from != Date())
        out.period = format_short_date(is.valid_from) + " – " + format_short_date(is.valid_to);
    for (const Option& each : is.option_list)
        out.options += (out.options.empty() ? "" : ", ") + format_short_date(each.valid_to);
    if (is.maximum) out.value = html::kroner(*is.maximum);
    if (!is.maximum && is.estimated) out.value = html::kroner(*is.estimated);
    out.state = in(exchange, words(is.state));
    const bool left_out = row.left_out();
    out.tone = left_out            ? html::Tone::stop
               : row.notes.empty() ? html::Tone::good
                                   : html::Tone::warning;
    out.outcome = in(exchange, left_out        ? text::outcome_left_out
                               : !row.existing ? text::outcome_new
                               : row.changes   ? text::outcome_changed
                                               : text::outcome_unchanged);
    for (const intake::Note& each : row.notes)
        out.notes.push_back({each.stops, each.says.in(exchange.language)});
    return out;
}

PreviewSheet sheet_of(const http::Exchange& exchange, const intake::Reading::Sheet& sheet) {
    PreviewSheet out;
    out.name = sheet.name;
    out.says = sheet.heading_line == 0
                   ? in(exchange, text::sheet_not_read)
                   : in(exchange, text::sheet_read, {{"line", std::int64_t{sheet.heading_line}}});
    for (const intake::Column& each : sheet.columns) {
        std::string means = each.means ? in(exchange, *each.means) : "";
        if (!each.municipality.empty())
            means = in(exchange, text::municipality_column, {{"name", each.municipality}});
        if (means.empty()) means = in(exchange, text::column_not_read);
        out.columns.push_back({each.letters, each.heading, means});
    }
    return out;
}

http::Response draw_preview(http::Exchange& exchange, const intake::Kept& kept,
                            const intake::Reading& reading, bool undecided_in_force,
                            std::vector<Refusal> refusals = {}) {
    PreviewView view;
    view.path = "/avtaler/innlesing/" + std::to_string(kept.id);
    view.file_name = kept.file_name;
    view.taken = kept.taken;
    view.undecided_in_force = undecided_in_force;
    view.refusals = std::move(refusals);
    for (const Refusal& each : reading.refusals) view.refusals.push_back(each);
    const std::int64_t storing = reading.count_new() + reading.count_changed();
    const auto add = [&](const Text& label, int count) {
        view.figures.push_back({in(exchange, label), std::to_string(count)});
    };
    add(text::outcome_new, reading.count_new());
    add(text::outcome_changed, reading.count_changed());
    add(text::outcome_unchanged, reading.count_unchanged());
    add(text::outcome_left_out, reading.count_left_out());
    view.heading =
        in(exchange, html::plural(storing, text::preview_one, text::preview_many),
           {{"count", html::capitalised(html::count_in_words(storing, exchange.language))}});
    if (storing > 0 && !kept.taken) {
        view.confirm = in(exchange, html::plural(storing, text::confirm_one, text::confirm_many),
                          {{"count", storing}});
    }
    for (const auto& each : reading.sheets) view.sheets.push_back(sheet_of(exchange, each));
    for (const intake::Row& each : reading.rows) view.rows.push_back(row_of(exchange, each));
    const http::PageHead head{
        .title = view.heading, .active_menu = "/avtaler", .refused = !view.refusals.empty()};
    return http::page(exchange, head, [&](html::Out& o) { preview_page(o, view); });
}

bool runs_without_decision(std::string_view chosen) { return chosen == "1"; }

}  // namespace

http::Response show_intake(http::Exchange& exchange) { return draw_intake(exchange, {}); }

http::Response take_file(http::Post& post) {
    const http::Upload* upload = post.upload("file");
    if (upload == nullptr) return draw_intake(post, {{{&text::file_missing, {}, "file"}}});
    // Read once here, so that a file that is no spreadsheet is refused where it was chosen.
    const auto book = sheet::read(upload->bytes);
    if (!book) {
        Refusal refusal = book.error();
        refusal.field = "file";
        return draw_intake(post, {{std::move(refusal)}});
    }
    const auto id = intake::keep(post.tx, post.actor, post.now, upload->file_name, upload->bytes);
    post.commit();
    return http::see_other("/avtaler/innlesing/" + std::to_string(id));
}

http::Response show_preview(http::Exchange& exchange) {
    const auto kept = intake::kept(exchange.db, exchange.actor, exchange.path_id());
    if (!kept) return http::not_found();
    const bool runs = runs_without_decision(exchange.query("uten_vedtak"));
    const auto reading = intake::read(exchange.db, kept->bytes, exchange.today, runs);
    return draw_preview(exchange, *kept, reading, runs);
}

http::Response confirm_intake(http::Post& post) {
    const auto kept = intake::kept(post.db, post.actor, post.path_id());
    if (!kept || kept->taken) return http::not_found();
    const bool runs = runs_without_decision(post.form("uten_vedtak"));
    const auto reading = intake::read(post.db, kept->bytes, post.today, runs);
    const auto stored = intake::store(post.tx, post.actor, post.now, reading);
    if (!stored) return draw_preview(post, *kept, reading, runs, {stored.error()});
    intake::mark_taken(post.tx, post.now, kept->id);
    post.commit();
    return http::see_other("/avtaler?kommune=alle");
}

}  // namespace samkjop::agreement
