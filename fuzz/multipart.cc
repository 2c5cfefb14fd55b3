// A hostile form with files: no crash, and no upload larger than what was sent.
#include "http/multipart.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto line = input.find('\n');
    const auto boundary = samkjop::http::multipart_boundary(input.substr(0, line));
    const std::string_view body = line == input.npos ? "" : input.substr(line + 1);
    const auto parts = samkjop::http::parse_multipart(body, boundary.value_or("grense"));
    if (!parts) return 0;
    std::size_t bytes = 0;
    for (const auto& upload : parts->uploads) bytes += upload.bytes.size();
    for (const auto& [name, value] : parts->fields) bytes += value.size();
    if (bytes > size) __builtin_trap();
    return 0;
}
