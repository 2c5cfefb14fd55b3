#pragma once
// What the templates of the calendar and the intake are given.

#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::agreement {

struct CalendarRow {
    std::string path, title, number, day, what, detail, supplier, manager;
    html::Tone tone = html::Tone::plain;
};
struct CalendarMonth {
    std::string name;
    std::vector<CalendarRow> rows;
};
struct CalendarView {
    std::string heading, here, address;
    std::vector<html::Chip> chips;
    std::vector<CalendarMonth> months;
};
void calendar_page(html::Out&, const CalendarView&);

struct IntakeView {
    std::vector<Refusal> refusals;
};
void intake_page(html::Out&, const IntakeView&);

struct PreviewNote {
    bool stops = false;
    std::string says;
};
struct PreviewRow {
    std::string line, number, title, path, supplier, period, options, value, municipalities, state,
        outcome;
    html::Tone tone = html::Tone::plain;
    std::vector<PreviewNote> notes;
};
struct PreviewColumn {
    std::string letters, heading, means;
};
struct PreviewSheet {
    std::string name, says;
    std::vector<PreviewColumn> columns;
};
struct PreviewView {
    std::string path, file_name, heading, confirm;
    bool undecided_in_force = false, taken = false;
    std::vector<html::Figure> figures;
    std::vector<PreviewSheet> sheets;
    std::vector<PreviewRow> rows;
    std::vector<Refusal> refusals;
};
void preview_page(html::Out&, const PreviewView&);

}  // namespace samkjop::agreement
