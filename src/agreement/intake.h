#pragma once
// An existing register, taken in from a spreadsheet: read, shown row by row with what was
// understood and what was assumed, and stored only when a person has said yes.

#include "agreement/agreement.h"
#include "http/exchange.h"
#include "sheet/sheet.h"

namespace samkjop::agreement {

namespace intake {

struct Note {
    bool stops = false;  // the row is left out
    Refusal says;
};

// One agreement as the file has it: several lines where suppliers or lots stand below one another.
struct Row {
    std::string sheet;
    int line = 0;
    Agreement is;  // what would be stored
    std::optional<AgreementId> existing;
    bool changes = true;                         // of an existing one
    std::vector<party::Supplier> new_suppliers;  // to be registered first
    std::vector<Note> notes;
    bool left_out() const;
};

struct Column {
    std::string letters, heading;
    const Text* means = nullptr;  // nothing: not read
    std::string municipality;     // its own column of crosses
};

struct Reading {
    struct Sheet {
        std::string name;
        int heading_line = 0;  // 0: no headings were found, the sheet is not read
        std::vector<Column> columns;
    };
    std::vector<Sheet> sheets;
    std::vector<Row> rows;
    std::vector<Refusal> refusals;  // of the file as a whole
    int count_new() const;
    int count_changed() const;
    int count_unchanged() const;
    int count_left_out() const;
};

// undecided_in_force: agreements whose decision is not in the file are taken over as they run;
// else they become drafts.
Reading read(db::Session&, std::string_view bytes, Date today, bool undecided_in_force);
// The rows that hold. Returns how many were stored.
Result<int> store(db::Tx&, const Actor&, Instant at, const Reading&);

// Kept between the preview and the yes.
struct Kept {
    std::int64_t id = 0;
    UserId person;
    std::string file_name, bytes;
    bool taken = false;
};
std::int64_t keep(db::Tx&, const Actor&, Instant at, std::string_view file_name,
                  std::string_view bytes);
std::optional<Kept> kept(db::Session&, const Actor&, std::int64_t id);
void mark_taken(db::Tx&, Instant at, std::int64_t id);

}  // namespace intake

http::Response show_intake(http::Exchange&);
http::Response take_file(http::Post&);
http::Response show_preview(http::Exchange&);
http::Response confirm_intake(http::Post&);

}  // namespace samkjop::agreement
