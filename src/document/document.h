#pragma once
// An e-document as a person reads it: one view for every type that Samkjøp knows, with what the
// rules found at the place where it was found. Made from the tree of the file itself, so that a
// document that breaks the rules can be read too.
#include <optional>
#include <string>
#include <vector>

#include "html/components.h"
#include "peppol/peppol.h"
#include "ubl/tree.h"

namespace samkjop::document {

struct Remark {
    std::string sentence;
    std::string where;   // «BR-CO-15 · BT-112 · linje 42»
    std::string anchor;  // "funn-3"
    bool fatal = true;
    std::string path;   // in the file
    std::string found;  // what stood there, and what was expected
    std::string mend;   // who must mend it
};
using Remarks = std::vector<Remark>;

struct Row {
    std::string label, value;
};
struct Party {
    std::string role, name;
    std::vector<Row> rows;
    Remarks remarks;
    std::string path;
};
struct Line {
    std::string number, name;
    std::vector<Row> details;  // a row without label is a sentence of its own
    std::string status, quantity, price, vat, net;
    html::Tone tone = html::Tone::plain;
    Remarks remarks;
    std::string path;
};
struct VatRow {
    std::string category, rate, base, amount, reason;
    Remarks remarks;
    std::string path;
};
struct Answer {  // what a response says
    std::string code;
    html::Tone tone = html::Tone::plain;
    std::vector<Row> rows;
    std::vector<std::string> reasons;
    Remarks remarks;
    std::string path;
};
struct Section {  // rows under a heading of their own
    std::string heading;
    std::vector<Row> rows;
    Remarks remarks;
    std::vector<std::string> paths;
};

struct Reading {
    ubl::DocumentType type = ubl::DocumentType::other;
    std::string kind, title;  // «Faktura», «Faktura 1042»
    std::string summary;      // «2 feil og 1 advarsel»; empty: nothing was found
    bool fatal = false;
    Section head;
    std::vector<std::string> notes;
    std::vector<Answer> answers;
    std::vector<Party> parties;
    std::string lines_heading;
    std::vector<Line> lines;
    std::string lines_left_out;  // «Viser 500 av 50 000 linjer.»
    bool has_prices = false, has_vat = false, has_amounts = false;
    std::vector<Line> adjustments;
    std::vector<VatRow> vat;
    std::vector<html::Figure> totals;
    Remarks totals_remarks;
    std::vector<std::string> totals_paths;
    std::vector<Section> sections;  // delivery, payment
    std::vector<html::FileRow> files;
    Remarks remarks;  // about the whole document, or what the view does not show
};

struct Options {
    Language language = Language::nb;
    std::string files_path;  // "/dokumenter/12/vedlegg": an attachment stands at files_path/1
    const peppol::Verdict* verdict = nullptr;
};
Reading reading(const ubl::Tree& tree, ubl::DocumentType type, const Options& options);

// The same from the bytes of the file, envelope or not, judged anew: findings have the lines of
// that file. Nothing where it cannot be read.
std::optional<Reading> read(std::string_view bytes, Language language, std::string files_path);

// «Faktura», «Ordresvar» …
std::string_view type_label(ubl::DocumentType type, Language language);

// The sections, for a page that has its own head.
void sections(html::Out& o, const Reading& view);

// The same as plain text, for the command line.
std::string as_text(std::string_view bytes, const peppol::Verdict& verdict, Language language);

// A page of its own, for whoever may see the document: it can be printed.
struct Page {
    Reading reading;
    std::string back_path, back_label;  // where the reader came from
    std::string original_path;          // the file itself
};
void page(html::Out& o, const Page& view);

// An attachment inside the document, by the number that reading() gives it (from 1).
struct Attached {
    std::string name, media_type, bytes;
};
std::optional<Attached> attached(std::string_view bytes, std::int64_t number);

}  // namespace samkjop::document
