// The list on the page as a file, in the three formats.

#include "sheet/export.h"

#include "http/form.h"
#include "sheet/texts.h"

namespace samkjop::sheet {

std::optional<http::Response> exported(const http::Exchange& exchange, std::string_view file_name,
                                       const std::function<Table()>& table) {
    const std::string_view format = exchange.query("format");
    const std::string name = std::string(file_name) + "-" + exchange.today.iso();
    if (format == "xlsx") {
        return http::download(name + ".xlsx",
                              "application/"
                              "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                              to_xlsx(table()));
    }
    if (format == "csv")
        return http::download(name + ".csv", "text/csv; charset=utf-8", to_csv(table()));
    if (format == "json")
        return http::download(name + ".json", "application/json", to_json(table()));
    return std::nullopt;
}

std::string here(const http::Exchange& exchange) {
    std::string out = http::percent_encoded_path(exchange.request.path);
    char sign = '?';
    for (const auto& [name, value] : exchange.request.query) {
        if (name == "format" || value.empty()) continue;
        out += sign + http::percent_encoded(name) + "=" + http::percent_encoded(value);
        sign = '&';
    }
    return out;
}

void export_links(html::Out& o, std::string_view here) {
    o.raw("<p class=\"exports noprint small\">");
    o.sentence(text::download_list);
    for (const std::string_view format : {"xlsx", "csv", "json"}) {
        o.raw(" <a href=\"");
        o.url(std::string(here) + (here.find('?') == here.npos ? "?format=" : "&format=") +
              std::string(format));
        o.raw("\" download>");
        std::string name(format);
        for (char& c : name) c = static_cast<char>(c - 'a' + 'A');
        o.text(name);
        o.raw("</a>");
    }
    o.raw("</p>");
}

}  // namespace samkjop::sheet
