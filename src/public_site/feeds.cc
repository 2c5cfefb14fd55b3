// The same for machines: a feed of news, a calendar, the lists as files, and what search engines
// ask for.

#include <fmt/format.h>

#include "db/db.h"
#include "html/components.h"
#include "http/dispatcher.h"
#include "public_site/categories.h"
#include "public_site/pages.h"
#include "public_site/rows.h"
#include "public_site/texts.h"
#include "sheet/sheet.h"

namespace samkjop::public_site {
namespace {

constexpr std::size_t kMostEntries = 50;

std::string escaped(std::string_view text) {
    html::Out out(Language::nb, "");
    out.text(text);
    return out.take();
}

// A tag URI (RFC 4151) names a thing for ever, whatever the address becomes.
std::string tag_of(const Place& place, std::string_view path) {
    std::string_view host = place.origin;
    host.remove_prefix(std::min(host.size(), host.find("://") + 3));
    return fmt::format("tag:{},2026:{}", host.substr(0, host.find(':')), path);
}

struct Entry {
    std::string path, title, summary;
    Instant changed;
};

std::string seconds_of(Instant at) { return at.iso().substr(0, 19) + "Z"; }

std::vector<Entry> entries(http::Exchange& exchange, const Place& place) {
    std::vector<Entry> out;
    for (const ShownAgreement& each : agreements(exchange.db, exchange.today, place.scope)) {
        std::string summary = standing_in_words(place, each, exchange.today) + ".";
        for (const ShownSupplier& supplier : each.suppliers) summary += " " + supplier.name + ".";
        out.push_back({each.path(),
                       say(place, text::feed_agreement, {{"title", each.title.text()}}), summary,
                       each.changed});
    }
    for (const ShownPurchase& each : purchases(exchange.db, exchange.today, place.scope)) {
        out.push_back({each.path(), say(place, text::feed_plan, {{"title", each.title.text()}}),
                       status_in_words(place, each) + ". " + each.about.text(), each.changed});
    }
    std::ranges::sort(out, std::ranges::greater{},
                      [](const Entry& each) { return std::tie(each.changed, each.path); });
    if (out.size() > kMostEntries) out.resize(kMostEntries);
    return out;
}

Made made_atom(http::Exchange& exchange, const Place& place) {
    const std::vector<Entry> all = entries(exchange, place);
    const Instant changed = all.empty() ? beginning_of(exchange.today) : all.front().changed;
    const std::string publisher = settings(exchange.db).publisher;
    const std::string owner = place.scope         ? place.scope_name
                              : publisher.empty() ? exchange.site->region_in(place.language)
                                                  : publisher;
    std::string out = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n"
        "<title>{}</title>\n<updated>{}</updated>\n<author><name>{}</name></author>\n"
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n"
        "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        code(place.language), escaped(tag_of(place, place.link("/nytt"))),
        escaped(say(place, text::feed_title, {{"owner", owner}})), seconds_of(changed),
        escaped(owner), escaped(place.absolute("/nytt.atom")), escaped(place.absolute("/")));
    for (const Entry& each : all) {
        out += fmt::format(
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n"
            "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<summary>{}</summary>\n"
            "</entry>\n",
            escaped(tag_of(place, each.path)), escaped(each.title), seconds_of(each.changed),
            escaped(place.absolute(each.path)), escaped(each.summary));
    }
    return {out + "</feed>\n", changed};
}

// ---- iCalendar (RFC 5545) -----------------------------------------------------------------------

std::string calendar_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c != '\r') {
            if (c == ',' || c == ';' || c == '\\') out += '\\';
            out += c;
        }
    }
    return out;
}

// At most 75 bytes a line, never cut within a letter; the rest goes on after a blank.
void add_line(std::string& out, std::string_view line) {
    constexpr std::size_t kMost = 73;
    while (line.size() > kMost) {
        std::size_t end = kMost;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        out.append(line.substr(0, end)).append("\r\n ");
        line.remove_prefix(end);
    }
    out.append(line).append("\r\n");
}

std::string plain_day(Date date) {
    std::string out = date.iso();
    std::erase(out, '-');
    return out;
}

