// The frame, and how a browser and a proxy may keep a page. The address alone decides what is
// shown: language and host stand in it, cookies are not looked at.

#include "public_site/frame.h"

#include <fmt/format.h>

#include <map>
#include <mutex>

#include "agreement/agreement.h"
#include "base/crypto.h"
#include "http/dispatcher.h"
#include "http/form.h"
#include "party/party.h"
#include "plan/plan.h"
#include "public_site/frame_view.h"
#include "public_site/texts.h"

namespace samkjop::public_site {
namespace {

constexpr std::string_view kFolder = "/offentlig";
constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
constexpr int kKeepSeconds = 60;  // how long a reader may keep a page without asking again

constexpr std::array<Language, 3> kLanguages = {Language::nb, Language::nn, Language::en};

std::string_view prefix(Language language) {
    return language == Language::nb ? "" : language == Language::nn ? "/nn" : "/en";
}

std::vector<Host>& known_hosts() {
    static std::vector<Host> all;
    return all;
}

// Only what can be a host name: what a request says of itself comes back in the links.
bool is_host(std::string_view text) {
    return !text.empty() && text.size() < 254 &&
           std::ranges::all_of(
               text,
               [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' ||
                          c == ']';
               });
}

// ---- What was made, kept while nothing changes --------------------------------------------------

struct Kept {
    std::string version;
    std::string body, tag;
    Instant changed, at;
};
struct Shelf {
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<const Kept>> kept;
    std::size_t bytes = 0, most_bytes = 0;
    std::int64_t agreement_sequence = 0;
};
Shelf& shelf() {
    static Shelf one;
    return one;
}
// A name of a supplier or a municipality has no sequence of its own: it is new within a minute.
constexpr std::int64_t kOldestMs = 60'000;

// What the pages are made of, as one short text: the same text, the same pages.
std::string version_of(http::Exchange& exchange) {
    std::int64_t agreements = 0;
    {
        Shelf& here = shelf();
        std::int64_t known = 0;
        {
            const std::lock_guard lock(here.mutex);
            known = here.agreement_sequence;
        }
        agreements = agreement::changes_after(exchange.db, known).sequence;
        const std::lock_guard lock(here.mutex);
        here.agreement_sequence = std::max(here.agreement_sequence, agreements);
    }
    const auto plans = plan::last_change(exchange.db);
    return fmt::format("{} {} {} {}", agreements, plans.sequence, last_change(exchange.db).sequence,
                       exchange.today.days());
}

std::string http_date(Instant at) {
    const std::time_t seconds = static_cast<std::time_t>(at.milliseconds() / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday], parts.tm_mday,
                       kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                       parts.tm_sec);
}

// RFC 9110: a list of tags, weak ones too, goes before the date.
bool reader_has_it(const http::Request& request, const Kept& kept) {
    const std::string_view tags = request.header("if-none-match");
    if (!tags.empty()) return tags == "*" || tags.find(kept.tag) != tags.npos;
    const std::string_view since = request.header("if-modified-since");
    return !since.empty() && since == http_date(kept.changed);
}

std::shared_ptr<const Kept> find_kept(const std::string& key, const std::string& version,
                                      Instant now) {
    Shelf& here = shelf();
    const std::lock_guard lock(here.mutex);
    const auto found = here.kept.find(key);
    if (found == here.kept.end() || found->second->version != version) return nullptr;
    if (now.milliseconds() - found->second->at.milliseconds() > kOldestMs) return nullptr;
    return found->second;
}

void keep(const std::string& key, const std::shared_ptr<const Kept>& made) {
    Shelf& here = shelf();
    const std::lock_guard lock(here.mutex);
    if (made->body.size() > here.most_bytes / 8) return;
    auto& place = here.kept[key];
    if (place) here.bytes -= place->body.size();
    here.bytes += made->body.size();
    place = made;
    if (here.bytes > here.most_bytes) {  // rare: begin anew rather than keep an order of use
        here.kept.clear();
        here.kept[key] = made;
        here.bytes = made->body.size();
    }
}

std::string key_of(const http::Exchange& exchange) {
    const http::Request& request = exchange.request;
    std::string out = fmt::format("{}|{}|{}", request.https, request.header("host"), request.path);
    for (const auto& [name, value] : request.query) out += fmt::format("|{}={}", name, value);
    return out;
}

// ---- The frame ----------------------------------------------------------------------------------

void add_languages(const Place& place, FrameView& view) {
    constexpr std::string_view kNames[] = {"Bokmål", "Nynorsk", "English"};
    for (const Language language : kLanguages) {
        const std::string path = place.link_in(language, place.here) + place.query;
        const std::string lang(code(language));
        view.languages.push_back({path, std::string(kNames[static_cast<std::size_t>(language)]),
                                  language == place.language, lang});
        view.alternates.push_back({place.origin + path, "", false, lang});
    }
    view.alternates.push_back({place.origin + place.link_in(Language::nb, place.here) + place.query,
                               "", false, "x-default"});
}

std::string owner_of(http::Exchange& exchange, const Place& place) {
    if (place.scope) {
        return render(text::purchasing_in, place.language, {{"name", place.scope_name}});
    }
    const std::string publisher = settings(exchange.db).publisher;
    return publisher.empty() ? exchange.site->region_in(place.language) : publisher;
}

std::string names_of(http::Exchange& exchange, Language language) {
    std::string out;
    const auto all = party::municipalities(exchange.db);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0)
            out +=
                i + 1 == all.size() ? " " + std::string(text::and_word.in(language)) + " " : ", ";
        out += all[i].name;
    }
    return out;
}

}  // namespace

void use_hosts(std::vector<Host> hosts) { known_hosts() = std::move(hosts); }
const std::vector<Host>& hosts() { return known_hosts(); }

