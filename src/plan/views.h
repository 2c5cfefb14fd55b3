#pragma once
#include "html/components.h"

namespace samkjop::plan {

struct ListRow {
    std::string path, title, number, method, municipalities, announcement, start, value, state;
    html::Tone tone = html::Tone::plain;
};
struct ListView {
    std::string heading, note, here;
    std::vector<html::Chip> chips;
    std::vector<ListRow> rows;
};
void list_page(html::Out&, const ListView&);

struct Option {
    std::string value, label;
    bool chosen = false;
};
// What stands in the form, as it was typed.
struct FormView {
    std::string action;
    bool is_new = false;
    std::string title, description, number, cpv, estimate, duration, contact_name, contact_email;
    std::string notice, replaces, agreement, note;
    std::vector<Option> bands, methods, announcements, starts, municipalities;
    std::vector<Refusal> refusals;
};
void form(html::Out&, const FormView&);

struct NewView {
    FormView form;
};
void new_page(html::Out&, const NewView&);

struct IntakeView {
    std::string fine;                   // checked, and it can be taken in
    std::vector<std::string> messages;  // what is wrong, a line each
};
void intake_page(html::Out&, const IntakeView&);

struct Act {
    std::string event, label;
    bool primary = false, dangerous = false;
};
struct DetailView {
    std::string number, title, context, state, description, note, public_path;
    html::Tone tone = html::Tone::plain;
    bool released = false, may_announce_later = false;
    std::string event_path;
    std::vector<Act> acts;
    std::vector<html::Figure> facts;
    std::vector<html::TrailRow> trail;
    std::vector<Refusal> refusals;
    FormView form;
    Date today;
};
void detail_page(html::Out&, const DetailView&);

}  // namespace samkjop::plan
