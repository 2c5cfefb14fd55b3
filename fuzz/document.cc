// Whatever can be parsed can be read by a person: the page of it is made without falling over.
#include "document/document.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace samkjop;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto reading = document::read(bytes, Language::nn, "/vedlegg");
    if (!reading) return 0;
    html::Out out(Language::nn, "");
    document::sections(out, *reading);
    (void)document::attached(bytes, 1);
    return 0;
}
