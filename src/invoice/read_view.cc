// The document itself for people: what the supplier wrote, term by term, and nothing of ours.

#include <fmt/format.h>

#include "invoice/texts.h"
#include "invoice/view.h"
#include "ubl/ubl.h"

namespace samkjop::invoice {
namespace {

std::string amount(const std::optional<ubl::Amount>& value) {
    if (!value) return "";
    const Decimal plain = value->value.normalised();
    return plain.scale() <= 2 ? format_money(times(plain, Decimal::whole(1)))
                              : format_decimal(plain);
}

std::string percent(const std::optional<Decimal>& rate) {
    return rate ? format_decimal(*rate) + " %" : "";
}

class Reader {
public:
    Reader(http::Exchange& exchange, const Record& record, const ubl::Invoice& document)
        : exchange_(exchange), record_(record), document_(document) {}

    ReadView run() {
        const Language language = exchange_.language;
        out_.path = record_.path();
        out_.kind =
            (document_.is_credit_note ? text::credit_note_word : text::invoice_word).in(language);
        out_.title = out_.kind + " " + document_.number;
        out_.note = document_.note;
        head();
        party(out_.seller_rows, document_.seller);
        party(out_.buyer_rows, document_.buyer);
        lines();
        totals();
        for (std::size_t i = 0; i < document_.attachments.size(); ++i) {
            const ubl::Attachment& each = document_.attachments[i];
            if (each.base64.empty()) continue;
            const std::string& name = each.file_name.empty() ? each.identifier : each.file_name;
            out_.files.push_back(
                {fmt::format("{}/vedlegg/{}", out_.path, i + 1),
                 each.description.empty() ? name : each.description + " (" + name + ")"});
        }
        return std::move(out_);
    }

private:
    void add(std::vector<ReadRow>& rows, const Text& label, const std::string& value) const {
        if (!value.empty()) rows.push_back({std::string(label.in(exchange_.language)), value});
    }
    std::string day(const std::optional<Date>& date) const {
        return date ? format_date(*date, exchange_.language) : "";
    }

    void head() {
        add(out_.head, text::read_number, document_.number);
        add(out_.head, text::read_issued, day(document_.issue_date));
        add(out_.head, text::read_due, day(document_.due_date));
        add(out_.head, text::read_order, document_.order_reference);
        add(out_.head, text::read_reference, document_.buyer_reference);
        add(out_.head, text::read_contract, document_.contract_reference);
        add(out_.head, text::read_accounting_cost, document_.accounting_cost);
        add(out_.head, text::read_delivered, day(document_.delivery.date));
        for (const ubl::PrecedingInvoice& each : document_.preceding_invoices) {
            add(out_.head, text::read_preceding, each.number);
        }
    }

    void party(std::vector<ReadRow>& rows, const ubl::Party& party) const {
        add(rows, text::read_name, party.legal_name.empty() ? party.name : party.legal_name);
        add(rows, text::read_organisation_number, party.legal_identifier.value);
        add(rows, text::read_vat_number, std::string(party.vat_identifier()));
        add(rows, text::read_endpoint, party.endpoint.value);
        std::string address = party.address.street;
        for (const std::string& part :
             {party.address.additional_street, party.address.postal_zone + " " + party.address.city,
              party.address.country}) {
            if (part != " " && !part.empty()) address += (address.empty() ? "" : ", ") + part;
        }
        add(rows, text::read_address, address);
        add(rows, text::read_contact, party.contact.name);
        add(rows, text::read_email, party.contact.email);
        add(rows, text::read_telephone, party.contact.telephone);
    }

    void lines() {
        for (const ubl::InvoiceLine& line : document_.lines) {
            std::string details = line.item.sellers_identifier;
            for (const std::string& part : {line.item.description, line.note}) {
                if (!part.empty() && part != line.item.name)
                    details += (details.empty() ? "" : " · ") + part;
            }
            out_.lines.push_back(
                {line.identifier, line.item.name, details,
                 line.quantity ? quantity_in_figures(line.quantity->value, line.quantity->unit,
                                                     exchange_.language)
                               : "",
                 amount(line.price.amount), percent(line.item.vat_rate), amount(line.net_amount)});
        }
        for (const ubl::AllowanceCharge& each : document_.adjustments) {
            const std::string value = amount(each.amount);
            out_.charges.push_back(
                {"",
                 std::string(
                     (each.is_charge ? text::charge : text::allowance).in(exchange_.language)),
                 each.reason, "", "", percent(each.vat_rate),
                 each.is_charge ? value : "\u2212" + value});
        }
    }

    void totals() {
        const auto figure = [&](const Text& label, const std::optional<ubl::Amount>& value,
                                bool sum = false) {
            if (value)
                out_.totals.push_back({std::string(label.in(exchange_.language)),
                                       amount(value) + (sum ? " " + value->currency : ""), "",
                                       sum});
        };
        figure(text::figure_net, document_.totals.without_vat);
        figure(text::figure_vat, document_.vat_total);
        figure(text::figure_prepaid, document_.totals.prepaid);
        figure(text::figure_rounding, document_.totals.rounding);
        figure(document_.is_credit_note ? text::figure_credited : text::figure_payable,
               document_.totals.payable, true);
        for (const ubl::PaymentMeans& means : document_.payment_means) {
            add(out_.payment, text::read_account, means.account);
            add(out_.payment, text::read_kid, means.remittance);
        }
        add(out_.payment, text::read_terms, document_.payment_terms);
    }

    http::Exchange& exchange_;
    const Record& record_;
    const ubl::Invoice& document_;
    ReadView out_;
};

}  // namespace

ReadView read_view_of(http::Exchange& exchange, const Record& record,
                      const ubl::Invoice& document) {
    return Reader(exchange, record, document).run();
}

}  // namespace samkjop::invoice