void add_event(std::string& out, const Place& place, std::string_view path, std::string_view what,
               Date day, std::string_view title, Instant changed) {
    std::string stamp = changed.iso().substr(0, 19) + "Z";
    std::erase(stamp, '-');
    std::erase(stamp, ':');
    add_line(out, "BEGIN:VEVENT");
    add_line(out, fmt::format("UID:{}-{}", tag_of(place, path), what));
    add_line(out, "DTSTAMP:" + stamp);
    add_line(out, "DTSTART;VALUE=DATE:" + plain_day(day));
    add_line(out, "DTEND;VALUE=DATE:" + plain_day(day + 1));
    add_line(out, "SUMMARY:" + calendar_text(title));
    add_line(out, "URL:" + place.absolute(path));
    add_line(out, "TRANSP:TRANSPARENT");
    add_line(out, "END:VEVENT");
}

void add_purchase(std::string& out, const Place& place, const ShownPurchase& each) {
    if (each.status == plan::Status::cancelled || each.status == plan::Status::completed) return;
    const auto event = [&](const std::optional<plan::Quarter>& quarter, std::string_view what,
                           const Text& sentence) {
        if (!quarter) return;
        add_event(
            out, place, each.path(), what, quarter->first_day(),
            say(place, sentence,
                {{"quarter", quarter->in_words(place.language)}, {"title", each.title.text()}}),
            each.changed);
    };
    if (each.status == plan::Status::planned)
        event(each.announcement, "announcement", text::cal_announce);
    event(each.start, "start", text::cal_start);
}

Made made_calendar(http::Exchange& exchange, const Place& place) {
    std::string out;
    Instant changed = beginning_of(exchange.today);
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:-//Samkjop//Public site//NO");
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "X-WR-CALNAME:" + calendar_text(say(place, text::front_title)));
    for (const ShownPurchase& each : purchases(exchange.db, exchange.today, place.scope)) {
        add_purchase(out, place, each);
        changed = std::max(changed, each.changed);
    }
    for (const ShownAgreement& each : agreements(exchange.db, exchange.today, place.scope)) {
        changed = std::max(changed, each.changed);
        if (each.standing == Standing::ended) continue;
        const Arguments title = {{"title", each.title.text()}};
        if (each.standing == Standing::coming) {
            add_event(out, place, each.path(), "begins", each.from,
                      say(place, text::cal_begins, title), each.changed);
        }
        add_event(out, place, each.path(), "ends", each.to, say(place, text::cal_ends, title),
                  each.changed);
    }
    add_line(out, "END:VCALENDAR");
    return {out, changed};
}

// ---- Lists as files -----------------------------------------------------------------------------

template <class Members>
std::string names(const Members& members) {
    std::string out;
    for (const auto& each : members) out += (out.empty() ? "" : ", ") + each.name;
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& each : words) out += (out.empty() ? "" : ", ") + each;
    return out;
}

sheet::Table agreement_table_of(http::Exchange& exchange, const Place& place) {
    sheet::Table out;
    out.name = say(place, text::agreements_title);
    const std::pair<const char*, const Text*> columns[] = {
        {"title", &text::col_agreement},    {"state", &text::filter_period},
        {"suppliers", &text::col_supplier}, {"municipalities", &text::col_municipalities},
        {"cpv", &text::category},           {"options", &text::col_options},
        {"contact", &text::manager},        {"email", &text::email_label}};
    out.columns.push_back({"number", "Nr."});
    for (const auto& [key, heading] : columns) out.columns.push_back({key, say(place, *heading)});
    out.columns.push_back({"valid_from", say(place, text::valid_from)});
    out.columns.push_back({"valid_to", say(place, text::col_until)});
    out.columns.push_back({"address", say(place, text::address)});
    const Choices choices = choices_of(exchange);
    for (const ShownAgreement& each : agreements(exchange.db, exchange.today, place.scope)) {
        if (!fits(place, choices, each)) continue;
        std::string suppliers;
        for (const ShownSupplier& supplier : each.suppliers) {
            suppliers += (suppliers.empty() ? "" : ", ") + supplier.name + " (" +
                         supplier.organisation_number + ")";
        }
        out.rows.push_back({each.number, each.title.text(),
                            standing_in_words(place, each, exchange.today), suppliers,
                            names(each.members), joined(each.cpv), each.options.text(),
                            each.manager.name, each.manager.email, each.from, each.to,
                            place.absolute(each.path())});
    }
    return out;
}

