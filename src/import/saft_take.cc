// What a SAF-T file changes: arts with the KOSTRA art they report to, the other dimensions, VAT
// codes with their right of compensation, and suppliers with their number in the finance system.

#include "base/identifiers.h"
#include "coding/coding.h"
#include "import/kinds.h"
#include "import/saft.h"
#include "import/texts.h"
#include "party/party.h"

namespace samkjop::import {
namespace {

class Taker {
public:
    Taker(saft::File& file, Context& context, std::vector<Message>& messages)
        : file_(file), context_(context), messages_(messages) {}

    void take() {
        if (!same_company()) return;
        for (const saft::Account& row : file_.accounts) account(row);
        for (const saft::AnalysisValue& row : file_.analysis_values) analysis_value(row);
        for (const saft::TaxCode& row : file_.tax_codes) tax_code(row);
        for (const saft::Supplier& row : file_.suppliers) supplier(row);
    }

private:
    void refuse(int line, Refusal refusal) {
        messages_.push_back({line, 0, {}, std::move(refusal)});
    }

    // Another municipality's file would spoil the chart of accounts without anybody noticing.
    bool same_company() {
        const auto municipality = party::municipality(context_.session, context_.municipality);
        if (municipality->organisation_number == file_.registration_number) return true;
        refuse(0, {&text::saft_of_another,
                   {{"company", file_.company_name},
                    {"number", file_.registration_number},
                    {"municipality", municipality->title()}},
                   {}});
        return false;
    }

    void save(int line, const Result<coding::Saved>& result) {
        if (result)
            count(context_.report, static_cast<Did>(*result));
        else
            refuse(line, result.error());
    }

    void save(int line, coding::DimensionValue is) {
        const auto was = coding::value(context_.session, context_.municipality, is.dimension,
                                       is.code, context_.today);
        if (was) {
            // What people have decided here stands: the finance system does not know of it.
            is.parent = is.parent.empty() ? was->parent : is.parent;
            is.blocked = is.blocked || was->blocked;
            is.budget_only = was->budget_only;
            if (is.valid_from == kFirstDay) is.valid_from = was->valid_from;
            if (is.valid_to == party::kOpenEnd) is.valid_to = was->valid_to;
        }
        save(line, coding::save_value(context_.tx, context_.actor, context_.at,
                                      context_.municipality, is));
    }

    // Only accounts that report to a KOSTRA art are arts. A first digit 0 before the KOSTRA art is
    // the investment account (kontoklasse 0), 1 the operating account.
    void account(const saft::Account& row) {
        const bool art = row.grouping_category == "KA_K" && row.grouping_code.size() == 3;
        if (!art) return;
        coding::DimensionValue is;
        is.dimension = coding::Dimension::art;
        is.code = row.id;
        is.name = row.name;
        is.kostra = row.grouping_code;
        is.investment = row.id.size() > 3 && row.id.front() == '0' &&
                        row.id.compare(1, 3, row.grouping_code) == 0;
        is.valid_from = kFirstDay;
        is.valid_to = party::kOpenEnd;
        save(row.line, std::move(is));
    }

    std::optional<coding::Dimension> dimension_of(const saft::AnalysisValue& row) {
        const auto rules = coding::rules(context_.session, context_.municipality);
        for (const std::string& word : {csv::folded(row.type_description), csv::folded(row.type)}) {
            if (const auto known = coding::dimension_from(word)) return known;
            for (const coding::DimensionRule& rule : rules) {
                if (csv::folded(rule.label) == word) return rule.dimension;
            }
            if (word == "tjeneste" || word == "teneste" || word == "function")
                return coding::Dimension::funksjon;
            if (word == "project") return coding::Dimension::prosjekt;
        }
        return std::nullopt;
    }

    void analysis_value(const saft::AnalysisValue& row) {
        const auto dimension = dimension_of(row);
        if (!dimension || *dimension == coding::Dimension::art) {
            refuse(row.line, {&text::analysis_type_unknown,
                              {{"type", row.type}, {"description", row.type_description}},
                              {}});
            return;
        }
        coding::DimensionValue is;
        is.dimension = *dimension;
        is.code = row.id;
        is.name = row.description.empty() ? row.id : row.description;
        is.valid_from = row.start.value_or(kFirstDay);
        is.valid_to = row.end.value_or(party::kOpenEnd);
        is.blocked = !row.status.empty() && row.status != "Active";
        if (*dimension == coding::Dimension::funksjon) is.kostra = row.id.substr(0, 3);
        save(row.line, std::move(is));
    }

    void tax_code(const saft::TaxCode& row) {
        const auto right = saft::right_of(row);
        if (!right) return;  // used on sales
        coding::VatCode is;
        is.code = row.code;
        is.name = row.description;
        is.rate = Decimal(row.percentage.digits(), row.percentage.scale() + 2).normalised();
        is.right = *right;
        is.saft_code = row.standard_code;
        is.category = is.rate.is_zero() ? "Z" : "S";
        const auto was =
            coding::vat_code(context_.session, context_.municipality, row.code, context_.today);
        is.valid_from = row.effective.value_or(was ? was->valid_from : kFirstDay);
        is.valid_to = row.expiration.value_or(party::kOpenEnd);
        save(row.line, coding::save_vat_code(context_.tx, context_.actor, context_.at,
                                             context_.municipality, is));
    }

    void supplier(const saft::Supplier& row) {
        // Private persons and foreign suppliers have no Norwegian number; they cannot be ordered
        // from.
        if (!OrganisationNumber::parse(row.registration_number)) {
            count(context_.report, Did::unchanged);
            return;
        }
        auto known =
            party::supplier_by_organisation_number(context_.session, row.registration_number);
        Did did = Did::unchanged;
        if (!known) {
            known = party::Supplier{};
            known->organisation_number = row.registration_number;
            known->name = row.name;
            known->street = row.street;
            known->postal_code = row.postal_code;
            known->city = row.city;
            known->country = row.country.empty() ? "NO" : row.country;
            known->bank_account = row.bank_account;
            known->email = row.email;
            const auto made =
                party::create_supplier(context_.tx, context_.actor, context_.at, *known);
            if (!made) return refuse(row.line, made.error());
            known->id = *made;
            did = Did::created;
        } else if (party::supplier_number(context_.session, context_.municipality, known->id) !=
                   row.id) {
            did = Did::changed;
        }
        const auto numbered = party::set_supplier_number(context_.tx, context_.actor, context_.at,
                                                         context_.municipality, known->id, row.id);
        if (!numbered) return refuse(row.line, numbered.error());
        count(context_.report, did);
    }

    saft::File& file_;
    Context& context_;
    std::vector<Message>& messages_;
};

}  // namespace

void take_saft(std::string_view bytes, Context& context, std::vector<Message>& messages) {
    saft::File file = saft::read(bytes);
    context.report.rows = static_cast<int>(file.accounts.size() + file.analysis_values.size() +
                                           file.tax_codes.size() + file.suppliers.size());
    messages = file.messages;
    if (messages.empty()) Taker(file, context, messages).take();
}

}  // namespace samkjop::import
