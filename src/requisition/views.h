#pragma once
// What the templates show: strings that are ready to print. views.cc makes them from a requisition,
// what the ledger has left, and the lifecycle's own answers.

#include "html/components.h"
#include "requisition/lifecycle.h"
#include "requisition/requisition.h"
#include "requisition/rules.h"

namespace samkjop::requisition {

struct Budget {           // one scope that the purchase touches
    std::string id, key;  // "b1": what links point at
    std::string title, where,
        unit;  // «200 Inventar», «3210 Elvetun · funksjon 253», «3210 Elvetun»
    html::BudgetBar bar;
    Money over_by;  // as submit will mark or refuse it
    bool over() const { return bar.available() < Money(); }
};

struct Labelled {
    std::string label, value;
    bool missing = false;
};
struct PartView {
    std::string share;  // «60 %, 1 326 kr»; empty where the line is not split
    std::vector<Labelled> cells;
    std::string budget_id, left;
    bool over = false;
};
struct LineView {
    std::int64_t id = 0;
    std::string name, supplier, agreement, agreement_path, price, unit, units, quantity, sum,
        whole_kroner;
    std::string outside;  // why outside agreement, or empty
    std::vector<PartView> parts;
    std::string coding_reason;
    std::string what;                // «60 esker à 62,50 kr»
    std::vector<std::string> coded;  // «Kontert 110 · 3210 · 253 · mva 1»
    std::string over;                // «… går 426 kr over budsjettet.»
    html::Tone tone = html::Tone::good;
    std::string state;
    bool open = false;
};
struct OrderView {
    std::string supplier, agreement, amount;
};

struct BasketView {
    Date today;
    std::string lead, message_above;
    html::Tone message_tone = html::Tone::good;
    std::vector<LineView> lines;
    std::vector<Budget> budgets;
    std::vector<OrderView> orders;
    std::string title, message, wished, why;
    std::vector<std::pair<std::int64_t, std::string>> places;
    std::int64_t place = 0;
    std::string net;  // "12 480"
    std::string goes_to, becomes;
    std::string over_heading, over_says;  // empty: within the budget
    bool over_needs_reason = false, over_forbidden = false;
    std::vector<Refusal> refusals;
};

struct RecordView {
    Date today;
    std::int64_t id = 0;
    std::string kind, title, state, lead, message, delivery;
    html::Tone tone = html::Tone::wait;
    bool to_me = false;
    std::vector<LineView> lines;
    std::string lines_heading;
    std::vector<Budget> budgets;
    std::vector<OrderView> orders;
    std::string sum, becomes;
    std::vector<html::FileRow> files;
    std::vector<Labelled> links;  // label, path
    std::vector<html::TrailRow> trail;
    std::string trail_line, trail_hash;
    std::vector<Refusal> refusals;
    // The approver's panel.
    bool decides = false, may_approve = false, needs_reason = false, may_ask = false;
    std::string cannot;  // why not, where it is so
    std::string beyond;  // the agreement's maximum: what the approver must answer for
    std::string net, means, over_amount, requester_first_name, why, question, reject_reason;
    std::int64_t reject_line = -1;  // the line whose rejection was refused; 0: all
    std::string reject_all;
    // The requester's panel.
    bool own_open = false, asked = false;
    bool rejected_news = false;  // lines were rejected, and the requester has not put it away
    bool change_refused = false;
    std::string answer, question_to_answer;
};

struct BasketPanelLine {
    std::string name, quantity, sum;
};
struct BasketPanelView {
    std::vector<BasketPanelLine> lines;
    std::string sum;
};
void basket_panel_part(html::Out& o, const BasketPanelView& view);

struct ShareRow {
    int number = 1;
    struct Choice {
        std::string field, label;  // "ansvar-1", «Ansvar»
        bool required = true;
        std::string chosen;
    };
    std::vector<Choice> choices;
    std::string vat, percent, amount, becomes;
};
struct CodingView {
    std::int64_t line = 0;
    std::string name, lead, back, back_path, rest;
    bool rest_wrong = false, waits_again = false;
    // Options per dimension, in the order of a row's choices: code and «110 Medisinsk …».
    std::vector<std::vector<std::pair<std::string, std::string>>> options;
    std::vector<std::pair<std::string, std::string>> vat_options;
    std::vector<ShareRow> rows;
    std::vector<Refusal> refusals;
};

struct FreeTextView {
    std::vector<std::pair<std::string, std::string>> suppliers, units, vat_codes;
    std::string supplier, description, quantity, unit, price, vat, reason, most_megabytes;
    std::vector<Refusal> refusals;
};

struct ListRow {
    std::string path, number, title, who, state, sent, amount;
    html::Tone tone = html::Tone::plain;
};
struct ListView {
    bool reach = false, may_reach = false;
    std::vector<ListRow> rows;
    std::string next;
};

void basket_page(html::Out&, const BasketView&);
void empty_basket_page(html::Out&);
void record_page(html::Out&, const RecordView&);
void coding_page(html::Out&, const CodingView&);
void free_text_page(html::Out&, const FreeTextView&);
void list_page(html::Out&, const ListView&);

// ---- Made from what was loaded
// -------------------------------------------------------------------
std::vector<Budget> budgets(db::Session&, const Requisition&, const party::Settings&, Date today,
                            Language);
std::vector<LineView> line_views(const Requisition&, std::span<const coding::DimensionRule>,
                                 const party::Settings&, std::span<const Budget>, Language);
std::vector<OrderView> order_views(const Requisition&, Language);
std::vector<html::TrailRow> trail_rows(db::Session&, const Requisition&, Language,
                                       std::string& line, std::string& hash);
std::string state_text(State, Language);
html::Tone state_tone(State);
std::string unit_word(std::string_view unit_code, Language, Decimal quantity);  // «eske», «esker»
std::string price_text(Decimal price);                // two decimals at least
std::string lines_text(std::size_t count, Language);  // «5 linjer»
std::string percent_text(std::int64_t weight, std::int64_t sum);
std::vector<std::pair<std::string, std::string>> unit_choices(Language);

}  // namespace samkjop::requisition
