#pragma once
// What the templates of this module print: ready-made strings.
#include <string>
#include <vector>

#include "html/out.h"

namespace samkjop::insight {

struct Figures {  // one row of a budget table
    std::string label, path;
    std::string adopted, revised, posted, invoiced, committed, reserved, available;
    bool over = false;
    html::Safe bar = html::Safe("");
    std::string drill;  // where the figures of this row open; kind is added
};

struct YearLink {
    int year = 0;
    bool current = false;
};

struct MunicipalityLink {
    std::int64_t id = 0;
    std::string name;
    bool current = false;
};

struct UnitsView {
    std::string title;
    int year = 0;
    std::vector<YearLink> years;
    std::vector<MunicipalityLink> municipalities;
    std::vector<Figures> units;
    Figures sum;
    bool may_close_year = false;
};

struct MonthRow {  // of early visibility
    std::string month, days, median, ordered, invoiced, share;
};

struct UnitView {
    std::int64_t unit = 0;
    std::string name, title, ansvar, now;
    int year = 0;
    std::vector<YearLink> years;
    Figures sum;
    std::vector<Figures> arts;
    std::string finding;
    html::Safe chart = html::Safe("");
    std::string early_title, early_text, early_share;
    html::Safe early_chart = html::Safe("");
    std::vector<MonthRow> months;  // those with invoices; the chart says the same
};

struct DrillRow {
    std::string date, event, who, document, document_path, coding, from, to, amount;
};
struct DrillView {
    std::string title, lead, back_path, back_name, total;
    std::vector<DrillRow> rows;
    bool more = false;
};

struct OpenRow {
    std::int64_t line = 0;
    std::string document, path, unit, since, quantity, committed, received;
    bool may_carry = false, may_accrue = false;
};
struct YearEndView {
    int year = 0;
    std::vector<OpenRow> rows;
    std::vector<std::string> unposted;
    std::string sum;
    std::string refusal;
    bool closed = false;
};

struct TrailRowView {
    std::int64_t sequence = 0;
    std::string at, who, subject, path, event, detail, hash;
};
struct AuditView {
    std::vector<TrailRowView> rows;
    std::int64_t lines = 0;
    std::int64_t before = 0;
    std::string head;
    std::string subject;
    bool verified = false, holds = false, ledger_holds = false;
    std::string says, ledger_says;
    std::vector<std::string> flaws;
};

void units_page(html::Out& o, const UnitsView& v);
void unit_page(html::Out& o, const UnitView& v);
void drill_page(html::Out& o, const DrillView& v);
void year_end_page(html::Out& o, const YearEndView& v);
void audit_page(html::Out& o, const AuditView& v);

}  // namespace samkjop::insight
