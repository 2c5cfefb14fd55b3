// Whatever arrives from the network may be read, and what was read may be written.
#include <cstddef>
#include <cstdint>

#include "ubl/ubl.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto document = samkjop::ubl::read(bytes, {.bytes = 1 << 20});
    if (!document) {
        (void)document.error().in(samkjop::Language::nn);
        return 0;
    }
    if (const auto* invoice = document->invoice()) (void)samkjop::ubl::write(*invoice);
    if (const auto* order = document->order()) (void)samkjop::ubl::write(*order);
    if (const auto* catalogue = document->catalogue()) (void)samkjop::ubl::write(*catalogue);
    (void)samkjop::ubl::unwrap(bytes, {.bytes = 1 << 20});
    return 0;
}
