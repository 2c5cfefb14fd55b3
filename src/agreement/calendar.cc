// The calendar of the register: entries, and the iCalendar text.

#include "agreement/calendar.h"

#include <algorithm>
#include <tuple>

#include "agreement/form.h"
#include "agreement/texts.h"

namespace samkjop::agreement {

std::vector<Entry> entries(std::span<const Agreement> agreements, Date from, Date until) {
    std::vector<Entry> out;
    for (const Agreement& each : agreements) {
        for (Due& due : dues(each, from, until)) out.push_back({&each, std::move(due)});
    }
    std::ranges::sort(out, [](const Entry& a, const Entry& b) {
        return std::tuple(a.due.on, a.due.kind, a.agreement->id, a.due.item) <
               std::tuple(b.due.on, b.due.kind, b.agreement->id, b.due.item);
    });
    return out;
}

namespace {

std::string compact(Date day) {
    std::string out = day.iso();
    std::erase(out, '-');
    return out;
}

// RFC 5545 3.3.11: what has a meaning in the format is escaped.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (c != '\r')
            out += c;
    }
    return out;
}

// 3.1: no line is longer than 75 bytes, and none is cut within a letter.
void add_line(std::string& out, std::string_view line) {
    std::size_t most = 75;
    while (line.size() > most) {
        std::size_t cut = most;
        while (cut > 1 && (line[cut] & 0xC0) == 0x80) --cut;
        out.append(line.substr(0, cut));
        out += "\r\n ";
        line.remove_prefix(cut);
        most = 74;
    }
    out.append(line);
    out += "\r\n";
}

std::string stamp(Instant now) {
    std::string out = now.iso().substr(0, 19) + "Z";
    std::erase(out, '-');
    std::erase(out, ':');
    return out;
}

}  // namespace

std::string to_ical(std::span<const Entry> all, Language language, Instant now,
                    std::string_view site) {
    std::string out;
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:-//Samkjop//Avtaler//NO");
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "X-WR-CALNAME:" + escaped(text::calendar_title.in(language)));
    add_line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT12H");
    for (const Entry& each : all) {
        const std::string id = std::to_string(each.agreement->id.value) + "-" +
                               std::to_string(static_cast<int>(each.due.kind)) + "-" +
                               std::to_string(each.due.item);
        std::string summary(words(each.due.kind).in(language));
        summary += ": " + each.agreement->title;
        std::string description = each.agreement->number + "\n" + each.agreement->supplier_name;
        if (!each.due.what.empty()) description += "\n" + each.due.what;
        if (!each.agreement->manager_name.empty())
            description += "\n" + each.agreement->manager_name;
        add_line(out, "BEGIN:VEVENT");
        add_line(out, "UID:agreement-" + id + "@samkjop");
        add_line(out, "DTSTAMP:" + stamp(now));
        add_line(out, "DTSTART;VALUE=DATE:" + compact(each.due.on));
        add_line(out, "DTEND;VALUE=DATE:" + compact(each.due.on + 1));
        add_line(out, "SUMMARY:" + escaped(summary));
        add_line(out, "DESCRIPTION:" + escaped(description));
        if (!site.empty()) add_line(out, "URL:" + std::string(site) + each.agreement->path());
        add_line(out, "TRANSP:TRANSPARENT");
        add_line(out, "END:VEVENT");
    }
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace samkjop::agreement
