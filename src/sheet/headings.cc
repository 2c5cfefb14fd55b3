// Finds the row of headings in a sheet that people made: a title above, a line of years, headings
// over two rows with a merged one on top, line breaks and brackets in them.

#include <algorithm>
#include <set>
#include <tuple>

#include "sheet/sheet.h"

namespace samkjop::sheet {
namespace {

constexpr std::size_t kLinesLookedAt = 25;
constexpr std::size_t kHeadingLines = 3;

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto blank = text.find(' ');
        const std::string_view word = text.substr(0, blank);
        if (!word.empty()) out.push_back(word);
        text.remove_prefix(blank == text.npos ? text.size() : blank + 1);
    }
    return out;
}

bool matches(std::string_view heading, std::string_view spelling) {
    if (spelling.ends_with('*'))
        return heading.starts_with(spelling.substr(0, spelling.size() - 1));
    return heading == spelling;
}

// A spelling that stands earlier in the list is a better match; 0: none.
int quality(std::string_view heading, const Wanted& wanted) {
    if (heading.empty()) return 0;
    const auto spellings = words(wanted.spellings);
    for (std::size_t i = 0; i < spellings.size(); ++i) {
        if (!matches(heading, spellings[i])) continue;
        // What only begins so is a weaker sign than the whole word.
        const bool whole = !spellings[i].ends_with('*');
        return static_cast<int>((whole ? 1000 : 500) - std::min<std::size_t>(i, 400));
    }
    return folded(wanted.name) == heading ? 1 : 0;
}

// The headings of each column, read from `rows` lines on top of one another: «Periode» above «Fra»
// is both "fra" and "periodefra".
struct Candidates {
    std::vector<std::vector<std::string>> folded_forms;  // per column
    std::vector<std::string> written;
};

Candidates candidates(const Sheet& sheet, std::size_t first, std::size_t rows) {
    Candidates out;
    for (int column = 0; column < sheet.width; ++column) {
        std::vector<std::string> forms;
        std::string joined, written, above;
        for (std::size_t i = first; i < first + rows; ++i) {
            const Cell& cell = sheet.rows[i].at(column);
            if (cell.blank() || cell.value == above) continue;
            above = cell.value;
            if (cell.kind != Cell::Kind::text) continue;
            forms.insert(forms.begin(), folded(cell.value));  // the lowest line says the most
            joined += folded(cell.value);
            written += (written.empty() ? "" : " ") + cell.value;
        }
        if (forms.size() > 1) forms.insert(forms.begin(), joined);
        out.folded_forms.push_back(std::move(forms));
        out.written.push_back(std::move(written));
    }
    return out;
}

// Each column answers to at most one wanted and each wanted to one column; the best match first,
// then the column furthest to the left.
Found assigned(const Candidates& headings, const std::vector<Wanted>& wanted) {
    struct Match {
        int quality;
        int column;
        std::size_t wanted;
    };
    std::vector<Match> matches_found;
    for (std::size_t column = 0; column < headings.folded_forms.size(); ++column) {
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            int best = 0;
            const auto& forms = headings.folded_forms[column];
            for (std::size_t form = 0; form < forms.size(); ++form) {
                const int found = quality(forms[form], wanted[i]);
                // Headings on top of one another are read together before they are read alone.
                if (found > 0) best = std::max(best, form == 0 ? found * 4 : found);
            }
            if (best > 0) matches_found.push_back({best, static_cast<int>(column), i});
        }
    }
    std::ranges::sort(matches_found, [](const Match& a, const Match& b) {
        return std::tuple(-a.quality, a.column, a.wanted) <
               std::tuple(-b.quality, b.column, b.wanted);
    });
    Found out;
    out.columns.assign(wanted.size(), -1);
    std::set<int> taken;
    for (const Match& match : matches_found) {
        if (out.columns[match.wanted] != -1 || taken.contains(match.column)) continue;
        out.columns[match.wanted] = match.column;
        taken.insert(match.column);
        ++out.score;
    }
    out.headings = headings.written;
    return out;
}

}  // namespace

std::string folded(std::string_view heading) {
    std::string out;
    for (std::size_t i = 0; i < heading.size(); ++i) {
        const char c = heading[i];
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || std::string_view(".-_:/()[],*\"'?&+").contains(c)) continue;
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c - 'A' + 'a');
        } else if (heading.substr(i).starts_with("\u00a0") ||
                   heading.substr(i).starts_with("\u00ad")) {
            ++i;  // a blank that does not break, a hyphen that may
        } else if (heading.substr(i).starts_with("\u2013") ||
                   heading.substr(i).starts_with("\u2014")) {
            i += 2;  // strokes
        } else if (c == '\xC3' && i + 1 < heading.size()) {
            // Æ Ø Å and the accented letters have their small form 0x20 further on.
            const char next = heading[++i];
            const bool capital = static_cast<unsigned char>(next) >= 0x80 &&
                                 static_cast<unsigned char>(next) <= 0x9E;
            out += c;
            out += capital ? static_cast<char>(next + 0x20) : next;
        } else {
            out += c;
        }
    }
    return out;
}

std::optional<Found> find_headings(const Sheet& sheet, const std::vector<Wanted>& wanted,
                                   int least) {
    std::optional<Found> best;
    std::size_t best_rows = 0;
    const std::size_t last = std::min(sheet.rows.size(), kLinesLookedAt);
    for (std::size_t first = 0; first < last; ++first) {
        for (std::size_t rows = 1; rows <= kHeadingLines && first + rows <= last; ++rows) {
            Found found = assigned(candidates(sheet, first, rows), wanted);
            // A further line of headings must give something; else it is a title above, or the
            // first row of content.
            if (best &&
                (found.score < best->score || (found.score == best->score && rows >= best_rows)))
                continue;
            best_rows = rows;
            found.first_line = sheet.rows[first].line;
            found.last_line = sheet.rows[first + rows - 1].line;
            found.first_row = first + rows;
            best = std::move(found);
        }
    }
    if (!best || best->score < least) return std::nullopt;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].required && best->columns[i] == -1) return std::nullopt;
    }
    return best;
}

}  // namespace samkjop::sheet
