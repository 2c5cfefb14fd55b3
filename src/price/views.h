#pragma once
// What the templates of price proposals are given: sentences and figures ready to print.
#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::price {

struct ListRow {
    std::string path, supplier, name, agreement, came, state;
    html::Tone tone = html::Tone::wait;
};
struct ListView {
    std::string title;
    std::vector<ListRow> rows;
    bool may_upload = false;
};
struct LineView {
    std::int64_t position = 0;
    std::string number, name, why, why_label, decision;
    std::vector<std::string> changes;
    bool allowed = false, may_answer = false;
};
struct ProposalView {
    std::string path, number, title, state, lead, finish_label, accept_label, typed, agreement,
        agreement_path, document_path, here;
    html::Tone tone = html::Tone::wait;
    std::vector<html::Figure> figures;
    bool reading = false, may_answer = false, may_accept = false, may_finish = false;
    std::vector<html::Chip> chips;
    std::vector<LineView> lines;
    std::string more;
    std::vector<std::string> messages;
    std::vector<html::TrailRow> trail;
    std::vector<Refusal> refusals;
    int percent = 0;
    Date today;
};
struct Choice {
    std::string value, label;
    bool chosen = false;
};
struct UploadView {
    std::vector<Choice> agreements;
    std::vector<Refusal> refusals;
};
struct IndexView {
    struct Row {
        std::string name, month, value, source;
    };
    std::vector<Row> rows;
    std::string name, source;
    std::vector<Refusal> refusals;
};

void proposal_list(html::Out& o, const ListView& view);
void proposal_page(html::Out& o, const ProposalView& view);
void upload_page(html::Out& o, const UploadView& view);
void index_page(html::Out& o, const IndexView& view);

}  // namespace samkjop::price
