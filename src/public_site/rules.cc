// What the coordinator and the readers may write, and how a page gets its address.

#include <algorithm>
#include <charconv>

#include "base/words.h"
#include "public_site/public_site.h"
#include "public_site/texts.h"

namespace samkjop::public_site {
namespace {

constexpr std::size_t kLongestMessage = 4000;
constexpr std::size_t kLongestName = 120;
constexpr std::size_t kLongestSlug = 60;
constexpr std::size_t kLongestBody = 60'000;

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != text.npos && at > 0 && text.rfind('@') == at &&
           text.find('.', at + 2) != text.npos && !text.ends_with('.') &&
           text.find_first_of(" \t\r\n<>\",;") == text.npos;
}

// "ocds-" and six small letters or figures, as they are given out.
bool is_ocid_prefix(std::string_view text) {
    return text.size() == 11 && text.starts_with("ocds-") &&
           std::ranges::all_of(text.substr(5), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
           });
}

}  // namespace

Host Host::parse(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == text.npos) return {std::string(text), ""};
    return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

std::vector<Refusal> findings(const Settings& settings) {
    std::vector<Refusal> out;
    const auto find = [&](const Text& sentence, std::string field) {
        out.push_back({&sentence, {}, std::move(field)});
    };
    if (settings.publisher.empty()) find(text::publisher_missing, "publisher");
    if (!settings.publisher_number.empty() &&
        !OrganisationNumber::parse(settings.publisher_number)) {
        find(text::number_wrong, "publisher_number");
    }
    if (settings.contact_email.empty()) find(text::contact_missing, "contact_email");
    if (!settings.contact_email.empty() && !is_email(settings.contact_email)) {
        find(text::email_wrong, "contact_email");
    }
    if (!is_ocid_prefix(settings.ocid_prefix)) find(text::prefix_wrong, "ocid_prefix");
    if (settings.conformance != Conformance::full && settings.shortcomings.empty()) {
        find(text::shortcomings_missing, "shortcomings");
    }
    if (!settings.assessed_on.empty() && !Date::parse(settings.assessed_on)) {
        find(text::date_wrong, "assessed_on");
    }
    if (!settings.statement_address.empty() &&
        !settings.statement_address.starts_with("https://")) {
        find(text::address_wrong, "statement_address");
    }
    return out;
}

std::vector<Refusal> findings(const PageDraft& draft) {
    constexpr std::string_view kLanguages[] = {"nb", "nn", "en"};
    std::vector<Refusal> out;
    for (std::size_t i = 0; i < draft.texts.size(); ++i) {
        const PageText& each = draft.texts[i];
        if (i > 0 && each.empty()) continue;  // bokmål must be there, the others may
        const std::string language(kLanguages[i]);
        if (each.title.empty()) out.push_back({&text::title_missing, {}, "title-" + language});
        if (each.body.empty()) out.push_back({&text::body_missing, {}, "body-" + language});
        if (each.body.size() > kLongestBody)
            out.push_back({&text::body_too_long, {}, "body-" + language});
    }
    if (!draft.texts[0].title.empty() && slug_of(draft.texts[0].title).empty()) {
        out.push_back({&text::title_missing, {}, "title-nb"});
    }
    return out;
}

std::vector<Refusal> findings(const Feedback& feedback) {
    std::vector<Refusal> out;
    if (feedback.message.empty()) out.push_back({&text::message_missing, {}, "melding"});
    if (feedback.message.size() > kLongestMessage)
        out.push_back({&text::message_too_long, {}, "melding"});
    if (feedback.name.size() > kLongestName) out.push_back({&text::name_too_long, {}, "navn"});
    if (!feedback.email.empty() && (!is_email(feedback.email) || feedback.email.size() > 254)) {
        out.push_back({&text::email_wrong, {}, "epost"});
    }
    return out;
}

std::string slug_of(std::string_view title) {
    std::string out;
    const auto hyphen = [&] {
        if (!out.empty() && out.back() != '-') out += '-';
    };
    for (std::size_t i = 0; i < title.size(); ++i) {
        const char c = title[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += c;
        } else if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c + 32);
        } else if (c == '\xC3' && i + 1 < title.size()) {
            const auto second = static_cast<unsigned char>(title[++i]) | 0x20;
            if (second == 0xA6) out += "ae";
            if (second == 0xB8) out += "o";
            if (second == 0xA5) out += "a";
            if (second == 0xA9 || second == 0xA8) out += "e";
        } else {
            hyphen();
        }
        if (out.size() >= kLongestSlug) break;
    }
    while (out.ends_with('-')) out.pop_back();
    return out;
}

}  // namespace samkjop::public_site
