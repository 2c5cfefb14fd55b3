// The way of one request: parse → route → who asks → may they → forged? → repeated? → handler. A
// GET has a reader and cannot write. A POST has one transaction: 303 means that it was committed,
// and every other answer that nothing changed.

#include "http/dispatcher.h"

#include <cstdio>
#include <stdexcept>

#include "base/crypto.h"
#include "db/db.h"
#include "http/error_page.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/store.h"
#include "http/texts.h"

namespace samkjop::http {
namespace {

constexpr std::string_view kTokenField = "csrf";
constexpr std::string_view kKeyField = "skjemanokkel";
constexpr std::size_t kSmallBody = 64 * 1024;

// A problem that is answered with a page of its own.
struct Problem {
    int status = 400;
    const Text* title = &text::malformed_title;
    const Text* says = &text::malformed_says;
};
constexpr Problem kMalformed{400, &text::malformed_title, &text::malformed_says};
constexpr Problem kForbidden{403, &text::forbidden_title, &text::forbidden_says};
constexpr Problem kForged{403, &text::forged_title, &text::forged_says};
constexpr Problem kNotFound{404, &text::not_found_title, &text::not_found_says};
constexpr Problem kMethod{405, &text::method_title, &text::method_says};
constexpr Problem kRepeated{409, &text::repeated_title, &text::repeated_says};
constexpr Problem kFailed{500, &text::failed_title, &text::failed_says};

const Problem& problem_of(int status) {
    for (const Problem* problem : {&kMalformed, &kForbidden, &kNotFound, &kMethod, &kRepeated}) {
        if (problem->status == status) return *problem;
    }
    return kFailed;
}

struct Visitor {
    Actor actor;
    std::string token;  // of the session; empty before sign-in
    Language language = Language::nb;
};

// "nn-NO,nn;q=0.9,en;q=0.5": the first of ours in the browser's own order.
Language asked_for(std::string_view accept) {
    while (!accept.empty()) {
        const auto end = accept.find(',');
        std::string_view tag = accept.substr(0, end);
        accept.remove_prefix(end == accept.npos ? accept.size() : end + 1);
        while (tag.starts_with(' ')) tag.remove_prefix(1);
        tag = tag.substr(0, 2);
        if (tag == "nb" || tag == "no") return Language::nb;
        if (tag == "nn") return Language::nn;
        if (tag == "en") return Language::en;
    }
    return Language::nb;
}

Visitor visitor_of(const Site& site, const Request& request, db::Session& session) {
    Visitor visitor;
    visitor.actor.permissions.set(static_cast<std::size_t>(Permission::anyone));
    const std::string token = request.cookie(kSessionCookie);
    if (!token.empty() && site.who != nullptr) {
        if (auto actor = site.who(session, token, request.at)) {
            visitor.actor = std::move(*actor);
            visitor.actor.permissions.set(static_cast<std::size_t>(Permission::anyone));
            visitor.actor.permissions.set(static_cast<std::size_t>(Permission::signed_in));
            visitor.token = token;
            visitor.language = visitor.actor.language;
            return visitor;
        }
    }
    visitor.language = language_from(request.cookie(kLanguageCookie),
                                     asked_for(request.header("accept-language")));
    return visitor;
}

std::string form_markup(const Visitor& visitor) {
    if (visitor.token.empty()) return "";
    return fmt::format(
        R"(<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}-{}">)",
        kTokenField, csrf_token(visitor.token), kKeyField, random_token(9), html::Out::kFreshKey);
}

Exchange exchange_of(const Site& site, const Request& request, const Visitor& visitor,
                     db::Session& session, std::vector<std::string> values) {
    return Exchange{request,           visitor.actor,          visitor.language,
                    request.at,        request.at.oslo_date(), session,
                    std::move(values), form_markup(visitor),   &site};
}

std::string_view without_scheme(std::string_view origin) {
    const auto scheme = origin.find("://");
    return scheme == origin.npos ? origin : origin.substr(scheme + 3);
}

// A browser always says where a POST comes from; a program that says nothing still needs the token.
bool comes_from_here(const Request& request) {
    const std::string_view origin = request.header("origin");
    if (!origin.empty()) return without_scheme(origin) == request.header("host");
    const std::string_view site = request.header("sec-fetch-site");
    return site.empty() || site == "same-origin" || site == "none";
}

std::string_view field(const Request& request, std::string_view name) {
    for (const auto& [key, value] : request.form) {
        if (key == name) return value;
    }
    return {};
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    unsigned char difference = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        difference |= static_cast<unsigned char>(left[i] ^ right[i]);
    }
    return difference == 0;
}

