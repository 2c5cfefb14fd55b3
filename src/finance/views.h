#pragma once
// What the templates draw: strings that are ready.
#include "html/components.h"

namespace samkjop::finance {

struct BatchRow {
    std::string path, number, when, who, invoices, total, format;
};
struct ReceiptRow {
    std::string path, when, says;
    html::Tone tone = html::Tone::plain;
};
struct WaitingRow {
    std::string path, seller, number, amount;
};
struct ExportView {
    std::string title, lead, amount, format;
    bool can_export = false;
    std::vector<WaitingRow> waiting;
    std::string more;
    std::vector<BatchRow> batches;
    std::vector<ReceiptRow> receipts;
    std::vector<Refusal> refusals;
};
struct ItemRow {
    std::string path, reference, seller, state, amount;
    html::Tone tone = html::Tone::plain;
};
struct BatchView {
    std::string path, number, title, lead, hash, file_name;
    std::vector<ItemRow> items;
    std::vector<html::TrailRow> trail;
    Date today;
};
struct ReceiptLineRow {
    std::string line, reference, detail;
    html::Tone tone = html::Tone::plain;
};
struct ReceiptView {
    std::string title, lead;
    std::vector<ReceiptLineRow> lines;
};
struct Choice {
    std::string value, label;
    bool chosen = false;
};
struct ProfileView {
    std::vector<Choice> formats, encodings, dates, separators, signs;
    std::string client, interface_name, invoice_type, credit_type, correction_type, vat_account,
        columns, fields;
    bool vat_lines = true, header = true;
    std::vector<Refusal> refusals;
};

void export_page(html::Out& o, const ExportView& view);
void batch_page(html::Out& o, const BatchView& view);
void receipt_page(html::Out& o, const ReceiptView& view);
void profile_page(html::Out& o, const ProfileView& view);

}  // namespace samkjop::finance
