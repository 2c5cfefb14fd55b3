// The access point's door as it is served: the description and the routes are the same table, and a
// document goes in and out by what the description says.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "app/serve.h"
#include "db/testing.h"
#include "gateway/api.h"
#include "gateway/testing.h"
#include "http/testing.h"

using namespace samkjop;
using namespace samkjop::gateway;
using namespace samkjop::gateway::testing;
using nlohmann::json;

namespace {

struct Door {
    http::Dispatcher dispatcher;
    http::Response ask(std::string method, std::string target, std::string token = "hemmelig",
                       std::string body = {}, std::string media_type = "application/xml") {
        http::Incoming in;
        in.method = std::move(method);
        in.target = std::move(target);
        in.remote_address = "127.0.0.1";
        in.headers = {{"host", "localhost:8080"}, {"content-type", std::move(media_type)}};
        if (!token.empty()) in.headers.emplace_back("authorization", "Bearer " + token);
        in.body = http::Body(std::move(body));
        return dispatcher.answer(in);
    }
    json told(const std::string& path, const char* state, int status) {
        const auto answer =
            ask("POST", path, "hemmelig", json{{"state", state}}.dump(), "application/json");
        CAPTURE(answer.body);
        CHECK(answer.status == status);
        return json::parse(answer.body);
    }
};

}  // namespace

TEST_CASE("documents API: the description has every route, and no other") {
    const json described = json::parse(openapi());
    CHECK(described["openapi"] == "3.0.3");
    std::set<std::string> has, should;
    for (const auto& [path, operations] : described["paths"].items()) {
        for (const auto& [method, operation] : operations.items()) {
            has.insert(method + " " + path);
            CHECK(operation.contains("summary"));
            CHECK(operation["responses"].contains("200"));
        }
    }
    for (const http::Route& route : kApiRoutes) {
        if (route.get != nullptr) should.insert("get " + std::string(route.path));
        if (route.post != nullptr) should.insert("post " + std::string(route.path));
    }
    CHECK(has == should);
    // Every reference leads somewhere.
    const std::string text = described.dump();
    for (auto at = text.find("#/components/schemas/"); at != text.npos;
         at = text.find("#/components/schemas/", at + 1)) {
        const auto begin = at + std::string_view("#/components/schemas/").size();
        const std::string name = text.substr(begin, text.find('"', begin) - begin);
        CAPTURE(name);
        CHECK(described["components"]["schemas"].contains(name));
    }
}

TEST_CASE("documents API: in and out with the token, and nothing without") {
    in_world([](World& world) {
        configure({.token = "hemmelig", .fetched = true, .provider = {}, .mail = {}});
        Door door{http::Dispatcher(app::site(world.database))};
        CHECK(door.ask("GET", "/api/openapi.json", "").status == 200);
        for (const char* wrong : {"", "feil"}) {
            CHECK(door.ask("GET", "/api/dokumenter/ut", wrong).status == 401);
            CHECK(door.ask("POST", "/api/dokumenter", wrong, "<a/>").status == 401);
        }
        const std::string bytes = wrapped(world, response(world, "API-1"), "api-1");
        const auto in = door.ask("POST", "/api/dokumenter?navn=a.xml", "hemmelig", bytes);
        CAPTURE(in.body);
        CHECK(in.status == 200);
        CHECK(json::parse(in.body)["state"] == "filed");
        CHECK(json::parse(door.ask("POST", "/api/dokumenter", "hemmelig", bytes).body)["state"] ==
              "duplicate");
        const json broken =
            json::parse(door.ask("POST", "/api/dokumenter", "hemmelig", "<broken").body);
        CHECK(broken["state"] == "quarantined");
        CHECK(broken["rule"] == "ubl.not_xml");
        CHECK(!broken["reason"]["nn"].get<std::string>().empty());

        const DocumentId id = world.database.writing([&](db::Tx& tx) {
            const DocumentId made = enqueue(tx,
                                            Outgoing{.municipality = world.nes,
                                                     .type = ubl::DocumentType::order_response,
                                                     .sender = "0192:" + world.nes_number,
                                                     .receiver = "0192:" + world.seller_number,
                                                     .number = "UT-1",
                                                     .counterpart = "Fjellro",
                                                     .subject_kind = {},
                                                     .label = "Svar",
                                                     .path = {},
                                                     .bytes = ubl::write(response(world, "UT-1"))},
                                            Instant(clock_now().milliseconds() - 1000));
            tx.commit();
            return made;
        });
        const json waiting = json::parse(door.ask("GET", "/api/dokumenter/ut").body)["documents"];
        REQUIRE(waiting.size() == 1);
        const std::string path = waiting[0]["path"];
        CHECK(waiting[0]["document"] == id.value);
        const auto fetched = door.ask("GET", path);
        CHECK(fetched.media_type == "application/xml");
        CHECK(sha256_hex(fetched.body) == waiting[0]["sha256"].get<std::string>());
        CHECK(door.ask("GET", "/api/dokumenter/ut/999999").status == 404);
        door.told(path, "spist", 422);
        door.told(path, "acknowledged", 409);
        CHECK(door.told(path, "failed", 200)["state"] == "failed");
        CHECK(json::parse(door.ask("GET", "/api/dokumenter/ut").body)["documents"].empty());
        CHECK(door.told(path, "sent", 200)["state"] == "sent");
        CHECK(door.told(path, "acknowledged", 200)["state"] == "acknowledged");
        configure({});
    });
}
