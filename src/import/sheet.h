#pragma once
// A CSV file whose headings are understood: typed cells, and a message with line, column and what
// to do for each one that cannot be used.

#include <map>
#include <span>

#include "import/import.h"
#include "sheet/csv.h"

namespace samkjop::import {

namespace csv = sheet::csv;

struct Column {
    std::string_view name;  // in English, as in documentation and refusals' fields
    std::string_view also;  // other headings, parted by blanks, folded: "ansvar kode"
    bool required = true;   // the heading must be there and every cell filled
};

class Sheet {
public:
    // Understands the headings; what is wrong with the file as a whole goes into the messages.
    Sheet(std::string_view bytes, std::span<const Column> columns);

    std::vector<Message>& messages() { return messages_; }
    std::size_t size() const { return table_.rows.size(); }

    class Row {
    public:
        int line() const { return cells_->line; }
        bool ok() const { return ok_; }

        std::string text(std::string_view column);
        std::string digits(std::string_view column);  // blanks taken out: "313 001 008"
        std::vector<std::string> words(
            std::string_view column);                      // parted by blank, comma, semicolon
        std::optional<Date> day(std::string_view column);  // 2026-11-20 or 20.11.2026
        Date day(std::string_view column, Date otherwise);
        std::optional<Decimal> number(std::string_view column);
        Decimal number(std::string_view column, Decimal otherwise);
        std::optional<int> whole(std::string_view column);
        int whole(std::string_view column, int otherwise);
        std::optional<Money> money(std::string_view column);
        // "25" and "25 %" mean Decimal 0.25.
        Decimal percent(std::string_view column, Decimal otherwise);
        bool yes(std::string_view column, bool otherwise = false);
        // One of the words: "nb bokmål" → 0 … each entry is a list of spellings, folded.
        std::optional<int> one_of(std::string_view column,
                                  std::span<const std::string_view> spellings);
        bool has(std::string_view column) const;  // a filled cell

        // A message about this row: the refusal's field names the column where there is one.
        void refuse(Refusal refusal);
        void refuse(std::string_view column, const Text& sentence, Arguments arguments = {});

    private:
        friend class Sheet;
        Row(Sheet& sheet, const csv::Cells& cells) : sheet_(&sheet), cells_(&cells) {}
        const std::string& raw(std::string_view column) const;
        std::string filled(std::string_view column);  // reports an empty required cell

        Sheet* sheet_;
        const csv::Cells* cells_;
        bool ok_ = true;
    };

    // Every row in order; stops after kMostMessages, since the rest will look the same.
    template <class F>
    void each(F function) {
        for (const csv::Cells& cells : table_.rows) {
            if (messages_.size() >= kMostMessages) return;
            Row row(*this, cells);
            check_width(row);
            function(row);
        }
    }
    // The same key in two rows would leave it open which one counts.
    bool first(Row& row, const std::string& key);

    static constexpr std::size_t kMostMessages = 200;

private:
    int position(std::string_view column) const;
    void check_width(Row& row);

    csv::Table table_;
    std::span<const Column> columns_;
    std::map<std::string, int, std::less<>> positions_;  // English name → place in the file
    std::map<std::string, int> seen_;                    // key → line
    std::vector<Message> messages_;
};

}  // namespace samkjop::import
