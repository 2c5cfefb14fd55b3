#pragma once
// The coordinator's pages behind the public site.
#include "html/components.h"
#include "public_site/views.h"

namespace samkjop::public_site {

struct ReleaseRow {
    std::string path, title, note, state;
    html::Tone tone = html::Tone::plain;
};
struct InsideView {
    std::string agreements_heading, plans_heading, feedback_label;
    std::vector<ReleaseRow> agreements, plans, pages;
};
void inside_page(html::Out&, const InsideView&);

// Above a page that is being looked at before it is released.
struct PreviewView {
    std::string back, action, says, words;
    bool released = false, has_words = false, may_release = true, has_news = false;
    std::vector<std::string> left_out;
    std::vector<Refusal> refusals;
};
void preview_bar(html::Out&, const PreviewView&);

struct LanguageFields {
    std::string code, name, title, summary, body;
    bool open = false;
};
struct EditorView {
    std::string action, heading, state, see_path, attach_path, remove_path, position;
    html::Tone tone = html::Tone::plain;
    bool is_new = false;
    std::vector<Choice> kinds;
    std::vector<LanguageFields> languages;
    std::vector<Refusal> refusals;
    struct Document {
        std::int64_t id = 0;
        std::string path, label;
    };
    std::vector<Document> documents;
};
void editor_page(html::Out&, const EditorView&);

struct SettingsView {
    std::string publisher, publisher_number, contact_name, contact_email, contact_phone,
        contact_address, ocid_prefix, shortcomings, assessed_on, statement_address;
    std::vector<Choice> conformance;
    std::vector<Refusal> refusals;
};
void settings_page(html::Out&, const SettingsView&);

struct InboxRow {
    std::string path, title, received, from;
};
struct InboxView {
    bool closed = false;
    std::vector<html::Chip> chips;
    std::vector<InboxRow> rows;
};
void inbox_page(html::Out&, const InboxView&);

struct FeedbackView {
    std::vector<std::string> message;  // paragraphs
    std::string number, state, name, email, about, answer, action;
    html::Tone tone = html::Tone::plain;
    bool open = true;
};
void feedback_page(html::Out&, const FeedbackView&);

}  // namespace samkjop::public_site
