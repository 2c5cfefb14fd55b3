#include "base/crypto.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <vector>

namespace samkjop {
namespace {

void ready() {
    static const bool started = sodium_init() >= 0;
    if (!started) throw std::runtime_error("libsodium cannot start");
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_hex(const unsigned char* bytes, std::size_t size) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(size * 2);
    for (std::size_t i = 0; i < size; ++i) {
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 15];
    }
    return out;
}

std::optional<std::vector<unsigned char>> from_hex(std::string_view hex, std::size_t size) {
    std::vector<unsigned char> out(size);
    std::size_t written = 0;
    if (sodium_hex2bin(out.data(), size, hex.data(), hex.size(), nullptr, &written, nullptr) != 0 ||
        written != size) {
        return std::nullopt;
    }
    return out;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, bytes_of(bytes), bytes.size());
    return to_hex(hash, sizeof hash);
}

std::string random_token(std::size_t bytes) {
    ready();
    std::vector<unsigned char> token(bytes);
    randombytes_buf(token.data(), token.size());
    return to_hex(token.data(), token.size());
}

std::string hmac_sha256_hex(std::string_view secret, std::string_view message) {
    ready();
    crypto_auth_hmacsha256_state state;
    unsigned char out[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_init(&state, bytes_of(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
    crypto_auth_hmacsha256_final(&state, out);
    return to_hex(out, sizeof out);
}

bool same_secret(std::string_view one, std::string_view other) {
    ready();
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

SigningKey SigningKey::load_or_create(const std::string& file) {
    ready();
    if (std::ifstream in(file); in) {
        SigningKey key;
        if (in >> key.public_key >> key.secret_key) return key;
        throw std::runtime_error(file + " holds no signing key");
    }
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    crypto_sign_keypair(public_key, secret_key);
    const SigningKey key{to_hex(public_key, sizeof public_key),
                         to_hex(secret_key, sizeof secret_key)};
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (descriptor < 0) throw std::runtime_error(file + " cannot be written");
    const std::string content = key.public_key + "\n" + key.secret_key + "\n";
    const bool written =
        ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size());
    ::fsync(descriptor);
    ::close(descriptor);
    if (!written) throw std::runtime_error(file + " cannot be written");
    return key;
}

std::string SigningKey::sign(std::string_view message) const {
    ready();
    const auto secret = from_hex(secret_key, crypto_sign_SECRETKEYBYTES);
    if (!secret) throw std::runtime_error("the signing key is malformed");
    unsigned char signature[crypto_sign_BYTES];
    crypto_sign_detached(signature, nullptr, bytes_of(message), message.size(), secret->data());
    return to_hex(signature, sizeof signature);
}

bool signature_holds(std::string_view message, std::string_view signature_hex,
                     std::string_view public_key_hex) {
    ready();
    const auto signature = from_hex(signature_hex, crypto_sign_BYTES);
    const auto key = from_hex(public_key_hex, crypto_sign_PUBLICKEYBYTES);
    return signature && key &&
           crypto_sign_verify_detached(signature->data(), bytes_of(message), message.size(),
                                       key->data()) == 0;
}

}  // namespace samkjop
