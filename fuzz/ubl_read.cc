// Whatever arrives from the network may be read, and what was read may be written.
#include <cstddef>
#include <cstdint>

#include "ubl/ubl.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto document = samkjop::ubl::read(bytes, {.bytes = 1 << 20});
    if (!document) {
        (void)document.error().in(samkjop::Language::nn);
        return 0;
    }
    std::visit(
        [&](auto& body) {
            if constexpr (requires { body.attachments; }) {
                for (auto& each : body.attachments) samkjop::ubl::bring_along(each, bytes);
            }
            if constexpr (requires { samkjop::ubl::write(body); }) {
                (void)samkjop::ubl::write(body);
            }
        },
        document->body);
    (void)samkjop::ubl::unwrap(bytes, {.bytes = 1 << 20});
    return 0;
}
