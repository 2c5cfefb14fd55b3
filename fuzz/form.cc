// A hostile query or cookie: no crash, and what was decoded can be encoded and decoded again.
#include "http/form.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace samkjop::http;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (const auto fields = form_fields(input)) {
        for (const auto& [name, value] : *fields) {
            if (percent_decoded(percent_encoded(value), true) != value) __builtin_trap();
        }
    }
    (void)cookie_value(input, "samkjop_session");
    (void)is_local_path(input);
    return 0;
}