sheet::Table purchase_table_of(http::Exchange& exchange, const Place& place) {
    sheet::Table out;
    out.name = say(place, text::plans_title);
    const std::pair<const char*, const Text*> columns[] = {
        {"title", &text::col_purchase},
        {"description", &text::plan_covers},
        {"state", &text::filter_period},
        {"municipalities", &text::col_municipalities},
        {"cpv", &text::category},
        {"procedure", &text::col_method},
        {"announcement", &text::col_announced},
        {"start", &text::col_start},
        {"duration", &text::duration},
        {"size", &text::col_size},
        {"contact", &text::col_contact},
        {"email", &text::email_label},
        {"notice", &text::see_notice},
        {"address", &text::address}};
    out.columns.push_back({"number", "Nr."});
    for (const auto& [key, heading] : columns) out.columns.push_back({key, say(place, *heading)});
    const Choices choices = choices_of(exchange);
    const auto quarter = [](const std::optional<plan::Quarter>& value) {
        return value ? value->code() : "";
    };
    for (const ShownPurchase& each : purchases(exchange.db, exchange.today, place.scope)) {
        if (!fits(place, choices, each)) continue;
        out.rows.push_back({each.number, each.title.text(), each.about.text(),
                            status_in_words(place, each), names(each.municipalities),
                            joined(each.cpv), say(place, plan::words(each.method)),
                            quarter(each.announcement), quarter(each.start), each.duration.text(),
                            say(place, plan::words(each.size)), each.contact.name,
                            each.contact.email, each.notice, place.absolute(each.path())});
    }
    return out;
}

http::Response give_table(http::Exchange& exchange,
                          sheet::Table (*table)(http::Exchange&, const Place&)) {
    const Place place = place_of(exchange);
    const auto made = [&](std::string (*write)(const sheet::Table&)) {
        return [&exchange, &place, table, write] {
            return Made{write(table(exchange, place)),
                        latest({beginning_of(exchange.today), plan::last_change(exchange.db).at,
                                last_change(exchange.db).at})};
        };
    };
    if (place.here.ends_with(".csv"))
        return answer(exchange, "text/csv; charset=utf-8", made(sheet::to_csv));
    if (place.here.ends_with(".xlsx")) {
        return answer(exchange, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      made([](const sheet::Table& one) { return sheet::to_xlsx(one); }));
    }
    return answer(exchange, "application/json", made(sheet::to_json));
}

// ---- Search engines -----------------------------------------------------------------------------

void add_address(std::string& out, const Place& place, std::string_view path) {
    out += "<url><loc>" + escaped(place.origin + place.link_in(Language::nb, path)) + "</loc>";
    for (const Language language : {Language::nb, Language::nn, Language::en}) {
        out += fmt::format("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                           code(language), escaped(place.origin + place.link_in(language, path)));
    }
    out += "</url>\n";
}

Made made_sitemap(http::Exchange& exchange, const Place& place) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
        "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
    for (const std::string_view path : {"/", "/avtaler", "/planer", "/strategi", "/kontakt",
                                        "/tilgjengelighet", "/personvern", "/data"}) {
        add_address(out, place, path);
    }
    for (const ShownAgreement& each : agreements(exchange.db, exchange.today, place.scope))
        add_address(out, place, each.path());
    for (const ShownPurchase& each : purchases(exchange.db, exchange.today, place.scope))
        add_address(out, place, each.path());
    for (const Page& each : pages(exchange.db)) {
        if (each.released) add_address(out, place, "/sider/" + each.slug);
    }
    return {out + "</urlset>\n", beginning_of(exchange.today)};
}

}  // namespace

http::Response give_atom(http::Exchange& exchange) {
    return answer(exchange, "application/atom+xml; charset=utf-8",
                  [&] { return made_atom(exchange, place_of(exchange)); });
}

http::Response give_calendar(http::Exchange& exchange) {
    return answer(exchange, "text/calendar; charset=utf-8",
                  [&] { return made_calendar(exchange, place_of(exchange)); });
}

http::Response give_agreements_file(http::Exchange& exchange) {
    return give_table(exchange, agreement_table_of);
}

http::Response give_purchases_file(http::Exchange& exchange) {
    return give_table(exchange, purchase_table_of);
}

http::Response give_sitemap(http::Exchange& exchange) {
    return answer(exchange, "application/xml; charset=utf-8",
                  [&] { return made_sitemap(exchange, place_of(exchange)); });
}

http::Response give_robots(http::Exchange& exchange) {
    return answer(exchange, "text/plain; charset=utf-8", [&] {
        Place place = place_of(exchange);
        std::string out = "User-agent: *\n";
        if (!place.is_own_host()) out += "Allow: /offentlig\nAllow: /assets/\nDisallow: /\n";
        out += "Sitemap: " + place.origin + place.base + "/sitemap.xml\n";
        return Made{out, beginning_of(exchange.today)};
    });
}

}  // namespace samkjop::public_site
