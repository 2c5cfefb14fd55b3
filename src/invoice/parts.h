#pragma once
// Parts of the invoice's page that are templates of their own.
#include "invoice/views.h"

namespace samkjop::invoice {

void coding_fields(html::Out& o, const CodingFields& fields, const std::vector<Choice>& vat_codes,
                   std::span<const Refusal> refusals);
void code_lines_form(html::Out& o, const InvoiceView& view);
void recode_form(html::Out& o, const InvoiceView& view);
void data_lists(html::Out& o, const InvoiceView& view);
void acts(html::Out& o, const InvoiceView& view);
void said(html::Out& o, const Said& said, html::Tone tone);

}  // namespace samkjop::invoice
