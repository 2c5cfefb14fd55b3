// Every kind of bad input through every real door: the folder, the maildir, the access point's HTTP
// and the browser. Each is set aside with a reason that a person understands, its bytes come out
// again as they came in, and what came in the same batch is taken.
#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "account/account.h"
#include "app/serve.h"
#include "gateway/api.h"
#include "gateway/testing.h"
#include "gateway/testing_mail.h"
#include "http/testing.h"

using namespace samkjop;
using namespace samkjop::gateway;
using namespace samkjop::gateway::testing;
using nlohmann::json;

namespace {

struct Bad {
    std::string what, bytes, rule;
};

std::string laughs() {
    std::string out = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY a \"ha\">";
    for (char c = 'b'; c < 'k'; ++c) {
        out += fmt::format("<!ENTITY {} \"", c);
        for (int i = 0; i < 10; ++i) out += fmt::format("&{};", static_cast<char>(c - 1));
        out += "\">";
    }
    return out +
           "]><Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">&j;"
           "</Invoice>";
}

std::vector<Bad> bad_documents(const World& world, const std::string& door) {
    std::vector<Bad> out;
    const auto add = [&](std::string what, std::string bytes, std::string rule) {
        // No two doors get the same bytes: a repetition is another story.
        if (bytes.starts_with("<")) bytes += "<!-- " + door + " -->";
        out.push_back({std::move(what), std::move(bytes), std::move(rule)});
    };
    const std::string ns = " xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"";
    add("entity of a file",
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Invoice" +
            ns + ">&b;</Invoice>",
        "ubl.dtd");
    add("entity that grows", laughs(), "ubl.dtd");
    add("entity without DTD", "<Invoice" + ns + ">&hemmelig;</Invoice>", "ubl.not_xml");
    std::string deep = "<Invoice" + ns + ">";
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    for (int i = 0; i < 100'000; ++i) deep += "</a>";
    add("nested", deep + "</Invoice>", "ubl.too_deep");
    std::string wide = "<Invoice" + ns;
    for (int i = 0; i < 1'000'000; ++i) wide += fmt::format(" a{}=\"\"", i);
    add("a million attributes", wide + "/>", "ubl.too_many_attributes");
    ubl::OrderResponse large = response(world, door + "-large");
    large.note.assign(3u << 20, 'x');
    add("larger than the municipality takes", ubl::write(large), "gateway.too_large");
    ubl::OrderResponse foreign = response(world, door + "-foreign");
    foreign.buyer.endpoint.value = valid_number(313009000);
    add("to somebody else", ubl::write(foreign), "gateway.receiver_unknown");
    add("of an unknown type", "<Brev xmlns=\"urn:brev\">Hei</Brev>", "ubl.unknown_document");
    ubl::Order order;
    order.number = door + "-order";
    order.issue_date = Date(2026, 11, 18);
    order.currency = "NOK";
    order.buyer = foreign.seller;
    order.seller = foreign.seller;
    order.seller.endpoint.value = world.nes_number;
    add("of a type that we do not take", ubl::write(order), "gateway.type_not_taken");
    const std::string whole = ubl::write(response(world, door + "-cut"));
    out.push_back({"cut off", whole.substr(0, whole.size() / 2 + door.size()), "ubl.not_xml"});
    ubl::OrderResponse broken = response(world, door + "-broken");
    broken.seller.endpoint.value = "123";
    add("against the rules", ubl::write(broken), "gateway.rules_broken");
    out.push_back({"bomb", gzipped(std::string(64u << 20, ' ') + door), "gateway.packed_bomb"});
    out.push_back({"PDF", "%PDF-1.7 " + door, "gateway.file_is_pdf"});
    return out;
}

// Words that a person in accounts should not need.
void readable(std::string_view sentence) {
    CAPTURE(sentence);
    CHECK(sentence.size() > 25);
    CHECK(!sentence.contains("{"));
    CHECK(!sentence.contains("xmlns"));
}

// The browser of somebody who looks after documents.
struct Desk {
    http::Dispatcher dispatcher;
    http::testing::Browser browser{dispatcher};
    explicit Desk(World& world) : dispatcher(app::site(world.database)) {
        browser.cookies["samkjop_session"] = world.database.writing([&](db::Tx& tx) {
            std::string token = account::begin_session(tx, world.ingrid, clock_now(), "");
            tx.commit();
            return token;
        });
    }
};

}  // namespace

namespace {

std::vector<Document> everything(const World& world, const std::string& door) {
    return world.database.reading([&](db::Session& session) {
        const auto ids = session.list(
            "SELECT id FROM gateway_document WHERE channel = $1",
            [](const db::Row& row) { return row.get<DocumentId>(0); }, door);
        std::vector<Document> out;
        for (const DocumentId id : ids) out.push_back(*store::load(session, id));
        return out;
    });
}

using Deliver = std::function<void(World&, const Folder&, Pump&, std::vector<Bad>)>;

void lay_in_folder(World& world, const Folder& folder, Pump& pump, std::vector<Bad> all) {
    int running = 0;
    for (const Bad& each : all)
        folder.put(fmt::format("{:02}.{}", ++running, each.what == "bomb" ? "gz" : "xml"),
                   each.bytes);
    folder.put("99.xml.part", ubl::write(response(world, "half")));
    CHECK(pump.poll_inbox(kNow) == 0);
    CHECK(pump.poll_inbox(kNow) == static_cast<int>(all.size()));
    CHECK(fs::exists(folder.at / "inbox/99.xml.part"));
    // Each lies in karantene/ as it came, with the reason beside it.
    CHECK(folder.files("inbox/karantene") == 2 * (all.size() - 2));
    CHECK(folder.files("inbox/behandlet") == 2);
}

void send_by_mail(World&, const Folder& folder, Pump& pump, std::vector<Bad> all) {
    std::string message =
        "From: post@x.example\r\nSubject: Mye rart\r\nMIME-Version: 1.0\r\nContent-Type: "
        "multipart/mixed; boundary=x\r\n\r\n";
    for (const Bad& each : all) {
        message += fmt::format(
            "--x\r\nContent-Type: application/{0}; name=\"a.{0}\"\r\nContent-Transfer-Encoding: "
            "base64\r\n\r\n{1}\r\n",
            each.what == "bomb" ? "gzip" : "xml", ubl::base64(each.bytes));
    }
    std::ofstream(folder.at / "e-post/new/1", std::ios::binary) << message << "--x--\r\n";
    CHECK(pump.poll_mail_in(kNow) == 1);
    CHECK(folder.files("e-post/cur") == 1);
}

void push(World& world, const Folder&, Pump&, std::vector<Bad> all) {
    const With with(Settings{.token = "hemmelig", .provider = {}, .site = {}, .mail = {}});
    http::Dispatcher dispatcher(app::site(world.database));
    for (const Bad& each : all) {
        http::Incoming in;
        in.method = "POST";
        in.target = "/api/dokumenter?navn=a.xml";
        in.remote_address = "127.0.0.1";
        in.headers = {{"host", "localhost:8080"},
                      {"content-type", "application/xml"},
                      {"authorization", "Bearer hemmelig"}};
        in.body = http::Body(std::string(each.bytes));
        const auto answer = dispatcher.answer(in);
        CAPTURE(each.what);
        CHECK(answer.status == 200);
        const json told = json::parse(answer.body);
        if (each.rule.empty())
            CHECK(told["state"] == "filed");
        else
            CHECK(told["rule"] == each.rule);
    }
}

void upload(World& world, const Folder&, Pump&, std::vector<Bad> all) {
    Desk desk(world);
    for (const Bad& each : all) {
        CAPTURE(each.what);
        desk.browser.get("/dokumenter");
        http::Upload file;
        file.field = "dokument";
        file.file_name = "a.xml";
        file.media_type = "application/xml";
        file.bytes = each.bytes;
        CHECK(desk.browser.post_files("/dokumenter", {}, {file}).status == 303);
    }
}

}  // namespace

TEST_CASE("doors: bad input of every kind, by folder, e-mail, HTTP and browser") {
    const std::pair<std::string, Deliver> doors[] = {
        {"folder", lay_in_folder}, {"mail", send_by_mail}, {"push", push}, {"upload", upload}};
    in_world([&](World& world) {
        world.database.write([&](db::Tx& tx) {
            party::Settings settings = party::municipality(tx, world.nes)->settings;
            settings.upload_limit_bytes = 2 << 20;
            REQUIRE(party::save_settings(tx, Actor::system(), kNow, world.nes, settings));
            tx.commit();
        });
        for (const auto& [door, deliver] : doors) {
            CAPTURE(door);
            const Folder folder;
            Pump pump(world.database, folder.at.string());
            std::vector<Bad> all = bad_documents(world, door);
            all.insert(all.begin(), {"first", ubl::write(response(world, door + "-1")), ""});
            all.push_back({"last", ubl::write(response(world, door + "-2")), ""});
            deliver(world, folder, pump, all);
            for (const Bad& each : all) {
                CAPTURE(each.what);
                world.database.read([&](db::Session& session) {
                    const auto id = session.one(
                        "SELECT id FROM gateway_document WHERE sha256 = $1",
                        [](const db::Row& row) { return row.get<DocumentId>(0); },
                        sha256_hex(each.bytes));
                    REQUIRE(id);
                    const Document stored = *store::load(session, *id);
                    CHECK(stored.channel == door);
                    CHECK(stored.reason_name == each.rule);
                    CHECK(stored.state == (each.rule.empty() ? State::filed : State::quarantined));
                    if (!each.rule.empty()) {
                        for (const std::string& sentence : stored.reason) readable(sentence);
                    }
                    CHECK(bytes_of(session, *id) == each.bytes);
                });
            }
            // What comes out of the page is what came in at the door, to the last byte.
            Desk desk(world);
            for (const Document& each : everything(world, door)) {
                const auto original =
                    desk.browser.get(fmt::format("/dokumenter/{}/original", each.id.value));
                CHECK(original.status == 200);
                CHECK(sha256_hex(original.body) == each.sha256);
                CHECK(desk.browser.get(fmt::format("/dokumenter/{}", each.id.value)).status == 200);
            }
        }
    });
}

TEST_CASE("doors: a file that somebody is still writing is left alone, however long it rests") {
    in_world([](World& world) {
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        const std::string whole = ubl::write(response(world, "H-1"));
        const fs::path path = folder.at / "inbox/sakte.xml";
        const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
        REQUIRE(file >= 0);
        const auto half = whole.size() / 2;
        REQUIRE(::write(file, whole.data(), half) == static_cast<ssize_t>(half));
        for (int look = 0; look < 5; ++look) CHECK(pump.poll_inbox(kNow) == 0);
        REQUIRE(::write(file, whole.data() + half, whole.size() - half) ==
                static_cast<ssize_t>(whole.size() - half));
        CHECK(pump.poll_inbox(kNow) == 0);
        CHECK(pump.poll_inbox(kNow) == 0);
        ::close(file);
        CHECK(pump.poll_inbox(kNow) == 1);
        CHECK(world.count("state = 0") == 1);
        CHECK(world.count("state <> 0") == 0);
    });
}

TEST_CASE("doors: the same document by two channels, and one transmission twice") {
    in_world([](World& world) {
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        const std::string by_folder = wrapped(world, response(world, "T-1"), "t-1");
        push(world, folder, pump, {{"one", by_folder, ""}});
        folder.put("a.xml", by_folder);                                      // the same bytes
        folder.put("b.xml", wrapped(world, response(world, "T-1"), "t-2"));  // sent again
        folder.put("c.xml", wrapped(world, response(world, "T-9"), "t-1"));  // a number reused
        ubl::OrderResponse next_year = response(world, "T-1");
        next_year.issue_date = Date(2027, 1, 2);
        folder.put("d.xml", wrapped(world, next_year, "t-3"));
        pump.poll_inbox(kNow);
        CHECK(pump.poll_inbox(kNow) == 4);
        CHECK(world.count("state = 0") == 2);  // the first, and next year's
        CHECK(world.count("state = 3") == 2);
        CHECK(world.count("state = 1 AND reason_name = 'gateway.transmission_reused'") == 1);
        // By e-mail too, without its envelope.
        std::ofstream(folder.at / "e-post/new/1", std::ios::binary)
            << "From: post@x.example\r\nContent-Type: application/xml; name=a.xml\r\n"
               "Content-Transfer-Encoding: base64\r\n\r\n"
            << ubl::base64(ubl::write(response(world, "T-1"))) << "\r\n";
        CHECK(pump.poll_mail_in(kNow) == 1);
        CHECK(world.count("state = 0") == 2);
        CHECK(world.count("state = 3") == 3);
    });
}

TEST_CASE("doors: what has come can be neither changed nor removed") {
    in_world([](World& world) {
        const Outcome outcome = world.take(ubl::write(response(world, "K-1")));
        for (const char* attempt : {"DELETE FROM gateway_bytes WHERE document_id = $1",
                                    "UPDATE gateway_bytes SET document_id = document_id + 1"
                                    " WHERE document_id = $1",
                                    "DELETE FROM gateway_document WHERE id = $1",
                                    "UPDATE gateway_document SET sha256 = 'x' WHERE id = $1",
                                    "UPDATE gateway_document SET size = 1 WHERE id = $1"}) {
            CAPTURE(attempt);
            CHECK_THROWS_AS(world.database.write([&](db::Tx& tx) {
                tx->run(attempt, outcome.id);
                tx.commit();
            }),
                            db::Error);
        }
        CHECK(world.count("state = 0") == 1);
    });
}

TEST_CASE("doors: what is said back leaves by the same folder, in an envelope that fits it") {
    in_world([](World& world) {
        const With with(Settings{.token = {}, .provider = "0242:123456", .site = {}, .mail = {}});
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        world.database.write([&](db::Tx& tx) {
            save_registration(tx, "0192:" + world.seller_number, "Fjellro", true, true, kNow);
            tx.commit();
        });
        ubl::Envelope envelope;
        envelope.sender = "0192:" + world.seller_number;
        envelope.receiver = "0192:" + world.nes_number;
        envelope.created = "2026-11-18T10:00:00Z";
        ubl::OrderResponse broken = response(world, "S-3");
        broken.issue_date = Date(2026, 11, 18);
        broken.currency = "KRONER";
        envelope.instance = "mlr-ok";
        folder.put("1.xml", ubl::wrap(envelope, ubl::write(response(world, "S-1"))));
        envelope.instance = "mls-ok";
        envelope.mls_to = "0242:234567";
        folder.put("2.xml", ubl::wrap(envelope, ubl::write(response(world, "S-2"))));
        envelope.instance = "mls-no";
        folder.put("3.xml", ubl::wrap(envelope, ubl::write(broken)));
        pump.poll_inbox(kNow);
        CHECK(pump.poll_inbox(kNow) == 3);
        CHECK(pump.poll_outbox(kNow) == 3);
        std::map<std::string, std::string> said;  // about which transmission, with which code
        for (const auto& entry : fs::directory_iterator(folder.at / "outbox")) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes((std::istreambuf_iterator<char>(in)), {});
            const auto read = ubl::read(bytes);
            REQUIRE(read);
            CHECK(!envelope_differs(*read, parties(*read, bytes)));
            CHECK(peppol::judge(bytes).valid());
            const auto at = bytes.find("<cbc:ResponseCode>");
            said[answered_transmission(bytes)] =
                std::string(ubl::type_name(read->type)) + " " + bytes.substr(at + 18, 2);
        }
        CHECK(said["mlr-ok"] == "mlr AP");
        CHECK(said["mls-ok"] == "mls AP");
        CHECK(said["mls-no"] == "mls RE");
    });
}
