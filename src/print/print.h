#pragma once
// A document on A4 paper, as PDF: what it says is described here, how it is laid out is decided in
// layout.cc. Knows no stage and no sentence: whoever sends the document brings its words.

#include <string>
#include <string_view>
#include <vector>

namespace samkjop::print {

struct Address {
    std::string label;               // «Leveres til»
    std::vector<std::string> lines;  // the first stands out; empty ones are left out
};
struct Fact {
    std::string label, value;
    bool sum = false;  // the last of the sums: larger, with a rule above
};
struct Column {
    std::string heading;
    double share = 1;    // of the width
    bool right = false;  // figures
};
struct Cell {
    std::string text;
    std::string below;  // smaller, under it
};

struct Paper {
    std::string letterhead;          // «Nes kommune»
    std::string letterhead_below;    // «Org.nr. 974 760 673»
    std::string title;               // «Bestilling NES-2026-000007»
    std::string lead;                // one line under the title
    std::vector<Address> addresses;  // two in a row
    std::vector<Fact> facts;
    std::vector<std::string> before;  // paragraphs
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::vector<Fact> sums;
    std::vector<std::string> after;
    std::string foot;     // at the foot of every page
    std::string page_of;  // «Side {page} av {pages}»
    std::string author;   // in the file's properties
    std::string created;  // ISO 8601: the same document gives the same bytes
};

std::string pdf(const Paper& paper);

}  // namespace samkjop::print
