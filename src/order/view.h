#pragma once
// What the templates draw: strings that are ready.
#include "html/components.h"
#include "order/order.h"

namespace samkjop::order {

struct Row {
    std::string path, number, title, supplier, state, when, amount;
    html::Tone tone = html::Tone::plain;
};
struct ListView {
    std::string title, lead, search, older, here;
    std::vector<html::Chip> chips;
    std::vector<Row> rows;
};
void orders(html::Out& o, const ListView& view);

struct Cell {  // one of ordered, confirmed, received
    std::string value, below;
    bool differs = false;
};
struct LineView {
    std::string name, below, sum;
    Cell ordered, confirmed, received;
    std::vector<std::string> findings;
    html::Tone tone = html::Tone::plain;
};
struct QuantityField {
    std::string id, label, value;
};
struct CloseChoice {
    std::string id, label;
};
struct Fact {
    std::string label, value;
};
struct Act {  // what the person who looks may do now
    bool receive = false, mark_sent = false, answer_change = false, waits_for_others = false;
    bool change = false, cancel = false, close = false, seen = false, print = false;
    bool buyer_asked = false;
    std::string amount, freed;
    std::vector<html::Figure> effect;
    std::string mail_path, message, message_path;
    bool any() const {
        return receive || mark_sent || answer_change || waits_for_others || change || cancel ||
               close || seen;
    }
};
struct OrderView {
    std::string path, number, title, state, lead, supplier, requisition, requisition_path;
    html::Tone tone = html::Tone::plain;
    Act act;
    std::vector<QuantityField> quantities;
    std::vector<CloseChoice> closable;
    std::vector<LineView> lines;
    std::vector<html::Figure> money;
    std::vector<Fact> delivery;
    std::vector<html::FileRow> files;
    std::vector<html::TrailRow> trail;
    Date today;
    std::vector<Refusal> refusals;
    std::string typed_reason;
};
void order(html::Out& o, const OrderView& view);

struct PrintLine {
    std::string name, below, quantity, price, sum;
};
struct PrintView {
    std::string number, day, title, path, note, invoice;
    std::vector<std::string> buyer, seller;
    std::vector<Fact> facts;
    std::vector<PrintLine> lines;
    std::vector<html::Figure> money;
};
PrintView print_view(db::Session&, const Order&, Language);
void print(html::Out& o, const PrintView& view);
std::string on_paper(const PrintView& view, const Order& order, Language language);  // PDF

}  // namespace samkjop::order
