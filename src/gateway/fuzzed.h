#pragma once
// What the fuzzer throws bytes at, and what the tests throw the kept corpus at: the same functions.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "gateway/rules.h"
#include "gateway/unpack.h"
#include "peppol/peppol.h"
#include "ubl/ubl.h"

namespace samkjop::fuzz {

inline constexpr ubl::Limits kLimits{.bytes = 1 << 20};

// Whatever arrives from the network may be read, and what was read may be written.
inline void read(std::string_view bytes) {
    auto document = ubl::read(bytes, kLimits);
    if (!document) {
        (void)document.error().in(Language::nn);
        return;
    }
    std::visit(
        [&](auto& body) {
            if constexpr (requires { body.attachments; }) {
                for (auto& each : body.attachments) ubl::bring_along(each, bytes);
            }
            if constexpr (requires { ubl::write(body); }) (void)ubl::write(body);
        },
        document->body);
    (void)ubl::unwrap(bytes, kLimits);
}

// Whatever can be parsed is judged without falling over, as every type: the first byte says which.
inline void judge(std::string_view bytes) {
    if (bytes.empty()) return;
    const auto as =
        static_cast<ubl::DocumentType>(static_cast<unsigned char>(bytes[0]) % ubl::kDocumentTypes);
    const peppol::Verdict verdict = peppol::judge(bytes.substr(1), as, kLimits);
    for (const peppol::Finding& each : verdict.findings) (void)each.in(Language::en);
    for (const peppol::Finding& each : verdict.structure) (void)each.in(Language::nn);
}

// Whatever claims to be an envelope is read, opened, examined and wrapped anew.
inline void envelope(std::string_view bytes) {
    if (gateway::is_packed(bytes))
        (void)gateway::unpack(bytes, "f.xml.gz", {.bytes = 1 << 20, .members = 20, .ratio = 200});
    const auto document = ubl::read(bytes, kLimits);
    (void)gateway::answered_transmission(bytes);
    if (!document) return;
    const gateway::Parties who = gateway::parties(*document, bytes);
    (void)gateway::business_key(who.sender, document->type, document->number, who.issued,
                                who.payable);
    (void)gateway::organisation_number(who.receiver);
    (void)gateway::safe_file_name(document->number);
    const auto payload = ubl::unwrap(bytes, kLimits);
    if (payload && document->envelope) {
        // What was read and is written again says the same.
        const auto again = ubl::read(ubl::wrap(*document->envelope, *payload), {.bytes = 4 << 20});
        if (again && again->envelope && again->envelope->instance != document->envelope->instance)
            std::abort();
    }
}

}  // namespace samkjop::fuzz
