#pragma once
// E-mail: what is in a message that came, how one that goes out is spelled, and how it is sent.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/gateway.h"

namespace samkjop::gateway {

struct Message {
    std::string from, subject, identifier;  // the sender's address; Message-ID
    std::vector<Enclosure> documents;       // XML, gzip and zip parts, decoded, in order
};
// Whatever the bytes are: a message without documents where they are none.
Message read_message(std::string_view bytes);

// RFC 5322 with MIME; identifier without the angle brackets.
std::string compose(const Letter& letter, std::string_view from, std::string_view identifier,
                    Instant at);

// Nothing: the mail server has taken it, or it lies in the spool.
std::optional<Refusal> send_mail(const MailSettings& settings, std::string_view to,
                                 const std::string& message, std::string_view name);

// An address that mail can be sent to; nothing fancy is believed.
bool is_mail_address(std::string_view text);

}  // namespace samkjop::gateway
