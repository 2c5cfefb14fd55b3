#pragma once
// What the templates of the draw-down and the evaluation are given.

#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::follow_up {

struct SumRow {
    std::string name, path, ordered, invoiced, maximum, share;
    int percent = -1;
};
struct SumTable {
    std::string id, title;
    bool with_maximum = false;
    std::vector<SumRow> rows;
};
struct CallOffRow {
    std::string path, order, item, item_number, municipality, supplier, day, quantity, price,
        ordered, invoiced;
    std::vector<html::FileRow> invoices;
};
struct DrawDownView {
    std::string number, agreement, path, heading, warning, here, list_heading, all_path;
    int percent = -1;
    std::vector<html::Figure> figures;
    std::vector<SumTable> tables;
    std::vector<CallOffRow> rows;
};
void draw_down_page(html::Out&, const DrawDownView&);

struct ReviewRow {
    std::string grade, words, who, when;
};
struct ItemRow {
    std::string name, number, quantity, sum, first, last, change;
};
struct LeakRow {
    std::string where, net, lines, dearer;
};
struct RequirementRow {
    std::string text, last, found;
};
struct GradeChoice {
    int value = 0;
    std::string label;
    bool chosen = false;
};
struct EvaluationView {
    std::string number, agreement, path, lead, here, review_path, draw_down_path, reviews_heading;
    std::vector<html::Figure> use, performance;
    std::vector<ReviewRow> reviews;
    std::vector<ItemRow> items;
    std::vector<LeakRow> leaks;
    std::vector<RequirementRow> requirements;
    std::vector<GradeChoice> grades;
    std::string words;
    bool may_review = false, has_reviewed = false;
    std::vector<Refusal> refusals;
};
void evaluation_page(html::Out&, const EvaluationView&);

}  // namespace samkjop::follow_up
