// Whatever claims to be an envelope is read, opened, examined and wrapped anew without falling
// over.
#include <cstddef>
#include <cstdint>

#include "gateway/rules.h"
#include "gateway/unpack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace samkjop;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const ubl::Limits limits{.bytes = 1 << 20};
    if (gateway::is_packed(bytes))
        (void)gateway::unpack(bytes, "f.xml.gz", {.bytes = 1 << 20, .members = 20, .ratio = 200});
    const auto document = ubl::read(bytes, limits);
    (void)gateway::answered_transmission(bytes);
    if (!document) return 0;
    const gateway::Parties who = gateway::parties(*document, bytes);
    (void)gateway::business_key(who.sender, document->type, document->number, who.issued,
                                who.payable);
    (void)gateway::organisation_number(who.receiver);
    (void)gateway::safe_file_name(document->number);
    const auto payload = ubl::unwrap(bytes, limits);
    if (payload && document->envelope) {
        // What was read and is written again says the same.
        const auto again = ubl::read(ubl::wrap(*document->envelope, *payload), {.bytes = 4 << 20});
        if (again && again->envelope && again->envelope->instance != document->envelope->instance)
            __builtin_trap();
    }
    return 0;
}
