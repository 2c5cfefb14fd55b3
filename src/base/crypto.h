#pragma once
// Hashes, signatures and random tokens (libsodium), as lower-case hex.
#include <optional>
#include <string>
#include <string_view>

namespace samkjop {

std::string sha256_hex(std::string_view bytes);
std::string random_token(std::size_t bytes = 32);  // hex, from the system's generator

// HMAC-SHA-256 with a secret that two parties share.
std::string hmac_sha256_hex(std::string_view secret, std::string_view message);
bool same_secret(std::string_view one, std::string_view other);  // in constant time

// Ed25519. The secret key file is made with mode 0600 the first time it is asked for.
struct SigningKey {
    std::string public_key;  // hex
    std::string secret_key;  // hex
    static SigningKey load_or_create(const std::string& file);
    std::string sign(std::string_view message) const;  // hex
};
bool signature_holds(std::string_view message, std::string_view signature_hex,
                     std::string_view public_key_hex);

}  // namespace samkjop
