#pragma once
// Parts that the basket and the record share (pages/parts.html).

#include "requisition/views.h"

namespace samkjop::requisition {

void effects_part(html::Out&, std::span<const Budget>);
void budgets_part(html::Out&, std::span<const Budget>);
void orders_figures_part(html::Out&, std::span<const OrderView>);
void orders_table_part(html::Out&, std::span<const OrderView>, std::string_view sum);

}  // namespace samkjop::requisition
