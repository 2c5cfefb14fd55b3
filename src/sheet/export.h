#pragma once
// The same list as a file: any page that shows a list answers ?format=xlsx, csv or json with what
// the list holds, and shows the three links under it.

#include <functional>
#include <optional>
#include <string_view>

#include "html/out.h"
#include "http/exchange.h"
#include "sheet/sheet.h"

namespace samkjop::sheet {

// In a GET handler, before the page is drawn:
//     if (auto file = sheet::exported(exchange, "avtaler", [&] { return table_of(rows); }))
//         return *std::move(file);
std::optional<http::Response> exported(const http::Exchange& exchange, std::string_view file_name,
                                       const std::function<Table()>& table);

// The path and query of this page as it is shown now, filters included, for export_links.
std::string here(const http::Exchange& exchange);

// <p class="exports noprint">: «Last ned listen: XLSX, CSV, JSON». In a template:
//     @ sheet::export_links(o, view.here);
void export_links(html::Out& o, std::string_view here);

}  // namespace samkjop::sheet
