#include "gateway/fuzzed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    samkjop::fuzz::envelope({reinterpret_cast<const char*>(data), size});
    return 0;
}