std::string Place::link_in(Language to, std::string_view path) const {
    std::string out = base + std::string(prefix(to));
    if (path != "/" || out.empty()) out += path;
    return out;
}

Place place_of(const http::Exchange& exchange) {
    const http::Request& request = exchange.request;
    Place out;
    out.base = request.at_root ? "" : kFolder;
    std::string_view rest = request.path;
    if (rest.starts_with(kFolder)) rest.remove_prefix(kFolder.size());
    for (const Language language : {Language::nn, Language::en}) {
        const std::string_view here = prefix(language);
        if (rest == here || (rest.starts_with(here) && rest[here.size()] == '/')) {
            out.language = language;
            rest.remove_prefix(here.size());
            break;
        }
    }
    out.here = rest.empty() ? "/" : std::string(rest);
    char mark = '?';
    for (const auto& [name, value] : request.query) {
        out.query += mark + http::percent_encoded(name) + "=" + http::percent_encoded(value);
        mark = '&';
    }
    const std::string_view host = request.header("host");
    out.origin = fmt::format("{}://{}", request.https ? "https" : "http",
                             is_host(host) ? host : std::string_view("localhost"));
    if (!request.at_root) return out;
    for (const Host& each : hosts()) {
        if (each.name != request.host() || each.municipality_number.empty()) continue;
        if (const auto found =
                party::municipality_by_number(exchange.db, each.municipality_number)) {
            out.scope = found->id;
            out.scope_name = found->title();
        }
    }
    return out;
}

std::string framed(http::Exchange& exchange, const Place& place, const Head& head,
                   const std::function<void(html::Out&)>& body) {
    const auto say = [&](const Text& text) { return std::string(text.in(place.language)); };
    FrameView view;
    view.owner = owner_of(exchange, place);
    view.title = head.title + " – " + view.owner;
    view.description = head.description;
    view.style = http::asset_path("offentlig.css");
    view.icon = http::asset_path("icon.svg");
    view.canonical = place.origin + place.link(place.here) + place.query;
    view.atom = place.link("/nytt.atom");
    view.home = place.link("/");
    view.owner_says = place.scope ? say(text::owner_says_one) : names_of(exchange, place.language);
    view.foot = exchange.site->region_says_in(place.language);
    view.demo = exchange.site->demo;
    view.narrow = head.narrow;
    view.hidden = head.hidden;
    if (!place.is_own_host()) view.sign_in = exchange.site->sign_in_path;
    add_languages(place, view);
    const std::pair<std::string_view, const Text*> menu[] = {{"/avtaler", &text::menu_agreements},
                                                             {"/planer", &text::menu_plans},
                                                             {"/strategi", &text::menu_strategy},
                                                             {"/kontakt", &text::menu_contact}};
    for (const auto& [path, label] : menu) {
        view.menu.push_back({place.link(path), say(*label), path == head.menu});
    }
    const std::pair<std::string_view, const Text*> foot[] = {
        {"/tilgjengelighet", &text::accessibility},
        {"/personvern", &text::privacy},
        {"/data", &text::open_data}};
    for (const auto& [path, label] : foot) {
        view.foot_links.push_back({place.link(path), say(*label), path == head.menu});
    }
    html::Out out(place.language, exchange.form_fields);
    frame(out, view, head.above, head.hero, body);
    return out.take();
}

http::Response answer(http::Exchange& exchange, std::string_view media_type,
                      const std::function<Made()>& make) {
    const bool keeping = shelf().most_bytes > 0;
    const std::string key = keeping ? key_of(exchange) : "";
    const std::string version = keeping ? version_of(exchange) : "";
    std::shared_ptr<const Kept> kept =
        keeping ? find_kept(key, version, exchange.now) : std::shared_ptr<const Kept>();
    if (!kept) {
        Made made = make();
        // Whole seconds: a date in a header has no more.
        const Instant changed(made.changed.milliseconds() / 1000 * 1000);
        std::string tag = "\"" + sha256_hex(made.body).substr(0, 20) + "\"";
        kept = std::make_shared<const Kept>(
            Kept{version, std::move(made.body), std::move(tag), changed, exchange.now});
        if (keeping) keep(key, kept);
    }
    http::Response response;
    response.media_type = media_type;
    response.headers = {{"Content-Security-Policy", std::string(kPolicy)},
                        {"Cache-Control", fmt::format("public, max-age={}", kKeepSeconds)},
                        {"ETag", kept->tag},
                        {"Last-Modified", http_date(kept->changed)},
                        {"Vary", "Host"}};
    if (reader_has_it(exchange.request, *kept)) {
        response.status = 304;
    } else {
        response.body = kept->body;
    }
    return response;
}

http::Response unkept(std::string body, int status) {
    http::Response response;
    response.status = status;
    response.body = std::move(body);
    response.headers = {{"Content-Security-Policy", std::string(kPolicy)},
                        {"Cache-Control", "no-store"}};
    return response;
}

void keep_answers(std::size_t most_bytes) {
    Shelf& here = shelf();
    const std::lock_guard lock(here.mutex);
    here.most_bytes = most_bytes;
    here.kept.clear();
    here.bytes = 0;
    here.agreement_sequence = 0;
}

Instant beginning_of(Date day) {
    // Midnight in Norway is 22 or 23 o'clock UTC the day before. The later one is never too early.
    return Instant((std::int64_t{day.days()} * 24 - 1) * 3'600'000);
}

Instant latest(std::initializer_list<std::optional<Instant>> instants) {
    Instant out;
    for (const auto& each : instants) {
        if (each && *each > out) out = *each;
    }
    return out;
}

}  // namespace samkjop::public_site
