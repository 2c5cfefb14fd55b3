// The access point's door. Every answer is JSON but the document itself; a refusal says what to do
// about it. A GET changes nothing: what has been fetched is told of with a POST.
#include "gateway/api.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/words.h"
#include "gateway/inbox.h"
#include "gateway/texts.h"
#include "trail/trail.h"

namespace samkjop::gateway {
namespace {

using nlohmann::json;

constexpr int kMostWaiting = 100;

http::Response answer(int status, const json& body) {
    http::Response out;
    out.status = status;
    out.media_type = status < 400 ? "application/json" : "application/problem+json";
    out.body = body.dump();
    return out;
}

http::Response problem(int status, const Text& text) {
    return answer(status, {{"status", status},
                           {"type", std::string(text.key)},
                           {"title", std::string(text.in(Language::en))}});
}

bool is_access_point(const http::Exchange& exchange) {
    const std::string_view header = exchange.request.header("authorization");
    return header.starts_with("Bearer ") && token_holds(header.substr(7));
}

// ---- In

using Prepared = std::shared_ptr<std::vector<Examined>>;

std::any examine_push(http::Exchange& exchange) {
    if (!is_access_point(exchange)) return Prepared();
    return std::make_shared<std::vector<Examined>>(examine_all(
        exchange.db,
        {exchange.request.body, "push", std::string(exchange.query("navn")), exchange.now}));
}

json outcome_as_json(const Outcome& outcome) {
    json out = {{"document", outcome.id.value}, {"state", std::string(name(outcome.state))}};
    if (outcome.reason) {
        out["rule"] = std::string(outcome.reason->name());
        out["reason"] = {{"nb", outcome.reason->in(Language::nb)},
                         {"nn", outcome.reason->in(Language::nn)},
                         {"en", outcome.reason->in(Language::en)}};
    }
    return out;
}

http::Response post_push(http::Post& post) {
    const auto prepared = std::any_cast<Prepared>(post.prepared);
    if (!prepared) return problem(401, text::token_wrong);
    json outcomes = json::array();
    for (const Examined& each : *prepared) outcomes.push_back(outcome_as_json(file(post.tx, each)));
    post.tx.commit();
    json body = outcomes.front();
    if (outcomes.size() > 1) body["documents"] = outcomes;
    return answer(200, body);
}

// ---- Out

http::Response get_waiting(http::Exchange& exchange) {
    if (!is_access_point(exchange)) return problem(401, text::token_wrong);
    json rows = json::array();
    for (const Document& one : store::due(exchange.db, "http", exchange.now, kMostWaiting)) {
        rows.push_back({{"document", one.id.value},
                        {"type", std::string(ubl::type_name(one.type))},
                        {"sender", one.sender},
                        {"receiver", one.receiver},
                        {"instance", one.instance},
                        {"sha256", one.sha256},
                        {"size", one.size},
                        {"path", fmt::format("/api/dokumenter/ut/{}", one.id.value)}});
    }
    return answer(200, {{"documents", rows}});
}

// Only what goes out that way; another's document is not there.
std::optional<Document> outgoing(http::Exchange& exchange) {
    auto found = store::load(exchange.db, DocumentId{exchange.path_id()});
    if (!found || found->direction != Direction::out || found->channel != "http")
        return std::nullopt;
    return found;
}

http::Response get_outgoing(http::Exchange& exchange) {
    if (!is_access_point(exchange)) return problem(401, text::token_wrong);
    const auto found = outgoing(exchange);
    if (!found) return problem(404, text::document_missing);
    return http::download(found->file_name, "application/xml", bytes_of(exchange.db, found->id));
}

http::Response post_outgoing(http::Post& post) {
    if (!is_access_point(post)) return problem(401, text::token_wrong);
    const auto found = outgoing(post);
    if (!found) return problem(404, text::document_missing);
    const json told = json::parse(post.request.body, nullptr, false);
    if (!told.is_object() || !told.contains("state") || !told["state"].is_string())
        return problem(422, text::told_state_unknown);
    const std::string state = told["state"];
    std::string detail;
    if (told.contains("reason") && told["reason"].is_string()) detail = told["reason"];
    static const std::map<std::string, Told, std::less<>> states = {
        {"sent", Told::sent}, {"acknowledged", Told::acknowledged}, {"failed", Told::failed}};
    const auto what = states.find(state);
    if (what == states.end()) return problem(422, text::told_state_unknown);
    if (!tell(post.tx, found->id, what->second, detail, post.now))
        return problem(409, text::state_forbids_event);
    post.tx.commit();
    const auto after = store::load(post.tx, found->id);
    return answer(200, {{"document", found->id.value}, {"state", std::string(name(after->state))}});
}

http::Response get_openapi(http::Exchange&) {
    http::Response out;
    out.media_type = "application/json";
    out.body = openapi();
    return out;
}

constexpr http::Route machine(http::Route route) {
    route.machine = true;
    // What is too large for its municipality is set aside with the reason, not cut off.
    route.body_limit = ubl::kHardLimitBytes;
    return route;
}

using enum Permission;
constexpr http::Route kTable[] = {
    machine(http::post("/api/dokumenter", anyone, examine_push, post_push)),
    machine(http::get("/api/dokumenter/ut", anyone, get_waiting)),
    machine(http::Route{"/api/dokumenter/ut/{id}", anyone, get_outgoing, post_outgoing}),
    machine(http::get("/api/openapi.json", anyone, get_openapi)),
};

json string_of(const char* example) { return {{"type", "string"}, {"example", example}}; }
json reference(const char* schema) {
    return {{"$ref", std::string("#/components/schemas/") + schema}};
}
json content(const json& schema, const char* media = "application/json") {
    return {{media, {{"schema", schema}}}};
}
json response(const char* what, const json& schema) {
    return {{"description", what}, {"content", content(schema)}};
}
json refusal(const char* what) {
    return {{"description", what},
            {"content", content(reference("Problem"), "application/problem+json")}};
}

json schemas() {
    const json integer = {{"type", "integer"}, {"format", "int64"}};
    json out;
    out["Outcome"] = {
        {"type", "object"},
        {"required", {"document", "state"}},
        {"properties",
         {{"document", integer},
          {"state", {{"type", "string"}, {"enum", {"filed", "quarantined", "duplicate"}}}},
          {"rule", string_of("gateway.receiver_unknown")},
          {"reason",
           {{"type", "object"},
            {"description", "The same sentence in bokmål, nynorsk and English."},
            {"properties",
             {{"nb", {{"type", "string"}}},
              {"nn", {{"type", "string"}}},
              {"en", {{"type", "string"}}}}}}},
          {"documents",
           {{"type", "array"},
            {"description", "Only where the file was packed and held several."},
            {"items", reference("Outcome")}}}}}};
    out["Waiting"] = {{"type", "object"},
                      {"required", {"document", "type", "receiver", "path"}},
                      {"properties",
                       {{"document", integer},
                        {"type", string_of("order")},
                        {"sender", string_of("0192:974760673")},
                        {"receiver", string_of("0192:313001008")},
                        {"instance", string_of("f81d4fae-7dec-41d0-a765-00a0c91e6bf6")},
                        {"sha256", {{"type", "string"}}},
                        {"size", integer},
                        {"path", string_of("/api/dokumenter/ut/12")}}}};
    out["Told"] = {{"type", "object"},
                   {"required", {"state"}},
                   {"properties",
                    {{"state", {{"type", "string"}, {"enum", {"sent", "acknowledged", "failed"}}}},
                     {"reason", string_of("receiver not registered")}}}};
    out["State"] = {{"type", "object"},
                    {"required", {"document", "state"}},
                    {"properties", {{"document", integer}, {"state", {{"type", "string"}}}}}};
    out["Problem"] = {{"type", "object"},
                      {"required", {"status", "type", "title"}},
                      {"properties",
                       {{"status", {{"type", "integer"}}},
                        {"type", string_of("gateway.token_wrong")},
                        {"title", {{"type", "string"}}}}}};
    return out;
}

}  // namespace

const std::span<const http::Route> kApiRoutes = kTable;

std::string openapi() {
    const json id = {{{"name", "id"},
                      {"in", "path"},
                      {"required", true},
                      {"schema", {{"type", "integer"}, {"format", "int64"}}}}};
    const json closed = refusal("The token is missing or wrong.");
    const json missing = refusal("There is no such document that goes out this way.");
    json paths;
    paths["/api/dokumenter"]["post"] = {
        {"summary",
         "Deliver a document, with or without its SBDH envelope; gzip and zip are opened."},
        {"operationId", "deliver"},
        {"parameters",
         {{{"name", "navn"},
           {"in", "query"},
           {"description", "The name of the file, for people."},
           {"schema", {{"type", "string"}}}}}},
        {"requestBody",
         {{"required", true},
          {"content",
           {{"application/xml", {{"schema", {{"type", "string"}, {"format", "binary"}}}}},
            {"application/gzip", {{"schema", {{"type", "string"}, {"format", "binary"}}}}},
            {"application/zip", {{"schema", {{"type", "string"}, {"format", "binary"}}}}}}}}},
        {"responses",
         {{"200", response("What became of it. Delivering the same again is harmless.",
                           reference("Outcome"))},
          {"401", closed}}}};
    paths["/api/dokumenter/ut"]["get"] = {
        {"summary", "What waits to be sent, oldest first."},
        {"operationId", "waiting"},
        {"responses",
         {{"200",
           response("At most 100.",
                    {{"type", "object"},
                     {"properties",
                      {{"documents", {{"type", "array"}, {"items", reference("Waiting")}}}}}})},
          {"401", closed}}}};
    paths["/api/dokumenter/ut/{id}"]["get"] = {
        {"summary", "The document in its SBDH envelope. Fetching changes nothing."},
        {"operationId", "fetch"},
        {"parameters", id},
        {"responses",
         {{"200",
           {{"description", "The bytes."},
            {"content", content({{"type", "string"}, {"format", "binary"}}, "application/xml")}}},
          {"401", closed},
          {"404", missing}}}};
    paths["/api/dokumenter/ut/{id}"]["post"] = {
        {"summary",
         "Tell what became of it: sent, acknowledged by the receiver's side, or failed."},
        {"operationId", "tell"},
        {"parameters", id},
        {"requestBody", {{"required", true}, {"content", content(reference("Told"))}}},
        {"responses",
         {{"200", response("Noted. What failed comes back in the list after a pause.",
                           reference("State"))},
          {"401", closed},
          {"404", missing},
          {"409", refusal("The document's state does not allow it.")},
          {"422", refusal("The state told is not one of the three.")}}}};
    paths["/api/openapi.json"]["get"] = {
        {"summary", "This description."},
        {"operationId", "description"},
        {"security", json::array()},
        {"responses", {{"200", response("OpenAPI 3.0.", {{"type", "object"}})}}}};
    return json{
        {"openapi", "3.0.3"},
        {"info",
         {{"title", "Samkjøp: documents in and out"},
          {"version", "1"},
          {"description",
           "For an access point. The token is the one that the installation is started with."}}},
        {"paths", paths},
        {"security", {{{"token", json::array()}}}},
        {"components",
         {{"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}},
          {"schemas", schemas()}}}}
        .dump(2);
}

}  // namespace samkjop::gateway
