// Quantities in the words of the field: «60 esker».
#include "html/components.h"
#include "order/order.h"

namespace samkjop::order {

std::string unit_word(std::string_view code, Decimal quantity, Language language) {
    return html::unit_word(code, quantity == Decimal::whole(1), language);
}

std::string quantity_words(Decimal quantity, std::string_view unit, Language language) {
    return format_decimal(quantity) + " " + unit_word(unit, quantity, language);
}

}  // namespace samkjop::order
