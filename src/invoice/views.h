#pragma once
// What the templates draw: strings that are ready.
#include "html/components.h"
#include "invoice/handling.h"

namespace samkjop::invoice {

struct ListRow {
    std::string path, number, reference, seller, state, due, amount;
    html::Tone tone = html::Tone::plain;
    bool late = false;
};
struct ListView {
    std::string title, lead, search, older, export_path, shown, here;
    std::vector<html::Chip> chips;
    std::vector<ListRow> rows;
};

struct Said {  // a finding in words
    std::string strong, rest;
};
struct Cell {  // one of ordered, received, invoiced
    std::string value, below;
};
struct LineView {
    std::string name, outcome, coding;
    bool agrees = true, differs = false;
    html::Tone tone = html::Tone::plain;
    Cell ordered, received, invoiced;
    std::vector<Said> findings;
};

struct Choice {
    std::string value, label;
    bool chosen = false;
};
struct DimensionField {
    std::string name, label, value, list;
    bool required = false;
};
struct CodingFields {  // one account string with VAT code; list: the datalist's id
    std::string prefix;
    std::vector<DimensionField> dimensions;
    std::string vat_name, vat_value;
};
struct CodeLineView {
    std::string id, name, amount, percent_name, percent;
    CodingFields first, second;
};
struct DataList {
    std::string id;
    std::vector<Choice> choices;
};

struct Act {  // what the person who looks may do now
    bool ask_credit = false, accept = false, refuse = false, certify = false, authorise = false;
    bool send_back = false, code = false, recode = false, answer = false, try_again = false;
    bool release = false, receive = false, enrol = false, rate = false, to_export = false;
    bool correct = false, grant = false, decline = false, release_correction = false;
    std::string grant_amount, grant_waits;
    std::string enrol_name, enrol_number;  // of the company that is not known
    std::string credit_amount, authorise_amount, code_amount;
    std::string receive_label, receive_path, mail_path, mail_label, waits;
    std::vector<html::Figure> figures;
    std::vector<Choice> credited, kinds, from_codings;
};

struct CorrectionView {
    std::string reference, says, moves, reason;
    html::Tone tone = html::Tone::wait;
};
struct MoneyRow {
    std::string coding, vat_code, net, vat, cost;
};
struct InvoiceView {
    struct Remark {
        std::string strong, rest, path;
        bool stop = false;
    };
    std::vector<Remark> remarks;  // what a later stage has to say
    std::string path, number, title, state, due, lead, order, order_path, seller;
    html::Tone tone = html::Tone::plain;
    std::string heading;  // «Bestilt, mottatt og fakturert»
    bool three_columns = false;
    std::vector<Said> findings;  // about the whole document
    std::vector<LineView> lines;
    Act act;
    std::vector<CodeLineView> code_lines;
    std::vector<DataList> lists;
    CodingFields recode_first, recode_second;
    std::vector<CorrectionView> corrections;
    std::vector<Choice> vat_codes;
    std::string history_title, history, history_path;
    std::vector<MoneyRow> codings;
    std::vector<html::Figure> totals;
    std::vector<html::FileRow> files;
    std::vector<html::TrailRow> trail;
    std::string hash;
    bool credit_note = false;
    Date today;
    std::vector<Refusal> refusals;
    std::string typed_reason;
};

void invoice_list(html::Out& o, const ListView& view);
void invoice_page(html::Out& o, const InvoiceView& view);

}  // namespace samkjop::invoice
