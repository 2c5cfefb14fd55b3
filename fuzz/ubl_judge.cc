// Whatever can be parsed is judged without falling over, as every type.
#include <cstddef>
#include <cstdint>

#include "peppol/peppol.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace samkjop;
    if (size == 0) return 0;
    const auto as = static_cast<ubl::DocumentType>(data[0] % ubl::kDocumentTypes);
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    const peppol::Verdict verdict = peppol::judge(bytes, as, {.bytes = 1 << 20});
    for (const peppol::Finding& each : verdict.findings) (void)each.in(Language::en);
    for (const peppol::Finding& each : verdict.structure) (void)each.in(Language::nn);
    return 0;
}
