// Any bytes are a SAF-T file that somebody may upload: reading them ends, and what cannot be read
// is said in a message.
#include "import/saft.h"

#include <cstdint>

#include "base/assert.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = samkjop::import::saft::read({reinterpret_cast<const char*>(data), size});
    SK_ASSERT(!file.messages.empty() || !file.registration_number.empty());
    return 0;
}
