#pragma once
// What the agreement templates are given: sentences and figures ready to print.
#include <cstdint>
#include <string>
#include <vector>

#include "agreement/form.h"
#include "html/components.h"

namespace samkjop::agreement {

struct ListRow {
    std::string path, title, number, supplier, supplier_number, municipalities, until, options;
    std::string kind, state, drawn;
    html::Tone tone = html::Tone::plain;
};
struct ListView {
    std::string heading, note, here, search;
    std::vector<html::Chip> chips;
    std::vector<Choice> kinds, states, municipalities, ends;
    std::string cpv;
    std::vector<ListRow> rows;
    bool may_keep = false;  // the coordinator's links: new, import
    bool filtered = false;
};

// A section of the record page: a table, or figures, or words, and the way to change it.
struct Cells {
    std::vector<std::string> cells;  // the first is the row's heading
    std::string path;                // of the first cell, or empty
    std::string edit_path;           // or empty
    std::string more_path, more_label;
};
struct SectionView {
    std::string id, title, note;
    std::vector<html::Figure> facts;
    std::string words;
    std::vector<std::string> headings;
    std::vector<Cells> rows;
    std::string edit_path, edit_label;  // empty: not to be changed by the reader
    bool empty() const { return facts.empty() && words.empty() && rows.empty(); }
};
struct EventForm {
    std::string event, title, lead, label;
    std::vector<Field> fields;
    bool open = false, dangerous = false, primary = false;
};
struct DetailView {
    std::string number, title, kind, state, context, goods_path, event_path, draw_down_path,
        evaluation_path;
    html::Tone tone = html::Tone::good;
    std::vector<std::string> findings;
    std::vector<html::Figure> facts, drawn;
    std::vector<html::Figure> dues;
    std::string drawn_says;
    int drawn_percent = -1;
    std::vector<SectionView> sections;
    std::vector<EventForm> events;
    std::vector<Refusal> refusals;
    std::vector<html::TrailRow> trail;
    Date today;
};

void list_page(html::Out& o, const ListView& view);
void detail_page(html::Out& o, const DetailView& view);
void fields(html::Out& o, std::span<const Field> all, std::span<const Refusal> refusals,
            const std::string& prefix);

}  // namespace samkjop::agreement
