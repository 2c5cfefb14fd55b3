#pragma once
// What the template draws: strings that are ready.
#include "html/components.h"
#include "receipt/receipt.h"

namespace samkjop::receipt {

struct LineView {
    std::string position, name, expected, came_label, came, bad_label, bad, note, saying, unit;
    html::Tone tone = html::Tone::good;
    bool short_of = false, rest_closes = false, condition_open = false;
    Condition condition = Condition::good;
};
struct Past {
    std::string id, heading, words;
    std::vector<std::string> notes;
    std::vector<html::FileRow> pictures;
    std::string mail_path;
    bool undone = false, undoes = false, may_undo = false;
};
struct ReceiptView {
    std::string path, order_path, order_label, title, state, all_words, supplier;
    html::Tone tone = html::Tone::wait;
    bool open = false, registered = false, photo_again = false;
    std::vector<LineView> lines;
    std::vector<Past> past;
    std::vector<Refusal> refusals;
};
void receipt(html::Out& o, const ReceiptView& view);

}  // namespace samkjop::receipt
