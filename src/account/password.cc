// Passwords as argon2id hashes. Each takes 64 MiB for a moment; two at once is what a small machine
// can bear, the others wait their turn.

#include <sodium.h>

#include <semaphore>

#include "account/account.h"
#include "account/texts.h"
#include "base/assert.h"

namespace samkjop::account {
namespace {

constexpr unsigned long long kOperations = 2;
constexpr std::size_t kMemoryBytes = 64u << 20;

std::counting_semaphore<2>& turn() {
    static std::counting_semaphore<2> semaphore(2);
    return semaphore;
}

struct Turn {
    Turn() { turn().acquire(); }
    ~Turn() { turn().release(); }
};

}  // namespace

std::string hash_password(std::string_view password) {
    SK_ASSERT(sodium_init() >= 0);
    const Turn mine;
    char out[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(out, password.data(), password.size(), kOperations, kMemoryBytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    return out;
}

bool password_holds(const std::optional<std::string>& hash, std::string_view password) {
    static const std::string nobody = hash_password("a password that nobody has");
    const std::string& against = hash ? *hash : nobody;
    const Turn mine;
    const bool holds =
        crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
    return holds && hash;
}

Result<void> judge_new_password(std::string_view password, std::string_view user_name) {
    std::size_t characters = 0;
    for (const char c : password) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (characters < kShortestPassword || password.size() > 1000) {
        return refuse(text::password_too_short, {{"least", std::int64_t{kShortestPassword}}},
                      "nytt");
    }
    const bool one_character = password.find_first_not_of(password[0]) == password.npos;
    if (one_character || password.contains(user_name))
        return refuse(text::password_too_easy, {}, "nytt");
    return {};
}

}  // namespace samkjop::account
