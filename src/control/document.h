#pragma once
// Documents as the control reads them: pure.
#include "control/rules.h"
#include "order/order.h"
#include "ubl/documents.h"

namespace samkjop::control {

Document document_of(const ubl::Invoice& invoice);
Document document_of(const order::Order& order);

}  // namespace samkjop::control
