// A message from anybody is taken apart without falling over; what is found in it is bounded.
#include "gateway/mail.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace samkjop;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const gateway::Message message = gateway::read_message(bytes);
    if (message.documents.size() > 100) __builtin_trap();
    (void)gateway::is_mail_address(message.from);
    return 0;
}
