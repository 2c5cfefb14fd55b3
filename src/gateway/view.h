#pragma once
// What the templates draw: strings that are ready.
#include <functional>

#include "document/document.h"
#include "gateway/store.h"
#include "html/components.h"

namespace samkjop::gateway {

struct DocumentRow {
    std::string path, title, counterpart, state, when;
    html::Tone tone = html::Tone::plain;
};

struct ListView {
    std::string title;
    std::vector<std::string> waits;
    std::vector<html::WaitRow> waiting;
    std::vector<store::DayFlow> flow;
    html::Safe chart_in{""}, chart_out{""};
    std::string flow_heading;
    std::vector<html::Chip> chips;
    std::string search, rows_heading, older;
    std::vector<DocumentRow> rows;
    std::vector<Refusal> refusals;
};
void documents(html::Out& o, const ListView& view);

struct PeerRow {
    std::string name, participant, takes;
};
struct PeersView {
    std::vector<PeerRow> rows;
    std::string typed_participant, typed_name;
    std::vector<Refusal> refusals;
};
void peers(html::Out& o, const PeersView& view);

struct Fact {
    std::string label, value;
};
struct DocumentView {
    std::string id, title, state, reason, hash;
    html::Tone tone = html::Tone::plain;
    bool may_release = false, may_force = false, may_discard = false, may_resend = false,
         out = false;
    bool typed_anyway = false;
    std::string typed_reason, anyway;
    std::optional<document::Reading> reading;
    std::vector<Fact> facts;
    std::vector<html::FileRow> files, answers;
    std::vector<html::TrailRow> trail;
    Date today;
    std::vector<Refusal> refusals;
};
void document(html::Out& o, const DocumentView& view);

}  // namespace samkjop::gateway
