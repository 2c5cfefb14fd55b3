// MIME is read and written by GMime, and sent by libcurl. Only what can be an e-document is taken
// out of a message: by its media type, or by the end of its file name.
#include "gateway/mail.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <gmime/gmime.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>

#include "gateway/rules.h"
#include "gateway/texts.h"

namespace samkjop::gateway {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostDocuments = 100;
constexpr int kMostDepth = 12;
constexpr long kConnectSeconds = 20;
constexpr long kSendSeconds = 120;

void start() {
    static std::once_flag once;
    std::call_once(once, [] {
        g_mime_init();
        curl_global_init(CURL_GLOBAL_DEFAULT);
    });
}

struct Unref {
    void operator()(void* of) const { g_object_unref(of); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

std::string text_or_empty(const char* text) { return text != nullptr ? text : ""; }

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

bool can_be_document(GMimeObject* part, const std::string& name) {
    const std::string end = lower(name);
    if (end.ends_with(".xml") || end.ends_with(".gz") || end.ends_with(".zip")) return true;
    GMimeContentType* type = g_mime_object_get_content_type(part);
    return g_mime_content_type_is_type(type, "application", "xml") ||
           g_mime_content_type_is_type(type, "text", "xml") ||
           g_mime_content_type_is_type(type, "application", "gzip") ||
           g_mime_content_type_is_type(type, "application", "zip");
}

std::string decoded(GMimePart* part) {
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    if (content == nullptr) return {};
    const Ref<GMimeStream> memory(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
}

void gather(GMimeObject* object, Message& into, int depth) {
    if (object == nullptr || depth > kMostDepth || into.documents.size() >= kMostDocuments) return;
    if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart* parts = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(parts); ++i)
            gather(g_mime_multipart_get_part(parts, i), into, depth + 1);
    } else if (GMIME_IS_MESSAGE_PART(object)) {  // forwarded: look into it too
        GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (inner != nullptr) gather(g_mime_message_get_mime_part(inner), into, depth + 1);
    } else if (GMIME_IS_PART(object)) {
        GMimePart* part = GMIME_PART(object);
        const std::string name = text_or_empty(g_mime_part_get_filename(part));
        if (!can_be_document(object, name)) return;
        into.documents.push_back({name.empty() ? "dokument.xml" : name, "", decoded(part)});
    }
}

std::string first_address(GMimeMessage* message) {
    InternetAddressList* from = g_mime_message_get_from(message);
    if (from == nullptr || internet_address_list_length(from) == 0) return {};
    InternetAddress* first = internet_address_list_get_address(from, 0);
    if (!INTERNET_ADDRESS_IS_MAILBOX(first)) return {};
    return text_or_empty(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)));
}

}  // namespace

Message read_message(std::string_view bytes) {
    start();
    Message out;
    const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    const Ref<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Ref<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!message) return out;
    out.from = first_address(message.get());
    out.subject = text_or_empty(g_mime_message_get_subject(message.get()));
    out.identifier = text_or_empty(g_mime_message_get_message_id(message.get()));
    gather(g_mime_message_get_mime_part(message.get()), out, 0);
    return out;
}

namespace {

GMimePart* part_of(std::string_view type, std::string_view subtype, std::string_view bytes,
                   GMimeContentEncoding encoding) {
    GMimePart* part =
        g_mime_part_new_with_type(std::string(type).c_str(), std::string(subtype).c_str());
    const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    const Ref<GMimeDataWrapper> content(
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(part, content.get());
    g_mime_part_set_content_encoding(part, encoding);
    return part;
}

void add_text(GMimeMultipart* into, const std::string& text) {
    const Ref<GMimePart> part(
        part_of("text", "plain", text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
    g_mime_multipart_add(into, GMIME_OBJECT(part.get()));
}

void add_enclosure(GMimeMultipart* into, const Enclosure& each) {
    const auto slash = each.media_type.find('/');
    const Ref<GMimePart> part(part_of(std::string_view(each.media_type).substr(0, slash),
                                      std::string_view(each.media_type).substr(slash + 1),
                                      each.bytes, GMIME_CONTENT_ENCODING_BASE64));
    g_mime_object_set_disposition(GMIME_OBJECT(part.get()), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part.get(), each.name.c_str());
    g_mime_multipart_add(into, GMIME_OBJECT(part.get()));
}

}  // namespace

std::string compose(const Letter& letter, std::string_view from, std::string_view identifier,
                    Instant at) {
    start();
    const Ref<GMimeMessage> message(g_mime_message_new(TRUE));
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, letter.from_name.c_str(),
                               std::string(from).c_str());
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, letter.to_name.c_str(),
                               letter.to.c_str());
    if (is_mail_address(letter.reply_to)) {
        g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO,
                                   letter.from_name.c_str(), letter.reply_to.c_str());
    }
    g_mime_message_set_subject(message.get(), letter.subject.c_str(), "utf-8");
    g_mime_message_set_message_id(message.get(), std::string(identifier).c_str());
    GDateTime* date = g_date_time_new_from_unix_utc(at.milliseconds() / 1000);
    g_mime_message_set_date(message.get(), date);
    g_date_time_unref(date);
    const Ref<GMimeMultipart> body(g_mime_multipart_new_with_subtype("mixed"));
    add_text(body.get(), letter.text);
    for (const Enclosure& each : letter.enclosures) add_enclosure(body.get(), each);
    g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));
    // Lines end as RFC 5322 says.
    GMimeFormatOptions* format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    char* text = g_mime_object_to_string(GMIME_OBJECT(message.get()), format);
    std::string out = text_or_empty(text);
    g_free(text);
    g_mime_format_options_free(format);
    return out;
}

