#pragma once
// The states of a document in the gateway and what moves it between them.
#include <optional>
#include <span>

#include "gateway/gateway.h"

namespace samkjop::gateway {

enum class Event : std::uint8_t { release, discard, send, acknowledge, fail, give_up, resend };
std::string_view name(Event event);

struct Transition {
    State from;
    Event event;
    State to;
};
std::span<const Transition> lifecycle();
std::optional<State> next(State from, Event event);

// How long to wait before the next attempt; nothing when a person must look.
std::optional<std::int64_t> pause_ms(int attempts);
inline constexpr int kMostAttempts = 7;

// The same document by another channel: sender + type + number + date + payable total. The same
// number in another year, or from another sender, is another document. Empty: cannot be told.
std::string business_key(std::string_view sender, ubl::DocumentType type, std::string_view number,
                         std::optional<Date> issued, const std::optional<Decimal>& payable);

// What routing and filing need of a document.
struct Parties {
    std::string sender, receiver;  // "0192:974760673", or empty
    std::string sender_name;
    std::optional<Date> issued;
    std::optional<Decimal> payable;
};
Parties parties(const ubl::Document& document);

// "0192:974760673" → "974760673"; empty where it is no Norwegian participant.
std::string organisation_number(std::string_view participant);
// A file name that any file system and any access point can live with.
std::string safe_file_name(std::string_view text);
std::string uuid();

}  // namespace samkjop::gateway
