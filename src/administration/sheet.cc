#include "administration/sheet.h"

namespace samkjop::administration {
namespace {

http::Response draw(http::Exchange& exchange, const Sheet& sheet) {
    const http::PageHead head{sheet.title, "/administrasjon", !sheet.refusals.empty()};
    http::Response response =
        http::page(exchange, head, [&](html::Out& o) { sheet_page(o, sheet); });
    if (!sheet.refusals.empty()) response.status = 422;
    return response;
}

}  // namespace

http::Response show(http::Exchange& exchange, Sheet sheet) { return draw(exchange, sheet); }

http::Response show_refused(http::Post& exchange, Sheet sheet, const Refusal& refusal) {
    sheet.refused_form = exchange.form("skjema");
    for (Form& form : sheet.forms) {
        if (form.id != sheet.refused_form) continue;
        for (Field& field : form.fields) {
            if (field.kind == Field::Kind::password) continue;  // never written back to a page
            field.value = exchange.form(field.name);
        }
    }
    Refusal shown = refusal;
    if (!shown.field.empty()) shown.field = sheet.refused_form + "-" + shown.field;
    sheet.refusals.push_back(refusal);
    return draw(exchange, sheet);
}

}  // namespace samkjop::administration