bool is_mail_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == 0 || at == text.npos || at + 1 >= text.size() || text.size() > 254) return false;
    if (text.find('@', at + 1) != text.npos) return false;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || std::strchr("<>()[],;:\\\"", c) != nullptr)
            return false;
    }
    return text.find('.', at) != text.npos && !text.ends_with('.');
}

namespace {

std::optional<Refusal> failed(std::string detail) {
    return Refusal{&text::mail_failed, {{"detail", std::move(detail)}}, {}};
}

struct Upload {
    const std::string* message;
    std::size_t at = 0;
};
std::size_t give(char* buffer, std::size_t size, std::size_t count, void* user) {
    Upload& upload = *static_cast<Upload*>(user);
    const std::size_t length = std::min(size * count, upload.message->size() - upload.at);
    std::memcpy(buffer, upload.message->data() + upload.at, length);
    upload.at += length;
    return length;
}

std::optional<Refusal> by_smtp(const MailSettings& settings, const std::string& to,
                               const std::string& message) {
    start();
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                   curl_easy_cleanup);
    if (!curl) throw std::runtime_error("cannot start libcurl");
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
        curl_slist_append(nullptr, to.c_str()), curl_slist_free_all);
    Upload upload{&message};
    char detail[CURL_ERROR_SIZE] = "";
    const auto set = [&](CURLoption option, auto value) {
        curl_easy_setopt(curl.get(), option, value);
    };
    set(CURLOPT_URL, settings.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_MAIL_FROM, settings.from.c_str());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_READFUNCTION, give);
    set(CURLOPT_READDATA, &upload);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(CURLOPT_TIMEOUT, kSendSeconds);
    set(CURLOPT_ERRORBUFFER, detail);
    // A password never goes in the clear.
    const bool secret = !settings.user.empty();
    set(CURLOPT_USE_SSL, static_cast<long>(secret ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (secret) {
        set(CURLOPT_USERNAME, settings.user.c_str());
        set(CURLOPT_PASSWORD, settings.password.c_str());
    }
    const CURLcode code = curl_easy_perform(curl.get());
    if (code == CURLE_OK) return std::nullopt;
    return failed(detail[0] != '\0' ? detail : curl_easy_strerror(code));
}

std::optional<Refusal> in_spool(const std::string& spool, const std::string& message,
                                std::string_view name) {
    try {
        const fs::path folder(spool);
        for (const char* sub : {"tmp", "new", "cur"}) fs::create_directories(folder / sub);
        const fs::path draft = folder / "tmp" / std::string(name);
        std::ofstream out(draft, std::ios::binary | std::ios::trunc);
        out.write(message.data(), static_cast<std::streamsize>(message.size()));
        out.flush();
        if (!out) return failed("cannot write " + draft.string());
        out.close();
        fs::rename(draft, folder / "new" / std::string(name));
        return std::nullopt;
    } catch (const fs::filesystem_error& failure) {
        return failed(failure.code().message());
    }
}

}  // namespace

std::optional<Refusal> send_mail(const MailSettings& settings, std::string_view to,
                                 const std::string& message, std::string_view name) {
    if (!settings.url.empty()) return by_smtp(settings, std::string(to), message);
    if (!settings.spool.empty()) return in_spool(settings.spool, message, name);
    return Refusal{&text::mail_not_set, {}, {}};
}

}  // namespace samkjop::gateway