std::string digest_of(const Request& request) {
    std::string all;
    const auto add = [&](std::string_view part) {
        all += fmt::format("{}:", part.size()) + std::string(part);
    };
    for (const auto& [name, value] : request.form) {
        if (name == kTokenField || name == kKeyField) continue;
        add(name);
        add(value);
    }
    for (const Upload& upload : request.uploads) {
        add(upload.field);
        add(upload.file_name);
        add(sha256_hex(upload.bytes));
    }
    return sha256_hex(all);
}

std::string location_of(const Response& response) {
    for (const auto& [name, value] : response.headers) {
        if (name == "Location") return value;
    }
    return "/";
}

std::string path_and_query(std::string_view target) {
    return std::string(target.substr(0, target.find('#')));
}

// Where a person goes on after signing in: the page itself, or the page a form stood on.
std::string page_to_return_to(const Request& request, std::string_view target) {
    if (request.method == Method::get) return path_and_query(target);
    const std::string_view referer = without_scheme(request.header("referer"));
    const std::string_view host = request.header("host");
    if (!host.empty() && referer.starts_with(host)) {
        const std::string_view path = referer.substr(host.size());
        if (is_local_path(path)) return std::string(path);
    }
    return "/";
}

bool fill(Request& request, const Incoming& incoming) {
    const std::string_view target = incoming.target;
    const auto mark = target.find('?');
    auto path = percent_decoded(target.substr(0, mark), false);
    if (!path || !is_utf8(*path)) return false;
    request.path = std::move(*path);
    if (mark != target.npos) {
        auto query = form_fields(target.substr(mark + 1));
        if (!query) return false;
        request.query = std::move(*query);
    }
    if (request.method != Method::post) return true;
    std::string type(request.header("content-type"));
    const std::string_view body = incoming.body.view();
    if (const auto boundary = multipart_boundary(type)) {
        auto parts = parse_multipart(body, *boundary);
        if (!parts) return false;
        request.form = std::move(parts->fields);
        request.uploads = std::move(parts->uploads);
        return true;
    }
    for (char& c : type)
        if (c >= 'A' && c <= 'Z') c += 32;
    if (type.starts_with("application/x-www-form-urlencoded")) {
        auto form = form_fields(body);
        if (!form) return false;
        request.form = std::move(*form);
        return true;
    }
    request.body = body;
    return true;
}

void believe_proxy(Request& request) {
    std::string_view forwarded = request.header("x-forwarded-for");
    const auto comma = forwarded.rfind(',');
    if (comma != forwarded.npos) forwarded.remove_prefix(comma + 1);
    while (forwarded.starts_with(' ')) forwarded.remove_prefix(1);
    if (!forwarded.empty()) request.remote_address = forwarded;
    request.https = request.header("x-forwarded-proto") == "https";
}

void add_header(Response& response, std::string_view name, std::string_view value) {
    for (const auto& [key, existing] : response.headers) {
        if (key == name) return;
    }
    response.headers.emplace_back(name, value);
}

void protect(Response& response, const Request& request) {
    add_header(
        response, "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; "
        "base-uri 'none'; form-action 'self'");
    add_header(response, "X-Content-Type-Options", "nosniff");
    add_header(response, "Referrer-Policy", "same-origin");
    add_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    add_header(response, "Cross-Origin-Resource-Policy", "same-origin");
    add_header(response, "Cache-Control", "no-store");
    if (request.https) add_header(response, "Strict-Transport-Security", "max-age=31536000");
}

}  // namespace

std::string csrf_token(std::string_view session_token) {
    return sha256_hex("form of session " + std::string(session_token)).substr(0, 32);
}

