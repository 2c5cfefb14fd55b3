#pragma once
// Every administration page is a sheet: lists of what there is, and forms that change it. One
// template draws them all, so that all of them read, tab and refuse the same way.

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "html/out.h"
#include "http/exchange.h"

namespace samkjop::administration {

struct Option {
    std::string value, label;
};

struct Field {
    enum class Kind : std::uint8_t { text, number, date, email, password, choice, check };
    std::string name;  // also the field that a refusal points at
    std::string label;
    std::string value;
    Kind kind = Kind::text;
    std::string help;
    bool required = false;
    std::vector<Option> options;
    std::string autocomplete;
};

struct Form {
    std::string id;  // comes back as "skjema": which form was sent
    std::string heading;
    std::string lead;
    std::string button;
    std::vector<Field> fields;
    std::vector<std::pair<std::string, std::string>> hidden;
    bool dangerous = false;
    bool folded = false;  // behind a heading that opens
};

struct Cell {
    std::string text;
    std::string path;  // a link, or empty
    bool right = false;
};
struct Row {
    std::vector<Cell> cells;
    std::vector<Form> acts;  // one small button each, in the last column
};
struct List {
    std::string heading;
    std::string lead;
    std::vector<std::string> columns;
    std::vector<Row> rows;
    std::string none;  // what stands there when there are no rows
};

struct Sheet {
    std::string title, lead, back_path, back_name, action;
    std::vector<List> lists;
    std::vector<Form> forms;
    std::vector<std::pair<std::string, std::string>> links;  // label, path
    std::string secret_label, secret;                        // shown once: a link to give somebody
    std::vector<Refusal> refusals;
    std::string refused_form;  // the form they belong to
};

void sheet_page(html::Out& o, const Sheet& v);
http::Response show(http::Exchange& exchange, Sheet sheet);
// 422: the same sheet, the refusal by its field, and what was typed back in the form it came from.
http::Response show_refused(http::Post& exchange, Sheet sheet, const Refusal& refusal);

}  // namespace samkjop::administration
