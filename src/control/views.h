#pragma once
// What the templates of the control are given: sentences and figures ready to print.
#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::control {

struct FindingRow {
    std::string path, strong, rest, doubt, document, document_path, state;
    html::Tone tone = html::Tone::stop;
};
struct Group {  // of one supplier and one municipality
    std::string title, sum, button;
    std::int64_t municipality = 0, supplier = 0;
    bool may_claim = false;
    std::vector<FindingRow> rows;
};
struct ListView {
    std::string title;
    std::vector<html::Chip> shows, municipalities;
    std::vector<Group> groups;
    std::vector<Refusal> refusals;
};
struct FindingView {
    std::string path, title, rest, state, document, document_path, doubt, reason;
    html::Tone tone = html::Tone::stop;
    std::vector<html::Figure> figures;
    std::vector<html::Figure> facts;
    std::string claim, claim_path;
    bool may_confirm = false, may_set_aside = false;
    std::vector<html::TrailRow> trail;
    std::vector<Refusal> refusals;
    Date today;
};
struct ClaimRow {
    std::string path, number, supplier, municipality, state, claimed, recovered;
    html::Tone tone = html::Tone::wait;
};
struct SumRow {
    std::string agreement, municipality, found, claimed, recovered, number;
};
struct ClaimsView {
    std::string title;
    std::vector<ClaimRow> rows;
    std::vector<SumRow> sums;
};
struct CreditRow {
    std::string path, label, day;
};
struct ClaimView {
    std::string path, number, title, state, lead, send_label;
    html::Tone tone = html::Tone::wait;
    std::vector<html::Figure> figures;
    bool send = false, remind = false, insist = false, disagree = false, withdraw = false,
         write_off = false, waits = false;
    std::vector<FindingRow> rows;
    std::vector<CreditRow> credits;
    std::vector<html::TrailRow> trail;
    std::vector<Refusal> refusals;
    std::string typed;
    Date today;
};
struct LetterRow {
    std::string invoice, day, what, agreed, found, amount;
};
struct LetterView {
    std::string path, number, date, to, to_number, from, from_number, intro, sum;
    std::vector<LetterRow> rows;
};
struct LeakRow {
    std::string municipality, unit, agreement, net, dearer, lines;
};
struct LeakageView {
    std::string title;
    std::vector<html::Chip> years;
    std::vector<LeakRow> rows;
    std::vector<FindingRow> lines;
};

void control_list(html::Out& o, const ListView& view);
void finding_page(html::Out& o, const FindingView& view);
void claim_list(html::Out& o, const ClaimsView& view);
void claim_page(html::Out& o, const ClaimView& view);
void letter_page(html::Out& o, const LetterView& view);
void leakage_page(html::Out& o, const LeakageView& view);
void finding_rows(html::Out& o, const std::vector<FindingRow>& rows);

}  // namespace samkjop::control