std::string set_cookie(const Request& request, std::string_view name, std::string_view value,
                       std::optional<int> max_age_seconds) {
    std::string out = fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", name, value);
    if (!request.is_plain_localhost()) out += "; Secure";
    if (max_age_seconds) out += fmt::format("; Max-Age={}", *max_age_seconds);
    return out;
}

Dispatcher::Dispatcher(Site site) : site_(std::move(site)), table_(site_.routes) {}
Dispatcher::~Dispatcher() = default;

std::size_t Dispatcher::body_limit(std::string_view method, std::string_view target) {
    const auto path = percent_decoded(target.substr(0, target.find('?')), false);
    if (method != "POST" || !path) return kSmallBody;
    const auto match = table_.find(*path);
    return match && match->post != nullptr ? match->post->body_limit : kSmallBody;
}

Response Dispatcher::answer(const Incoming& incoming) {
    const auto began = std::chrono::steady_clock::now();
    Request request;
    Seen seen;
    request.at = clock_now();
    request.headers = incoming.headers;
    request.remote_address = incoming.remote_address;
    Response response;
    try {
        if (site_.behind_proxy) believe_proxy(request);
        request.method = incoming.method == "POST" ? Method::post : Method::get;
        const bool known =
            incoming.method == "GET" || incoming.method == "HEAD" || incoming.method == "POST";
        if (!known)
            response = error(request, 405);
        else if (!fill(request, incoming))
            response = error(request, 400);
        else
            response = route(request, incoming.target, seen);
    } catch (const std::exception& failure) {
        response = failed(request, failure.what());
    } catch (...) {
        response = failed(request, "an exception without a name");
    }
    protect(response, request);
    const auto spent = std::chrono::steady_clock::now() - began;
    fmt::print(stderr, "{} {} {} {} {} µs user {}\n", request.at.iso(), incoming.method,
               percent_encoded_path(request.path), response.status,
               std::chrono::duration_cast<std::chrono::microseconds>(spent).count(),
               seen.user.value);
    return response;
}

// The log has what happened; the page has only the reference to it.
Response Dispatcher::failed(const Request& request, std::string_view what) {
    const std::string reference = random_token(4);
    fmt::print(stderr, "{} failed {} {}: {}\n", request.at.iso(), reference,
               percent_encoded_path(request.path), what);
    try {
        return error(request, 500, reference);
    } catch (...) {
        Response response;
        response.status = 500;
        response.media_type = "text/plain; charset=utf-8";
        response.body = "500 " + reference + "\n";
        return response;
    }
}

Response Dispatcher::error(const Request& request, int status, const std::string& reference,
                           const std::string& link, bool forged) {
    const Problem& problem = forged ? kForged : problem_of(status);
    Response response;
    site_.database.read([&](db::Session& session) {
        const Visitor visitor = visitor_of(site_, request, session);
        Exchange exchange = exchange_of(site_, request, visitor, session, {});
        if (const auto* folder = hosted(request); folder && status == 404 && folder->lost) {
            response = folder->lost(exchange);
            return;
        }
        ErrorPage view;
        view.title = problem.title;
        view.says = render(*problem.says, visitor.language, {{"reference", reference}});
        view.link = link;
        response = page(exchange, {.title = std::string(problem.title->in(visitor.language))},
                        [&](html::Out& o) { error_page(o, view); });
    });
    response.status = status;
    if (status == 405) response.headers.emplace_back("Allow", "GET, HEAD, POST");
    return response;
}

Response Dispatcher::route(Request& request, std::string_view target, Seen& seen) {
    if (auto found = asset(request)) return std::move(*found);
    if (const HostedFolder* folder = hosted(request)) {
        request.path = folder->folder + (request.path == "/" ? "" : request.path);
        request.at_root = true;
    }
    auto match = table_.find(request.path);
    if (!match) return error(request, 404);
    const Route* route = request.method == Method::post ? match->post : match->get;
    if (route == nullptr) {
        if (auto page = nearest_page(request)) return std::move(*page);
        return error(request, 405);
    }
    Response response = request.method == Method::post
                            ? run_post(request, target, *route, match->values, seen)
                            : run_get(request, target, *route, match->values, seen);
    const bool undressed =
        response.body.empty() && (response.status == 403 || response.status == 404);
    if (undressed) return error(request, response.status);
    return response;
}

