// The columns of the exported register. The headings are among those that the import knows, so that
// what goes out can come in again.

#include "agreement/tables.h"

#include "agreement/form.h"
#include "agreement/texts.h"

namespace samkjop::agreement {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string out;
    for (const std::string& each : words) {
        if (!out.empty()) out += between;
        out += each;
    }
    return out;
}

std::vector<sheet::Value> row_of(const Agreement& is, Language language) {
    std::vector<std::string> members, suppliers, decisions;
    for (const Member& each : is.members) {
        members.push_back(each.name);
        if (each.decided())
            decisions.push_back(each.name + ": " + each.reference + " " +
                                format_short_date(*each.decided_on));
    }
    for (const Supplying& each : is.suppliers)
        suppliers.push_back(each.name + " (" + each.organisation_number + ")");
    const Option* option = next_option(is);
    return {is.number,
            is.title,
            std::string(words(is.kind).in(language)),
            std::string(words(is.state).in(language)),
            joined(suppliers, "; "),
            is.valid_from,
            is.valid_to,
            is.options,
            option ? sheet::Value(option->deadline) : sheet::Value(),
            is.notice_months > 0 ? sheet::Value(is.notice_months) : sheet::Value(),
            is.estimated,
            is.maximum,
            joined(is.cpvs, " "),
            joined(members, ", "),
            joined(decisions, "; "),
            is.manager_name,
            is.decision,
            is.decided_on,
            is.signed_on,
            is.case_reference,
            is.notice,
            is.terms,
            is.description,
            sheet::Value::yes_no(is.released)};
}

}  // namespace

sheet::Table table_of(std::span<const Agreement> agreements, const http::Exchange& exchange) {
    const auto heading = [&](const Text& text) { return std::string(text.in(exchange.language)); };
    sheet::Table out;
    out.name = heading(text::title);
    out.columns = {{"number", heading(text::field_number)},
                   {"title", heading(text::col_agreement)},
                   {"kind", heading(text::field_kind)},
                   {"state", heading(text::filter_state)},
                   {"suppliers", heading(text::col_supplier)},
                   {"valid_from", heading(text::field_from)},
                   {"valid_to", heading(text::field_to)},
                   {"options", heading(text::col_options)},
                   {"option_deadline", heading(text::field_deadline)},
                   {"notice_months", heading(text::field_notice_months)},
                   {"estimated", heading(text::field_estimated)},
                   {"maximum", heading(text::field_maximum)},
                   {"cpv", heading(text::field_cpv)},
                   {"municipalities", heading(text::col_municipalities)},
                   {"member_decisions", heading(text::member_decisions)},
                   {"manager", heading(text::field_manager)},
                   {"decision", heading(text::field_decision)},
                   {"decided_on", heading(text::field_decided_on)},
                   {"signed_on", heading(text::field_signed)},
                   {"case_reference", heading(text::field_case)},
                   {"notice", heading(text::field_notice)},
                   {"how_to_order", heading(text::how_to_order)},
                   {"description", heading(text::field_description)},
                   {"released", heading(text::field_released)}};
    for (const Agreement& each : agreements) out.rows.push_back(row_of(each, exchange.language));
    return out;
}

}  // namespace samkjop::agreement
