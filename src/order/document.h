#pragma once
// The order as a Peppol BIS 3 document (T01), and as a message to somebody who has no Peppol.
#include "order/order.h"
#include "ubl/documents.h"

namespace samkjop::order {

ubl::Order document(const Order& order, const party::Municipality& buyer,
                    const party::Supplier& seller);
// «Vi avbestiller …»: what the buyer writes to the supplier, subject and text.
struct Message {
    std::string subject, text;
};
Message cancellation_message(const Order& order, std::string_view reason, Language language);
Message change_message(const Order& order, std::string_view reason, Language language);

}  // namespace samkjop::order