const HostedFolder* Dispatcher::hosted(const Request& request) const {
    const auto found = std::ranges::find(site_.hosted, request.host(), &HostedFolder::host);
    return found == site_.hosted.end() ? nullptr : &*found;
}

// A page that answered a refused form stands at the form's own address. Who loads it again comes to
// the page above: from /rekvisisjoner/12/godkjenning to /rekvisisjoner/12.
std::optional<Response> Dispatcher::nearest_page(const Request& request) const {
    if (request.method != Method::get) return std::nullopt;
    std::string_view path = request.path;
    for (auto slash = path.rfind('/'); slash != path.npos && slash > 0; slash = path.rfind('/')) {
        path = path.substr(0, slash);
        const auto match = table_.find(path);
        if (match && match->get != nullptr) return see_other(percent_encoded_path(path));
    }
    return std::nullopt;
}

// Not signed in: to the sign-in page and back. Signed in without the permission: 403.
std::optional<Response> Dispatcher::turned_away(const Request& request, std::string_view target,
                                                const Route& route, const Actor& actor,
                                                bool sends) const {
    const Permission needed = route.needs.permission();
    if (sends ? may_send(actor.permissions, needed) : may_open(actor.permissions, needed))
        return std::nullopt;
    if (actor.user) return forbidden();
    const std::string back = page_to_return_to(request, target);
    return see_other(std::string(site_.sign_in_path) +
                     (back == "/" ? "" : "?til=" + percent_encoded(back)));
}

Response Dispatcher::run_get(const Request& request, std::string_view target, const Route& route,
                             const std::vector<std::string>& values, Seen& seen) {
    Response response;
    site_.database.read([&](db::Session& session) {
        const Visitor visitor = visitor_of(site_, request, session);
        seen.user = visitor.actor.user;
        if (auto away = turned_away(request, target, route, visitor.actor, false)) {
            response = std::move(*away);
            return;
        }
        Exchange exchange = exchange_of(site_, request, visitor, session, values);
        response = route.get(exchange);
    });
    return response;
}

Response Dispatcher::run_post(const Request& request, std::string_view target, const Route& route,
                              const std::vector<std::string>& values, Seen& seen) {
    Visitor visitor;
    std::any prepared;
    std::optional<Response> early;
    bool forged = false;
    site_.database.read([&](db::Session& session) {
        visitor = visitor_of(site_, request, session);
        seen.user = visitor.actor.user;
        early = turned_away(request, target, route, visitor.actor, true);
        if (early) return;
        forged = !route.machine &&
                 (!comes_from_here(request) ||
                  (!visitor.token.empty() && !equal_in_constant_time(field(request, kTokenField),
                                                                     csrf_token(visitor.token))));
        if (forged || route.prepare == nullptr) return;
        Exchange exchange = exchange_of(site_, request, visitor, session, values);
        prepared = route.prepare(exchange);
    });
    if (early) return std::move(*early);
    if (forged) return error(request, 403, "", "", true);

    Response response;
    const std::string key(visitor.actor.user ? field(request, kKeyField) : "");
    const CarriedOut now{key.empty() ? "" : digest_of(request), ""};
    std::optional<CarriedOut> before;
    site_.database.write([&](db::Tx& tx) {
        if (!key.empty()) before = carried_out(tx, key, visitor.actor.user, request.path);
        if (before) return;
        Post post{exchange_of(site_, request, visitor, tx.session(), values), tx, prepared};
        response = route.post(post);
        if (!route.machine && (response.status == 303) != tx.committed()) {
            throw std::logic_error(
                "a form's handler answers 303 when it has committed, and only then");
        }
        if (tx.committed() && site_.seen != nullptr && !visitor.token.empty()) {
            site_.seen(tx, visitor.token, request.at);
        }
        if (tx.committed() && !key.empty()) {
            remember(tx, key, visitor.actor.user, request.path, {now.digest, location_of(response)},
                     request.at);
        }
    });
    if (!before) return response;
    if (before->digest == now.digest) return see_other(before->location);
    return error(request, 409, "", before->location);
}

}  // namespace samkjop::http
